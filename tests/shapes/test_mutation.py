"""Each demand is needed: without it some example would no longer meet the objection that it shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import NamedNode, Triple
from rdflib import Graph

from guanxia.app import Service
from guanxia.referrals.reading import Reader
from guanxia.settings import Settings
from guanxia.shacl_engine import Engine, Outcome
from guanxia.store import rule_files
from tests.shapes.examples import SHAPE, Constraint, Example, constraints, examples, same

SH = "http://www.w3.org/ns/shacl#"
CARRIES = (f"{SH}property", f"{SH}sparql")
LINKS = (*CARRIES, f"{SH}targetClass", f"{SH}targetObjectsOf")
Objection = tuple[str, str]


def _demands() -> list[Constraint]:
    graph = Graph()
    for path in rule_files(Settings().shapes):
        graph.parse(path)
    return constraints(graph)


DEMANDS = _demands()


@pytest.fixture(scope="module")
def whole(service: Service, rules: list[Triple]) -> Engine:
    return Engine(rules, service.graph)


@pytest.fixture(scope="module")
def witnesses(whole: Engine, reader: Reader) -> dict[Objection, list[Example]]:
    """The examples that meet each objection."""
    found: dict[Objection, list[Example]] = {}
    for example in examples(Settings().shapes):
        for objection in _objections(whole.validate(reader.read(example.triples()))):
            found.setdefault(objection, []).append(example)
    return found


def _objections(outcomes: list[Outcome]) -> set[Objection]:
    return set(_named(outcomes))


def _named(outcomes: list[Outcome]) -> Iterator[Objection]:
    for one in outcomes:
        owner = one.constraint if str(one.constraint).startswith(SHAPE) else one.shape
        component = str(one.component).removeprefix(SH).removesuffix("ConstraintComponent")
        yield str(owner).removeprefix(SHAPE), component


def _without(rules: list[Triple], demand: Constraint) -> list[Triple]:
    """The rules less one demand; of the shapes, only the one that carries it still looks for packages."""
    left = [one for one in rules if not same(one, demand.statement)]
    assert len(left) == len(rules) - 1
    owner = NamedNode(SHAPE + demand.shape)
    hosts = {one.subject for one in rules if one.object == owner and one.predicate.value in CARRIES}
    assert len(hosts) == 1, "one shape carries a demand"
    return [one for one in left if one.predicate.value not in LINKS or one.subject in hosts]


@pytest.mark.parametrize("demand", DEMANDS, ids=lambda one: one.name)
def test_some_example_notices_when_a_demand_is_gone(
    demand: Constraint, rules: list[Triple], whole: Engine, reader: Reader, witnesses: dict[Objection, list[Example]]
) -> None:
    objection = (demand.shape, demand.component)
    shown = witnesses.get(objection, [])
    assert shown, "no example meets this objection"
    mutant = Engine(_without(rules, demand))
    mutant.graph = whole.graph
    for example in shown:
        assert objection not in _objections(mutant.validate(reader.read(example.triples())))


def test_the_demands_are_those_of_all_files() -> None:
    assert len(DEMANDS) > 250
    assert len({one.name for one in DEMANDS}) == len(DEMANDS)
