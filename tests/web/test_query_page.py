"""The query page without a browser: what it shows, links to and refuses, and that nothing of a result is markup."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from guanxia.app import Service, create_app
from guanxia.assets import place
from guanxia.settings import Settings
from guanxia.web.query_examples import Example, read_examples
from guanxia.web.query_page import QueryPage
from guanxia.web.query_results import Writer

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
EXAMPLES = read_examples(Settings().queries / "examples")
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "template": "{{ 7 * 7 }}${7 * 7}",
    "closing": "</textarea></table><img src=x onerror=alert(1)>",
    "turned": "\u202egnp.exe",
}
# What BASE or BIND can make of an IRI; only the last is a thing of ours.
IRIS = {
    "script": "javascript:alert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "other": "https://example.org/",
    "host": "https://w3id.org/guanxia//example.org/",
    "near": "https://w3id.org/guanxia.example.org/id/x",
    "up": "https://w3id.org/guanxia/../x",
    "ours": "https://w3id.org/guanxia/id/notice/guilin-2020-27",
}


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def opened(client: FlaskClient, **asked: str) -> TestResponse:
    return client.get("/sparql", query_string=asked, headers={"Accept": BROWSER})


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A service for which no files were fetched."""
    return create_app(Settings(assets=tmp_path_factory.mktemp("assets"))).test_client()


def test_a_browser_gets_the_page_and_a_program_does_not(client: FlaskClient) -> None:
    page = opened(client)
    assert page.status_code == 200 and page.mimetype == "text/html"
    assert {"Accept", "Accept-Language"} <= {part.strip() for part in page.headers["Vary"].split(",")}
    assert client.get("/sparql").mimetype == "text/turtle"


def test_nothing_but_the_service_itself_is_loaded(client: FlaskClient) -> None:
    page = Page(opened(client).text)
    policy = opened(client).headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "http" not in policy and policy.startswith("default-src 'none'")
    loaded = [one["src"] for one in page.all("script")] + [one["href"] for one in page.all("link")]
    assert len(loaded) >= 3 and [address for address in loaded if not re.match(r"/\w", address)] == []
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert not page.all("style") and not [one for _, one in page.elements if "style" in one]


@pytest.mark.parametrize(("lang", "title"), [("zh", "查询法律图"), ("en", "Query the law graph")])
def test_it_speaks_the_language_of_the_reader(client: FlaskClient, lang: str, title: str) -> None:
    asked = opened(client, lang=lang)
    preferred = client.get("/sparql", headers={"Accept": BROWSER, "Accept-Language": lang})
    for page in (asked, preferred):
        assert f"<h1>{title}</h1>" in page.text and page.headers["Content-Language"].startswith(lang)
        for example in EXAMPLES:
            assert (example.question.zh if lang == "zh" else example.question.en) in Page(page.text).text


def test_behind_a_mapped_host_everything_stays_below_its_path() -> None:
    client = create_app(Settings(base_url="https://law.example/guanxia/")).test_client()
    page = Page(client.get("/sparql", query_string={"query": EXAMPLES[0].query.zh}, headers={"Accept": BROWSER}).text)
    found = [one.get("href") or one.get("src") or one.get("action") or "" for _, one in page.elements]
    assert [path for path in found if path.startswith("/") and not path.startswith("/guanxia/")] == []
    assert "/guanxia/doc/notice/guilin-2020-27/SI-3" in found and "https://law.example/guanxia/sparql" in page.text
    (told,) = [orjson.loads(one["data-page"]) for _, one in page.elements if "data-page" in one]
    assert told["endpoint"] == "/guanxia/sparql" and told["root"] == "/guanxia"


def test_the_named_graphs_are_those_of_the_service_description(client: FlaskClient) -> None:
    described = client.get("/sparql", headers={"Accept": "application/n-triples"}).text
    names = set(re.findall(r"sparql-service-description#name> <(\S+)>", described))
    shown = Page(opened(client).text).text.partition("命名图")[2].partition("常用前缀")[0]
    assert set(re.findall(r"https://w3id\.org/guanxia/\w+", shown)) == names != set()


def test_limits_are_shown(client: FlaskClient) -> None:
    text = Page(opened(client, lang="en").text).text
    assert "at most 5 s, 10,000 rows, 20 MiB of result, 64 KiB of query" in text


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_an_example_opens_in_the_form_without_being_run(client: FlaskClient, example: Example) -> None:
    page = opened(client, example=example.name)
    assert example.query.zh.strip() in Page(page.text).text
    assert "<table" not in page.text


