"""Things and values as pages show them: by label, by short name, by language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from guanxia.linked.blocks import Blocks, Object
from guanxia.linked.expressions import short, worded
from guanxia.linked.things import Things
from guanxia.model import Text


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing: its IRI, its name with a prefix such as ``gx:Case``, and its label where it has one."""

    iri: str
    short: str
    label: Text | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: a thing, or text with the language that it is in; ``code`` for what is composed."""

    thing: Reference | None = None
    text: str = ""
    language: str = ""
    code: bool = False


class References:
    """Names of things, from the labels of the graph."""

    def __init__(self, things: Things) -> None:
        self._things = things

    def to(self, iri: str) -> Reference:
        return Reference(iri, short(iri), self._things.names.get(iri))

    def cell(self, term: Object, blocks: Blocks) -> Cell:
        if isinstance(term, NamedNode):
            return Cell(self.to(term.value))
        if isinstance(term, Literal):
            return Cell(text=term.value, language=term.language or "")
        return Cell(text=worded(term, blocks), code=True)

    def rows(self, statements: Sequence[Triple], iri: str) -> list[tuple[Reference, list[Cell]]]:
        """What is said of a thing, property by property."""
        blocks = Blocks(statements)
        said = blocks.said(NamedNode(iri))
        return [
            (self.to(predicate.value), [self.cell(value, blocks) for value in values])
            for predicate, values in said.items()
        ]
