"""Where a term is used: in statements, in class expressions, in shapes and in queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Triple

from guanxia.linked.addresses import TERMS
from guanxia.linked.references import Reference, References
from guanxia.linked.things import Things
from guanxia.queries import Query, Questions

_MENTION = re.compile(r"\bgx:([A-Za-z][\w-]*)|" + re.escape(TERMS) + r"([A-Za-z][\w-]*)")
_SELECT = "http://www.w3.org/ns/shacl#select"
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Group:
    """Things that point to a term by one property; ``inside`` a class expression, a list or a path."""

    property: Reference
    count: int
    things: tuple[Reference, ...]
    inside: bool


@dataclass(frozen=True, slots=True)
class Uses:
    """``subjects`` say something by a property: how many statements there are, and the first things."""

    groups: tuple[Group, ...]
    statements: int
    subjects: tuple[Reference, ...]
    rules: tuple[Reference, ...]
    queries: tuple[Query, ...]


class Usage:
    def __init__(self, questions: Questions, things: Things, shapes: Callable[[], Iterable[Triple]]) -> None:
        self._questions, self._things, self._shapes = questions, things, shapes
        self._references = References(things)

    def of(self, iri: str) -> Uses:
        """Who uses a term."""
        groups = tuple(
            Group(
                self._references.to(one.property),
                one.count,
                tuple(map(self._references.to, one.subjects)),
                one.inside,
            )
            for one in self._things.incoming(iri, SHOWN)
        )
        rows = self._questions.ask("property_uses", property=iri)
        subjects = self._questions.ask("property_users", property=iri) if rows else []
        return Uses(
            groups,
            int(rows[0].text("number")) if rows else 0,
            tuple(self._references.to(row.text("subject")) for row in subjects[:SHOWN]),
            tuple(map(self._references.to, self._in_rules.get(iri, ()))),
            self._in_queries.get(iri, ()),
        )

    @cached_property
    def _in_queries(self) -> Mapping[str, tuple[Query, ...]]:
        found: dict[str, list[Query]] = defaultdict(list)
        for query in self._questions:
            for iri in mentioned(query.text):
                found[iri].append(query)
        return {iri: tuple(queries) for iri, queries in found.items()}

    @cached_property
    def _in_rules(self) -> Mapping[str, tuple[str, ...]]:
        """Shapes whose own query mentions a term."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self._shapes():
            if (
                one.predicate.value == _SELECT
                and isinstance(one.object, Literal)
                and isinstance(one.subject, NamedNode)
            ):
                for iri in mentioned(one.object.value):
                    found[iri].add(one.subject.value)
        return {iri: tuple(sorted(shapes)) for iri, shapes in found.items()}


def mentioned(text: str) -> set[str]:
    """IRIs of the terms that a query mentions."""
    return {TERMS + (short or whole) for short, whole in _MENTION.findall(text)}
