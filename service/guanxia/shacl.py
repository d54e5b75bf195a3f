"""Shapes put to a graph by pySHACL. The words of a finding are those of the shape, in both languages."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from guanxia.model import Text


class BrokenShapes(Exception):
    """A shapes file that cannot be read or used."""


@dataclass(frozen=True, slots=True)
class Result:
    """One finding: the thing it is about, the shape that objects and its words; ``value`` is what was found."""

    focus: str
    shape: str
    component: str
    severity: str
    name: Text
    message: Text
    value: str | None


class Shapes:
    """Shapes files, read once. Raises BrokenShapes."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.graph = Graph()
        for path in paths:
            try:
                self.graph.parse(path, format="turtle")
            except (OSError, SyntaxError) as error:
                raise BrokenShapes(f"{path}: {error}") from error
        self._log = logging.getLogger("guanxia.shacl")
        self._log.setLevel(logging.CRITICAL)

    def results(self, statements: Iterable[tuple[str, str, str]]) -> tuple[Result, ...]:
        """What the shapes object to in statements given in N-Triples terms, by focus and shape. Raises BrokenShapes."""
        data = Graph()
        data.parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in statements), format="nt")
        try:
            _, report, text = validate(
                data, shacl_graph=self.graph, inference="none", advanced=False, inplace=True, meta_shacl=False
            )
        except Exception as error:
            raise BrokenShapes(str(error)) from error
        if not isinstance(report, Graph):
            raise BrokenShapes(text)
        found = {self._result(report, node) for node in report.subjects(RDF.type, SH.ValidationResult)}
        return tuple(sorted(found, key=lambda one: (one.focus, one.shape, one.component, one.value or "")))

    def _result(self, report: Graph, node: Node) -> Result:
        constraint = report.value(node, SH.sourceConstraint)
        shape = constraint if isinstance(constraint, URIRef) else report.value(node, SH.sourceShape)
        value = report.value(node, SH.value)
        return Result(
            focus=str(report.value(node, SH.focusNode)),
            shape=str(shape),
            component=_local(report.value(node, SH.sourceConstraintComponent)),
            severity=_local(report.value(node, SH.resultSeverity)).lower(),
            name=self._text(shape, SH.name),
            message=self._text(shape, SH.message),
            value=None if value is None else str(value),
        )

    def _text(self, shape: Node | None, property_: URIRef) -> Text:
        words = {getattr(one, "language", None): str(one) for one in self.graph.objects(shape, property_)}
        return Text(words.get("zh", ""), words.get("en", ""))


def _local(iri: Node | None) -> str:
    return str(iri).rsplit("#", 1)[-1]
