"""What each demand says of itself: names, words in both languages, remedy, source, severity."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from tests.shapes.examples import SHAPE, constraints

GX = Namespace("https://w3id.org/guanxia/ontology#")
BASE = "https://w3id.org/guanxia/id/"
NAMED = re.compile(r"`(\w+)`")
LANGUAGES = ["en", "zh"]
# A number of days that no statute names would be made up.
DAYS = re.compile(r"[0-9〇一二三四五六七八九十]+\s*(?:个工作日|个自然日|日内|天)|\b\d+\s+(?:working |calendar )?days\b")
NESTED = re.compile(r"\([^()]*[+*][^()]*\)(?:[+*]|\{\d+,)")


@pytest.fixture(scope="module")
def knowledge(root: Path) -> Graph:
    graph = Graph()
    for path in sorted((root / "ontology").rglob("*.ttl")):
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def demands(shapes: Graph) -> list[URIRef]:
    """Every property shape and query that can object."""
    return sorted({URIRef(SHAPE + one.shape) for one in constraints(shapes)})


def words(shapes: Graph, one: Node, property_: URIRef) -> list[Literal]:
    return [value for value in shapes.objects(one, property_) if isinstance(value, Literal)]


def local(one: Node) -> str:
    return str(one).removeprefix(SHAPE)


@pytest.mark.parametrize("property_", [SH.name, SH.description, SH.message, GX.fix], ids=lambda one: one[-7:])
def test_each_demand_has_its_words_once_in_each_language(
    property_: URIRef, shapes: Graph, demands: list[URIRef]
) -> None:
    found = {local(one): sorted(str(text.language) for text in words(shapes, one, property_)) for one in demands}
    assert {name: languages for name, languages in found.items() if languages != LANGUAGES} == {}


def test_a_query_says_what_it_expected(shapes: Graph, demands: list[URIRef]) -> None:
    queries = [one for one in demands if (one, SH.select, None) in shapes]
    assert queries
    silent = [
        local(one)
        for one in queries
        if sorted(str(text.language) for text in words(shapes, one, GX.expected)) != LANGUAGES
    ]
    assert silent == []


def test_words_have_no_gaps_to_fill(shapes: Graph, demands: list[URIRef]) -> None:
    assert [local(one) for one in demands if any("{" in text for text in words(shapes, one, SH.message))] == []


def test_a_remedy_names_the_same_properties_in_both_languages(
    shapes: Graph, demands: list[URIRef], knowledge: Graph
) -> None:
    wrong = []
    for one in demands:
        named = {str(text.language): set(NAMED.findall(text)) for text in words(shapes, one, GX.fix)}
        strangers = {word for word in named["zh"] if (GX[word], RDFS.range, None) not in knowledge} - {"role", "area"}
        strangers -= {"provision"}
        if not named["zh"] or named["zh"] != named["en"] or strangers:
            wrong.append((local(one), named))
    assert wrong == []


def test_each_demand_says_how_grave_it_is_and_where_it_comes_from(
    shapes: Graph, demands: list[URIRef], knowledge: Graph
) -> None:
    wrong: list[object] = []
    for one in demands:
        severities, sources = list(shapes.objects(one, SH.severity)), list(shapes.objects(one, DCTERMS.source))
        if len(severities) != 1 or len(sources) != 1:
            wrong.append((local(one), severities, sources))
            continue
        (severity,), (source,) = severities, sources
        made_up = (one, GX.reconstructed, Literal(True)) in shapes
        if made_up != (severity != SH.Violation):
            wrong.append((local(one), severity, made_up))
        if str(source).startswith("https://w3id.org/guanxia/") and (source, None, None) not in knowledge:
            wrong.append((local(one), source))
    assert wrong == []


def test_a_query_is_as_grave_as_the_shape_that_carries_it(shapes: Graph) -> None:
    """pySHACL takes the severity of the shape."""
    wrong = [
        local(query)
        for host, query in shapes.subject_objects(SH.sparql)
        if shapes.value(host, SH.severity, default=SH.Violation) != shapes.value(query, SH.severity)
    ]
    assert wrong == []


def test_a_shape_with_queries_has_no_message_of_its_own(shapes: Graph) -> None:
    """pySHACL would add it to each result of the queries."""
    assert [local(host) for host in shapes.subjects(SH.sparql) if (host, SH.message, None) in shapes] == []


def test_what_a_demand_stands_on_is_in_the_graph(shapes: Graph, demands: list[URIRef], knowledge: Graph) -> None:
    norms = set(knowledge.transitive_subjects(RDFS.subClassOf, GX.Norm))
    wrong: list[object] = []
    for one in demands:
        for provision in shapes.objects(one, GX.provision):
            if (provision, RDF.type, GX.Provision) not in knowledge:
                wrong.append((local(one), provision))
        clauses, source = set(shapes.objects(one, GX.statedIn)), shapes.value(one, DCTERMS.source)
        wrong += [(local(one), clause) for clause in clauses if (clause, RDF.type, GX.Clause) not in knowledge]
        if source is not None and norms & set(knowledge.objects(source, RDF.type)):
            if clauses != {knowledge.value(source, GX.statedIn)}:
                wrong.append((local(one), clauses))
        elif clauses:
            wrong.append((local(one), source))
    assert wrong == []


def test_no_number_of_days_is_made_up(shapes: Graph, demands: list[URIRef]) -> None:
    texts = [
        (one, text)
        for one in demands
        for name in (SH.message, GX.fix, GX.expected)
        for text in words(shapes, one, name)
    ]
    assert [(local(one), text) for one, text in texts if DAYS.search(text)] == []


def test_patterns_cannot_run_away(shapes: Graph) -> None:
    patterns = [str(one) for one in shapes.objects(None, SH.pattern)]
    patterns += re.findall(r'REGEX\([^"]*"([^"]*)"', " ".join(str(one) for one in shapes.objects(None, SH.select)))
    assert patterns
    assert [one for one in patterns if NESTED.search(one)] == []


def test_a_query_tells_the_path_and_asks_for_nothing_that_shacl_forbids(shapes: Graph) -> None:
    queries = {local(one): str(text) for one, text in shapes.subject_objects(SH.select)}
    heads = {name: re.search(r"SELECT (.*) WHERE", text) for name, text in queries.items()}
    assert {name for name, head in heads.items() if not head or "$this ?path" not in head[1]} == set()
    forbidden = re.compile(r"\b(?:MINUS|SERVICE|VALUES|FROM)\b")
    assert {name for name, text in queries.items() if forbidden.search(text)} == set()


def test_a_shape_is_named_after_its_class_and_what_it_looks_at(shapes: Graph, demands: list[URIRef]) -> None:
    named = re.compile(r"[A-Z][A-Za-z]+-[a-z][A-Za-z0-9]+")
    assert [local(one) for one in demands if not named.fullmatch(local(one))] == []
    hosts = {host for link in (SH.property, SH.sparql) for host in shapes.subjects(link)}
    assert all(str(host).startswith(SHAPE) for host in hosts)
    for host in hosts:
        languages = sorted(str(text.language) for text in words(shapes, host, SH.name))
        assert languages == LANGUAGES, host


def test_a_parameter_is_a_word_of_shacl(shapes: Graph, shared: Path) -> None:
    """A misspelt constraint passes in silence."""
    vocabulary = Graph().parse(shared / "vocabularies" / "shacl.ttl")
    used = {one for triple in shapes for one in triple if isinstance(one, URIRef) and one.startswith(str(SH))}
    assert {one for one in used if (one, None, None) not in vocabulary} == set()


def test_shapes_look_at_packages_alone(shapes: Graph, knowledge: Graph) -> None:
    """A shape that found its target in the public graph would judge the law."""
    packages = {GX.Package, *knowledge.subjects(RDFS.subClassOf, GX.Package)}
    assert set(shapes.objects(None, SH.targetClass)) <= packages
    marks = set(shapes.objects(None, SH.targetObjectsOf))
    assert marks and not [one for one in marks if (None, one, None) in knowledge]
    assert not [one for one in (SH.targetNode, SH.targetSubjectsOf, SH.target) if (None, one, None) in shapes]


# The deciding department says what these are.
LEFT_OPEN = {"transfer-application/other-materials"}


def test_each_part_that_a_document_must_have_is_demanded(files: list[Path], knowledge: Graph) -> None:
    """What the graph says a document must contain is demanded; what is reconstructed, at least as advice."""
    missing = []
    common = Graph().parse(next(one for one in files if one.stem == "common"))
    for kind in set(knowledge.objects(None, GX.documentKind)):
        notation = str(knowledge.value(kind, SKOS.notation))
        (path,) = (one for one in files if one.stem == notation)
        own = Graph().parse(path)
        for part in knowledge.objects(kind, GX.mustContain):
            carriers = set(knowledge.objects(part, GX.carriedBy))
            advice = (part, RDF.type, GX.ReconstructedStatement) in knowledge
            where = (own, common) if advice else (own,)
            levels = (SH.Violation, SH.Warning) if advice else (SH.Violation,)
            demands = [
                (graph, one) for graph in where for level in levels for one in graph.subjects(SH.severity, level)
            ]
            if not any(carriers & _about(graph, one) for graph, one in demands):
                missing.append(str(part).removeprefix(f"{BASE}document-kind/"))
    assert set(missing) == LEFT_OPEN


def _about(graph: Graph, demand: Node) -> set[Node]:
    """The properties that a demand looks at."""
    queries = " ".join(str(text) for text in graph.objects(demand, SH.select))
    found: set[Node] = {GX[name] for name in re.findall(r"gx:(\w+)", queries)}
    waiting = list(graph.objects(demand, SH.path))
    while waiting:
        node = waiting.pop()
        found.add(node)
        if not isinstance(node, URIRef):
            waiting += [
                *graph.objects(node, SH.alternativePath),
                *graph.objects(node, RDF.first),
                *graph.objects(node, RDF.rest),
            ]
    return found
