"""The query page in a real browser: editor, completion, views, files; by keyboard; without scripts; without files."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service as Driver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.serving import make_server

from guanxia.app import create_app
from guanxia.assets import installed
from guanxia.linked.formats import prefixes
from guanxia.settings import Settings
from guanxia.web.query_examples import read_examples
from guanxia.web.query_results import Writer
from tests.web import test_browser
from tests.web.test_browser import COLORS, FLAGS, WAIT_SECONDS, Chrome, _program, contrast, messages
from tests.web.test_query_page import IRIS

T = TypeVar("T")
address, start, plain = test_browser.address, test_browser.start, test_browser.plain
EXAMPLES = {one.name: one for one in read_examples(Settings().queries / "examples")}
EDITOR = "const editor = document.querySelector('.CodeMirror').CodeMirror;"
OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
INK = """
const canvas = arguments[0], own = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
let inked = 0;
for (let place = 3; place < own.length; place += 4) inked += own[place] > 0;
return inked;
"""
HOSTILE = """SELECT ?x ?y WHERE { VALUES (?x ?y) {
  (<javascript:alert(1)> "<img src=x onerror=alert(1)>")
  (<data:text/html,x> "<script>alert(1)</script>")
  (<https://w3id.org/guanxia//example.org/> "{{ 7 * 7 }}")
  (<https://example.org/> "\\u202egnp.exe")
} }"""


@pytest.fixture(scope="module")
def fetched() -> None:
    """The editor, chart and graph files; without them these tests are skipped, in CI they fail."""
    if installed(Settings().assets) is None:
        reason = "needs the files that `guanxia assets` fetches, which were not fetched"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def chrome(fetched: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser that tells every request it makes and keeps what it downloads."""
    options = webdriver.ChromeOptions()
    options.binary_location = _program("chromium", "chromium-browser", "google-chrome")
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}", "--window-size=1280,1000"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=Driver(_program("chromedriver")))
    yield browser
    browser.quit()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service for which no files were fetched, on a port of its own."""
    app = create_app(Settings(assets=tmp_path_factory.mktemp("assets")))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def until(browser: Chrome, found: Callable[[Chrome], T]) -> T:
    return WebDriverWait(browser, WAIT_SECONDS).until(found)


def opened(browser: Chrome, address: str, lang: str = "zh", **asked: str) -> None:
    browser.get(f"{address}/sparql?{urlencode({'lang': lang, **asked})}")
    until(browser, lambda one: one.find_elements(By.CSS_SELECTOR, ".controls .hint"))


def ran(browser: Chrome, name: str) -> str:
    """Runs an example by a click; the view that it opens."""
    link = browser.find_element(By.CSS_SELECTOR, f"[data-example={name}]")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", link)
    return view(browser)


def view(browser: Chrome) -> str:
    """The name of the view that is open, once it is drawn."""
    drawn = ".view:not([hidden], [aria-busy], :empty)"
    shown = until(browser, lambda one: one.find_elements(By.CSS_SELECTOR, drawn))
    return str(shown[0].get_attribute("id")).removeprefix("view-")


def asked(browser: Chrome, query: str) -> None:
    """Puts a query into the editor and runs it."""
    browser.execute_script(f"{EDITOR} editor.setValue(arguments[0])", query)
    browser.find_element(By.CSS_SELECTOR, "#query-form button[type=submit]").click()


def written(browser: Chrome) -> str:
    return str(browser.execute_script(f"{EDITOR} return editor.getValue()"))


def typed(browser: Chrome, before: str, text: str) -> None:
    """Types at the end of the second line of the editor."""
    browser.execute_script(
        f"{EDITOR} editor.setValue(arguments[0]); editor.focus(); editor.setCursor(editor.lineCount() - 2, 1000)",
        before,
    )
    ActionChains(browser).send_keys(text).perform()


def hints(browser: Chrome) -> list[str]:
    """What is offered; the list is drawn anew in the frame after a letter, so it is read later and at once."""
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    read = "return [...document.querySelectorAll('.CodeMirror-hint')].map(one => one.textContent)"
    return list(until(browser, lambda one: one.execute_script(read)))


def requests(browser: Chrome) -> set[str]:
    """Addresses that pages of a server have asked for since this was last called."""
    entries = browser.execute("getLog", {"type": "performance"})["value"]
    events = [json.loads(entry["message"])["message"] for entry in entries]
    sent = [one["params"] for one in events if one["method"] == "Network.requestWillBeSent"]
    return {one["request"]["url"] for one in sent if one["documentURL"].startswith("http")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_keeps_its_policy_asks_no_other_host_and_overflows_nowhere(chrome: Chrome, address: str, lang: str) -> None:
    messages(chrome)
    requests(chrome)
    opened(chrome, address, lang)
    for name in ("violations", "violations_by_agency", "violation_as_graph"):
        assert ran(chrome, name) == EXAMPLES[name].shows
        for width in (1280, 640, 375):
            chrome.set_window_size(width, 1000)
            assert chrome.execute_script(OVERFLOW) <= 0, f"{name} at {width}"
        chrome.set_window_size(1280, 1000)
    typed(chrome, "SELECT * {\n?x a \n}", "gx:")
    assert hints(chrome)
    assert messages(chrome) == []
    found = requests(chrome)
    assert [one for one in found if not one.startswith(f"{address}/")] == [] and len(found) > 10
    assert chrome.execute_script("return localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_rows_link_to_our_pages(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    assert ran(chrome, "violations") == "table"
    cells = [one.text for one in chrome.find_elements(By.CSS_SELECTOR, "table.found tbody td")]
    assert "申报后未按时足额缴纳社会保险费" in cells and len(cells) == 40
    chrome.find_element(By.LINK_TEXT, "notice/guilin-2020-27/SI-3").click()
    until(chrome, lambda one: one.current_url == f"{address}/doc/notice/guilin-2020-27/SI-3")
    assert "申报后未按时足额缴纳社会保险费" in chrome.find_element(By.TAG_NAME, "body").text


def test_a_heading_sorts(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    ran(chrome, "violations")
    head = chrome.find_element(By.XPATH, "//th/button[.='code']")
    for order, first in (("ascending", "LI-1"), ("descending", "SI-7")):
        head.click()
        assert head.find_element(By.XPATH, "..").get_attribute("aria-sort") == order
        assert chrome.find_element(By.CSS_SELECTOR, "table.found tbody td:nth-child(2)").text == first


def test_a_chart_draws_in_each_form(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    assert ran(chrome, "violations_by_agency") == "chart"
    canvas = chrome.find_element(By.CSS_SELECTOR, ".chart canvas")
    assert "社会保险经办机构: 7" in str(canvas.get_attribute("aria-label"))
    for form in ("line", "pie", "bar"):
        Select(chrome.find_element(By.CSS_SELECTOR, ".chart-choice select")).select_by_value(form)
        assert until(chrome, lambda one: one.execute_script(INK, canvas)) > 1_000, form


def test_a_graph_draws_and_tells_what_is_chosen(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    assert ran(chrome, "violation_as_graph") == "graph"
    layers = chrome.find_elements(By.CSS_SELECTOR, ".graph canvas")
    assert until(chrome, lambda one: max(one.execute_script(INK, layer) for layer in layers) > 2_000)
    drawn = "const drawn = document.querySelector('.graph').drawn;"
    assert chrome.execute_script(f"{drawn} return [drawn.nodes().length, drawn.edges().length]") == [17, 16]
    chrome.execute_script(f"{drawn} drawn.nodes().filter(one => one.data('label') === '社会保险经办机构').select()")
    link = chrome.find_element(By.CSS_SELECTOR, ".chosen a")
    assert link.text == "社会保险经办机构" and link.get_attribute("href") == f"{address}/doc/role/SI"


def test_the_raw_answer_is_text(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    ran(chrome, "who_handles")
    chrome.find_element(By.ID, "tab-raw").click()
    assert '"bindings"' in until(chrome, lambda one: one.find_element(By.CSS_SELECTOR, "pre.raw").text)


def test_a_csv_file_is_downloaded(chrome: Chrome, address: str, tmp_path: Path) -> None:
    chrome.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    opened(chrome, address)
    ran(chrome, "violations_by_agency")
    chrome.find_element(By.CSS_SELECTOR, "a.as-csv").click()
    (path,) = until(chrome, lambda one: list(tmp_path.glob("*.csv")))
    assert path.read_text(encoding="utf-8").splitlines()[:2] == ["agency,violations", "社会保险经办机构,7"]


def test_a_permalink_gives_the_same_again(chrome: Chrome, address: str) -> None:
    opened(chrome, address, "en")
    ran(chrome, "who_handles")
    link = str(chrome.find_element(By.CSS_SELECTOR, "a.permalink").get_attribute("href"))
    assert chrome.current_url == link
    rows = [one.text for one in chrome.find_elements(By.CSS_SELECTOR, "table.found tbody td")]
    chrome.get("about:blank")
    chrome.get(link)
    assert view(chrome) == "table" and written(chrome).strip() == EXAMPLES["who_handles"].query.en.strip()
    assert [one.text for one in chrome.find_elements(By.CSS_SELECTOR, "table.found tbody td")] == rows
    assert chrome.find_element(By.TAG_NAME, "h1").text == "Query the law graph"


def test_going_back_brings_the_query_before(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    ran(chrome, "who_handles")
    ran(chrome, "violations")
    chrome.back()
    until(chrome, lambda one: written(one).strip() == EXAMPLES["who_handles"].query.zh.strip())
    until(chrome, lambda one: len(one.find_elements(By.CSS_SELECTOR, "table.found tbody tr")) == 1)


def test_completion_offers_our_classes_and_declares_their_prefix(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    typed(chrome, "SELECT * WHERE {\n  ?x a \n}", "gx:Violation")
    assert hints(chrome)[0].startswith("gx:ViolationType")
    ActionChains(chrome).send_keys(Keys.ENTER).perform()
    assert written(chrome).splitlines() == [
        "PREFIX gx: <https://w3id.org/guanxia/ontology#>",
        "SELECT * WHERE {",
        "  ?x a gx:ViolationType",
        "}",
    ]


def test_common_prefixes_need_not_be_declared(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    asked(chrome, 'SELECT * WHERE { ?x a gx:ViolationType ; skos:notation "SI-3" . # eli:number\n}')
    assert view(chrome) == "table" and len(chrome.find_elements(By.CSS_SELECTOR, "table.found tbody tr")) == 1
    declared = [line for line in written(chrome).splitlines() if line.startswith("PREFIX")]
    assert sorted(line.split()[1] for line in declared) == ["gx:", "skos:"]


@pytest.mark.parametrize(
    ("before", "text", "offered"),
    [
        ("SELECT * {\n?x \n}", "承担", "gx:bearer"),
        ("SELECT * {\n?x a \n}", "kind of viol", "gx:ViolationType"),
        ("SELECT * {\n?violation ?p \n}", "?vio", "?violation"),
        ("\n", "PREFIX sk", "skos: <http://www.w3.org/2004/02/skos/core#>"),
        ("SELECT * {\n?x ?y \n}", "<https://w3id.org/guanxia/id/notice/g", "<…notice/guilin-2020-27"),
    ],
    ids=["chinese", "english", "variable", "prefix", "iri"],
)
def test_completion_knows_labels_variables_prefixes_and_iris(
    chrome: Chrome, address: str, before: str, text: str, offered: str
) -> None:
    opened(chrome, address)
    typed(chrome, before, text.split(" ")[-1] if offered == "gx:ViolationType" else text)
    ActionChains(chrome).key_down(Keys.CONTROL).send_keys(" ").key_up(Keys.CONTROL).perform()
    assert any(one.startswith(offered) for one in hints(chrome)), hints(chrome)


def test_the_keyboard_is_enough(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    here = "return document.activeElement"
    body = chrome.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    for _ in range(60):
        if chrome.execute_script("return !!document.activeElement.closest('.CodeMirror')"):
            break
        chrome.execute_script(here).send_keys(Keys.TAB)
    assert chrome.execute_script("return document.activeElement.getAttribute('aria-label')") == "查询"
    ActionChains(chrome).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    assert view(chrome) == "table"
    ActionChains(chrome).send_keys(Keys.TAB).perform()
    assert chrome.execute_script(here).get_attribute("type") == "submit"
    chrome.find_element(By.ID, "tab-table").send_keys(Keys.ARROW_RIGHT)
    assert chrome.execute_script(here).get_attribute("id") == "tab-raw" and view(chrome) == "raw"


def test_a_text_box_can_be_chosen_instead_of_the_editor(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    chrome.find_element(By.XPATH, "//button[.='文本框']").click()
    box = chrome.switch_to.active_element
    assert box.get_attribute("id") == "query" and "g27:SI-3" in str(box.get_property("value"))
    box.clear()
    box.send_keys("ASK { ?s ?p ?o }", Keys.CONTROL, Keys.ENTER)
    assert until(chrome, lambda one: one.find_elements(By.CSS_SELECTOR, ".truth"))[0].text == "是"
    chrome.find_element(By.XPATH, "//button[.='文本框']").click()
    assert written(chrome) == "ASK { ?s ?p ?o }" and not box.is_displayed()


def test_a_query_too_long_for_an_address_is_posted(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    asked(chrome, f"# {'长' * 10_000}\nASK {{ ?s ?p ?o }}")
    assert until(chrome, lambda one: one.find_elements(By.CSS_SELECTOR, ".truth"))[0].text == "是"
    assert chrome.current_url == f"{address}/sparql" and chrome.find_elements(By.CSS_SELECTOR, "a.permalink") == []
    assert chrome.find_element(By.ID, "status").get_attribute("textContent")


def test_what_is_wrong_is_told_in_words(chrome: Chrome, address: str) -> None:
    for lang, told in (("zh", "没有结果"), ("en", "no result")):
        opened(chrome, address, lang)
        asked(chrome, "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
        assert told in until(chrome, lambda one: one.find_element(By.CSS_SELECTOR, "#results .problem")).text
    messages(chrome)


def test_the_faulty_line_is_marked_until_it_is_changed(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    asked(chrome, "SELECT * WHERE {\n  ?s ?p ?o .\n  ?s ?p ) .\n}")
    until(chrome, lambda one: one.find_elements(By.CSS_SELECTOR, "#results .problem"))
    assert chrome.execute_script(f"{EDITOR} return editor.getCursor().line") == 2
    assert len(chrome.find_elements(By.CSS_SELECTOR, ".CodeMirror .faulty")) == 1
    chrome.execute_script(f"{EDITOR} editor.setValue('ASK {{}}')")
    assert chrome.find_elements(By.CSS_SELECTOR, ".CodeMirror .faulty") == []
    messages(chrome)


def test_too_much_is_refused_and_never_cut(chrome: Chrome, address: str) -> None:
    opened(chrome, address, "en")
    asked(chrome, "SELECT * WHERE { ?a ?b ?c }")
    assert "10,000" in until(chrome, lambda one: one.find_element(By.CSS_SELECTOR, "#results .problem")).text
    assert chrome.find_elements(By.CSS_SELECTOR, "#results table") == []
    messages(chrome)


def test_hostile_terms_run_nothing_and_are_no_links(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    messages(chrome)
    asked(chrome, HOSTILE)
    assert view(chrome) == "table"
    table = chrome.find_element(By.CSS_SELECTOR, "table.found tbody")
    assert "javascript:alert(1)" in table.text and "<img src=x onerror=alert(1)>" in table.text
    assert table.find_elements(By.CSS_SELECTOR, "a, img, script") == []
    asked(chrome, "CONSTRUCT { <javascript:alert(1)> <x:y> <data:text/html,x> } {}")
    until(chrome, lambda one: one.find_elements(By.ID, "tab-graph"))[0].click()
    assert view(chrome) == "graph"
    chrome.execute_script("document.querySelector('.graph').drawn.nodes()[0].select()")
    assert "javascript:alert(1)" in chrome.find_element(By.CSS_SELECTOR, ".chosen").text
    assert chrome.find_elements(By.CSS_SELECTOR, ".chosen a") == []
    assert messages(chrome) == []


def test_scripts_and_server_write_terms_alike(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    script = """
    const [iris, lines, done] = arguments;
    import('/static/query/terms.js').then(({ href, plain, statements }) => done([
      iris.map(href),
      statements(lines).map(row => [row.subject, row.predicate, row.object].map(plain)),
    ]));
    """
    first = r'_:b0 <x:y> "a\"b\n\u4E2D\U0001F600'
    lines = f'{first}\u2028"@zh .\n<https://w3id.org/guanxia/ontology#bearer> <x:y> "1"^^<x:z> .\n'
    links, rows = chrome.execute_async_script(script, list(IRIS.values()), lines)
    assert dict(zip(IRIS, links, strict=True)) == {
        **dict.fromkeys(IRIS, ""),
        "ours": f"{address}/doc/notice/guilin-2020-27",
    }
    writer = Writer(prefixes(), {}, lambda iri, lang: "", "zh")
    drawn = [[cell.text for cell in row] for row in writer.table(lines.encode(), "application/n-triples").rows]
    assert rows == drawn == [["_:b0", "x:y", 'a"b\n中😀\u2028'], ["gx:bearer", "x:y", "1"]]


def test_colors_can_be_read(chrome: Chrome, address: str) -> None:
    opened(chrome, address)
    ran(chrome, "violations")
    pairs = chrome.execute_script(COLORS)
    assert len(pairs) > 50
    assert {(front, back, text) for front, back, text in pairs if contrast(front, back) < 4.5} == set()


def test_it_works_without_scripts(plain: Chrome, address: str) -> None:
    plain.get(f"{address}/sparql?lang=zh")
    plain.find_element(By.LINK_TEXT, EXAMPLES["violations"].question.zh).click()
    box = until(plain, lambda one: one.find_element(By.ID, "query"))
    assert "gx:ViolationType" in str(box.get_property("value"))
    plain.find_element(By.CSS_SELECTOR, "#query-form button").click()
    rows = until(plain, lambda one: one.find_elements(By.CSS_SELECTOR, "table.found tbody tr"))
    assert len(rows) == 10 and "SI-3" in rows[5].text
    assert plain.find_element(By.LINK_TEXT, "CSV").get_attribute("href")


def test_it_works_with_a_text_box(chrome: Chrome, bare: str) -> None:
    messages(chrome)
    opened(chrome, bare, "en")
    assert chrome.find_element(By.ID, "query").is_displayed()
    assert "This is a text box" in chrome.find_element(By.CSS_SELECTOR, ".no-editor").text
    assert ran(chrome, "violations_by_agency") == "table"
    assert [one.text for one in chrome.find_elements(By.CSS_SELECTOR, "[role=tab]")] == ["Table", "Raw"]
    box = chrome.find_element(By.ID, "query")
    box.clear()
    box.send_keys("ASK { ?s ?p ?o }", Keys.CONTROL, Keys.ENTER)
    assert until(chrome, lambda one: one.find_elements(By.CSS_SELECTOR, ".truth"))[0].text == "yes"
    assert messages(chrome) == []


def test_a_query_can_be_stopped(chrome: Chrome, address: str) -> None:
    opened(chrome, address, "en")
    asked(chrome, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    until(chrome, lambda one: one.find_element(By.CSS_SELECTOR, "button.stop").is_displayed())
    chrome.find_element(By.CSS_SELECTOR, "button.stop").click()
    assert until(chrome, lambda one: one.find_element(By.ID, "results").text == "Stopped.")
    messages(chrome)
