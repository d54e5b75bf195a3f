"""The EARL reports that are published say what the tests of the suites hold, for the versions that are installed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from tests.conformance.earl import REPORTS, TITLES, Outcome, outcomes, report

EARL = "http://www.w3.org/ns/earl#"
_DAY = re.compile(r'"\d{4}-\d\d-\d\d"\^\^xsd:date')


@pytest.fixture(scope="module")
def held(shared: Path) -> dict[str, dict[str, Outcome]]:
    assert shared.is_dir()
    return outcomes()


@pytest.mark.parametrize("suite", TITLES)
def test_a_report_is_that_of_today_but_for_its_day(suite: str, held: dict[str, dict[str, Outcome]]) -> None:
    written = (REPORTS / f"{suite}-earl.ttl").read_text(encoding="utf-8")
    today = report(suite, held[suite], date(2020, 1, 1))
    assert _DAY.sub("", written) == _DAY.sub("", today), "run python -m tests.conformance.earl"


@pytest.mark.parametrize(("suite", "least"), [("sparql11", 347), ("rdf11", 537), ("shacl", 119)])
def test_a_report_is_turtle_that_counts_as_it_should(suite: str, least: int) -> None:
    store = Store()
    store.load(path=str(REPORTS / f"{suite}-earl.ttl"), format=RdfFormat.TURTLE, base_iri="urn:x-report:")
    told = Counter(quad.object for quad in store.quads_for_pattern(None, NamedNode(f"{EARL}outcome"), None))
    assert told[NamedNode(f"{EARL}passed")] >= least
    tests = {quad.object for quad in store.quads_for_pattern(None, NamedNode(f"{EARL}test"), None)}
    assert len(tests) == told.total()


def test_no_report_is_left_over() -> None:
    assert {path.name for path in REPORTS.iterdir()} == {f"{suite}-earl.ttl" for suite in TITLES}
