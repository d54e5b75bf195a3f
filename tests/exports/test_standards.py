"""The standards' own shapes and vocabularies judge what is exported in their words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.namespace import DC, SDO
from rdflib.term import Node

from guanxia.app import Service
from guanxia.exports import EXPORTS
from guanxia.linked.formats import N_TRIPLES, serialise
from tests.exports.statements import SPACES
from tests.house.closure import (
    around,
    classes_that_are_concepts,
    closed,
    entities_that_are_activities,
    errors,
    on_two_levels,
    one_of_each_make,
)
from tests.house.project import ROOT
from tests.house.test_alignment import SHARED_SPACES, VOCABULARIES

SHAPES = ("cpsv-ap-3.2.0-shapes.ttl", "cccev-ap-2.1.0-shapes.ttl")
THEIR_OWN = ("cpsv-ap-3.2.0.ttl", "cccev-2.1.0.ttl")
CLOSURE = ("eli-1.2.nt", "prov-o.ttl", "skos.rdf", "org.ttl", "oa.ttl", "cpsv-ap-3.2.0.ttl", "cccev-2.1.0.ttl")
GraphOf = Callable[[str], Graph]


def violations(data: Graph, shapes: Path) -> list[str]:
    _, report, _ = validate(data, shacl_graph=Graph().parse(shapes), inference="none", advanced=False)
    assert isinstance(report, Graph)
    return sorted(
        f"{report.value(one, SH.focusNode)} {report.value(one, SH.resultPath)} {report.value(one, SH.resultMessage)}"
        for one in report.subjects(RDF.type, SH.ValidationResult)
    )


@pytest.mark.parametrize("shapes", SHAPES)
@pytest.mark.parametrize("name", ["services", "organizations"])
def test_the_standards_own_shapes_find_nothing(graph_of: GraphOf, shared: Path, shapes: str, name: str) -> None:
    assert violations(graph_of(name), shared / "vocabularies" / shapes) == []


@pytest.mark.parametrize("shapes", SHAPES)
@pytest.mark.parametrize("name", ["services", "organizations"])
def test_nor_do_they_where_subclasses_count(graph_of: GraphOf, shared: Path, shapes: str, name: str) -> None:
    """With the axioms of the vocabularies an office is an agent and a requirement of information a requirement."""
    data = graph_of(name)
    for vocabulary in THEIR_OWN:
        data.parse(shared / "vocabularies" / vocabulary)
    assert violations(data, shared / "vocabularies" / shapes) == []


def test_the_shapes_object_when_something_is_taken_away(graph_of: GraphOf, shared: Path) -> None:
    data = graph_of("services")
    cv = SPACES["cv"]
    service, _, office = min(data.triples((None, URIRef(f"{cv}hasCompetentAuthority"), None)))
    data.remove((service, URIRef(f"{cv}hasCompetentAuthority"), office))
    data.remove((office, RDF.type, None))
    found = violations(data, shared / "vocabularies" / SHAPES[0])
    assert any(str(service) in one and "hasCompetentAuthority" in one for one in found)
    assert len(found) > 1


def test_services_of_another_city_pass_too(two_cities: Service, shared: Path) -> None:
    data = Graph().parse(data=serialise(two_cities.exports.triples("services"), N_TRIPLES), format="nt")
    for shapes in SHAPES:
        assert violations(data, shared / "vocabularies" / shapes) == []


@pytest.fixture(scope="module")
def known(shared: Path) -> dict[str, set[str]]:
    """Terms of each vocabulary, by its namespace; those of our own ontology are the ones with a label."""
    files = {**{space: (name,) for space, name in VOCABULARIES.items()}, **SHARED_SPACES}
    known = {
        space: {str(one) for name in names for one in Graph().parse(shared / "vocabularies" / name).subjects()}
        for space, names in files.items()
    }
    law = Graph()
    for path in sorted((ROOT / "ontology").rglob("*.ttl")):
        law.parse(path)
    return {**known, SPACES["gx"]: {str(one) for one in law.subjects(RDFS.label)}}


def exists(term: str, known: dict[str, set[str]]) -> bool:
    closed_spaces = {str(space): space for space in (DC, RDF, RDFS, SDO)}
    for space, names in closed_spaces.items():
        if term.startswith(space):
            return term.removeprefix(space) in names
    return any(term in terms for space, terms in known.items() if term.startswith(space))


@pytest.mark.parametrize("name", [export.name for export in EXPORTS])
def test_every_term_exists_in_its_vocabulary(graph_of: GraphOf, known: dict[str, set[str]], name: str) -> None:
    graph = graph_of(name)
    terms = {str(term) for term in (*graph.predicates(), *graph.objects(predicate=RDF.type))}
    assert len(terms) > 5
    assert {term for term in terms if not exists(term, known)} == set()
    assert not exists(f"{SPACES['cv']}processTime", known) and not exists(f"{SPACES['schema']}legislationNo", known)


@pytest.fixture(scope="module")
def axioms(shared: Path) -> Graph:
    graph = Graph()
    for name in CLOSURE:
        graph.parse(shared / "vocabularies" / name)
    return graph


def misfits(data: Graph, axioms: Graph) -> set[str]:
    """Properties with a subject or object that is not stated to be of a class that the vocabulary names for it.

    Literals are compared with the datatype that is named.
    """
    found = set()
    for property in set(data.predicates()):
        for side, place in ((RDFS.domain, 0), (RDFS.range, 2)):
            for wanted in axioms.objects(property, side):
                members = axioms.value(wanted, OWL.unionOf)
                classes = set(axioms.items(members)) if members else {wanted}
                if classes & {OWL.Thing, RDFS.Resource, RDFS.Literal} or not all(
                    isinstance(one, URIRef) for one in classes
                ):
                    continue
                for triple in data.triples((None, property, None)):
                    if not classes & stated(triple[place], data, axioms):
                        found.add(f"{property} {side} {triple[place]}")
    return found


def stated(node: Node, data: Graph, axioms: Graph) -> set[Node]:
    """Classes that are stated of a node, with those above them; the datatype of a literal."""
    if isinstance(node, Literal):
        return {node.datatype or XSD.string}
    types = [*data.objects(node, RDF.type), *axioms.objects(node, RDF.type)]
    return {above for one in types for above in axioms.transitive_objects(one, RDFS.subClassOf) if above is not None}


@pytest.mark.parametrize("name", [export.name for export in EXPORTS[:-1]])
def test_subjects_and_objects_are_of_the_classes_that_the_vocabulary_names(
    graph_of: GraphOf, axioms: Graph, name: str
) -> None:
    assert misfits(graph_of(name), axioms) == set()


def test_a_subject_or_object_of_a_wrong_class_is_found(graph_of: GraphOf, axioms: Graph) -> None:
    data, eli, notice = graph_of("legislation"), SPACES["eli"], URIRef(f"{SPACES['id']}notice/guilin-2020-27")
    data.add((notice, URIRef(f"{eli}title"), Literal("通知", lang="zh")))
    data.add((notice, URIRef(f"{eli}passed_by"), URIRef(f"{SPACES['id']}area/450300")))
    data.add((notice, URIRef(f"{eli}date_document"), Literal("2020")))
    found = misfits(data, axioms)
    assert {one.split()[0].removeprefix(eli) for one in found} == {"title", "passed_by", "date_document"}


@pytest.fixture(scope="module")
def closure(graph_of: GraphOf, shared: Path) -> Graph:
    """All exports but that for search engines beside the law, one thing of each make, with their vocabularies."""
    whole = Graph()
    for export in EXPORTS[:-1]:
        whole += graph_of(export.name)
    for path in sorted((ROOT / "ontology").rglob("*.ttl")):
        if path.name != "alignment-loose.ttl":
            whole.parse(path)
    chosen = around(whole, one_of_each_make(whole, SPACES["id"]))
    for name in ("guanxia.ttl", "alignment.ttl"):
        chosen.parse(ROOT / "ontology" / name)
    return closed(chosen, shared, *CLOSURE)


def test_nothing_exported_becomes_two_things_at_once(closure: Graph) -> None:
    assert errors(closure) == []
    assert on_two_levels(closure) == set()
    assert entities_that_are_activities(closure) == set()
    assert classes_that_are_concepts(closure) == set()


def test_the_closure_looked_at_each_kind_of_exported_thing(closure: Graph) -> None:
    def ours(kind: str) -> set[Node]:
        prefix, name = kind.split(":")
        return {one for one in closure.subjects(RDF.type, URIRef(SPACES[prefix] + name)) if SPACES["id"] in str(one)}

    kinds = (
        "cpsv:PublicService",
        "cv:Requirement",
        "cv:EvidenceType",
        "eli:LegalExpression",
        "org:Post",
        "prov:Entity",
    )
    assert [kind for kind in kinds if not ours(kind)] == []
    assert (URIRef(f"{SPACES['gx']}Notice"), RDF.type, OWL.Class) in closure
