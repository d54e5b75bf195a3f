"""Relations that hold between answers: order, irrelevant facts, GET and POST, unknown facts, one more fact."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from guanxia import cases
from guanxia.app import Service, create_service
from guanxia.jurisdiction.decide import Contradiction
from guanxia.settings import Settings
from tests.casefiles import Seen
from tests.client import Http, app_over

BOOLEANS = (
    "employerRegistered employeeRegistered contributionDeclared contributionPaidInFull payrollUnderstated "
    "underpaidAsResult accountsFalsifiedOrMissing baseUndeterminable paymentDelayedAsResult fundExpenditureDefrauded "
    "benefitDefrauded registrationCertificateForged annualStatementPublished monthlyDetailGiven claimsBackPayment "
    "correctedInTerm correctionRefused punishmentWarranted hrssConsented"
).split()
FACTS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.booleans() for name in BOOLEANS},
        "correctionOrderedBy": st.sampled_from(["LI", "SI"]),
        "receivedBy": st.sampled_from(["LI", "SI"]),
        "arrearsAmount": st.decimals(0, 10**9, places=2).map(str),
        "defaultSince": st.dates(date(2005, 1, 1), date(2026, 12, 31)).map(str),
    },
)
DAYS = st.sampled_from(["2020-08-19", "2020-10-12", "2021-03-01", "2024-03-01", "2026-03-01"])
FEW = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.filter_too_much]
)
DECISION = ("status", "certain", "excluded", "open", "flips", "robust", "hangsOn")


@pytest.fixture(scope="module")
def other() -> Service:
    """A second service over the same law, with nothing kept yet."""
    return create_service(Settings())


@pytest.fixture(scope="module")
def http(shared: Path) -> Http:
    return Http(app_over(Settings()), shared)


def body(facts: dict[str, Any], on: str) -> bytes:
    return json.dumps({"facts": facts, "on": on}).encode()


def answered(service: Service, text: bytes) -> bytes:
    """The answer; an example whose facts exclude each other is passed over."""
    try:
        return service.answers.answer(cases.from_json(text, service.laws))
    except Contradiction:
        return reject()


@FEW
@given(FACTS, DAYS, st.randoms(use_true_random=False))
def test_order_of_facts_changes_no_conclusion(service: Service, facts: dict[str, Any], on: str, chance: Any) -> None:
    names = list(facts)
    chance.shuffle(names)
    first = json.loads(answered(service, body(facts, on)))
    second = json.loads(answered(service, body({name: facts[name] for name in names}, on)))
    assert first == second


@FEW
@given(FACTS, DAYS)
def test_same_question_gives_the_same_bytes(service: Service, facts: dict[str, Any], on: str) -> None:
    assert answered(service, body(facts, on)) == answered(service, body(facts, on))


@FEW
@given(FACTS, DAYS)
def test_a_second_service_gives_the_same_bytes(
    service: Service, other: Service, facts: dict[str, Any], on: str
) -> None:
    assert answered(service, body(facts, on)) == answered(other, body(facts, on))


@FEW
@given(FACTS, DAYS, st.sampled_from(["pension", "workInjury", "unemployment"]))
def test_irrelevant_fact_changes_no_decision(service: Service, facts: dict[str, Any], on: str, kind: str) -> None:
    before = json.loads(answered(service, body(facts, on)))
    after = json.loads(answered(service, body({**facts, "insuranceKind": kind}, on)))
    assert {key: before[key] for key in DECISION} == {key: after[key] for key in DECISION}
    assert Seen(before).applies == Seen(after).applies
    assert Seen(before).established == Seen(after).established


@FEW
@given(FACTS, DAYS, st.sets(st.sampled_from(BOOLEANS)))
def test_unknown_is_the_same_as_left_out(service: Service, facts: dict[str, Any], on: str, unknown: set[str]) -> None:
    nulls = {name: None for name in sorted(unknown) if name not in facts}
    assert answered(service, body({**facts, **nulls}, on)) == answered(service, body(facts, on))


@FEW
@given(FACTS, DAYS, st.sampled_from(BOOLEANS), st.booleans())
def test_one_more_fact_takes_nothing_back(
    service: Service, facts: dict[str, Any], on: str, name: str, value: bool
) -> None:
    assume(name not in facts)
    before = Seen(json.loads(answered(service, body(facts, on))))
    after = Seen(json.loads(answered(service, body({**facts, name: value}, on))))
    assert set(before.established) <= set(after.established)
    assert set(before.excluded) <= set(after.excluded)
    if before.answer["certain"]["violation"] is not None:
        assert after.answer["certain"]["violation"] == before.answer["certain"]["violation"]
    # N36 may fall away: it also applies while nothing on the lists can.
    assert set(before.applies) - {"N36"} <= set(after.applies)


@FEW
@given(FACTS, DAYS)
def test_answering_a_question_gives_the_outcome_that_was_told(service: Service, facts: dict[str, Any], on: str) -> None:
    before = json.loads(answered(service, body(facts, on)))
    for question in before["questions"][:3]:
        for outcome in question["outcomes"]:
            told = {**facts, question["fact"]: outcome["value"]}
            after = Seen(json.loads(answered(service, body(told, on))))
            assert set(outcome["violations"]) <= set(after.established), question["fact"]


@FEW
@given(FACTS, DAYS)
def test_each_flip_that_is_told_moves_the_answer(service: Service, facts: dict[str, Any], on: str) -> None:
    before = Seen(json.loads(answered(service, body(facts, on))))
    for flip in before.answer["flips"][:4]:
        changes = {one["fact"]: one["value"] for one in flip["changes"]}
        assert set(changes) <= set(facts)
        after = Seen(json.loads(answered(service, body({**facts, **changes}, on))))
        assert (before.established, before.possible) != (after.established, after.possible)
        assert set(flip["violations"]) <= set(after.established)


@settings(FEW, max_examples=25)
@given(FACTS, DAYS)
def test_get_and_post_give_the_same_bytes(http: Http, facts: dict[str, Any], on: str) -> None:
    posted = http.post("/jurisdiction", {"facts": facts, "on": on})
    words: dict[str, Any] = {
        name: str(value).lower() if isinstance(value, bool) else value for name, value in facts.items()
    }
    got = http.get("/jurisdiction", on=on, **words)
    assert got.status_code == posted.status_code
    if got.status_code == 200:
        assert got.data == posted.data


@pytest.mark.parametrize("word", ["", "unknown"])
def test_unknown_in_a_query_string_is_the_same_as_left_out(http: Http, word: str) -> None:
    asked = http.get("/jurisdiction", on="2020-10-12", contributionPaidInFull="false", employerRegistered=word)
    assert asked.data == http.get("/jurisdiction", on="2020-10-12", contributionPaidInFull="false").data
