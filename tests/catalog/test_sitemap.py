"""Sitemap and robots: every page, in both languages, each of which answers."""

from __future__ import annotations

import random
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guanxia.app import Service
from guanxia.catalog import pages
from guanxia.linked.addresses import BASE, Addresses
from guanxia.settings import Settings
from guanxia.web.sitemap import PAGES

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SAMPLE = 60


@pytest.fixture
def client(published: Flask) -> FlaskClient:
    return published.test_client()


@pytest.fixture(scope="module")
def urls(published: Flask) -> dict[str, dict[str, str]]:
    """Each address of the sitemap with its other languages."""
    response = published.test_client().get("/sitemap.xml")
    assert response.mimetype == "application/xml" and len(response.data) < 50 * 1024 * 1024
    found = {}
    for url in ElementTree.fromstring(response.get_data(as_text=True)):  # noqa: S314
        links = {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall(f"{XHTML}link")}
        found[str(url.findtext(f"{SPACE}loc"))] = links
    return found


def test_every_thing_of_the_law_is_listed_in_both_languages(urls: dict[str, dict[str, str]], service: Service) -> None:
    addresses = Addresses(Settings())
    things = {str(one.subject)[1:-1] for one in service.graph.triples(None)}
    wanted = {addresses.document(iri) for iri in things if iri.startswith((f"{BASE}id/", f"{BASE}ontology#"))}
    assert len(wanted) > 2_000
    for page in wanted:
        assert f"{page}?lang=zh" in urls and f"{page}?lang=en" in urls
    for path in ("/", "/catalog", "/dumps/", "/changes"):
        assert addresses.site(f"{path}?lang=en") in urls


def test_languages_point_to_each_other(urls: dict[str, dict[str, str]]) -> None:
    for url, links in urls.items():
        assert set(links) == {"zh-CN", "en", "x-default"}
        assert url in links.values()
        for other in (links["zh-CN"], links["en"]):
            assert urls[other] == links


def test_listed_pages_answer_in_their_language(urls: dict[str, dict[str, str]], client: FlaskClient) -> None:
    chosen = random.Random(4).sample(sorted(urls), SAMPLE) + [url for url in urls if url.count("/") < 5]
    for url in chosen:
        parts = urlsplit(url)
        response = client.get(f"{parts.path}?{parts.query}", headers={"Accept": "text/html"})
        assert response.status_code == 200, url
        assert response.mimetype == "text/html"
        assert response.headers["Content-Language"] == ("en" if url.endswith("en") else "zh-CN"), url


def test_fixed_pages_are_those_that_the_application_has(published: Flask) -> None:
    offered = {rule.rule for rule in published.url_map.iter_rules()}
    assert {"/", "/catalog", "/dumps/", "/changes", "/sparql", "/ontology", "/shapes", "/search"} <= offered & set(
        PAGES
    )


def test_many_pages_make_several_sitemaps() -> None:
    addresses = Addresses(Settings())
    listed = [addresses.site(f"/{number}") for number in range(60)]
    parts = pages.sitemaps(listed, most=50)
    assert [len(part) for part in parts] == [25, 25, 10]
    for part in parts:
        root = ElementTree.fromstring("".join(pages.sitemap(part)))  # noqa: S314
        assert len(root) == 2 * len(part) <= 50
    root = ElementTree.fromstring(pages.index(len(parts), addresses))  # noqa: S314
    assert [one.findtext(f"{SPACE}loc") for one in root] == [addresses.site(f"/sitemap/{one}.xml") for one in (1, 2, 3)]


def test_parts_are_numbered_from_one(client: FlaskClient) -> None:
    assert client.get("/sitemap/1.xml").status_code == 200
    assert client.get("/sitemap/0.xml").status_code == client.get("/sitemap/99.xml").status_code == 404


def test_robots_are_told_the_sitemap_and_what_is_not_for_them(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").get_data(as_text=True).splitlines()
    assert lines[0] == "User-agent: *" and "Disallow: /sparql?" in lines and "Disallow: /api/v1/" in lines
    assert lines[-1] == f"Sitemap: {Addresses(Settings()).site('/sitemap.xml')}"
