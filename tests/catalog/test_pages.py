"""Downloads, catalog and changes over HTTP: formats, headers, addresses, both languages; nothing outside the folder."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
import zstandard
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, parse
from werkzeug.test import TestResponse

from guanxia.app import Service
from guanxia.catalog.changes import Changes
from guanxia.settings import Settings
from tests.catalog.conftest import NEW_WORDS, Two, isomorphic, served

HTML = {"Accept": "text/html"}
ATOM = "{http://www.w3.org/2005/Atom}"
FORMATS = {
    ".ttl": ("text/turtle", RdfFormat.TURTLE),
    ".jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    ".rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    ".nt": ("application/n-triples", RdfFormat.N_TRIPLES),
}


@pytest.fixture
def client(published: Flask) -> FlaskClient:
    return published.test_client()


def text(response: TestResponse) -> str:
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    return response.get_data(as_text=True)


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_catalog_says_the_same_in_each_format(client: FlaskClient, service: Service, suffix: str) -> None:
    media_type, format = FORMATS[suffix]
    by_suffix, by_accept = client.get(f"/catalog{suffix}"), client.get("/catalog", headers={"Accept": media_type})
    for response in (by_suffix, by_accept):
        assert response.status_code == 200 and response.mimetype == media_type
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Accept" in response.headers["Vary"]
        assert 'rel="license"' in response.headers["Link"] and 'rel="canonical"' in response.headers["Link"]
    assert by_suffix.data == by_accept.data
    whole = parse(client.get("/catalog.nt").data, format=RdfFormat.N_TRIPLES)
    assert isomorphic(whole, parse(by_suffix.data, format=format))
    again = client.get(f"/catalog{suffix}", headers={"If-None-Match": by_suffix.headers["ETag"]})
    assert again.status_code == 304 and not again.data


def test_the_catalog_refuses_other_formats_with_the_list(client: FlaskClient) -> None:
    response = client.get("/catalog", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in json.loads(response.data)["detail"]


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("/catalog", "开放数据目录", "Catalog of open data"),
        ("/dumps/", "公开数据的下载", "Downloads of the open data"),
        ("/changes", "版本之间的变化", "What changed between releases"),
    ],
)
def test_pages_speak_both_languages(client: FlaskClient, path: str, zh: str, en: str) -> None:
    assert f"<h1>{zh}</h1>" in text(client.get(path, headers=HTML))
    assert f"<h1>{en}</h1>" in text(client.get(f"{path}?lang=en", headers=HTML))
    assert f"<h1>{en}</h1>" in text(client.get(path, headers={**HTML, "Accept-Language": "en-US,en;q=0.9"}))
    response = client.get(path, headers=HTML)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_each_thing_of_the_catalog_resolves(client: FlaskClient, published: Flask) -> None:
    triples = published.extensions["guanxia"].catalog.triples()
    ours = {str(one.subject)[1:-1].partition("#")[0] for one in triples}
    things = sorted(iri for iri in ours if iri.startswith("https://w3id.org/guanxia/id/"))
    assert len(things) > 40
    for iri in things:
        response = client.get(iri.removeprefix("https://w3id.org/guanxia"))
        assert response.status_code == 303, iri
        for accept, media_type in (("text/turtle", "text/turtle"), ("text/html", "text/html")):
            document = client.get(response.headers["Location"], headers={"Accept": accept})
            assert document.status_code == 200 and document.mimetype == media_type, iri


def test_void_is_found_where_programs_look(client: FlaskClient) -> None:
    response = client.get("/.well-known/void")
    assert (response.status_code, response.headers["Location"]) == (303, "/catalog")
    assert client.get(response.headers["Location"], headers={"Accept": "text/turtle"}).status_code == 200


def test_each_file_is_what_the_listing_says(client: FlaskClient, two: Two) -> None:
    listing = json.loads(client.get("/dumps/", headers={"Accept": "application/json"}).data)
    assert listing["current"] == two.new.name
    assert [one["release"] for one in listing["releases"]] == [two.new.name, two.old.name]
    for release in listing["releases"]:
        assert len(release["files"]) >= 15
        for one in release["files"]:
            response = client.get(one["url"])
            digest = hashlib.sha256(response.data)
            assert response.status_code == 200 and len(response.data) == one["bytes"]
            assert digest.hexdigest() == one["sha256"]
            told = f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
            assert response.headers["Repr-Digest"] == response.headers["Content-Digest"] == told
            assert response.headers["ETag"] == f'"{one["sha256"]}"'
            assert "immutable" in response.headers["Cache-Control"]
            assert 'rel="license"' in response.headers["Link"]
            assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_compressed_files_are_files_and_no_encodings(client: FlaskClient, two: Two) -> None:
    plain = client.get(f"/dumps/{two.new.name}/dataset.nq")
    assert plain.mimetype == "application/n-quads"
    packed = client.get(f"/dumps/{two.new.name}/dataset.nq.gz", headers={"Accept-Encoding": "gzip"})
    assert packed.mimetype == "application/gzip" and "Content-Encoding" not in packed.headers
    assert gzip.decompress(packed.data) == plain.data
    other = client.get(f"/dumps/{two.new.name}/dataset.nq.zst")
    assert other.mimetype == "application/zstd" and "Content-Encoding" not in other.headers
    assert zstandard.ZstdDecompressor().decompress(other.data) == plain.data
    assert client.get(f"/dumps/{two.new.name}/law.ttl").content_type == "text/turtle; charset=utf-8"


def test_ranges_conditions_and_heads_of_files(client: FlaskClient, two: Two) -> None:
    url = f"/dumps/{two.new.name}/law.ttl"
    whole = client.get(url)
    part = client.get(url, headers={"Range": "bytes=10-19"})
    assert part.status_code == 206 and part.data == whole.data[10:20]
    assert part.headers["Repr-Digest"] == whole.headers["Repr-Digest"] and "Content-Digest" not in part.headers
    beyond = client.get(url, headers={"Range": f"bytes={len(whole.data)}-"})
    assert beyond.status_code == 416 and beyond.headers["Content-Range"] == f"bytes */{len(whole.data)}"
    assert client.get(url, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    head = client.head(url)
    assert not head.data and head.headers["Content-Length"] == str(len(whole.data))
    assert client.post(url).status_code == 405
    assert "GET" in client.options(url).headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("name", ["manifest.json", "ro-crate-metadata.json", "SHA256SUMS", "record.json"])
def test_what_lies_beside_the_files_is_read_too(client: FlaskClient, two: Two, name: str) -> None:
    assert client.get(f"/dumps/{two.new.name}/{name}").data == (two.new.folder / name).read_bytes()


def test_latest_leads_to_the_release_that_is_served(client: FlaskClient, two: Two) -> None:
    for path, end in (("law.ttl.gz", "/law.ttl.gz"), ("", "/")):
        response = client.get(f"/dumps/latest/{path}")
        assert response.status_code == 307
        assert response.headers["Location"] == f"/dumps/{two.new.name}{end}"
        assert response.headers["Cache-Control"] == "no-cache"
        assert client.get(response.headers["Location"], headers=HTML).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "../record.json",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/manifest.json",
        "....//law.ttl",
        ".writing-x/law.ttl",
        "none/law.ttl",
        "/etc/passwd",
        "\x00/law.ttl",
        "RELEASE/../OLD/law.ttl/..",
        "RELEASE/..%2frecord.json",
        "RELEASE/none.nq",
        "RELEASE/.",
    ],
)
def test_nothing_else_is_read(client: FlaskClient, two: Two, path: str) -> None:
    url = path.replace("RELEASE", two.new.name).replace("OLD", two.old.name)
    response = client.get(f"/dumps/{url}", follow_redirects=False)
    assert response.status_code in (404, 308), response.data[:200]


def test_an_unknown_release_names_the_nearest(client: FlaskClient, two: Two) -> None:
    response = client.get(f"/dumps/{two.new.name[:-1]}0/law.ttl")
    assert response.status_code == 404
    assert two.new.name in json.loads(response.data)["errors"][0]["nearest"]


def test_the_feed_has_an_entry_a_release(client: FlaskClient, two: Two) -> None:
    for response in (client.get("/changes.atom"), client.get("/changes", headers={"Accept": "application/atom+xml"})):
        assert response.mimetype == "application/atom+xml"
        feed = ElementTree.fromstring(text(response))  # noqa: S314
        entries = feed.findall(f"{ATOM}entry")
        assert [str(one.findtext(f"{ATOM}id")).rpartition("/")[2] for one in entries] == [two.new.name, two.old.name]
        for element in (feed, *entries):
            assert str(element.findtext(f"{ATOM}updated")).endswith("T00:00:00Z")
            assert element.findtext(f"{ATOM}title")
        links = [link.attrib["href"] for link in entries[0].findall(f"{ATOM}link")]
        assert any(link.endswith(f"/changes/{two.old.name}/{two.new.name}/") for link in links)
    assert "statements removed" in text(client.get("/changes.atom?lang=en"))


def test_the_page_of_changes_shows_old_and_new_side_by_side(client: FlaskClient, two: Two) -> None:
    page = text(client.get(f"/changes/{two.old.name}/{two.new.name}/", headers=HTML))
    assert "《社会保险法》第四条" in page and "<ins>随时</ins>" in page
    assert "试验罚款" in page and "【新增】" in page and "【改动】" in page
    english = text(client.get(f"/changes/{two.old.name}/{two.new.name}/?lang=en", headers=HTML))
    assert "trial fine" in english and "[added]" in english and "随时" in english
    assert client.get(f"/changes/{two.old.name}/latest/", headers=HTML).status_code == 200


def test_changes_for_programs_lead_from_dump_to_dump(client: FlaskClient, two: Two) -> None:
    path = f"/changes/{two.old.name}/{two.new.name}/"
    listed: dict[str, Any] = json.loads(client.get("/changes.json").data)
    assert [one["url"].partition("/changes/")[2] for one in listed["changes"]] == [path.removeprefix("/changes/")]
    old, new = (client.get(f"/dumps/{one.name}/dataset.nq").data for one in (two.old, two.new))
    patch = client.get(f"{path}changes.rdfp")
    assert patch.mimetype == "application/rdf-patch"
    assert Changes.from_patch(patch.data).applied(old) == new
    removed, added = (set(_quads(client.get(f"{path}{name}.nq").data)) for name in ("removed", "added"))
    assert (set(_quads(old)) - removed) | added == set(_quads(new))
    document = json.loads(client.get(path, headers={"Accept": "application/json"}).data)
    assert NEW_WORDS in json.dumps(document, ensure_ascii=False)
    assert (document["removed"], document["added"]) == (len(removed), len(added))
    assert client.get(f"{path}other.nq").status_code == 404
    assert client.get(f"/changes/none/{two.new.name}/").status_code == 404


def _quads(body: bytes) -> list[Quad]:
    return list(parse(body, format=RdfFormat.N_QUADS))


def test_links_follow_the_public_address_and_no_host_that_a_request_names(two: Two) -> None:
    settings = replace(two.settings, base_url="https://law.example/guanxia/")
    client = served(settings).test_client()
    for path in ("/catalog.ttl", "/dumps/", "/changes.atom", "/sitemap.xml", "/robots.txt"):
        response = client.get(
            f"/guanxia{path}", headers={"Host": "evil.example", "Accept": "application/json, */*;q=0.5"}
        )
        body = text(response)
        assert "evil.example" not in body + str(response.headers)
        assert "https://law.example/guanxia/" in body
        assert "127.0.0.1" not in body


def test_without_a_folder_the_files_are_made_when_they_are_asked_for() -> None:
    client = served(Settings()).test_client()
    place = client.get("/dumps/latest/law.ttl.zst").headers["Location"]
    assert client.get(place).status_code == 200
    assert "只有一个版本" in text(client.get("/changes", headers=HTML))
