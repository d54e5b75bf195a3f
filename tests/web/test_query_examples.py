"""Every worked query of the query page is a competency question: put to the endpoint, it gives what is expected."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from guanxia.settings import Settings
from guanxia.web.query_examples import Example, read_examples
from tests.conftest import ROOT

FOLDER = Settings().queries / "examples"
EXAMPLES = read_examples(FOLDER)
HEADER = {"example zh", "example en", "answers", "order", "shows"}
TRIPLE = re.compile(r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"(.*)"@?\S*) \.')
ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"


def header(name: str) -> dict[str, str]:
    lines = (FOLDER / f"{name}.rq").read_text(encoding="utf-8").splitlines()
    return {key.strip(): text.strip() for key, _, text in (one[2:].partition(":") for one in lines if one[:2] == "#+")}


def question(example: Example) -> dict[str, Any]:
    """The competency question that an example names."""
    path = ROOT / "tests" / "competency" / f"{header(example.name)['answers']}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def value(term: dict[str, str]) -> str | bool | int | date:
    """A term as it is written in the question: decimals as text."""
    kind = term.get("datatype", "").rpartition("#")[2]
    if kind == "integer":
        return int(term["value"])
    if kind == "boolean":
        return term["value"] == "true"
    if kind == "date":
        return date.fromisoformat(term["value"])
    return format(Decimal(term["value"]).normalize(), "f") if kind == "decimal" else term["value"]


def rows(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    """Rows of the endpoint; statements as subject, predicate and object."""
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": ACCEPT})
    assert response.status_code == 200, response.text
    if response.mimetype == "application/n-triples":
        found = [TRIPLE.fullmatch(line) for line in response.text.splitlines()]
        return [{"subject": one[1], "predicate": one[2], "object": one[3] or one[4]} for one in found if one]
    assert response.json is not None
    return [{name: value(term) for name, term in row.items()} for row in response.json["results"]["bindings"]]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_an_example_gives_what_its_competency_question_expects(client: FlaskClient, example: Example) -> None:
    asked = question(example)
    assert asked["question"] == example.question.zh and asked["query"] == f"examples/{example.name}"
    found = rows(client, example.query.zh)
    assert len(found) >= asked["minimum"]
    missing = [want for want in asked["rows"] if not any(want.items() <= row.items() for row in found)]
    assert missing == []
    assert len(rows(client, example.query.en)) == len(found), "in English as many"


def test_there_are_enough_and_they_show_every_view() -> None:
    assert len(EXAMPLES) >= 15
    assert {one.shows for one in EXAMPLES} == {"table", "chart", "graph"}
    assert [one.order for one in EXAMPLES] == sorted({one.order for one in EXAMPLES})
    assert {path.stem for path in FOLDER.iterdir()} == {one.name for one in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_an_example_is_told_in_both_languages_and_reads_well(example: Example) -> None:
    assert set(header(example.name)) == HEADER
    assert example.question.zh.endswith("？") and example.question.en.endswith("?")
    assert '"zh"' not in example.query.en and "#+" not in example.query.zh
    assert max(len(line) for line in example.query.zh.splitlines()) <= 110
    charted = example.shows == "chart"
    assert charted == ("COUNT(" in example.query.zh)
    assert (example.shows == "graph") == ("CONSTRUCT" in example.query.zh)
