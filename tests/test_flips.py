"""Flips and the outcomes of questions tell what the service answers when asked again with the change made."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from guanxia import cases
from guanxia.app import Service
from guanxia.jurisdiction.decide import Contradiction

DAY = "2024-03-01"


def asked(service: Service, facts: dict[str, Any]) -> dict[str, Any]:
    case = cases.from_json(json.dumps({"facts": facts, "on": DAY}).encode(), service.laws)
    answer: dict[str, Any] = json.loads(service.answers.answer(case))
    return answer


def established(answer: dict[str, Any]) -> set[str]:
    return {one["id"] for one in answer["violations"] if one["state"] == "established"}


def some_facts(service: Service, seed: int) -> dict[str, Any]:
    """Two to six random facts that do not exclude each other."""
    chance = random.Random(seed)
    facts = [fact for fact in service.laws.facts.values() if fact.values]
    while True:
        chosen = {fact.name: chance.choice(fact.values) for fact in chance.sample(facts, chance.randint(2, 6))}
        try:
            asked(service, chosen)
        except Contradiction:
            continue
        return chosen


@pytest.mark.parametrize("seed", range(40))
def test_what_a_change_would_bring_is_what_is_answered_then(service: Service, seed: int) -> None:
    facts = some_facts(service, seed)
    answer = asked(service, facts)
    for flip in answer["flips"]:
        changed = {**facts, **{one["fact"]: one["value"] for one in flip["changes"]}}
        try:
            again = asked(service, changed)
        except Contradiction:
            continue
        assert set(flip["violations"]) == established(again), (facts, flip["changes"])
        assert flip["competent"] == again["certain"]["roles"], (facts, flip["changes"])
    for question in answer["questions"]:
        for outcome in question["outcomes"]:
            try:
                again = asked(service, {**facts, question["fact"]: outcome["value"]})
            except Contradiction:
                continue
            assert set(outcome["violations"]) == established(again), (facts, question["fact"], outcome["value"])
