"""The page with question and answer, and the pages of problem types."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from guanxia.app import Service
from guanxia.problems import BASE, KINDS
from guanxia.web.remedies import REMEDIES
from tests.web.markup import Page, read

UNPAID = {
    "employerRegistered": "true",
    "employeeRegistered": "true",
    "contributionDeclared": "true",
    "contributionPaidInFull": "false",
    "arrearsAmount": "52000.00",
    "defaultSince": "2020-03-01",
    "correctionOrderedBy": "SI",
    "correctedInTerm": "false",
    "area": "450305",
    "on": "2020-10-12",
}
OPEN = {"contributionPaidInFull": "false", "on": "2020-10-12"}
DAYS = ("2020-08-19", "2020-10-12", "2024-01-15")
HOSTILE = {
    "T81": "<script>alert(1)</script>",
    "T82-attribute": "x onmouseover=alert(1)",
    "T82-break-out": '"><img src=x onerror=alert(1)>',
    "T82-template": "{{7*7}}${7*7}",
    "T83": "</script><script>alert(1)</script>",
    "T84": "javascript:alert(1)",
    "quoted-fact": "“arrearsAmount=x”",
    "single-quote": "' autofocus onfocus=alert(1) '",
}


def page(client: FlaskClient, query: dict[str, str], status: int = 200, path: str = "/") -> Page:
    response = client.get(path, query_string=query)
    assert response.status_code == status, response.text[:500]
    assert response.content_type == "text/html; charset=utf-8"
    return read(response.text)


def answer(client: FlaskClient, query: dict[str, str]) -> dict[str, Any]:
    return dict(json.loads(client.get("/api/v1/jurisdiction", query_string=query).data))


def status(client: FlaskClient, path: str) -> int:
    with client.get(path) as response:
        return response.status_code


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("query", [UNPAID, OPEN], ids=["decided", "undecided"])
def test_the_answer_opens_with_the_sentence_of_the_json(client: FlaskClient, query: dict[str, str], lang: str) -> None:
    found = answer(client, query)
    seen = page(client, {**query, "lang": lang})
    (summary,) = seen.all("p", **{"class": "summary"})
    assert flat(summary.text) == flat(found["summary"][lang])
    assert seen.text.index(summary.text) < seen.text.index("SHA-256")


def test_the_answer_shows_what_a_lawyer_needs(client: FlaskClient) -> None:
    found = answer(client, UNPAID)
    text = flat(page(client, UNPAID).text)
    (violation,) = found["violations"]
    wanted = [violation["clause"]["words"], violation["clause"]["sha256"], violation["competent"]["label"]["zh"]]
    wanted += [part["label"]["zh"] for part in violation["reasons"]]
    for basis in violation["bases"]:
        wanted += [basis["citation"]["zh"], basis["summary"]["zh"], basis["iri"]]
    wanted += [sanction["formula"]["zh"] for sanction in violation["sanctions"]]
    wanted += [one["alternative"]["zh"] for one in violation["interpretations"]]
    for action in found["actions"]:
        wanted += [action["what"]["zh"], action["clause"]["words"], *(term["words"]["zh"] for term in action["terms"])]
    wanted += [one["label"]["zh"] for one in found["excluded"]]
    wanted += [one["prompt"]["zh"] for one in found["questions"]]
    wanted += [one["text"]["zh"] for one in found["cautions"]]
    wanted += [found["limits"]["zh"], found["release"], found["sha256"]]
    assert [one for one in wanted if flat(one) not in text] == []
    assert "2020年10月12日" in text and "自2011年7月1日" in text


def test_sums_are_shown_with_their_formula(client: FlaskClient) -> None:
    text = flat(page(client, UNPAID).text)
    for sanction in answer(client, UNPAID)["violations"][0]["sanctions"]:
        assert f"{float(sanction['amount']['min']):,.2f}元" in text


def test_law_reading_and_supplement_bear_different_marks(client: FlaskClient) -> None:
    seen = page(client, UNPAID)
    marks = Counter(one.text for one in seen.all("b") if "mark" in one.attributes.get("class", ""))
    assert marks["【理解】"] and marks["【重建】"] and marks["【应当】"]
    assert len(seen.all("blockquote")) >= 1
    for kind in ("reading", "rebuilt"):
        assert seen.all("b", **{"class": f"mark {kind}"})


def test_what_is_told_without_a_number_stays_without_one(client: FlaskClient) -> None:
    query = {"violation": "SI-3", "receivedBy": "SI", "complaintReceived": "true", "on": "2020-10-12"}
    loose = [term for action in answer(client, query)["actions"] for term in action["terms"] if term["number"] is None]
    assert loose
    assert all(flat(term["words"]["zh"]) in flat(page(client, query).text) for term in loose)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("on", DAYS)
def test_every_kind_on_every_day_has_a_sound_page(client: FlaskClient, on: str, lang: str) -> None:
    kinds = [kind["id"] for kind in json.loads(client.get(f"/api/v1/violations?on={on}").data)["violations"]]
    assert len(kinds) == 10
    for kind in kinds:
        query = {"violation": kind, "on": on, "area": "450305", "lang": lang}
        seen = page(client, query)
        found = answer(client, {key: text for key, text in query.items() if key != "lang"})
        assert flat(found["summary"][lang]) in flat(seen.text)
        sound(seen)


def sound(seen: Page) -> None:
    """No script, no inline style, headed tables, ids that are unique, anchors that lead somewhere."""
    assert seen.unclosed == []
    assert not [one.tag for one in seen.elements if one.tag in ("script", "style", "iframe", "object", "img")]
    assert not [name for one in seen.elements for name in one.attributes if name == "style" or name.startswith("on")]
    assert [one.text for one in seen.all("th") if one.attributes.get("scope") not in ("row", "col")] == []
    ids = Counter(seen.attributes("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    targets = {href[1:] for href in seen.attributes("href") if href.startswith("#")}
    assert targets - set(ids) == set()


@pytest.mark.parametrize(
    "query", [{}, UNPAID, OPEN, {"on": "2019-01-01", **OPEN}], ids=["blank", "decided", "open", "early"]
)
def test_pages_are_sound(client: FlaskClient, query: dict[str, str]) -> None:
    sound(page(client, query))


def some_question(service: Service, chance: random.Random) -> dict[str, str]:
    """A question at random: any facts, any area, any of the days on which much changes."""
    facts = chance.sample(list(service.laws.facts.values()), chance.randint(1, 9))
    spread = {"amount": ["1234.50"], "date": ["2009-05-01", "2020-09-01", "2026-01-30"], "boolean": ["true", "false"]}
    query = {one.name: chance.choice(spread.get(one.type) or [choice.value for choice in one.choices]) for one in facts}
    days = ["2010-01-01", "2020-08-20", "2020-11-01", "2023-12-01", "2026-07-17", "2031-01-01"]
    areas = ["", *service.laws.areas("guilin-2020-27")]
    return {**query, "on": chance.choice(days), "area": chance.choice(areas), "lang": chance.choice(["zh", "en"])}


def test_any_question_has_a_sound_page(client: FlaskClient, service: Service) -> None:
    chance = random.Random(4)
    for _ in range(80):
        query = some_question(service, chance)
        response = client.get("/", query_string=query)
        assert response.status_code in (200, 422), query
        sound(read(response.text))


def test_every_fact_can_be_stated_or_left_unknown(client: FlaskClient, service: Service) -> None:
    seen = page(client, {})
    for fact in service.laws.facts.values():
        radios = seen.all("input", type="radio", name=fact.name)
        if fact.type == "boolean":
            assert [one.attributes["value"] for one in radios] == ["true", "false", ""]
            assert [one.attributes["value"] for one in radios if "checked" in one.attributes] == [""]
        else:
            assert seen.all("select" if fact.type == "choice" else "input", name=fact.name)
    for name in ("area", "violation"):
        assert seen.all("select", name=name)
    assert seen.all("form", method="get") and seen.all("input", name="on")
    assert {one.code for one in service.laws.areas("guilin-2020-27").values()} <= set(seen.attributes("value"))


def test_a_submitted_form_gives_the_same_answer_as_the_short_query(client: FlaskClient, service: Service) -> None:
    whole = {name: "" for name in service.laws.facts} | {"area": "", "violation": ""} | OPEN
    (summary,) = page(client, whole).all("p", **{"class": "summary"})
    assert flat(summary.text) == flat(answer(client, OPEN)["summary"]["zh"])


def test_the_form_keeps_what_was_asked(client: FlaskClient) -> None:
    seen = page(client, UNPAID)
    checked = {
        one.attributes["name"]: one.attributes["value"]
        for one in seen.all("input", type="radio")
        if "checked" in one.attributes
    }
    assert {name: text for name, text in checked.items() if text} == {
        name: text for name, text in UNPAID.items() if text in ("true", "false")
    }
    assert seen.all("input", name="arrearsAmount")[0].attributes["value"] == "52000.00"
    assert [
        one.attributes["value"]
        for one in seen.all("option")
        if "selected" in one.attributes and one.attributes["value"]
    ] == ["450305", "SI"]


def test_json_link_and_permalink_lead_to_the_answer_shown(client: FlaskClient) -> None:
    seen = page(client, UNPAID)
    (link,) = [href for href in seen.attributes("href") if href.startswith("/api/v1/jurisdiction?")]
    found = json.loads(client.get(link).data)
    assert found["sha256"] in seen.text
    (permalink,) = [one.attributes["href"] for one in seen.all("a") if one.text == "写明日期、版本和散列值的链接"]
    assert found["sha256"] in read(client.get(permalink).text).text


def test_without_a_day_the_permalink_names_it(client: FlaskClient) -> None:
    seen = page(client, {"violation": "SI-3"})
    (permalink,) = [one.attributes["href"] for one in seen.all("a") if one.text == "写明日期、版本和散列值的链接"]
    assert (
        dict(parse_qsl(urlsplit(permalink).query))["on"]
        == answer(client, {"violation": "SI-3"})["input"]["on"]["value"]
    )


def test_english_is_kept_in_every_link_of_the_page(client: FlaskClient) -> None:
    seen = page(client, {**UNPAID, "lang": "en"})
    assert seen.all("html", lang="en") and seen.all("input", type="hidden", name="lang", value="en")
    own = [
        href
        for href in seen.attributes("href")
        if href.startswith("/") and not href.startswith(("/static/", "/api/v1/"))
    ]
    there = [href for href in own if "lang=en" not in href]
    assert own and len(there) == 1  # the link to the Chinese page
    assert dict(parse_qsl(urlsplit(there[0]).query)) == UNPAID
    assert "lang" not in dict(
        parse_qsl(urlsplit(next(h for h in seen.attributes("href") if "jurisdiction?" in h)).query)
    )


def test_links_into_the_service_lead_somewhere(client: FlaskClient) -> None:
    seen = [page(client, query) for query in ({}, UNPAID, {"lang": "en", **OPEN})]
    links = {href.split("#")[0] for one in seen for href in one.attributes("href") if href.startswith("/")}
    assert {link: status(client, link) for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("place", ["value", "name", "area", "on", "violation", "notice", "lang"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_shown_as_text(client: FlaskClient, text: str, place: str) -> None:
    query = {text: "true"} if place == "name" else {"arrearsAmount" if place == "value" else place: text}
    seen = page(client, query, 200 if place == "lang" else 422)
    sound(seen)
    assert not [href for href in seen.attributes("href") if href.lower().startswith("javascript")]
    assert "49${49" not in seen.text
    if place != "lang":
        assert text in seen.text


def test_a_faulty_question_shows_its_faults_and_keeps_the_form(client: FlaskClient) -> None:
    query = {
        "employerRegistered": "maybe",
        "on": "2020-02-30",
        "area": "999999",
        "arrearsAmount": "-1",
        "receivedBy": "me",
    }
    seen = page(client, {**query, "contributionDeclared": "true"}, 422)
    problem = json.loads(client.get("/api/v1/jurisdiction", query_string=query).data)
    (shown,) = seen.all("section", role="alert")
    assert len(problem["errors"]) == 5
    assert all(fault["text"]["zh"] in shown.text for fault in problem["errors"])
    assert seen.text.index(shown.text) < seen.text.index("查询")
    checked = [
        one.attributes
        for one in seen.all("input", type="radio")
        if "checked" in one.attributes and one.attributes["value"]
    ]
    assert {one["name"]: one["value"] for one in checked} == {
        "employerRegistered": "maybe",
        "contributionDeclared": "true",
    }
    assert (
        seen.all("input", name="on")[0].attributes | {"value": "2020-02-30", "type": "text"}
        == seen.all("input", name="on")[0].attributes
    )
    assert {"999999", "me"} <= {one.attributes["value"] for one in seen.all("option") if "selected" in one.attributes}
    wrong = {one.attributes["id"] for one in seen.elements if "wrong" in one.attributes.get("class", "").split()}
    assert wrong == {f"f-{name}" for name in query}
    assert not seen.all("p", **{"class": "summary"})


def test_contradicting_facts_are_named_at_both_fields(client: FlaskClient) -> None:
    seen = page(client, {"employerRegistered": "false", "employeeRegistered": "true"}, 422)
    wrong = {one.attributes["id"] for one in seen.elements if "wrong" in one.attributes.get("class", "").split()}
    assert wrong == {"f-employerRegistered", "f-employeeRegistered"}
    assert "“用人单位已办理社会保险登记：否”与“已为职工办理社会保险登记：是”不能同时成立" in seen.text
    assert "employerRegistered=" not in seen.text


@pytest.mark.parametrize(
    "query",
    [
        urlencode([("contributionDeclared", "true"), ("contributionDeclared", "false")]),
        urlencode([(f"fact{number}", "true") for number in range(10_000)]),
        "employerRegistered=%FF%FE&%00=%00&=x&area=",
        "on=0000-00-00&violation=" + "%F0%9F%92%A9" * 500,
    ],
    ids=["twice", "10000-facts", "no-utf-8", "long"],
)
def test_broken_queries_are_refused_on_a_page(client: FlaskClient, query: str) -> None:
    response = client.get("/?" + query)
    assert response.status_code in (400, 422)
    sound(read(response.text))


def test_pages_carry_their_protections(client: FlaskClient) -> None:
    for path in ("/", "/?area=1", "/api/", "/id/problem/contradiction", "/static/guanxia.css"):
        with client.get(path) as response:
            headers = response.headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"] and "script-src" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "no-referrer"


def test_a_page_is_revalidated_and_a_faulty_one_is_not_kept(client: FlaskClient) -> None:
    first = client.get("/", query_string=UNPAID)
    again = client.get("/", query_string=UNPAID, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    faulty = client.get("/?area=1")
    assert faulty.headers["Cache-Control"] == "no-store" and "ETag" not in faulty.headers


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_problem_has_its_page(client: FlaskClient, kind: str, lang: str) -> None:
    seen = page(client, {"lang": lang}, path=f"/id/problem/{kind}")
    sound(seen)
    status, title = KINDS[kind]
    remedy = REMEDIES[kind]
    for text in (title, remedy):
        assert (text.zh if lang == "zh" else text.en) in seen.text
    assert str(status) in seen.text and BASE + kind in seen.text
    assert not [href for href in seen.attributes("href") if "w3id.org" in href]


def test_remedies_speak_of_kinds_that_there_are() -> None:
    assert set(REMEDIES) == set(KINDS)


def test_an_unknown_kind_of_problem_is_not_found(client: FlaskClient) -> None:
    for kind in ("none", "..%2f..%2fetc", "%00", "<script>"):
        response = client.get(f"/id/problem/{kind}")
        assert response.status_code == 404 and response.mimetype == "application/problem+json"


def test_a_language_that_there_is_not_is_told(client: FlaskClient) -> None:
    seen = page(client, {"lang": "xx", "violation": "SI-3"})
    assert seen.all("html", lang="zh-CN") and "没有语言“xx”" in seen.text and "no language" in seen.text
    for lang in ("", "zh", "en"):
        assert "没有语言" not in page(client, {"lang": lang}).text


def test_cautions_are_whole_and_their_sources_explained(client: FlaskClient) -> None:
    query = {"violation": "SI-2", "on": "2026-07-17"}
    found, seen = answer(client, query), page(client, query)
    boxes = [one for one in seen.all("div") if one.attributes.get("class") == "caution"]
    assert len(boxes) == len(found["cautions"])
    for caution, box in zip(found["cautions"], boxes, strict=True):
        assert "…" not in box.text and flat(caution["text"]["zh"]) in flat(box.text)
        assert flat(box.text).count(flat(caution["text"]["zh"])[:30]) == 1
    titles = {one.text: one.attributes["title"] for one in seen.all("abbr")}
    assert "LawRefBook" in titles["LRB"] and titles["LRB"] in seen.text


def test_what_was_rebuilt_does_not_say_its_provision_twice(client: FlaskClient) -> None:
    for line in page(client, {"violation": "SI-3"}).all("li"):
        if "【重建】《" in line.text:
            label = line.text.split("【重建】", 1)[1].split(" ")[0]
            assert line.text.count(label) == 1
