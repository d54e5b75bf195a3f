"""Another city is a folder of Turtle: other lists, one more fact, one more role, its own terms and cautions."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from guanxia.settings import Settings
from tests.casefiles import Seen
from tests.client import Http, app_over

CITY = Path(__file__).resolve().parent / "data" / "other-city"
GUILIN = Settings()
BOTH = Settings(ontology=(*GUILIN.ontology, CITY))
DAY = "2024-03-01"


@pytest.fixture(scope="module")
def http(shared: Path) -> Http:
    return Http(app_over(BOTH), shared)


@pytest.fixture(scope="module")
def guilin(shared: Path) -> Http:
    return Http(app_over(GUILIN), shared)


def ask(http: Http, facts: dict[str, Any], on: str = DAY, area: str = "998101", **more: Any) -> Seen:
    return Seen(http.ask(facts, on=on, area=area, **more))


def test_lists_of_the_city_decide_there(http: Http) -> None:
    facts = {"contributionDeclared": True, "contributionPaidInFull": False}
    here, there = ask(http, {**facts, "platformWorkersInsured": True}), ask(http, facts, area="450305")
    assert (here.established, here.certain["competent"]) == (["YX-1"], "LI")
    assert (there.established, there.certain["competent"]) == (["SI-3"], "SI")


def test_its_own_fact_is_asked_and_decides(http: Http) -> None:
    before = ask(http, {"employerRegistered": True})
    assert before.possible == ["YX-1", "YX-2"] and "platformWorkersInsured" in before.questions
    known = {"employerRegistered": True, "contributionPaidInFull": True}
    after = ask(http, {**known, "platformWorkersInsured": False})
    assert after.established == ["YX-2"] and after.certain == {"violation": True, "competent": "SI"}


def test_its_own_role_is_competent_and_its_office_is_named(http: Http) -> None:
    seen = ask(http, {"annualStatementPublished": False})
    role = seen.answer["certain"]["competent"]
    assert (role["code"], role["label"]["zh"]) == ("TOWN", "乡镇综合行政执法队")
    assert role["office"]["label"]["zh"] == "云溪市溪东镇综合行政执法队"


def test_its_own_term_runs_in_working_days(http: Http) -> None:
    facts = {"annualStatementPublished": False, "complaintReceived": True, "reportedOn": "2024-02-09"}
    [term] = ask(http, facts).terms("Y05")
    # Spring Festival 2024: 10 to 17 February off, Sunday the 18th worked.
    assert (term["number"], term["unit"], term["lastDay"]) == (5, "workingDays", "2024-02-22")


@pytest.mark.parametrize(("on", "shown"), [("2024-12-31", []), ("2025-01-01", ["YC1"])])
def test_its_own_caution_is_shown_from_its_day(http: Http, on: str, shown: list[str]) -> None:
    assert ask(http, {"employerRegistered": True, "platformWorkersInsured": False}, on).cautions == shown


def test_its_own_reading_is_told(http: Http) -> None:
    seen = ask(http, {"employerRegistered": False, "platformWorkersInsured": False})
    assert seen.excluded == ["YX-1", "YX-2"] and seen.answer["hangsOn"] == ["YI1"] and not seen.answer["robust"]


def test_its_own_exclusion_is_kept(http: Http) -> None:
    question = {"facts": {"employerRegistered": False, "platformWorkersInsured": True}, "area": "998101"}
    problem = http.refused(http.post("/jurisdiction", question), "contradiction")
    assert {fault["pointer"] for fault in problem["errors"]} == {
        "/facts/employerRegistered",
        "/facts/platformWorkersInsured",
    }


def test_outside_its_lists_its_own_norm_tells_the_way(http: Http) -> None:
    seen = ask(http, {"annualStatementPublished": True, "receivedBy": "SI"})
    assert seen.answer["status"] == "outside" and seen.applies == ["Y06"]
    assert seen.actions[0]["actor"]["code"] == "SI"


@pytest.mark.parametrize(
    ("on", "status"), [("2023-05-31", "outside"), ("2023-06-01", "decided"), ("2027-06-01", "outside")]
)
def test_its_notice_holds_in_its_own_time(http: Http, on: str, status: str) -> None:
    assert ask(http, {"annualStatementPublished": False}, on).answer["status"] == status


def test_its_collector_is_its_own(http: Http) -> None:
    facts = {"contributionDeclared": True, "contributionPaidInFull": False}
    assert ask(http, facts, "2023-06-01").answer["collector"]["code"] == "TAX"
    assert ask(http, facts, "2020-10-12", "450305").answer["collector"]["code"] == "SI"


def test_notice_may_be_named_instead_of_the_area(http: Http) -> None:
    answer = http.ask({"annualStatementPublished": False}, on=DAY, notice="yunxi-2023-8")
    assert answer["violations"][0]["id"] == "YX-3" and answer["notice"]["number"] == "云人社发〔2023〕8号"


def test_violation_of_one_city_is_unknown_in_the_other(http: Http) -> None:
    response = http.post("/jurisdiction", {"violation": "SI-3", "area": "998101", "on": DAY})
    problem = http.refused(response, "unknown-violation")
    assert set(problem["errors"][0]["nearest"]) <= {"YX-1", "YX-2", "YX-3"}
    http.refused(http.post("/jurisdiction", {"violation": "YX-3", "area": "450305"}), "unknown-violation")


def test_area_of_one_notice_is_unknown_to_the_other(http: Http) -> None:
    response = http.post("/jurisdiction", {"notice": "guilin-2020-27", "area": "998101"})
    http.refused(response, "unknown-area")


def test_city_is_listed(http: Http) -> None:
    notices = [one["slug"] for one in json.loads(http.get("/notices").data)["notices"]]
    assert notices == ["guilin-2020-27", "yunxi-2023-8"]
    kinds = json.loads(http.get("/violations", notice="yunxi-2023-8", on=DAY).data)["violations"]
    assert {one["id"]: one["competent"] for one in kinds} == {"YX-1": "LI", "YX-2": "SI", "YX-3": "TOWN"}
    areas = json.loads(http.get("/areas", notice="yunxi-2023-8", on=DAY).data)["areas"]
    assert [one["code"] for one in areas] == ["998100", "998101"]
    assert "platformWorkersInsured" in [one["name"] for one in json.loads(http.get("/facts").data)["facts"]]


@pytest.mark.parametrize(
    "facts", [{}, {"contributionPaidInFull": False}, {"employerRegistered": False, "receivedBy": "SI"}]
)
def test_answers_for_guilin_stay_as_they_were(http: Http, guilin: Http, facts: dict[str, Any]) -> None:
    left_out = ("release", "sha256")
    alone, beside = (one.ask(facts, on=DAY, area="450305") for one in (guilin, http))
    assert {k: v for k, v in alone.items() if k not in left_out} == {
        k: v for k, v in beside.items() if k not in left_out
    }


def test_amendment_is_a_day_in_the_turtle(shared: Path, tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(CITY, city)
    norms = city / "norms.ttl"
    text = norms.read_text(encoding="utf-8")
    changed = text.replace('gx:from "2025-01-01"^^xsd:date', 'gx:from "2024-01-01"^^xsd:date')
    assert changed != text
    norms.write_text(changed, encoding="utf-8")
    http = Http(app_over(Settings(ontology=(*GUILIN.ontology, city))), shared)
    assert ask(http, {"employerRegistered": True, "platformWorkersInsured": False}).cautions == ["YC1"]
