"""Hostile and incomplete questions, T144 to T150 of the list of hostile inputs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from guanxia.app import create_service
from guanxia.reading import IncompleteLaw
from guanxia.settings import Settings
from tests.client import Http, app_over

DAY = "2020-10-12"
HOSTILE = (
    "x> } ; DROP ALL #",
    '" } UNION { ?s ?p ?o',
    "\\u003e",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "../../etc/passwd",
    "a\r\nSet-Cookie: x=1",
    "\x00",
    "x" * 5000,
)


@pytest.fixture(scope="module")
def http(shared: Path) -> Http:
    return Http(app_over(Settings()), shared)


def test_t144_facts_left_out_become_questions_never_false(http: Http) -> None:
    answer = http.ask({"contributionPaidInFull": False}, on=DAY)
    assert {"contributionDeclared", "employerRegistered"} <= {one["fact"] for one in answer["questions"]}
    assert not [one for one in answer["violations"] if one["state"] == "established"]


def test_t145_violation_on_neither_list_is_outside_with_the_duty_to_tell(http: Http) -> None:
    answer = http.ask({"accountsFalsifiedOrMissing": True, "baseUndeterminable": False}, on=DAY)
    assert answer["status"] == "outside" and answer["certain"]["competent"] is None
    assert [one["norm"] for one in answer["actions"] if one["state"] == "applies"] == ["N36"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("place", ["fact", "choice", "area", "violation", "notice", "on", "key"])
def test_t147_hostile_text_is_an_unknown_value(http: Http, place: str, text: str) -> None:
    questions: dict[str, dict[str, Any]] = {
        "fact": {"facts": {text: True}},
        "choice": {"facts": {"receivedBy": text}},
        "key": {text: 1},
    }
    question = questions.get(place, {place: text})
    response = http.post("/jurisdiction", question)
    plain = http.post("/jurisdiction", json.loads(json.dumps(question).replace(json.dumps(text), '"zzz"')))
    assert response.status_code == plain.status_code == 422
    assert json.loads(response.data)["type"] == json.loads(plain.data)["type"]
    assert "\x00" not in response.get_data(as_text=True) and len(response.data) < 5_000


def test_t147_store_is_the_same_after_hostile_text(http: Http) -> None:
    before = http.ask({"contributionPaidInFull": False}, on=DAY)
    for text in HOSTILE:
        http.post("/jurisdiction", {"notice": text, "area": text, "facts": {text: text}})
    assert http.ask({"contributionPaidInFull": False}, on=DAY) == before


def test_t149_decisive_fact_changes_only_its_branch(http: Http) -> None:
    before = http.ask({"annualStatementPublished": False, "payrollUnderstated": True}, on=DAY)
    after = http.ask({"annualStatementPublished": False, "payrollUnderstated": True, "underpaidAsResult": True}, on=DAY)
    untouched = [[one for one in answer["violations"] if one["id"] == "LI-2"] for answer in (before, after)]
    assert untouched[0] == untouched[1]
    assert {one["id"]: one["state"] for one in after["violations"]} == {"LI-2": "established", "SI-4": "established"}


@pytest.fixture
def law_without_a_clause(tmp_path: Path) -> Path:
    tree = tmp_path / "ontology"
    shutil.copytree(Settings().ontology[0], tree)
    notice = tree / "notices" / "guilin-2020-27" / "notice.ttl"
    blocks = notice.read_text(encoding="utf-8").split("\n\n")
    kept = [block for block in blocks if not block.startswith("g27:clause-1-2-3 ")]
    assert len(kept) == len(blocks) - 1
    notice.write_text("\n\n".join(kept), encoding="utf-8")
    return tree


def test_t150_law_whose_clause_is_missing_is_no_release(law_without_a_clause: Path) -> None:
    with pytest.raises(IncompleteLaw, match="clause-1-2-3"):
        create_service(Settings(ontology=(law_without_a_clause,)))
