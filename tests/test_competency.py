"""Competency questions: the graph answers what it is for; each query names its questions and each its query."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Triple

from guanxia.app import Service

FOLDER = Path(__file__).resolve().parent / "competency"
EVERY = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("CQ-*.toml"))}
# The examples of the query page are asked over HTTP: tests/web/test_query_examples.py.
QUESTIONS = {name: one for name, one in EVERY.items() if not one["query"].startswith("examples/")}


def plain(value: Any) -> Any:
    """A value as it can be written in TOML: decimals as text without trailing zeros, days as days."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def answered(service: Service, name: str, parameters: dict[str, str | date]) -> list[dict[str, Any]]:
    """Rows of a query; of one that makes statements, one row a statement."""
    if not next(query for query in service.questions if query.name == name).makes_statements:
        return [dict(row) for row in service.questions.ask(name, **parameters)]
    return [row_of(one) for one in service.questions.construct(name, **parameters)]


def row_of(one: Triple) -> dict[str, Any]:
    row = {name: getattr(one, name).value for name in ("subject", "predicate", "object")}
    language = one.object.language if isinstance(one.object, Literal) else None
    return {**row, "language": language} if language else row


def rows_like(rows: list[dict[str, Any]], want: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows in which every value that is named is as named."""
    return [row for row in rows if all(plain(row.get(name)) == value for name, value in want.items())]


@pytest.mark.parametrize("name", QUESTIONS)
def test_competency_question_is_answered(service: Service, name: str) -> None:
    question = QUESTIONS[name]
    parameters: dict[str, str | date] = question.get("parameters", {})
    rows = answered(service, question["query"], parameters)
    assert len(rows) >= question["minimum"], f"{question['question']}: {len(rows)} rows"
    missing = [want for want in question.get("rows", []) if not rows_like(rows, want)]
    assert not missing, f"{question['question']}: no row like {missing}"
    extra = [want for want in question.get("absent", []) if rows_like(rows, want)]
    assert not extra, f"{question['question']}: a row like {extra}"


def test_every_question_names_a_query_that_names_it(service: Service) -> None:
    by_query = {query.name: answers(query.header) for query in service.questions}
    stray = [name for name, one in QUESTIONS.items() if name not in by_query.get(one["query"], ())]
    assert not stray


def test_every_query_names_questions_that_name_it(service: Service) -> None:
    for query in service.questions:
        named = answers(query.header)
        assert named, f"{query.name} names no question"
        assert all(QUESTIONS.get(name, {}).get("query") == query.name for name in named), (query.name, named)


def test_every_query_says_what_it_takes_and_returns(service: Service) -> None:
    for query in service.questions:
        assert set(query.header) == {"summary", "answers", "binds", "returns"}, query.name
        assert all(query.header.values()), query.name
    for name, question in QUESTIONS.items():
        binds = next(query.header["binds"] for query in service.questions if query.name == question["query"])
        taken = set() if binds == "none" else set(binds.replace(" ", "").split(","))
        assert set(question.get("parameters", {})) == taken, name


def test_there_are_at_least_40_and_they_end_as_questions() -> None:
    assert len(QUESTIONS) >= 40
    assert all(one["question"].endswith("？") for one in QUESTIONS.values())


def answers(header: dict[str, str]) -> list[str]:
    return [name for name in header["answers"].replace(" ", "").split(",") if name]
