"""Packages put to the shapes over the public knowledge, one after another; nothing of one stays for the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from guanxia.referrals.reading import Reader
from guanxia.referrals.rules import Rules
from guanxia.referrals.statements import Statements, Term
from guanxia.shacl_engine import Engine, Outcome
from guanxia.shacl_graph import to_oxigraph
from guanxia.store import Graph, UnreadableGraph, hash_of


@dataclass(frozen=True, slots=True)
class Result:
    """One objection. ``values`` are those at the path, for a constraint that is about all of them."""

    focus: Term
    path: Term | None
    value: Term | None
    component: str
    shape: Term
    constraint: Term | None
    severity: str
    messages: frozenset[Term]
    values: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the shapes object to in one package; ``document`` is its subject, ``kind`` the kind of paper."""

    package: Statements
    document: Term | None
    kind: NamedNode | None
    results: tuple[Result, ...]


def read_rules(paths: Iterable[Path]) -> list[Triple]:
    """The shapes in files. Raises UnreadableGraph."""
    found: list[Triple] = []
    for path in paths:
        try:
            quads = parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True)
            found += [quad.triple for quad in quads if not isinstance(quad, Triple)]
        except SyntaxError as error:
            raise UnreadableGraph(path, error.lineno, error.msg) from error
    return found


class Examiner:
    """Shapes and knowledge, read once; ``reader`` reads citations in words. Raises UnreadableGraph or BrokenShapes."""

    def __init__(self, graph: Graph, shapes: Sequence[Path], reader: Reader | None = None) -> None:
        statements, knowledge = read_rules(shapes), list(graph)
        self.rules = Rules(Statements(statements), Statements(knowledge))
        self.release, self.shapes = graph.release, hash_of(shapes)
        self._read = reader.read if reader else list
        self._engine = Engine(statements, knowledge)

    def examine(self, triples: Iterable[Triple]) -> Report:
        """All that the shapes object to in one package."""
        own = self._read(triples)
        package = Statements(own)
        document = next((one for one in package.subjects() if self.rules.kind(one, package)), None)
        kind = self.rules.kind(document, package) if document is not None else None
        fresh, given = _renamed(own)
        results = [_result(one, given) for one in self._engine.validate(fresh)]
        return Report(package, document, kind, tuple(results))


def _renamed(triples: Sequence[Triple]) -> tuple[list[Triple], dict[Term, Term]]:
    """Blank nodes under names that nothing else bears, and the way back."""
    fresh: dict[object, BlankNode] = {}

    def own(term: object) -> object:
        if not isinstance(term, BlankNode):
            return term
        return fresh.setdefault(term, BlankNode())

    made = [Triple(own(s), p, own(o)) for s, p, o in triples]  # type: ignore[arg-type]
    return made, {new: old for old, new in fresh.items() if isinstance(old, BlankNode)}


def _result(one: Outcome, given: dict[Term, Term]) -> Result:
    def back(node: object) -> Term:
        term = to_oxigraph(node)  # type: ignore[arg-type]
        return given.get(term, term)

    return Result(
        focus=back(one.focus),
        path=None if one.path is None else to_oxigraph(one.path),
        value=None if one.value is None else back(one.value),
        component=str(one.component),
        shape=to_oxigraph(one.shape),
        constraint=None if one.constraint is None else to_oxigraph(one.constraint),
        severity=str(one.severity),
        messages=frozenset(to_oxigraph(text) for text in one.messages),
        values=tuple(back(value) for value in one.values),
    )
