"""The shapes of the knowledge graph: the graph conforms, and each constraint catches what it is for."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SH, Graph, Literal, URIRef

from guanxia import publish
from guanxia.shacl import Result, Shapes
from guanxia.store import turtle_files
from tests.check.mutants import Constraint, Mutation, constraints

Triple = tuple[str, str, str]


@pytest.fixture(scope="module")
def shapes(root: Path) -> Shapes:
    return Shapes([root / "shapes" / "knowledge.ttl"])


@pytest.fixture(scope="module")
def statements(root: Path) -> list[Triple]:
    return [triple for path in turtle_files([root / "ontology"]) for triple in publish.statements(path)]


@pytest.fixture(scope="module")
def mutants(shapes: Shapes, statements: list[Triple]) -> tuple[dict[Constraint, str], tuple[Result, ...]]:
    """The focus of each broken copy, and what the shapes say of the graph with all copies in it."""
    data = Graph().parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in statements), format="nt")
    mutation, focuses, added = Mutation(shapes.graph, data), {}, []
    for constraint in constraints(shapes.graph):
        focuses[constraint], broken = mutation.of(constraint)
        added += [(s.n3(), p.n3(), o.n3()) for s, p, o in broken]
    return focuses, shapes.results([*statements, *added])


def test_the_graph_conforms(shapes: Shapes, statements: list[Triple]) -> None:
    assert shapes.results(statements) == ()


def test_each_constraint_catches_a_broken_copy(mutants: tuple[dict[Constraint, str], tuple[Result, ...]]) -> None:
    focuses, results = mutants
    caught = {(one.focus, one.shape, one.component.removesuffix("ConstraintComponent")) for one in results}
    blind = [one.name for one, focus in focuses.items() if (focus, str(one.shape), one.component) not in caught]
    assert len(focuses) > 200
    assert blind == []


def test_a_broken_copy_is_caught_for_its_own_reason(mutants: tuple[dict[Constraint, str], tuple[Result, ...]]) -> None:
    """Other shapes may object to the same predicate, but a copy that breaks everything would prove nothing."""
    focuses, results = mutants
    objecting = {one: {result.shape for result in results if result.focus == focus} for one, focus in focuses.items()}
    assert {one.name: len(found) for one, found in objecting.items() if len(found) > 4} == {}


def test_each_shape_speaks_chinese_and_english_once_and_says_where_it_comes_from(shapes: Shapes) -> None:
    graph, wrong = shapes.graph, []
    for shape in {one.shape for one in constraints(graph)}:
        for property_ in (SH.message, SH.name):
            languages = sorted(str(getattr(one, "language", "")) for one in graph.objects(shape, property_))
            if languages != ["en", "zh"]:
                wrong.append((shape, property_, languages))
        source, description = URIRef("http://purl.org/dc/terms/source"), URIRef("http://purl.org/dc/terms/description")
        if not any(graph.objects(shape, source)) and not any(graph.objects(shape, description)):
            wrong.append((shape, source, []))
    assert wrong == []


def test_a_shape_is_named_after_what_it_looks_at(shapes: Shapes) -> None:
    names = [str(one.shape).removeprefix("https://w3id.org/guanxia/shapes#") for one in constraints(shapes.graph)]
    assert [name for name in names if "/" in name or (name != "Subject" and name.count("-") != 1)] == []


def test_the_words_of_a_finding_are_those_of_its_shape(
    shapes: Shapes, mutants: tuple[dict[Constraint, str], tuple[Result, ...]]
) -> None:
    digest = next(one for one in mutants[1] if one.shape.endswith("#Clause-digest"))
    assert digest.message.zh.startswith("SHA-256 与原文不符")
    assert digest.message.en.startswith("The SHA-256 does not fit")


def test_a_parameter_is_a_word_of_shacl(shapes: Shapes, shared: Path) -> None:
    """A misspelt constraint passes in silence."""
    vocabulary = Graph().parse(shared / "vocabularies" / "shacl.ttl")
    used = {one for triple in shapes.graph for one in triple if isinstance(one, URIRef) and one.startswith(str(SH))}
    assert {one for one in used if (one, None, None) not in vocabulary} == set()
    assert Literal(2) in set(shapes.graph.objects(None, SH.minCount))
