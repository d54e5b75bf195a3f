"""Differences of two answers: nothing that differs goes untold."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from guanxia import cases
from guanxia.app import Service
from guanxia.comparison import cause_of, compare
from guanxia.differences import SEAL, differences
from guanxia.replay import intact, resealed

QUESTION = {
    "violation": "SI-3",
    "area": "450305",
    "on": "2020-10-12",
    "facts": {"arrearsAmount": "52000.00", "defaultSince": "2020-03-01", "correctionOrderedBy": "SI"},
}


@pytest.fixture(scope="module")
def answer(service: Service) -> dict[str, Any]:
    case = cases.from_json(json.dumps(QUESTION).encode(), service.laws)
    return dict(json.loads(service.answers.answer(case)))


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value that holds no others, and of every list."""
    if isinstance(value, list):
        yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def altered(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, list):
        return value[1:] if value else ["more"]
    return {str: f"{value}~", int: 7_000}.get(type(value), "something")


def test_an_answer_does_not_differ_from_itself(answer: dict[str, Any]) -> None:
    assert differences(answer, copy.deepcopy(answer)) == []
    assert intact(answer)


def test_every_change_of_a_value_is_told(answer: dict[str, Any]) -> None:
    paths = [path for path in leaves(answer) if path[0] not in SEAL]
    assert len(paths) > 1000
    untold = []
    for path in paths[:: max(1, len(paths) // 300)]:
        other = copy.deepcopy(answer)
        place: Any = other
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = altered(place[path[-1]])
        changes = differences(answer, other)
        if not changes or any(not one.where.zh or not one.where.en for one in changes):
            untold.append(path)
        assert {one.path[0] for one in changes} <= {path[0]}
    assert untold == []


@pytest.mark.parametrize("key", ["violations", "cautions", "actions", "limits", "collector"])
def test_a_part_that_is_gone_is_told(answer: dict[str, Any], key: str) -> None:
    older = {name: value for name, value in answer.items() if name != key}
    assert {one.kind for one in differences(older, answer)} == {"added"}
    assert {one.kind for one in differences(answer, older)} == {"removed"}


def test_another_order_is_told(answer: dict[str, Any]) -> None:
    other = {**answer, "actions": answer["actions"][::-1]}
    (change,) = differences(answer, other)
    assert change.where.en == "steps › order" and change.before != change.after


def test_items_of_one_name_are_all_compared(answer: dict[str, Any]) -> None:
    twice = {**answer, "cautions": [answer["cautions"][0]] * 2}
    assert len(differences({**answer, "cautions": answer["cautions"][:1]}, twice)) == 1


def test_true_is_not_one(answer: dict[str, Any]) -> None:
    assert differences({"robust": True}, {"robust": 1})


def test_values_are_told_in_words(answer: dict[str, Any]) -> None:
    other = copy.deepcopy(answer)
    kind = other["violations"][0]
    kind["bases"][0]["inForce"].update({"from": "2012-01-01", "state": "unknown"})
    kind["competent"] = other["actions"][0]["counterpart"] or other["actions"][1]["actor"]
    told = {one.where.zh.split(" › ", 2)[2]: one for one in differences(answer, other)}
    day = next(one for where, one in told.items() if where.endswith("效力 › 起"))
    state = next(one for where, one in told.items() if where.endswith("效力 › 状态"))
    assert day.before and day.after and (day.before.zh, day.after.zh) == ("2011-07-01", "2012-01-01")
    assert state.after and (state.after.zh, state.after.en) == ("当日效力未核实", "not verified for that day")
    assert any(where.startswith("办理机构") for where in told)


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        (("violations", 0, "bases", 0, "summary"), "law"),
        (("violations", 0, "bases", 0, "inForce", "from"), "law"),
        (("violations", 0, "terms", 0, "number"), "law"),
        (("violations", 0, "clause", "words"), "notice"),
        (("actions", 0, "what"), "notice"),
        (("cautions", 0, "text"), "graph"),
        (("violations", 0, "interpretations", 0, "stand"), "graph"),
        (("summary",), None),
        (("status",), None),
        (("violations", 0, "state"), None),
        (("questions", 0, "outcomes"), None),
    ],
)
def test_what_a_change_belongs_to(answer: dict[str, Any], path: tuple[str | int, ...], cause: str | None) -> None:
    other = copy.deepcopy(answer)
    place: Any = other
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    place[path[-1]] = {"zh": "另", "en": "other"} if isinstance(old, dict) else altered(old)
    assert {cause_of(one) for one in differences(answer, other)} == {cause}


def test_one_change_of_the_law_is_one_cause_however_many_parts_show_it(answer: dict[str, Any]) -> None:
    text = json.dumps(answer, ensure_ascii=False)
    says = answer["violations"][0]["bases"][0]["summary"]["zh"]
    older = json.loads(text.replace(says, "从前的说法。"))
    older = json.loads(resealed(older, release="0.0.1+0000000000000000"))
    report = compare(b"", older, resealed(answer))
    laws = [one for one in report["causes"] if one["kind"] == "law"]
    assert report["intact"] and not report["same"] and not report["sameContent"]
    assert len(laws) == 1 and "从前的说法。" in laws[0]["text"]["zh"] and says in laws[0]["text"]["zh"]


def test_without_a_cause_in_the_answers_the_rules_are_named(answer: dict[str, Any]) -> None:
    report = compare(b"", json.loads(resealed(answer, status="outside")), resealed(answer))
    assert [one["kind"] for one in report["causes"]] == ["rules"]
