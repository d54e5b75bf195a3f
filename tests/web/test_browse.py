"""Browsing: every shelf, and a walk over the whole site that finds no link that leads nowhere."""

from __future__ import annotations

import time
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guanxia.app import Service, create_app
from guanxia.settings import Settings
from tests.web.markup import read
from tests.web.test_pages import sound
from tests.web.walking import HTML, Seen, links, look, walk

GX = "https://w3id.org/guanxia/ontology#"
ID = "https://w3id.org/guanxia/id/"
FOLLOWED = ("/browse", "/doc/", "/search")
DATA = (".ttl", ".jsonld", ".rdf", ".nt")
LIMIT_SECONDS = 40


@pytest.fixture(scope="module")
def service(app: Flask) -> Service:
    found = app.extensions["guanxia"]
    assert isinstance(found, Service)
    return found


@pytest.fixture(scope="module")
def site(app: Flask) -> tuple[dict[str, Seen], set[str], float]:
    """The pages below FOLLOWED, the other addresses, and the processor time that the walk took in seconds."""
    start = time.process_time()
    pages, others = walk(app.test_client(), "/browse", FOLLOWED)
    return pages, others, time.process_time() - start


def test_the_walk_reaches_every_thing_in_bounded_time(
    site: tuple[dict[str, Seen], set[str], float], service: Service
) -> None:
    pages, _, seconds = site
    reached = {path.removeprefix("/doc/") for path in pages}
    things = {iri.removeprefix(ID) for iri in service.things.names if iri.startswith(ID)}
    # Names of borrowed terms stand for terms of others, and some sources are those of shapes alone.
    apart = ("borrowed/", "source/")
    assert sorted(name for name in things - reached if not name.startswith(apart)) == []
    assert seconds < LIMIT_SECONDS


def test_no_page_is_broken(site: tuple[dict[str, Seen], set[str], float]) -> None:
    pages, _, _ = site
    assert len(pages) > 1500
    assert {path: seen.status for path, seen in pages.items() if seen.status != 200} == {}
    assert {path: seen.fault for path, seen in pages.items() if seen.fault} == {}


def test_every_other_address_answers(site: tuple[dict[str, Seen], set[str], float], client: FlaskClient) -> None:
    """Files of data are asked for one page in forty, in each format; all else is asked for."""
    pages, others, _ = site
    data = sorted(one for one in others if one.startswith("/doc/") and one.endswith(DATA))
    bases = {one.rsplit(".", 1)[0] for one in data}
    assert {urlsplit(one).path for one in pages if one.startswith("/doc/")} == bases
    assert len(data) == len(DATA) * len(bases)
    rest = [one for one in others if one not in data and "lang=en" not in one]
    asked = [*data[::163], *rest]
    wrong = {}
    for one in asked:
        with client.get(one, headers={} if one in data else HTML) as response:
            if response.status_code not in (200, 303):
                wrong[one] = response.status_code
    assert wrong == {}


def test_each_page_has_its_other_language(site: tuple[dict[str, Seen], set[str], float], client: FlaskClient) -> None:
    pages, others, _ = site
    for path in sorted(pages)[::60]:
        english = next(one for one in pages[path].links if "lang=en" in one)
        assert english in others and look(client, english).status == 200


def test_the_overview_counts_what_the_shelves_hold(client: FlaskClient) -> None:
    seen = read(client.get("/browse?lang=zh").text)
    sound(seen)
    shelves = [one for one in seen.all("a") if one.attributes["href"].startswith("/browse/")]
    assert {"notices", "violations", "statutes", "agencies", "document-kinds", "norms", "offices"} <= {
        urlsplit(one.attributes["href"]).path.rsplit("/", 1)[-1] for one in shelves
    }
    for one in shelves:
        page = read(client.get(one.attributes["href"]).text)
        number = next(kind.text for kind in page.all("small", **{"class": "kind"}))
        assert number in one.text and int(number) == len(page.all("th", scope="row"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_shelf_is_a_table_in_an_order_that_stays(client: FlaskClient, lang: str) -> None:
    body = client.get(f"/browse/violations?lang={lang}").text
    codes = [one.text for one in read(body).all("span", **{"class": "ids"}) if one.text[:3] in ("LI-", "SI-")]
    assert codes == ["LI-1", "LI-2", "LI-3", *(f"SI-{number}" for number in range(1, 8))]
    assert client.get(f"/browse/violations?lang={lang}").text == body


def test_statutes_stand_by_rank_with_days_and_confidence(client: FlaskClient) -> None:
    seen = read(client.get("/browse/statutes?lang=zh").text)
    assert "中华人民共和国社会保险法" in seen.text and "行政法规" in seen.text
    assert "2011年7月1日" in seen.text and "V1" in seen.text


def test_offices_stand_by_area_with_the_reason_why_none_is_named(client: FlaskClient) -> None:
    seen = read(client.get("/browse/offices?lang=zh").text)
    assert "桂林市人力资源和社会保障局" in seen.text and "名称尚未核实" in seen.text


def test_what_points_to_a_thing_is_listed_page_by_page(client: FlaskClient) -> None:
    query = urlencode({"to": f"{ID}confidence/V1", "by": f"{GX}confidence", "lang": "zh"})
    first = read(client.get(f"/browse/links?{query}").text)
    sound(first)
    assert len(first.all("th", scope="row")) == 100 and first.all("a", rel="next")
    second = read(client.get(first.all("a", rel="next")[0].attributes["href"]).text)
    assert not {one.text for one in first.all("th", scope="row")[:3]} & {
        one.text for one in second.all("th", scope="row")[:3]
    }


def test_links_follow_the_host_that_the_settings_name() -> None:
    client = create_app(Settings(base_url="https://law.example/guanxia/")).test_client()
    for path in ("/browse", "/browse/norms", "/doc/notice/guilin-2020-27/SI-3", "/search?q=划拨"):
        response = client.get(f"/guanxia{path}", headers=HTML)
        assert response.status_code == 200
        inside = list(links(read(response.text)))
        assert inside and [one for one in inside if not one.startswith("/guanxia/")] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/browse/violation", 404),
        ("/browse/violations?page=2", 404),
        ("/browse/violations?page=-1", 404),
        ("/browse/violations?page=１", 404),
        ("/browse/links", 422),
        ("/browse/links?to=https://example.org/x&by=https://example.org/y", 422),
        (f"/browse/links?to={ID}confidence/V1&by=not an iri", 422),
        (f"/browse/links?to={ID}confidence/V1&by={GX}nothing", 200),
        (f"/browse/links?to={ID}confidence/V1%3E%20%3Fx&by={GX}confidence", 422),
    ],
)
def test_wrong_addresses_are_told(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.mimetype == ("application/problem+json" if status > 200 else "text/html")
