"""The engine that serves reports what pySHACL reports, keeps nothing, and refuses broken shapes at its start."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from guanxia.app import Service
from guanxia.citations import Resolver
from guanxia.referrals.examiner import Examiner, read_rules
from guanxia.referrals.reading import Reader
from guanxia.referrals.statements import GX, RDF, SH, Statements
from guanxia.settings import Settings
from guanxia.shacl import BrokenShapes
from guanxia.shacl_engine import Engine
from guanxia.store import rule_files
from tests.referrals.reference import Reference, examples, read, rows, spread, with_blank_nodes

EXAMPLES = examples(Settings().shapes)
STOCK, PREPARED = 4, 40
_PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(scope="module")
def reader(service: Service) -> Reader:
    return Reader(Resolver(service.questions))


@pytest.fixture(scope="module")
def shapes(service: Service) -> list[Triple]:
    return read_rules(rule_files(service.settings.shapes))


@pytest.fixture(scope="module")
def engine(service: Service, shapes: list[Triple]) -> Engine:
    return Engine(shapes, service.graph)


@pytest.fixture(scope="module")
def reference(service: Service, shapes: list[Triple]) -> Reference:
    return Reference(shapes, service.graph)


def _turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse((_PREFIXES + text).encode(), RdfFormat.TURTLE)]


@pytest.mark.parametrize("path", spread(EXAMPLES, PREPARED), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_engine_reports_what_pyshacl_reports(
    path: Path, engine: Engine, reference: Reference, reader: Reader
) -> None:
    package = reader.read(read(path))
    assert rows(engine.validate(package)) == reference.rows(package)


@pytest.mark.parametrize("path", spread(EXAMPLES, STOCK), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_engine_reports_what_stock_pyshacl_reports_of_blank_nodes(
    path: Path, engine: Engine, reference: Reference, reader: Reader
) -> None:
    package = reader.read(with_blank_nodes(read(path)))
    assert rows(engine.validate(package)) == reference.rows(package, stock=True)


def test_nothing_of_a_package_stays(engine: Engine, service: Service) -> None:
    package = with_blank_nodes(read(EXAMPLES[0]))
    first = rows(engine.validate(package))
    assert rows(engine.validate([])) == rows([])
    assert rows(engine.validate(package)) == first
    assert len(engine.graph) == len(service.graph)
    assert len(engine.graph.query("SELECT ?s ?p ?o { ?s ?p ?o }")) == len(service.graph)


def test_what_the_knowledge_states_itself_stays(engine: Engine, service: Service) -> None:
    engine.validate(list(service.graph)[:50])
    assert len(engine.graph.query("SELECT ?s ?p ?o { ?s ?p ?o }")) == len(service.graph)


def test_a_package_leaves_also_when_its_validation_fails(engine: Engine, service: Service) -> None:
    with pytest.raises(RuntimeError), engine.laid(read(EXAMPLES[0])):
        raise RuntimeError
    assert len(engine.graph) == len(service.graph)


def test_a_blank_node_of_a_package_is_never_one_of_the_knowledge(service: Service) -> None:
    taken = next(one.subject for one in service.graph if isinstance(one.subject, BlankNode))
    package = [
        Triple(taken, NamedNode(f"{RDF}type"), NamedNode(f"{GX}PenaltyProposal")),
        Triple(taken, NamedNode(f"{GX}basicFacts"), Literal("x")),
    ]
    examiner = Examiner(service.graph, rule_files(service.settings.shapes))
    assert {one.focus for one in examiner.examine(package).results} == {taken}


def test_a_query_that_is_told_at_a_severity_has_it(shapes: list[Triple]) -> None:
    """pySHACL takes the severity of the shape; that of the constraint is for its readers."""
    stated = Statements(shapes)
    wrong = []
    for shape, predicate, query in stated:
        if predicate == f"{SH}sparql":
            own = stated.plain(shape, f"{SH}severity") or f"{SH}Violation"
            if (stated.plain(query, f"{SH}severity") or own) != own:
                wrong.append(query.value)
    assert not wrong


@pytest.mark.parametrize(
    "shape",
    [
        'ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount "one" ] .',
        'ex:S sh:targetClass ex:C ; sh:sparql [ sh:select "SELECT $this { $this ex:p" ] .',
        'ex:S sh:targetClass ex:C ; sh:sparql [ sh:select "SELECT $this { SERVICE <http://x/> { $this ?p ?o } }" ] .',
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 , 2 ] .",
    ],
)
def test_a_faulty_shape_is_told_before_any_package_reaches_it(shape: str) -> None:
    with pytest.raises(BrokenShapes):
        Engine(_turtle(shape))


def test_markup_in_a_literal_is_never_parsed() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "' + "x" * 100 + '">]><a>' + "&b;" * 100 + "</a>"
    engine = Engine(_turtle("ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:maxLength 5 ] ."))
    for name in ("XMLLiteral", "HTML"):
        literal = Literal(bomb, datatype=NamedNode(RDF + name))
        found = engine.validate([Triple(NamedNode("urn:a"), NamedNode("http://example.org/p"), literal)])
        assert [str(one.value) for one in found] == [bomb]


def test_what_cannot_be_read_as_a_value_is_not_told_to_a_log(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    engine = Engine(_turtle("ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:datatype xsd:date ] ."))
    for name in ("boolean", "date", "integer", "decimal", "gYearMonth"):
        literal = Literal("王小明", datatype=NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}"))
        assert engine.validate([Triple(NamedNode("urn:a"), NamedNode("http://example.org/p"), literal)])
    told = capfd.readouterr()
    assert "王小明" not in told.out + told.err + caplog.text


def test_a_number_is_told_as_it_was_written() -> None:
    engine = Engine(
        _turtle('ex:S sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select "SELECT $this ?value { $this ?q ?value }" ] .')
    )
    literal = Literal("0012600.30", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    found = engine.validate([Triple(NamedNode("urn:a"), NamedNode("http://example.org/p"), literal)])
    assert [str(one.value) for one in found] == ["0012600.30"]


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("SELECT $this ?value { $this ex:p ?value }", ["1", "2"]),
        ("SELECT ?this ?value WHERE { ?x ex:p ?value FILTER(?x = ?this) }", ["1", "2"]),
        ("SELECT $this (MAX(?v) AS ?value) WHERE { $this ex:p ?v } GROUP BY $this", ["2"]),
        ("SELECT $this ?value WHERE { $this ex:p ?value } ORDER BY $this DESC(?value) LIMIT 1", ["2"]),
        ("SELECT DISTINCT $this ?value { { SELECT $this ?value { $this ex:p ?value } } }", ["1", "2"]),
        ("SELECT $this ?value { BIND($this AS ?t) ?t ex:p ?value FILTER(BOUND($this)) }", ["1", "2"]),
        ("SELECT $this ?value { $this ex:p ?value FILTER NOT EXISTS { $this ex:p ?w FILTER(?w > ?value) } }", ["2"]),
        ("SELECT $this ?value { $this ex:p ?value FILTER(STR(?value) != '$this') # $this\n}", ["1", "2"]),
    ],
)
@pytest.mark.parametrize("subject", [NamedNode("urn:a"), BlankNode("a")])
def test_a_query_sees_its_focus_node_wherever_it_names_it(
    query: str, values: list[str], subject: NamedNode | BlankNode
) -> None:
    engine = Engine(
        _turtle(
            'ex:P sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .'
            f'ex:S sh:targetSubjectsOf ex:p ; sh:sparql [ sh:prefixes ex:P ; sh:select """{query}""" ] .'
        )
    )
    number = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    package = [Triple(subject, NamedNode("http://example.org/p"), Literal(one, datatype=number)) for one in "12"]
    package.append(Triple(NamedNode("urn:b"), NamedNode("http://example.org/q"), Literal("3")))
    found = engine.validate(package)
    assert sorted(str(one.value) for one in found) == values
    assert {str(one.focus) for one in found} == {subject.value}
