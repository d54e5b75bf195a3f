"""The public contract: worked cases, schemas, listings, revalidation, problems."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from guanxia.settings import Settings
from tests.casefiles import CaseFile, Seen, case_files
from tests.client import PROBLEM, Http, app_over

FILES = case_files("guilin-2020-27")
LISTINGS = ("facts", "violations", "norms", "notices", "provisions", "areas", "terms")
EXAMPLES = range(7)


@pytest.fixture(scope="module")
def http(shared: Path) -> Http:
    return Http(app_over(Settings()), shared)


@pytest.fixture(scope="module")
def examples(shared: Path) -> list[dict[str, Any]]:
    return list(json.loads((shared / "contracts" / "examples.json").read_text(encoding="utf-8"))["examples"])


def test_there_are_seven_worked_cases(examples: list[dict[str, Any]]) -> None:
    assert len(examples) == len(EXAMPLES)


@pytest.mark.parametrize("number", EXAMPLES)
def test_worked_case_holds(http: Http, examples: list[dict[str, Any]], number: int) -> None:
    example = examples[number]
    more = {key: example[key] for key in ("on", "area") if key in example}
    seen = Seen(http.ask(example["facts"], **more))
    expect, banned = example["expect"], example.get("not", {})
    lists = {**vars(seen), "wouldApply": seen.would_apply, "bases": list(seen.bases())}
    for key in ("established", "possible", "excluded", "applies", "wouldApply", "cautions", "questions", "bases"):
        assert set(expect.get(key, [])) <= set(lists[key]), (key, lists[key])
        assert not set(banned.get(key, [])) & set(lists[key]), (key, lists[key])
    if "status" in expect:
        assert seen.answer["status"] == expect["status"]
    if "certain" in expect:
        assert seen.certain == {key: "open" if value is None else value for key, value in expect["certain"].items()}
    for sanction in expect.get("sanctions", []):
        assert sanction["amount"] in _amounts(seen, sanction)


def _amounts(seen: Seen, like: dict[str, Any]) -> list[Any]:
    return [
        one["amount"]
        for id_ in seen.established
        for one in seen.sanctions({**like, "of": id_})
        if "base" not in like or one["base"]["fact"] == like["base"]
    ]


def test_worked_cases_expect_nothing_that_is_not_checked(examples: list[dict[str, Any]]) -> None:
    known = {"status", "certain", "sanctions", "established", "possible", "excluded", "applies", "wouldApply"}
    known |= {"cautions", "questions", "bases"}
    assert {key for one in examples for part in (one["expect"], one.get("not", {})) for key in part} <= known


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_answer_of_every_case_file_is_as_the_schema_says(http: Http, case: CaseFile) -> None:
    facts, more = case.table["facts"], {key: value for key, value in case.question.items() if key != "facts"}
    answer = http.ask(facts, **more)
    digest = answer.pop("sha256")
    assert hashlib.sha256(rfc8785.dumps(answer)).hexdigest() == digest


def test_day_of_the_question_is_today_in_china_if_not_stated(http: Http) -> None:
    answer = http.ask({})
    assert answer["input"]["on"]["source"] == "default"
    assert abs((date.fromisoformat(answer["input"]["on"]["value"]) - date.today()).days) <= 1


def test_input_is_echoed_with_its_source(http: Http) -> None:
    facts = {"contributionDeclared": True, "arrearsAmount": "52000.00", "defaultSince": "2020-10-01"}
    echoed = http.ask(facts, on="2020-10-12", area="450305", notice="guilin-2020-27")["input"]
    assert {name: one["value"] for name, one in echoed["facts"].items()} == facts
    assert {one["source"] for one in (*echoed["facts"].values(), echoed["on"], echoed["area"])} == {"stated"}


def test_empty_question_gives_questions_only(http: Http) -> None:
    answer = http.ask({}, on="2020-10-12")
    assert answer["status"] == "undecided" and answer["questions"]
    assert not any(answer[key] for key in ("violations", "excluded", "actions", "flips", "cautions"))
    assert answer["certain"]["violation"] is None and answer["certain"]["competent"] is None


@pytest.mark.parametrize("area", ["450300", "450305", "450381"])
def test_competent_role_names_an_office_or_says_why_none(http: Http, area: str) -> None:
    answer = http.ask({"contributionDeclared": True, "contributionPaidInFull": False}, area=area, on="2020-10-12")
    role = answer["certain"]["competent"]
    assert bool(role["office"]) != bool(role["officeMissing"])
    assert bool(role["office"]) == (area == "450300")


# --- listings ---


@pytest.mark.parametrize("name", LISTINGS)
def test_listing_is_revalidated_by_its_etag(http: Http, name: str) -> None:
    first = http.get(f"/{name}", on="2020-10-12")
    assert first.status_code == 200 and json.loads(first.data)[name]
    again = http.get(f"/{name}", headers={"If-None-Match": first.headers["ETag"]}, on="2020-10-12")
    assert again.status_code == 304 and not again.data
    other = http.get(f"/{name}", headers={"If-None-Match": '"another"'}, on="2020-10-12")
    assert other.status_code == 200 and other.data == first.data


@pytest.mark.parametrize("name", (*LISTINGS, "jurisdiction"))
def test_head_tells_what_get_tells_without_a_body(http: Http, name: str) -> None:
    got = http.get(f"/{name}", on="2020-10-12")
    head = http.url(f"/api/v1/{name}?on=2020-10-12", "HEAD")
    assert head.status_code == 200 and not head.data
    for header in ("ETag", "Content-Type", "Content-Length"):
        assert head.headers[header] == got.headers[header]


def test_answer_by_get_is_revalidated_by_its_etag(http: Http) -> None:
    first = http.get("/jurisdiction", contributionPaidInFull="false", on="2020-10-12")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert http.get("/jurisdiction", headers=tag, contributionPaidInFull="false", on="2020-10-12").status_code == 304
    assert http.get("/jurisdiction", headers=tag, contributionPaidInFull="true", on="2020-10-12").status_code == 200


def test_answer_by_post_is_not_kept_by_caches(http: Http) -> None:
    response = http.post("/jurisdiction", {"facts": {}})
    assert "ETag" not in response.headers and "public" not in response.headers.get("Cache-Control", "")


def test_facts_are_listed_with_question_type_and_provisions(http: Http) -> None:
    facts = {one["name"]: one for one in json.loads(http.get("/facts").data)["facts"]}
    assert facts["employerRegistered"]["type"] == "boolean"
    assert [one["value"] for one in facts["correctionOrderedBy"]["values"]] == ["LI", "SI"]
    assert facts["arrearsAmount"]["serves"][0]["citation"]["zh"] == "《社会保险法》第八十六条"
    assert all(one["question"]["zh"] and one["question"]["en"] for one in facts.values())


def test_terms_are_listed_as_dated_values_with_their_reference(http: Http) -> None:
    terms = {one["iri"]: one for one in json.loads(http.get("/terms").data)["terms"]}
    term = terms["https://w3id.org/guanxia/id/statute/labor-inspection-regulation/art-17/term-investigation"]
    [value] = term["values"]
    assert (value["number"], value["unit"], value["from"]) == (60, "workingDays", "2004-12-01")
    assert value["reference"]["citation"]["zh"] == "《劳动保障监察条例》第十七条"


def test_areas_are_the_city_and_its_17_units(http: Http) -> None:
    areas = json.loads(http.get("/areas").data)["areas"]
    assert len(areas) == 18 and areas[0]["code"] == "450300"


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/version"])
def test_health_is_told_and_never_kept(http: Http, path: str) -> None:
    response = http.url(path)
    assert response.status_code == 200 and response.headers["Cache-Control"] == "no-store"


def test_version_names_the_release_of_the_answers(http: Http) -> None:
    assert json.loads(http.url("/version").data)["release"] == http.ask({})["release"]


# --- problems of transport ---


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_those_allowed(http: Http, method: str) -> None:
    response = http.url("/api/v1/jurisdiction", method)
    http.refused(response, "method-not-allowed")
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/api/v2/jurisdiction", "/api/v1/jurisdiction/x"])
def test_unknown_addresses_are_told_as_problems(http: Http, path: str) -> None:
    http.refused(http.url(path), "not-found")


def test_problem_without_body_answers_head(http: Http) -> None:
    response = http.url("/api/v1/nothing", "HEAD")
    assert response.status_code == 404 and response.mimetype == PROBLEM and not response.data