def test_a_result_is_a_table_with_links_to_our_pages(client: FlaskClient) -> None:
    page = Page(opened(client, query=EXAMPLES[0].query.zh).text)
    links = {one["href"] for one in page.all("a")}
    assert {"/doc/notice/guilin-2020-27/SI-3", "/doc/notice/guilin-2020-27/N07"} <= links
    assert "社会保险经办机构" in page.text and "1 行" in page.text
    files = [one["href"] for one in page.all("a") if "download" in one]
    assert [parse_qs(urlsplit(one).query)["format"] for one in files] == [["json"], ["xml"], ["csv"], ["tsv"]]


def test_english_pages_link_to_english_pages(client: FlaskClient) -> None:
    page = Page(opened(client, query=EXAMPLES[0].query.en, lang="en").text)
    assert "/doc/notice/guilin-2020-27/SI-3?lang=en" in {one["href"] for one in page.all("a")}


def test_statements_are_a_table_too(client: FlaskClient) -> None:
    graph = next(one for one in EXAMPLES if one.shows == "graph")
    page = Page(opened(client, query=graph.query.en, lang="en").text)
    assert (
        "gx:nextStep" in page.text and "statements" in page.text and "receive and register the complaint" in page.text
    )


@pytest.mark.parametrize(("query", "told"), [("ASK { ?s ?p ?o }", "是"), ("ASK { ?s ?s ?s , 1 }", "否")])
def test_yes_and_no_are_said(client: FlaskClient, query: str, told: str) -> None:
    assert f'<p class="truth">{told}</p>' in opened(client, query=query).text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_a_query_or_a_result_says_is_text(client: FlaskClient, text: str) -> None:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    for query in (f'SELECT ("{quoted}" AS ?x) {{}}', f'CONSTRUCT {{ <x:y> <x:z> "{quoted}" }} {{}}', text):
        page = opened(client, query=query, lang="en")
        found = Page(page.text)
        assert not found.all("img") and len(found.all("script")) == len(Page(opened(client).text).all("script"))
        assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]
        assert text in found.text and page.status_code in (200, 400)


@pytest.mark.parametrize("name", IRIS)
def test_only_things_of_ours_become_links(client: FlaskClient, name: str) -> None:
    iri = IRIS[name].replace("<", "%3C").replace(">", "%3E")
    for query in (f"SELECT (<{iri}> AS ?x) {{}}", f"CONSTRUCT {{ <{iri}> <{iri}> <{iri}> }} {{}}"):
        page = opened(client, query=query)
        table = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
        links = [one["href"] for one in Page(table).all("a")]
        assert page.status_code == 200 and Page(table).text
        assert set(links) == ({"/doc/notice/guilin-2020-27"} if name == "ours" else set())


def test_a_relative_iri_under_a_hostile_base_is_text(client: FlaskClient) -> None:
    page = opened(client, query="BASE <javascript:alert(1)> SELECT (<#x> AS ?x) { }")
    assert not [one for one in Page(page.text).all("a") if one["href"].startswith("javascript")]


def test_a_faulty_query_is_told_in_words_and_kept(client: FlaskClient) -> None:
    for lang, told in (("zh", "【没有结果】"), ("en", "[no result]")):
        page = opened(client, query="SELECT * WHERE { ?s ?p", lang=lang)
        assert page.status_code == 400 and page.headers["Cache-Control"] == "no-store"
        assert told in page.text and "SELECT * WHERE { ?s ?p" in Page(page.text).text


def test_a_refused_query_tells_when_to_try_again(app: Flask, service: Service) -> None:
    page = QueryPage(service)
    texts = {"title": {"zh": "过多", "en": "too many"}, "detail": {"zh": "请稍后。", "en": "wait."}}
    with app.test_request_context("/sparql?lang=en"):
        response = page.refused("ASK {}", {"status": 429, "texts": texts, "errors": []}, 7)
    assert response.status_code == 429 and response.headers["Retry-After"] == "7"
    assert "try again in 7 s" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [("csv", "text/csv"), ("tsv", "text/tab-separated-values"), ("json", "application/sparql-results+json")],
)
def test_the_form_without_scripts_can_ask_for_a_file(client: FlaskClient, suffix: str, kind: str) -> None:
    page = opened(client, query=EXAMPLES[1].query.zh, format=suffix)
    assert page.status_code == 200 and page.mimetype == kind
    assert page.headers["Content-Disposition"] == f'attachment; filename="results.{suffix}"'


