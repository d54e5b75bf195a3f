"""Documents over HTTP: formats, headers, and what a hostile request gets."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse
from werkzeug.test import TestResponse

from guanxia.app import create_app
from guanxia.linked.addresses import BASE, Addresses
from guanxia.settings import Settings
from tests.client import Contracts

THING = "notice/guilin-2020-27/SI-3"
HTML, TURTLE, JSON_LD = "text/html", "text/turtle", "application/ld+json"
RDF_XML, N_TRIPLES = "application/rdf+xml", "application/n-triples"
SUFFIXES = {HTML: ".html", TURTLE: ".ttl", JSON_LD: ".jsonld", RDF_XML: ".rdf", N_TRIPLES: ".nt"}
DOCUMENTS = (f"/doc/{THING}", "/ontology", "/ontology/Notice", "/ontology/0.1.0", "/shapes", "/shapes/Clause-notice")
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
MAPPED = "https://law.example/guanxia/"


@pytest.fixture(scope="module")
def mapped() -> Flask:
    """The application under another host and a path."""
    return create_app(replace(Settings(), base_url=MAPPED))


def links(response: TestResponse) -> dict[str, list[tuple[str, str]]]:
    """URL and type of every link, by relation."""
    found: dict[str, list[tuple[str, str]]] = {}
    for link in response.headers["Link"].split(", "):
        target, *parameters = link.split("; ")
        given = dict(one.split("=", 1) for one in parameters)
        entry = (target.strip("<>"), given.get("type", "").strip('"'))
        found.setdefault(given["rel"].strip('"'), []).append(entry)
    return found


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("media_type", SUFFIXES)
def test_accept_and_suffix_give_the_same_document(client: FlaskClient, path: str, media_type: str) -> None:
    by_accept = client.get(path, headers={"Accept": media_type})
    by_suffix = client.get(path + SUFFIXES[media_type])
    assert by_accept.status_code == by_suffix.status_code == 200
    assert by_accept.mimetype == by_suffix.mimetype == media_type
    assert by_accept.data == by_suffix.data or media_type == HTML
    assert {"Accept", "Accept-Language"} <= set(by_accept.headers["Vary"].split(", "))
    place = by_accept.headers["Content-Location"]
    assert place == path + SUFFIXES[media_type] + ("?lang=zh" if media_type == HTML else "")
    assert client.get(place).data == by_suffix.data or media_type == HTML


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, HTML),
        ("*/*", HTML),
        ("", HTML),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("text/turtle", TURTLE),
        ("TEXT/TURTLE", TURTLE),
        ("text/*;q=0.5, application/n-triples", N_TRIPLES),
        ("text/turtle;q=0.3, application/ld+json;q=0.7", JSON_LD),
        ("text/turtle;q=0.3, application/ld+json;q=0.2, */*;q=0.1", TURTLE),
        ("application/*", JSON_LD),
        ("text/html;q=0, */*", TURTLE),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSON_LD),
        ("application/rdf+xml, text/rdf+n3;q=0.9, */*;q=0.1", RDF_XML),
        ("text/turtle;q=1.000, text/html;q=0.999", TURTLE),
        ("application/json", JSON_LD),
        ("application/json, text/turtle;q=0.1", TURTLE),
    ],
)
def test_accept_is_weighed(client: FlaskClient, accept: str | None, expected: str) -> None:
    response = client.get(f"/doc/{THING}", headers={} if accept is None else {"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, expected)


@pytest.mark.parametrize(
    "accept", ["image/png", "text/turtle;q=0", "text/html;q=0", "application/json;q=0", "nonsense"]
)
def test_what_is_not_offered_is_told_with_what_is(
    client: FlaskClient, shared_contracts: Contracts, accept: str
) -> None:
    response = client.get(f"/doc/{THING}", headers={"Accept": accept})
    document = json.loads(response.data)
    assert response.status_code == 406 and response.mimetype == "application/problem+json"
    shared_contracts.check_problem(document)
    assert set(document["errors"][0]["nearest"]) == set(SUFFIXES)
    assert {kind for _, kind in links(response)["alternate"]} == set(SUFFIXES)
    assert "Accept" in response.headers["Vary"] and response.headers["Cache-Control"] == "no-store"


def test_a_thing_leads_to_its_document(client: FlaskClient) -> None:
    for suffix in ("", *SUFFIXES.values()):
        response = client.get(f"/id/{THING}{suffix}")
        assert (response.status_code, response.headers["Location"]) == (303, f"/doc/{THING}{suffix}")
    assert client.get(f"/id/{THING}?lang=en&x=1").headers["Location"] == f"/doc/{THING}?lang=en"
    assert client.get(f"/id/{THING}?lang=%0d%0aX:y").headers["Location"] == f"/doc/{THING}"
    assert links(response)["describedby"] == [(f"/doc/{THING}", "")]
    problem = client.get("/id/problem/not-found")
    assert problem.status_code == 200 and problem.mimetype == HTML


@pytest.mark.parametrize("path", DOCUMENTS)
def test_links_lead_on(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept": HTML})
    found = links(response)
    assert found["license"] == [(LICENSE, "")]
    assert {kind: url for url, kind in found["alternate"]} == {kind: path + SUFFIXES[kind] for kind in SUFFIXES}
    assert found["canonical"] == [("/ontology" if path == "/ontology/0.1.0" else path, "")]
    assert found["describedby"] == [(f"{path}.ttl", "")]
    assert found["profile"] == [(f"{BASE}ontology", "")]
    described = {f"/doc/{THING}": f"{BASE}id/{THING}", "/ontology/Notice": f"{BASE}ontology#Notice"}
    assert found.get("describes", []) == ([(described[path], "")] if path in described else found.get("describes", []))
    for url, kind in found["alternate"]:
        assert client.get(url).mimetype == kind


@pytest.mark.parametrize("media_type", SUFFIXES)
def test_a_document_is_not_sent_again(app: Flask, media_type: str) -> None:
    """Before it is kept and after; by one tag, by several, weakly, and by any."""
    path = f"/doc/notice/guilin-2020-27/SI-4{SUFFIXES[media_type]}"
    client = app.test_client()
    first = client.get(path)
    tag = first.headers["ETag"]
    for sent in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(path, headers={"If-None-Match": sent})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag and again.headers["Vary"] == first.headers["Vary"]
        assert "Content-Type" not in again.headers and again.headers["Link"] == first.headers["Link"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).data == first.data
    kept = client.get(path)
    assert kept.data == first.data
    ignored = {"Date"}
    assert {k: v for k, v in kept.headers if k not in ignored} == {k: v for k, v in first.headers if k not in ignored}


def test_formats_and_languages_have_tags_of_their_own(client: FlaskClient) -> None:
    tags = [client.get(f"/doc/{THING}{suffix}").headers["ETag"] for suffix in SUFFIXES.values()]
    tags.append(client.get(f"/doc/{THING}.html?lang=en").headers["ETag"])
    assert len(set(tags)) == len(tags)


def test_the_language_is_negotiated_and_kept_apart(client: FlaskClient) -> None:
    for _ in range(2):
        english = client.get(f"/doc/{THING}", headers={"Accept": HTML, "Accept-Language": "en-US,en;q=0.9"})
        chinese = client.get(f"/doc/{THING}", headers={"Accept": HTML, "Accept-Language": "zh-CN"})
        assert english.headers["Content-Language"] == "en" and chinese.headers["Content-Language"] == "zh-CN"
        assert english.headers["Content-Location"].endswith("?lang=en")
    asked = client.get(f"/doc/{THING}?lang=en", headers={"Accept": HTML, "Accept-Language": "zh"})
    assert asked.headers["Content-Language"] == "en"


@pytest.mark.parametrize("path", [f"/id/{THING}", *DOCUMENTS])
def test_methods(client: FlaskClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert head.status_code == whole.status_code and head.data == b""
    assert head.headers["Content-Length"] == str(len(whole.data))
    asked = client.options(path, headers={"Origin": "https://elsewhere.example"})
    assert asked.status_code == 200 and set(asked.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert set(asked.headers["Access-Control-Allow-Methods"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refused = client.open(path, method=method, data=b"x")
        assert refused.status_code == 405 and set(refused.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert whole.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in whole.headers
    assert {"Link", "ETag", "Content-Location"} <= set(whole.headers["Access-Control-Expose-Headers"].split(", "))


def test_a_range_or_a_changed_condition_is_left_to_the_application(client: FlaskClient) -> None:
    path = f"/doc/{THING}.nt"
    whole = client.get(path)
    assert client.get(path, headers={"Range": "bytes=0-9"}).status_code in (200, 206)
    assert client.get(path, headers={"If-None-Match": "nonsense"}).data == whole.data


def test_what_is_not_there_names_what_comes_near(client: FlaskClient, shared_contracts: Contracts) -> None:
    for path, near in (
        ("/doc/notice/guilin-2020-27/SI-33", f"{BASE}id/notice/guilin-2020-27/SI-3"),
        ("/id/notice/guilin-2020-27/SI-33.ttl", f"{BASE}id/notice/guilin-2020-27/SI-3"),
        ("/ontology/Notise", f"{BASE}ontology#Notice"),
        ("/shapes/Clause-notise", f"{BASE}shapes#Clause-notice"),
    ):
        response = client.get(path)
        document = json.loads(response.data)
        assert response.status_code == 404
        shared_contracts.check_problem(document)
        assert near in document["errors"][0]["nearest"], path


@pytest.mark.parametrize("suffix", ["", ".ttl", ".html"])
def test_another_version_of_the_ontology_is_not_there(client: FlaskClient, suffix: str) -> None:
    assert client.get(f"/ontology/9.9.9{suffix}").status_code == 404


def test_data_keep_their_names_and_links_follow_the_host(mapped: Flask) -> None:
    client = mapped.test_client()
    thing = client.get(f"/id/{THING}", headers={"Host": "evil.example"})
    assert thing.headers["Location"] == f"{MAPPED}doc/{THING}"
    response = client.get(f"/doc/{THING}", headers={"Accept": TURTLE, "Host": "evil.example"})
    statements = list(parse(response.data, format=RdfFormat.TURTLE))
    assert [quad for quad in statements if quad.subject == NamedNode(f"{BASE}id/{THING}")]
    assert b"law.example" not in response.data
    ours = [url for found in links(response).values() for url, _ in found if "w3id.org" not in url]
    assert all(url.startswith(MAPPED) for url in ours if url != LICENSE) and len(ours) > 5
    assert b"evil.example" not in thing.data and "evil.example" not in str(thing.headers)


def test_every_page_links_below_the_public_address(mapped: Flask) -> None:
    client = mapped.test_client()
    plain = {rule.rule for rule in mapped.url_map.iter_rules() if not rule.arguments - set(rule.defaults or ())}
    pages = 0
    for path in [*sorted(plain), f"/doc/{THING}", "/ontology/Notice", "/shapes/Clause-notice", "/search?q=SI-3"]:
        response = client.get(path, headers={"Accept": HTML, "Host": "evil.example"})
        assert b"evil.example" not in response.data and "evil.example" not in str(response.headers), path
        links = re.findall(r'(?:href|src|action)="([^"]*)"', response.text) if response.mimetype == HTML else []
        pages += bool(links)
        outside = ("/guanxia/", "#", "?", "https://", "http://", "data:")
        assert [link for link in links if link and not link.startswith(outside)] == [], path
    assert pages > 8


@pytest.mark.parametrize("path", [f"/doc/{THING}.nt", f"/guanxia/doc/{THING}.nt"])
def test_a_proxy_may_keep_the_path_or_take_it_away(mapped: Flask, path: str) -> None:
    response = mapped.test_client().get(path)
    assert response.status_code == 200
    assert response.headers["Content-Location"] == f"{MAPPED}doc/{THING}.nt"


def test_no_reply_repeats_the_host_of_the_request(client: FlaskClient) -> None:
    for path in (f"/id/{THING}", f"/doc/{THING}", f"/doc/{THING}.ttl", "/ontology", "/doc/none", "/api"):
        response = client.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert b"evil.example" not in response.data and "evil.example" not in str(response.headers)


HOSTILE = [
    "/doc/../../etc/passwd",
    "/doc/%2e%2e/%2e%2e/etc/passwd",
    "/doc/..%2f..%2fetc%2fpasswd",
    "/doc//etc/passwd",
    "/doc/notice/guilin-2020-27/../guilin-2020-27/SI-3",
    "/doc/notice/guilin-2020-27/SI-3%00",
    "/doc/notice/guilin-2020-27/SI-3%00.ttl",
    "/doc/notice/guilin-2020-27/SI-3%0d%0aSet-Cookie:%20x=1",
    "/id/notice/guilin-2020-27/SI-3%0d%0aLocation:%20https://evil.example",
    "/id//evil.example",
    "/id/%2f%2fevil.example",
    "/id/\\evil.example",
    "/doc/%ff%fe",
    "/doc/%E2%80%AE",
    "/doc/<script>alert(1)</script>",
    "/doc/" + "a" * 10_000,
    "/doc/" + "a/" * 5_000,
    "/doc/" + "%41" * 3_000,
    "/doc/.ttl",
    "/doc/.html",
    "/ontology/.ttl",
    "/ontology/../ontology",
    "/ontology.exe",
    "/ontology/http://evil.example/",
    "/shapes/%23Clause-notice",
    "/doc/ontology%23Notice",
]


@pytest.mark.parametrize("path", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("accept", [HTML, TURTLE])
def test_hostile_paths_are_not_found(app: Flask, path: str, accept: str) -> None:
    """T32: nothing of the path comes back as a header, as markup or as another host."""
    response = app.test_client().get(path, headers={"Accept": accept})
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    assert not {"Set-Cookie", "Location"} & set(response.headers.keys())
    assert len(response.data) < 4_000 and b"\x00" not in response.data


@pytest.mark.parametrize("query", ["?__proto__=1", "?lang=fr", "?lang=" + "x" * 5_000, "?a" * 400, "?lang=en&lang=zh"])
def test_a_strange_query_does_no_harm(client: FlaskClient, query: str) -> None:
    for path in (f"/doc/{THING}", f"/doc/{THING}.ttl"):
        assert client.get(path + query).status_code == 200


@pytest.mark.parametrize("accept", ["," * 5_000, "text/turtle;q=nan", "text/turtle;q=9", "*/*;" * 500, "\xff\xfe"])
def test_a_strange_accept_does_no_harm(client: FlaskClient, accept: str) -> None:
    assert client.get(f"/doc/{THING}", headers={"Accept": accept}).status_code in (200, 406)


@pytest.mark.parametrize(
    ("base", "path", "url"),
    [
        (None, "/doc/x/y", "http://127.0.0.1:8000/doc/x/y"),
        ("https://a.example", "/doc/x/y", "https://a.example/doc/x/y"),
        ("https://a.example/b/c/", "/b/c/doc/x/y", "https://a.example/b/c/doc/x/y"),
    ],
)
def test_addresses_of_a_thing(base: str | None, path: str, url: str) -> None:
    addresses = Addresses(replace(Settings(), base_url=base))
    assert addresses.path(f"{BASE}id/x/y") == path
    assert addresses.document(f"{BASE}id/x/y") == url
    assert addresses.path(f"{BASE}id/x/y", "en", ".ttl") == f"{path}.ttl?lang=en"
    assert urlsplit(addresses.here(f"{BASE}ontology#Case")).fragment == "Case"
    assert addresses.path("http://www.w3.org/2002/07/owl#Class") == "http://www.w3.org/2002/07/owl#Class"


@pytest.mark.parametrize("iri", [f"{BASE}/evil.example", f"{BASE}id//evil.example", f'{BASE}id/a b\r\n<>"字'])
def test_no_address_names_another_host_or_breaks_a_header(iri: str) -> None:
    addresses = Addresses(Settings())
    for made in (addresses.path(iri), addresses.link(iri), urlsplit(addresses.document(iri)).path):
        assert made.startswith("/") and not made.startswith("//")
        assert made.isascii() and not set(made) & set(' \r\n<>"')


@pytest.mark.parametrize("text", ["law.example", "ftp://law.example/", "https://law.example/?x", "https://a b/", "//x"])
def test_a_wrong_public_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="GUANXIA_BASE_URL"):
        Settings.from_environment({"GUANXIA_BASE_URL": text})
    assert Settings.from_environment({"GUANXIA_BASE_URL": "https://law.example"}).base_url == "https://law.example/"
