"""Exports over HTTP: a list for people, each export in every format, nothing that leads nowhere."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from guanxia.app import create_app
from guanxia.exports import EXPORTS, Exports
from guanxia.linked.formats import FORMATS
from guanxia.settings import Settings
from tests.exports.statements import SPACES
from tests.web.markup import read

NAMES = [export.name for export in EXPORTS]
PARSERS = {
    "turtle": RdfFormat.TURTLE,
    "json-ld": RdfFormat.JSON_LD,
    "rdf-xml": RdfFormat.RDF_XML,
    "n-triples": RdfFormat.N_TRIPLES,
}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings()).test_client()


def test_the_list_tells_each_export_in_both_languages(client: FlaskClient, exports: Exports) -> None:
    for lang, titles in (("zh", [one.title.zh for one in EXPORTS]), ("en", [one.title.en for one in EXPORTS])):
        reply = client.get(f"/exports/?lang={lang}")
        page = read(reply.text)
        assert reply.status_code == 200 and page.unclosed == []
        assert [title for title in titles if title not in page.text] == []
        for name in NAMES:
            assert str(len(exports.triples(name))) in page.text
    assert client.get("/exports?lang=en").headers["Location"].endswith("/exports/?lang=en")


def test_the_list_is_json_for_programs(client: FlaskClient) -> None:
    told = json.loads(client.get("/exports/", headers={"Accept": "application/json"}).data)
    assert [one["name"] for one in told["exports"]] == NAMES
    for one in told["exports"]:
        assert len(one["files"]) == len(FORMATS) and one["standardUrl"].startswith("http")
        assert all(one[key]["zh"] and one[key]["en"] for key in ("title", "describes", "checkedBy"))


@pytest.mark.parametrize("name", NAMES)
def test_all_formats_hold_the_same_statements(client: FlaskClient, exports: Exports, name: str) -> None:
    for format in FORMATS:
        by_suffix = client.get(f"/exports/{name}{format.suffix}")
        by_accept = client.get(f"/exports/{name}", headers={"Accept": format.media_type})
        assert by_suffix.status_code == 200 and by_suffix.data == by_accept.data
        assert by_suffix.mimetype == format.media_type
        read_back = {quad.triple for quad in parse(input=by_suffix.data, format=PARSERS[format.name])}
        assert read_back == set(exports.triples(name)), format.name


@pytest.mark.parametrize("name", NAMES)
def test_an_export_has_a_page_and_headers(client: FlaskClient, name: str) -> None:
    reply = client.get(f"/exports/{name}", headers={"Accept": "text/html", "Accept-Language": "en"})
    page = read(reply.text)
    assert reply.mimetype == "text/html" and page.unclosed == []
    assert next(one.title.en for one in EXPORTS if one.name == name) in page.text
    links = reply.headers["Link"]
    assert 'rel="license"' in links and 'rel="canonical"' in links and 'rel="profile"' in links
    assert all(f'/exports/{name}{format.suffix}>; rel="alternate"' in links for format in FORMATS)
    assert {"Accept", "Accept-Language"} <= set(reply.vary)
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    for element in page.all("a"):
        href = element.attributes["href"]
        if href.startswith("/exports"):
            assert client.get(href).status_code in (200, 308), href


def test_a_known_etag_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/exports/services.ttl")
    again = client.get("/exports/services.ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = client.head("/exports/services.ttl")
    assert head.status_code == 200 and head.headers["ETag"] == first.headers["ETag"] and head.data == b""


def test_what_is_not_offered_is_refused_with_what_is(client: FlaskClient) -> None:
    strange = client.get("/exports/servces")
    assert strange.status_code == 404 and "services" in json.loads(strange.data)["errors"][0]["nearest"]
    picture = client.get("/exports/services", headers={"Accept": "image/png"})
    assert picture.status_code == 406 and "text/turtle" in picture.text and 'rel="alternate"' in picture.headers["Link"]
    assert client.post("/exports/services").status_code == 405
    assert client.options("/exports/services").headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for path in ("/exports/services.ttl.ttl", "/exports/.ttl", "/exports/services.exe", "/exports/../services"):
        assert client.get(path).status_code == 404, path


def test_things_that_exports_alone_describe_resolve(client: FlaskClient, exports: Exports) -> None:
    for subject in sorted(exports.subjects())[::12]:
        reply = client.get("/id/" + subject.removeprefix(SPACES["id"]), headers={"Accept": "text/turtle"})
        assert reply.status_code == 303, subject
        document = client.get(reply.headers["Location"], headers={"Accept": "application/n-triples"})
        assert document.status_code == 200 and f"<{subject}>" in document.text


def test_addresses_follow_the_host_and_statements_do_not() -> None:
    mapped = create_app(Settings(base_url="https://law.example/guanxia/")).test_client()
    told = json.loads(mapped.get("/exports/", headers={"Accept": "application/json"}).data)
    assert told["exports"][0]["url"] == "https://law.example/guanxia/exports/services"
    assert b"law.example" not in mapped.get("/exports/services.nt").data