def test_the_service_description_is_linked(client: FlaskClient) -> None:
    assert opened(client, format="ttl").mimetype == "text/turtle"
    assert "/sparql?format=ttl" in {one["href"] for one in Page(opened(client).text).all("a")}


def test_the_vocabulary_has_classes_properties_and_things(client: FlaskClient) -> None:
    response = client.get("/sparql/vocabulary")
    assert response.json is not None and response.headers["ETag"]
    terms = {(one["role"], one["term"]): one for one in response.json["terms"]}
    kind = terms["class", "https://w3id.org/guanxia/ontology#ViolationType"]
    assert (kind["zh"], kind["en"]) == ("违法行为种类", "kind of violation")
    assert ("property", "http://www.w3.org/2004/02/skos/core#notation") in terms
    assert ("thing", "https://w3id.org/guanxia/id/notice/guilin-2020-27/SI-3") in terms
    assert response.json["prefixes"]["gx"] == "https://w3id.org/guanxia/ontology#"
    assert len(response.data) < 400_000


def test_without_fetched_files_it_is_a_text_box_and_says_so_quietly(bare: FlaskClient) -> None:
    page = Page(opened(bare, lang="en").text)
    assert [one["src"] for one in page.all("script") if "main.js" not in one["src"]] == []
    assert "This is a text box" in page.text
    assert bare.get("/sparql/assets/none/yasqe.js").status_code == 404
    assert "社会保险经办机构" in Page(opened(bare, query=EXAMPLES[0].query.zh).text).text


@pytest.fixture
def fetched(tmp_path: Path) -> Iterator[tuple[FlaskClient, str]]:
    """A service whose folder of files holds one, and where it is read."""
    folder = place(tmp_path)
    folder.mkdir()
    (folder / "yasqe.js").write_text("/* editor */" * 100)
    yield create_app(Settings(assets=tmp_path)).test_client(), f"/sparql/assets/{folder.name}"


def test_fetched_files_are_served_compressed_and_kept(fetched: tuple[FlaskClient, str]) -> None:
    client, folder = fetched
    plain = client.get(f"{folder}/yasqe.js", headers={"Accept-Encoding": "identity"})
    small = client.get(f"{folder}/yasqe.js", headers={"Accept-Encoding": "gzip, br"})
    assert plain.mimetype == small.mimetype == "text/javascript" and "immutable" in plain.headers["Cache-Control"]
    assert gzip.decompress(small.data) == plain.data and len(small.data) < len(plain.data)
    assert plain.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["other.js", "..%2f..%2fassets.toml", "%2e%2e/x", ""])
def test_no_other_file_is_served(fetched: tuple[FlaskClient, str], name: str) -> None:
    client, folder = fetched
    assert client.get(f"{folder}/{name}").status_code == 404


def test_many_rows_are_cut_on_the_page_and_that_is_said(client: FlaskClient) -> None:
    page = opened(client, query="SELECT ?s WHERE { ?s ?p ?o } LIMIT 1500", lang="en")
    assert "the first 1,000 are shown" in Page(page.text).text
    assert page.text.count("<tr>") == 1001


def test_terms_of_every_kind_are_written() -> None:
    writer = Writer({"xsd": "http://www.w3.org/2001/XMLSchema#"}, {}, lambda iri, lang: "", "zh")
    line = r'_:b0 <x:y> "a\"b\n\u4E2D\U0001F600"@zh .'
    triple = {
        "type": "triple",
        "value": {name: {"type": "bnode", "value": "x"} for name in ("subject", "predicate", "object")},
    }
    (row,) = writer.table(line.encode(), "application/n-triples").rows
    assert [cell.text for cell in row] == ["_:b0", "x:y", 'a"b\n中😀'] and row[2].lang == "zh"
    (odd,) = writer.table(b"<< <x:a> <x:b> <x:c> >> <x:y> 1 .", "application/n-triples").rows
    assert odd[0].text.startswith("<<")
    body = orjson.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": triple}, {}]}})
    rows = writer.table(body, "application/sparql-results+json").rows
    assert [row[0].text for row in rows] == ["<< _:x _:x _:x >>", ""]
