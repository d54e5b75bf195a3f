"""The page of every thing: what the graph says of it, nothing changed, in both languages."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guanxia.app import Service, create_app
from guanxia.citations import Resolver
from guanxia.model import Text
from guanxia.portraits.citing import Citing
from guanxia.portraits.names import natural
from guanxia.portraits.neighborhood import picture
from guanxia.portraits.portrait import Portraits, state
from guanxia.settings import Settings
from guanxia.web.thing_pages import script
from tests.web.markup import Page, read
from tests.web.walking import HTML, fault

ID = "https://w3id.org/guanxia/id/"
NOTICE, LAW = "notice/guilin-2020-27", "statute/social-insurance-law"
DAY = date(2026, 7, 17)


@pytest.fixture(scope="module")
def service(app: Flask) -> Service:
    found = app.extensions["guanxia"]
    assert isinstance(found, Service)
    return found


@pytest.fixture(scope="module")
def portraits(service: Service) -> Portraits:
    return Portraits(service.questions, service.things)


def body(client: FlaskClient, name: str, lang: str = "zh") -> str:
    response = client.get(f"/doc/{name}?lang={lang}", headers=HTML)
    assert response.status_code == 200 and response.mimetype == "text/html", name
    return response.text


def page(client: FlaskClient, name: str, lang: str = "zh") -> Page:
    return read(body(client, name, lang))


def things(service: Service) -> list[str]:
    return [iri.removeprefix(ID) for iri in service.things.names if iri.startswith(ID)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_thing_has_a_sound_page_with_its_name_its_formats_and_its_citation(
    client: FlaskClient, service: Service, portraits: Portraits, lang: str
) -> None:
    wrong: dict[str, str] = {}
    # The walk of test_browse reads every page in Chinese; here each third one, other ones in each language.
    for name in things(service)[("zh", "en").index(lang) :: 3]:
        text = body(client, name, lang)
        seen = read(text)
        label = portraits.names.label(ID + name)
        heading = seen.all("h1")[0].text
        hrefs = set(seen.attributes("href"))
        if found := fault(seen):
            wrong[name] = found
        elif (label.zh if lang == "zh" else label.en) not in heading:
            wrong[name] = f"heading {heading}"
        elif not all(any(href.startswith(f"/doc/{name}{suffix}") for href in hrefs) for suffix in (".ttl", ".jsonld")):
            wrong[name] = "formats"
        elif f"{ID}{name} " not in unescape(text):
            wrong[name] = "citation"
    assert wrong == {}


def test_words_of_each_clause_stand_on_its_page_byte_for_byte(client: FlaskClient, service: Service) -> None:
    rows = service.questions.ask("clauses", notice=f"{ID}{NOTICE}")
    assert len(rows) == 30
    for row in rows:
        quoted = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", body(client, row.text("clause")[len(ID) :]), re.S)
        assert [unescape(one).encode() for one in quoted] == [row.text("words").encode()]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_norms_stand_beside_the_words_of_their_clause(client: FlaskClient, lang: str) -> None:
    text = body(client, f"{NOTICE}/clause-1-2-3", lang)
    words = text.index("用人单位申报后未按时足额缴纳社会保险费的;")
    assert words < text.index(f"/doc/{NOTICE}/N07") < text.index("<svg")
    assert f"/doc/{NOTICE}/SI-3" in text
    assert ("【原文】" if lang == "zh" else "[words of the text]") in text


def test_each_wording_stands_with_days_summary_confidence_source_and_day_of_checking(
    client: FlaskClient, service: Service
) -> None:
    lacking: dict[str, set[str]] = {}
    rows = service.questions.ask("provisions")
    assert len(rows) > 500
    for row in rows[::4]:
        text = unescape(body(client, row.text("provision")[len(ID) :]))
        wanted = {row.text("says_zh"), row.text("confidence"), "来源"}
        wanted |= {row.text(name) for name in ("from", "until") if name in row}
        if missing := {one for one in wanted if one not in text}:
            lacking[row.text("provision")] = missing
    assert lacking == {}
    assert "最近核对 " in body(client, f"{LAW}/art-86")


def test_versions_in_time_are_told_with_the_one_in_force_marked(client: FlaskClient) -> None:
    seen = page(client, "statute/contribution-collection-regulation/art-8")
    listed = [one for one in seen.all("li") if one.attributes.get("class") in ("now", "past", "later", "unknown")]
    assert [one.attributes["class"] for one in listed] == ["now", "past"]
    assert listed[0].attributes["aria-current"] == "true" and "现行有效" in listed[0].text
    assert "已失效" in listed[1].text and "1999年1月22日" in listed[1].text and "2019年3月23日" in listed[1].text


def test_the_standing_of_a_wording_on_a_day() -> None:
    start, end = date(2011, 7, 1), date(2018, 12, 28)
    assert state(start, end, date(2015, 1, 1)) == "now" and state(start, end, end) == "now"
    assert state(start, end, date(2019, 1, 1)) == "past" and state(start, None, date(2010, 1, 1)) == "later"
    assert state(None, None, end) == "unknown" and state(None, start, end) == "past"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_violation_tells_clause_bases_sanctions_and_terms(client: FlaskClient, service: Service, lang: str) -> None:
    text = unescape(body(client, f"{NOTICE}/SI-3", lang))
    rules = service.laws.rules("guilin-2020-27", DAY)
    kind = next(one for one in rules.law.kinds if one.id == "SI-3")
    for one in kind.bases:
        assert (one.provision.citation.zh if lang == "zh" else one.provision.citation.en) in text
    for sanction in kind.sanctions:
        assert f"/doc/{sanction.iri[len(ID) :]}" in text
    assert "用人单位申报后未按时足额缴纳社会保险费的;" in text and f"/doc/{NOTICE}/N07" in text


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        (f"{NOTICE}/I1", "【理解】"),
        ("document-kind/penalty-proposal", "【重建】"),
        (f"{LAW}/art-86", "【概括】"),
        (f"{NOTICE}/clause-1-2-3", "【原文】"),
        (f"{NOTICE}/clause-1-2-3", "【译文】"),
        (f"{NOTICE}/C1", "【提示】"),
    ],
)
def test_the_laws_words_readings_and_supplements_are_told_apart_by_word(
    client: FlaskClient, name: str, mark: str
) -> None:
    assert mark in page(client, name).text


def test_what_points_to_a_thing_is_grouped_counted_and_led_to(client: FlaskClient) -> None:
    seen = page(client, "confidence/V1")
    more = next(one for one in seen.all("a") if one.attributes["href"].startswith("/browse/links?"))
    assert "1,0" in more.text or re.search(r"\d{3,}", more.text)
    listed = read(client.get(more.attributes["href"]).text)
    assert re.search(r"\d{3,}", more.text)[0] in listed.all("h1")[0].text  # type: ignore[index]
    used = page(client, f"{LAW}/art-86").text
    assert "以此为责任依据的" in used and "为此条服务的事实" in used


def test_a_notice_shows_its_clauses_with_their_words_and_what_they_state(client: FlaskClient) -> None:
    text = body(client, NOTICE)
    seen = read(text)
    assert len([one for one in seen.all("q") if one.attributes.get("class") == "law"]) == 30
    assert f"/doc/{NOTICE}/N37" in text and "annex-1" in text


def test_a_statute_shows_its_provisions_in_the_order_of_the_text(client: FlaskClient) -> None:
    seen = page(client, LAW)
    shown = [one.text.strip() for one in seen.all("th", scope="row")]
    assert shown[0] == "《社会保险法》第四条第一款" or shown[0].startswith("《社会保险法》第")
    hrefs = [href for href in seen.attributes("href") if re.fullmatch(rf"/doc/{LAW}/art-[\d-]+\?lang=zh", href)]
    numbers = [href for href in hrefs if "art-9" in href or "art-1" in href]
    assert numbers == sorted(numbers, key=natural) or len(numbers) < 2


def test_the_picture_links_and_names_what_it_draws(client: FlaskClient, portraits: Portraits) -> None:
    seen = page(client, f"{NOTICE}/SI-3")
    (drawing,) = seen.all("svg")
    assert set(drawing.attributes["aria-labelledby"].split()) <= set(seen.attributes("id"))
    boxes = [one for one in seen.all("a") if one.attributes.get("class", "").startswith("box")]
    assert len(boxes) == 13 and all(
        one.attributes["href"].startswith(("/doc/", "/ontology/", "/shapes/")) and one.text for one in boxes
    )
    portrait = portraits.of(f"{ID}{NOTICE}/SI-3", DAY)
    assert portrait is not None
    for lang in ("zh", "en"):
        drawn = picture(portrait, lang)
        assert drawn is not None
        for box in (*drawn.left, drawn.center, *drawn.right):
            assert 0 <= box.x and box.x + box.width <= drawn.width and 0 <= box.y
            assert box.y + box.height <= drawn.height
            for line in box.lines:
                wide = sum(13 if ord(char) > 0x2E80 else 7.3 for char in line)
                assert wide <= box.width, line


def test_a_citation_copied_from_a_page_is_found_by_the_resolver(
    service: Service, portraits: Portraits, client: FlaskClient
) -> None:
    citing, resolver = Citing(service.questions), Resolver(service.questions)
    rows = service.questions.ask("citable_provisions")
    cited = {row.text("provision") for row in rows} | {
        row.text("text") for row in service.questions.ask("citable_texts")
    }
    cited |= {row.text("clause") for row in service.questions.ask("clauses", notice=f"{ID}{NOTICE}")}
    assert len(cited) > 600
    wrong = []
    for iri in sorted(cited):
        portrait = portraits.of(iri, DAY)
        assert portrait is not None
        official: Text = citing.of(portrait, DAY).official
        for text in (official.zh, official.en):
            found = resolver.find(text, DAY)
            if not found or found[0].provision != iri:
                wrong.append((text, [one.provision for one in found]))
    assert wrong == []
    copied = page(client, f"{LAW}/art-63-2").all("pre")
    assert [
        one.text.startswith(start)
        for one, start in zip(copied, ("《社会保险法》第六十三条第二款", "Social"), strict=False)
    ] == [
        True,
        True,
    ]


def test_structured_data_is_json_that_cannot_end_its_element(client: FlaskClient) -> None:
    text = body(client, NOTICE)
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert json.loads(data)["@context"] == "https://schema.org"
    hostile = {"name": "</script><script>alert(1)</script>\u2028&"}
    assert not set("<>&\u2028") & set(script(hostile)) and json.loads(script(hostile)) == hostile
    assert script({}) == ""


def test_the_trail_leads_from_browsing_to_the_thing(client: FlaskClient) -> None:
    seen = page(client, f"{LAW}/art-63-2")
    trail = [one.attributes["href"] for one in seen.all("a")][: len(seen.all("a"))]
    inside = [href for href in trail if href.startswith(("/browse?", f"/doc/{LAW}?", f"/doc/{LAW}/art-63?"))]
    assert inside[-0:] and {"/browse?lang=zh", f"/doc/{LAW}?lang=zh", f"/doc/{LAW}/art-63?lang=zh"} <= set(inside)


def test_the_language_follows_the_address_then_the_browser(client: FlaskClient) -> None:
    path = f"/doc/{LAW}/art-86"
    english = client.get(path, headers={**HTML, "Accept-Language": "en-US,en;q=0.9"})
    assert english.headers["Content-Language"] == "en" and "Social Insurance Law, art. 86" in english.text
    assert f"/doc/{LAW}?lang=en" in read(english.text).attributes("href")
    named = client.get(f"{path}?lang=zh", headers={**HTML, "Accept-Language": "en"})
    assert named.headers["Content-Language"] == "zh-CN"
    assert {"Accept", "Accept-Language"} <= set(named.vary)


def test_things_of_another_city_have_pages_without_code_of_their_own() -> None:
    city = Path(__file__).resolve().parents[1] / "data" / "other-city"
    app = create_app(Settings(ontology=(*Settings().ontology, city)))
    known = set(things(app.extensions["guanxia"]))
    client = app.test_client()
    new = sorted(known - set(things(create_app(Settings()).extensions["guanxia"])))
    assert len(new) > 20
    for name in new:
        seen = read(body(client, name, "zh"))
        assert fault(seen) == "" and seen.all("h1")[0].text.strip(), name
    notices = read(client.get("/browse/notices?lang=zh").text)
    assert len(notices.all("th", scope="row")) == 2


def test_an_unknown_thing_is_a_problem(client: FlaskClient) -> None:
    assert client.get(f"/doc/{LAW}/art-999", headers=HTML).status_code == 404
    assert client.get("/doc/%3Cscript%3E", headers=HTML).status_code == 404


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["同时具备", "已按规定申报社会保险费", "：是", "：否"]),
        ("en", ["all of", "contribution declared", ": yes", ": no"]),
    ],
)
def test_a_class_of_cases_tells_its_condition_in_words(client: FlaskClient, lang: str, words: list[str]) -> None:
    seen = page(client, f"{NOTICE}/Case-SI-3", lang)
    assert [one for one in words if one not in seen.text] == []
    assert seen.all("ul", **{"class": "condition all"})
