"""The page in a real browser: without scripts, by keyboard, at twice the size, on paper, under its own policy."""

from __future__ import annotations

import base64
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from selenium import webdriver
from selenium.webdriver.chrome.service import Service as Driver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.serving import make_server

from tests.web.test_pages import HOSTILE, OPEN, UNPAID

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
WAIT_SECONDS = 20
COLORS = """
const style = one => getComputedStyle(one);
const ground = one => {
  for (; one; one = one.parentElement)
    if (style(one).backgroundColor !== 'rgba(0, 0, 0, 0)') return style(one).backgroundColor;
  return 'rgb(255, 255, 255)';
};
const told = 'p, td, th, summary, small, .mark, .sure, .state, legend, label, a, dt, dd, figcaption';
return [...document.querySelectorAll(told)]
  .filter(one => one.checkVisibility() && one.textContent.trim())
  .map(one => [style(one).color, ground(one), one.textContent.trim().slice(0, 30)]);
"""
SIZES = """
return [...document.querySelectorAll('.paper *')].filter(one => one.checkVisibility() && one.textContent.trim())
  .map(one => [parseFloat(getComputedStyle(one).fontSize), one.className, one.textContent.trim().slice(0, 30)]);
"""
Chrome = webdriver.Chrome


def _program(*names: str) -> str:
    """The path of the first program that there is; without any the tests are skipped, in CI they fail."""
    for name in names:
        if path := shutil.which(name):
            return path
    reason = f"needs {' or '.join(names)} (Debian: chromium, chromium-driver), which is not installed"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """The service on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[bool], Chrome]]:
    """Starts browsers with an empty profile, with or without scripts allowed; ends them."""
    browser, driver = _program("chromium", "chromium-browser", "google-chrome"), _program("chromedriver")
    started: list[Chrome] = []

    def one(scripts: bool) -> Chrome:
        options = webdriver.ChromeOptions()
        options.binary_location = browser
        for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        if not scripts:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        started.append(webdriver.Chrome(options=options, service=Driver(driver)))
        return started[-1]

    yield one
    for each in started:
        each.quit()


@pytest.fixture(scope="module")
def plain(start: Callable[[bool], Chrome]) -> Chrome:
    """A browser that runs no scripts of pages."""
    return start(False)


@pytest.fixture(scope="module")
def chrome(start: Callable[[bool], Chrome]) -> Chrome:
    return start(True)


def messages(browser: Chrome) -> list[str]:
    """What the browser has complained of since it was last asked."""
    return [entry["message"] for entry in browser.execute("getLog", {"type": "browser"})["value"]]


def summary(browser: Chrome) -> str:
    return WebDriverWait(browser, WAIT_SECONDS).until(lambda one: one.find_element(By.CSS_SELECTOR, ".summary")).text


def field(browser: Chrome, name: str, value: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, f"input[name={name}][value='{value}']")


def test_the_plain_browser_runs_no_scripts(plain: Chrome) -> None:
    plain.get("data:text/html,<title>still</title><script>document.title = 'ran'</script>")
    assert plain.title == "still"


def test_a_case_is_answered_without_scripts(plain: Chrome, address: str) -> None:
    plain.get(address)
    for name in ("employerRegistered", "employeeRegistered", "contributionDeclared"):
        field(plain, name, "true").click()
    field(plain, "contributionPaidInFull", "false").click()
    plain.find_element(By.NAME, "area").send_keys("七星区")
    plain.find_element(By.NAME, "arrearsAmount").send_keys("52000.00")
    plain.find_element(By.CSS_SELECTOR, "form button").click()
    assert "SI-3" in summary(plain) and "社会保险经办机构" in summary(plain)
    assert plain.current_url.endswith("#answer")
    assert field(plain, "contributionPaidInFull", "false").is_selected()
    assert "156,000.00 元" in plain.find_element(By.CSS_SELECTOR, ".sanctions").text


def test_questions_lead_back_to_their_field(plain: Chrome, address: str) -> None:
    plain.get(f"{address}/?{urlencode(OPEN)}")
    link = plain.find_element(By.CSS_SELECTOR, ".questions th a")
    name = (link.get_attribute("href") or "").rsplit("#f-", 1)[-1]
    link.click()
    assert plain.find_element(By.ID, f"f-{name}").is_displayed()


def test_the_keyboard_is_enough(chrome: Chrome, address: str) -> None:
    chrome.get(address)

    def focused() -> WebElement:
        return chrome.switch_to.active_element

    body = chrome.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert focused().get_attribute("class") == "skip" and focused().is_displayed()
    for _ in range(40):
        if focused().get_attribute("name") == "employerRegistered":
            break
        focused().send_keys(Keys.TAB)
    assert focused().get_attribute("value") == ""
    focused().send_keys(Keys.ARROW_LEFT)
    assert field(chrome, "employerRegistered", "false").is_selected()
    outline = chrome.execute_script(
        "return getComputedStyle(document.activeElement.closest('label')).outlineStyle", focused()
    )
    assert outline == "solid"
    focused().send_keys(Keys.ENTER)
    assert "LI-1" in summary(chrome) and "劳动保障监察机构" in summary(chrome)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path", ["/", f"/?{urlencode(UNPAID)}", f"/?{urlencode(OPEN)}", "/api/", "/id/problem/contradiction"]
)
def test_no_page_goes_against_its_policy_or_overflows(chrome: Chrome, address: str, path: str, lang: str) -> None:
    messages(chrome)
    chrome.get(f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")
    assert chrome.execute_script("return getComputedStyle(document.querySelector('.top')).display") == "flex"
    for width in (1280, 640, 375):
        chrome.set_window_size(width, 900)
        wide, inner = chrome.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
        assert wide <= inner, f"{path} is {wide} wide in {inner}"
    assert messages(chrome) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_opens_no_dialog_and_runs_nothing(chrome: Chrome, address: str, text: str) -> None:
    messages(chrome)
    chrome.get(f"{address}/?{urlencode({'arrearsAmount': text, 'area': text, text: text})}")
    assert text in chrome.find_element(By.CSS_SELECTOR, "[role=alert]").text
    assert not [message for message in messages(chrome) if "Content Security Policy" in message or "422" not in message]


def test_colors_can_be_read(chrome: Chrome, address: str) -> None:
    """WCAG 2.1 AA: text has at least 4.5 times the luminance of its ground, or the reverse."""
    chrome.get(f"{address}/?{urlencode(UNPAID)}")
    pairs = chrome.execute_script(COLORS)
    faint = {(front, back, text) for front, back, text in pairs if contrast(front, back) < 4.5}
    assert len(pairs) > 100 and faint == set()


def contrast(front: str, back: str) -> float:
    """The contrast ratio of two ``rgb(…)`` colors."""
    bright, dark = sorted((luminance(front), luminance(back)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(float(part)) / 255 for part in color[color.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_an_answer_prints_on_a4(chrome: Chrome, address: str) -> None:
    assert pages_of(printed(chrome, f"{address}/?{urlencode(UNPAID)}")) == 1


KINDS = ("LI-1", "LI-2", "LI-3", "SI-1", "SI-2", "SI-3", "SI-4", "SI-5", "SI-6", "SI-7")
PRINTED = [("zh", day, kind) for day in ("2020-10-12", "2024-01-15") for kind in KINDS]
PRINTED += [("en", "2020-10-12", kind) for kind in ("LI-2", "LI-3", "SI-3", "SI-7")]


@pytest.mark.parametrize(("lang", "day", "kind"), PRINTED, ids=["-".join(one) for one in PRINTED])
def test_one_violation_prints_on_one_sheet(chrome: Chrome, address: str, lang: str, day: str, kind: str) -> None:
    query = {"violation": kind, "area": "450305", "on": day, "lang": lang}
    assert pages_of(printed(chrome, f"{address}/?{urlencode(query)}")) == 1


def printed(chrome: Chrome, path: str) -> bytes:
    """The page on paper as its own style asks for it."""
    chrome.get(path)
    found = chrome.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    return base64.b64decode(found["data"])


def pages_of(paper: bytes) -> int:
    assert paper.startswith(b"%PDF") and b"[0 0 594.95996 841.91998]" in paper.replace(b".96 ", b".95996 ")
    return paper.count(b"/Type /Page\n")


def test_print_is_as_large_as_can_be_read(chrome: Chrome, address: str) -> None:
    """Nothing but release and hash is set in less than 8.5 points; what is for the screen is gone."""
    chrome.get(f"{address}/?{urlencode(UNPAID)}")
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        sizes = chrome.execute_script(SIZES)
        screen = chrome.execute_script("return document.querySelector('#answer').checkVisibility()")
    finally:
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    small = {text for size, name, text in sizes if size < 8.5 * 96 / 72 - 0.01 and name != "seal"}
    assert len(sizes) > 30 and small == set() and not screen
