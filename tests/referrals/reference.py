"""Examples of packages, and stock pySHACL over knowledge and package as the reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyshacl
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse
from rdflib import RDF, SH, Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import BNode, Literal, Node

from guanxia.shacl_engine import Outcome
from guanxia.shacl_graph import to_rdflib

Row = tuple[str, ...]
_prepared = lru_cache(maxsize=None)(prepareQuery)


def examples(shapes: Path) -> list[Path]:
    """The example packages beside the shapes."""
    found = [path for path in shapes.glob("notices/*/*/*.ttl") if path.name.startswith(("pass-", "fail-"))]
    return sorted(found, key=lambda path: path.as_posix())


def spread(paths: Sequence[Path], count: int) -> list[Path]:
    """So many of the paths, evenly over them all."""
    step = max(1, -(-len(paths) // count))
    return list(paths[::step])


def read(path: Path) -> list[Triple]:
    return [quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)]


def with_blank_nodes(triples: Iterable[Triple], base: str = "https://w3id.org/guanxia/package/") -> list[Triple]:
    """The package with blank nodes in place of its own IRIs."""
    names: dict[str, BlankNode] = {}

    def own(term: Any) -> Any:
        if isinstance(term, NamedNode) and term.value.startswith(base):
            return names.setdefault(term.value, BlankNode())
        return term

    return [Triple(own(s), p, own(o)) for s, p, o in triples]


class Prepared(Graph):
    """A graph that reads the text of a query once; evaluation is rdflib's."""

    def query(self, query_object: Any, *args: Any, **named: Any) -> Any:
        return super().query(_prepared(query_object), *args, **named)


class Reference:
    """pySHACL as anyone would call it. The package is laid into the graph and taken out again."""

    def __init__(self, shapes: Iterable[Triple], knowledge: Iterable[Triple]) -> None:
        self.knowledge, self.prepared, self.shapes = _graph(knowledge, Graph()), Prepared(), _graph(shapes, Graph())
        for one in self.knowledge:
            self.prepared.add(one)

    def rows(self, package: Iterable[Triple], stock: bool = False) -> Counter[Row]:
        """Results as rows; ``stock`` lets pySHACL and rdflib read each query anew for each focus node."""
        graph = self.knowledge if stock else self.prepared
        own = [one for one in _graph(package, Graph()) if one not in graph]
        for one in own:
            graph.add(one)
        try:
            _, report, _ = pyshacl.validate(graph, shacl_graph=self.shapes, inference="none")
        finally:
            for one in own:
                graph.remove(one)
        assert isinstance(report, Graph)
        return Counter(_told(report, one) for one in report.subjects(RDF.type, SH.ValidationResult))


def _graph(triples: Iterable[Triple], graph: Graph) -> Graph:
    for subject, predicate, value in triples:
        graph.add((to_rdflib(subject), to_rdflib(predicate), to_rdflib(value)))
    return graph


def _told(report: Graph, one: Node) -> Row:
    single = [report.value(one, name) for name in (SH.focusNode, SH.value, SH.sourceShape, SH.sourceConstraint)]
    path = report.value(one, SH.resultPath)
    rest = [report.value(one, SH.sourceConstraintComponent), report.value(one, SH.resultSeverity)]
    return row(*single, path, *rest, report.objects(one, SH.resultMessage))


def row(*parts: Any) -> Row:
    """Terms in text; blank nodes of paths and shapes are compared as such, messages with their languages."""
    *terms, messages = parts
    words = sorted((str(text), text.language or "") for text in messages if isinstance(text, Literal))
    return (*("_:" if isinstance(one, BNode) else "" if one is None else one.n3() for one in terms), str(words))


def rows(outcomes: Iterable[Outcome]) -> Counter[Row]:
    """Results of the engine in the same form."""
    return Counter(
        row(
            one.focus,
            one.value,
            one.shape,
            one.constraint,
            one.path,
            one.component,
            one.severity,
            one.messages,
        )
        for one in outcomes
    )
