"""Every question of the jurisdiction suite, and its answer over a release in memory and over one in an engine."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from guanxia import cases
from guanxia.app import Service
from guanxia.queries import Query, term_of
from guanxia.store import Graph
from tests.casefiles import case_files

COMPETENCY = Path(__file__).resolve().parent.parent / "competency"


def jurisdiction_questions(shared: Path | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and body: the case files, and the worked cases of the contract."""
    for case in case_files("guilin-2020-27"):
        yield case.name, case.question
    if shared is not None:
        document = json.loads((shared / "contracts" / "examples.json").read_text(encoding="utf-8"))
        for number, example in enumerate(document["examples"]):
            yield f"worked-{number}", {key: example[key] for key in ("facts", "on", "area") if key in example}


@cache
def _competency_questions() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(COMPETENCY.glob("CQ-*.toml")))


def competency_parameters(query: str) -> list[dict[str, Any]]:
    """What the competency questions of a query ask it with."""
    return [table.get("parameters", {}) for table in _competency_questions() if table["query"] == query]


def answered(service: Service, question: dict[str, Any]) -> bytes:
    return service.answers.answer(cases.from_json(orjson.dumps(question, default=str), service.laws))


def rows(graph: Graph, query: Query, parameters: dict[str, Any]) -> list[str]:
    """What a query gives, one line a row or statement, blank nodes without their names."""
    bindings = {name: term_of(value) for name, value in parameters.items()}
    if query.makes_statements:
        made = graph.construct(query.text, bindings)
        return sorted(" ".join(map(_plain, (one.subject, one.predicate, one.object))) for one in made)
    return [
        ", ".join(f"{name}={_plain(term)}" for name, term in sorted(row.items()))
        for row in graph.select(query.text, bindings)
    ]


def _plain(term: Any) -> str:
    return "_" if str(term).startswith("_:") else str(term)
