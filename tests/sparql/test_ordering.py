"""Sorting values of several types, at which the engine may break off: worded anew, the query is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from guanxia.cage import Cage, Task
from guanxia.problems import Problem
from guanxia.settings import Settings
from guanxia.sparql import formats
from guanxia.sparql.caged import Caged
from guanxia.sparql.endpoint import Endpoint
from guanxia.sparql.gate import admit
from guanxia.sparql.ordering import by_type_first
from guanxia.sparql.request import Request

SETTINGS = Settings(cage_children=2)


def typed(name: str) -> str:
    return f'IF(isNUMERIC({name}),"",STR(DATATYPE({name})))'


@pytest.mark.parametrize(
    ("keys", "anew"),
    [
        ("?o", f"({typed('?o')}) ?o"),
        ("?o LIMIT 3", f"({typed('?o')}) ?o LIMIT 3"),
        ("DESC(?o) ?s", f"DESC({typed('?o')}) DESC(?o) ({typed('?s')}) ?s"),
        ("asc ( $o ) VALUES ?x {1}", f"ASC({typed('$o')}) asc ( $o ) VALUES ?x {{1}}"),
        ("STR(?a) (?b + (1)) ?o", f"STR(?a) (?b + (1)) ({typed('?o')}) ?o"),
        ("<urn:f>(?a) DESC(?b + 1) ?o", f"<urn:f>(?a) DESC(?b + 1) ({typed('?o')}) ?o"),
    ],
)
def test_each_variable_is_sorted_by_its_type_first(keys: str, anew: str) -> None:
    for before, after in (("SELECT * {?s ?p ?o} ORDER BY ", ""), ("ASK {{SELECT * {?s ?p ?o} ORDER BY ", "} ?o ?x 1}")):
        made = by_type_first(before + keys + after)
        assert made == before + anew + after
        assert admit(made).text == made


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {?s ?p ?o}",
        "SELECT ?s {} GROUP BY ?s",
        "SELECT * {?s ?p 'ORDER BY ?s'} # ORDER BY ?s",
        "SELECT * {} ORDER BY STR(?s)",
    ],
)
def test_nothing_else_is_changed(text: str) -> None:
    assert by_type_first(text) is None


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with Cage(SETTINGS, (Task("sparql", "guanxia.sparql.task:load"),)) as cage:
        yield Endpoint(SETTINGS, "release", Caged(cage))


@pytest.mark.parametrize("keys", ["?o", "DESC(?o)", "?o ?s ?p", "?p ?o"])
def test_all_that_is_published_can_be_sorted(endpoint: Endpoint, keys: str) -> None:
    """Blank nodes first, then IRIs, then literals, as the standard says; a page of it is the whole result."""
    for form in ("*", "DISTINCT ?o"):
        asked = endpoint.admit(f"SELECT {form} {{ ?s ?p ?o }} ORDER BY {keys} LIMIT 9999")
        rows = json.loads(endpoint.answer(Request(asked, formats.JSON)).body)["results"]["bindings"]
        assert len(rows) > 5000
        if keys == "?o":
            kinds = [row["o"]["type"] for row in rows]
            assert kinds == sorted(kinds, key=["bnode", "uri", "literal"].index)


def test_a_query_that_breaks_off_in_another_way_is_told_so(endpoint: Endpoint) -> None:
    """It is not tried again: deaths are those of one child."""
    with pytest.raises(Problem) as told:
        endpoint.answer(Request(endpoint.admit(_doubled(40)), formats.JSON))
    assert told.value.kind in ("memory-limit", "time-limit")


def _doubled(times: int) -> str:
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))
    return f"SELECT (STRLEN(?x{times}) AS ?n) {{ BIND('x' AS ?x0) {steps} }}"
