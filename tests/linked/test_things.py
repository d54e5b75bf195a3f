"""Descriptions: all that is said of a thing, whole, and enough of the things beside it to know them."""

from __future__ import annotations

from collections import defaultdict

import pytest
from pyoxigraph import BlankNode, NamedNode, Triple

from guanxia.app import Service
from guanxia.linked.addresses import BASE
from guanxia.linked.blocks import Blocks
from guanxia.linked.expressions import path, worded
from guanxia.linked.things import ONTOLOGY, Things
from guanxia.store import SHAPES

G27 = f"{BASE}id/notice/guilin-2020-27"
LABELS = {"http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/ns/shacl#name"}
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def said(service: Service) -> dict[object, list[Triple]]:
    """The statements of law and shapes by subject, read without any query."""
    found: dict[object, list[Triple]] = defaultdict(list)
    for graph in (None, SHAPES):
        for one in service.graph.triples(graph):
            found[one.subject].append(one)
    return found


def closure(said: dict[object, list[Triple]], iri: str) -> list[Triple]:
    found: list[Triple] = []
    stack: list[object] = [NamedNode(iri)]
    while stack:
        for one in said[stack.pop()]:
            found.append(one)
            if isinstance(one.object, BlankNode):
                stack.append(one.object)
    return found


def test_every_description_is_whole(service: Service, said: dict[object, list[Triple]]) -> None:
    """As many statements of each kind as following the blank nodes by hand gives, and none about others but names."""
    wrong = []
    for iri in service.things.names:
        own, by_hand = service.things.statements(iri), closure(said, iri)
        if sorted(one.predicate.value for one in own) != sorted(one.predicate.value for one in by_hand):
            wrong.append(iri)
        beside = {one.predicate.value for one in service.things.describe(iri)} - {one.predicate.value for one in own}
        assert beside <= {*LABELS, TYPE}, iri
    assert wrong == []


def test_things_of_ours_that_a_description_names_are_labeled(service: Service) -> None:
    made = service.things.describe(f"{G27}/Case-SI-3")
    named = {one.subject.value for one in made if one.predicate.value in LABELS and isinstance(one.subject, NamedNode)}
    assert {f"{G27}/Case-SI-3", f"{ONTOLOGY}#Case", f"{ONTOLOGY}#contributionPaidInFull"} <= named


def test_nothing_is_said_of_what_is_not_there(service: Service) -> None:
    assert service.things.describe(f"{G27}/none") == [] and not service.things.known(f"{G27}/none")
    assert service.things.describe("http://www.w3.org/2002/07/owl#Class") == []


def test_incoming_links_are_counted_and_bounded(service: Service) -> None:
    by_property = {(one.property, one.inside): one for one in service.things.incoming(f"{ONTOLOGY}#Provision", 5)}
    instances = by_property[TYPE, False]
    assert instances.count > 500 and len(instances.subjects) == 5
    inside = service.things.incoming(f"{ONTOLOGY}#contributionPaidInFull")
    (restrictions,) = [one for one in inside if one.inside]
    assert restrictions.property.endswith("onProperty") and f"{G27}/Case-SI-3" in restrictions.subjects
    assert service.things.incoming(f"{G27}/none") == ()


def test_the_ontology_has_all_terms_and_no_loose_match(service: Service, said: dict[object, list[Triple]]) -> None:
    made = service.things.ontology()
    subjects = {one.subject for one in made}
    terms = {node for node in said if isinstance(node, NamedNode) and node.value.startswith(ONTOLOGY)}
    assert terms <= subjects
    strangers = {node.value for node in subjects if isinstance(node, NamedNode)} - {node.value for node in terms}
    assert not [iri for iri in strangers if iri.startswith(BASE)]
    assert not [one for one in made if one.predicate.value.endswith("Match")]
    for node in terms:
        assert len([one for one in made if one.subject == node]) == len(said[node])
    disjoint = NamedNode("http://www.w3.org/2002/07/owl#AllDisjointClasses")
    assert [one for one in made if one.object == disjoint]


def test_names_that_come_near_are_found(service: Service) -> None:
    near = service.things.nearest(f"{G27}/SI-33")
    assert f"{G27}/SI-3" in near and len(near) == 3
    assert f"{ONTOLOGY}#contributionDeclared" in service.things.nearest(f"{ONTOLOGY}#contributionDeclraed")
    assert service.things.nearest(BASE + "x" * 10_000) == ()


def test_others_describe_what_the_graph_does_not(service: Service) -> None:
    thing, told = f"{BASE}id/made-up", Triple(NamedNode(f"{BASE}id/made-up"), NamedNode(TYPE), NamedNode(ONTOLOGY))

    class Other:
        def description(self, iri: str) -> list[Triple]:
            return [told] if iri in (thing, ONTOLOGY) else []

    things = Things(service.questions, [Other()])
    assert things.known(thing) and things.describe(thing) == [told]
    assert told not in things.describe(ONTOLOGY)


def test_expressions_and_paths_are_worded(service: Service) -> None:
    words = {}
    for one in service.graph.triples(SHAPES):
        if one.predicate.value.endswith("shacl#path") and isinstance(one.object, BlankNode):
            if isinstance(one.subject, NamedNode):
                blocks = Blocks(service.things.statements(one.subject.value))
                held = next(iter(blocks.said(one.subject)[one.predicate]))
                words[one.subject.value] = path(held, blocks)
    assert words and not [text for text in words.values() if "…" in text]
    assert any(" / " in text for text in words.values()) and any(" | " in text for text in words.values())
    blocks = Blocks(service.things.statements(f"{G27}/Case-SI-3"))
    said = blocks.said(NamedNode(f"{G27}/Case-SI-3"))
    (held,) = said[NamedNode("http://www.w3.org/2002/07/owl#equivalentClass")]
    assert worded(held, blocks) == (
        "(gx:Case and (gx:contributionDeclared value true) and (gx:contributionPaidInFull value false))"
    )
