"""W3C's SHACL test suite (core and SPARQL) through the engine that validates packages."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import BNode, Literal, Node

from guanxia.shacl import BrokenShapes
from guanxia.shacl_engine import Engine
from guanxia.shacl_graph import to_oxigraph, to_rdflib
from tests.conftest import SHARED

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
SUITE = SHARED / "w3c" / "data-shapes-test-suite" / "tests"
EXCEPTIONS: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "shacl_exceptions.toml").read_text(encoding="utf-8")
)
LEAST, ALL = 118, 120


@dataclass(frozen=True, slots=True)
class Case:
    """One test of the suite."""

    name: str
    path: Path
    node: URIRef


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the suite, as the store reads it; the same for rdflib."""

    statements: list[Triple]
    prefixes: dict[str, str]
    graph: Graph


def _read(path: Path) -> Source:
    parsed = parse(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())
    statements = [quad.triple for quad in parsed]
    graph = Graph()
    for subject, predicate, value in statements:
        graph.add((to_rdflib(subject), to_rdflib(predicate), to_rdflib(value)))
    return Source(statements, parsed.prefixes, graph)


def _cases(manifest: Path) -> list[Case]:
    graph = _read(manifest).graph
    found = [
        Case(f"{manifest.relative_to(SUITE).parent.as_posix()}/{str(node).rsplit('/', 1)[-1]}", manifest, node)
        for entries in graph.objects(None, MF.entries)
        for node in Collection(graph, entries)
        if isinstance(node, URIRef)
    ]
    for included in sorted(graph.objects(None, MF.include), key=str):
        found += _cases(Path(str(included).removeprefix("file://")))
    return found


CASES = _cases(SUITE / "manifest.ttl") if SUITE.is_dir() else []


def _source(own: Source, path: Path, address: Node | None) -> Source:
    target = Path(str(address).removeprefix("file://"))
    return own if target == path else _read(target)


def _path(graph: Graph, node: Node | None) -> str:
    """A property path as text, whatever its blank nodes are called."""
    if node is None or not isinstance(node, BNode):
        return str(node)
    if (node, RDF.first, None) in graph:
        return " / ".join(_path(graph, one) for one in Collection(graph, node))
    steps = {
        str(p): " | ".join(_path(graph, x) for x in Collection(graph, o))
        if p == SH.alternativePath
        else _path(graph, o)
        for p, o in graph.predicate_objects(node)
    }
    return str(sorted(steps.items()))


def _told(case: Case) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    """Expected and actual results. Raises BrokenShapes."""
    source = _read(case.path)
    own = source.graph
    action, expected = own.value(case.node, MF.action), own.value(case.node, MF.result)
    data = _source(source, case.path, own.value(action, SHT.dataGraph))
    shapes = _source(source, case.path, own.value(action, SHT.shapesGraph))
    asked = [] if expected == SHT.Failure else list(own.objects(expected, SH.result))
    results = [
        (
            own.value(one, SH.focusNode),
            _path(own, own.value(one, SH.resultPath)),
            own.value(one, SH.value),
            own.value(one, SH.sourceConstraintComponent),
            own.value(one, SH.sourceShape),
            own.value(one, SH.resultSeverity),
            frozenset(own.objects(one, SH.resultMessage)),
        )
        for one in asked
    ]
    shaped = any(shape is not None for *_, shape, _, _ in results)
    worded = any(messages for *_, messages in results)
    shared_nodes = data is source

    def row(focus: Node | None, path: str, value: Node | None, rest: list[object]) -> tuple[str, ...]:
        terms = [_shown(one, shared_nodes) for one in (focus, value)]
        return (*terms, path, *map(str, rest))

    want = Counter(
        row(focus, path, value, [component, shape if shaped else "", severity, _words(words) if worded else ""])
        for focus, path, value, component, shape, severity, words in results
    )
    found = Engine(shapes.statements, prefixes=data.prefixes).validate(data.statements)
    have = Counter(
        row(
            one.focus,
            _path(shapes.graph, one.path),
            one.value,
            [
                one.component,
                one.shape if shaped else "",
                one.severity,
                _words(one.messages) if worded else "",
            ],
        )
        for one in found
    )
    return want, have


def _shown(term: Node | None, shared_nodes: bool) -> str:
    if isinstance(term, BNode) and not shared_nodes:
        return "blank"
    return "" if term is None else str(to_oxigraph(term))


def _words(messages: frozenset[Node]) -> str:
    return str(sorted((str(one), one.language or "") for one in messages if isinstance(one, Literal)))


def test_the_suite_is_whole(shared: Path) -> None:
    assert shared.is_dir()
    assert len(CASES) == ALL
    assert len(EXCEPTIONS) <= ALL - LEAST
    assert EXCEPTIONS.keys() <= {case.name for case in CASES}
    assert all(len(reason) > 20 for reason in EXCEPTIONS.values())


@pytest.mark.parametrize("case", CASES or [None], ids=lambda case: case.name if case else "suite")
def test_the_engine_tells_what_the_suite_expects(case: Case | None, shared: Path) -> None:
    assert case is not None, shared
    fails = SHT.Failure in _read(case.path).graph.objects(case.node, MF.result)
    try:
        want, have = _told(case)
        passed = not fails and want == have
    except BrokenShapes as error:
        want, have, passed = Counter(), Counter([(str(error),)]), fails
    assert passed == (case.name not in EXCEPTIONS), f"expected {want}\nfound {have}"
