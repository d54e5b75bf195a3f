"""Statements about a thing as rows of its page: property by property, in the order that the graph gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from guanxia.linked.addresses import BASE
from guanxia.linked.blocks import TYPE, Blocks, Object
from guanxia.linked.expressions import worded
from guanxia.portraits.conditions import Condition, condition
from guanxia.portraits.names import Names, Ref, natural
from guanxia.queries import value_of
from guanxia.terms import Term

LABELS = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel")
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: a thing of ours (``ref``), an address elsewhere (``url``), an expression (``code``) or text.

    ``condition`` is what an expression of facts and classes states.
    """

    text: str = ""
    language: str = ""
    ref: Ref | None = None
    url: str = ""
    code: str = ""
    condition: Condition | None = None
    day: date | None = None
    truth: bool | None = None

    def refs(self) -> tuple[Ref, ...]:
        """The things that it names."""
        return (self.ref,) if self.ref else tuple(self.condition.refs()) if self.condition else ()


@dataclass(frozen=True, slots=True)
class Line:
    """A property with its values."""

    term: Term
    cells: tuple[Cell, ...]

    def told(self, lang: str) -> tuple[Cell, ...]:
        """The values for a reader: in the reader's language where there are any, else all."""
        mine = tuple(one for one in self.cells if one.language in ("", lang))
        return mine or self.cells

    @property
    def first(self) -> Cell:
        return self.cells[0]


def lines(statements: Sequence[Triple], iri: str, names: Names) -> tuple[Line, ...]:
    """What is said of a thing, but for its types and labels."""
    blocks = Blocks(sorted(statements, key=str))
    said = blocks.said(NamedNode(iri))
    made = [
        Line(names.terms[predicate.value], tuple(_cells(values, blocks, names)))
        for predicate, values in said.items()
        if predicate != TYPE and predicate.value not in LABELS
    ]
    order = list(names.terms.sections)
    return tuple(sorted(made, key=lambda one: (_place(one.term.section, order), one.term.place, one.term.iri)))


def labels(statements: Iterable[Triple], iri: str) -> dict[str, str]:
    """Labels of a thing by language."""
    return {
        one.object.language or "": one.object.value
        for one in statements
        if isinstance(one.object, Literal)
        and one.predicate.value in LABELS
        and isinstance(one.subject, NamedNode)
        and one.subject.value == iri
    }


def types(statements: Iterable[Triple], iri: str) -> tuple[str, ...]:
    return tuple(
        one.object.value
        for one in statements
        if one.predicate == TYPE
        and isinstance(one.object, NamedNode)
        and isinstance(one.subject, NamedNode)
        and one.subject.value == iri
    )


def _place(section: str, order: list[str]) -> int:
    return order.index(section) if section in order else len(order)


def _cells(values: Iterable[Object], blocks: Blocks, names: Names) -> list[Cell]:
    made = [_cell(value, blocks, names) for value in values]
    return sorted(made, key=_order)


def _order(cell: Cell) -> tuple[int, list[tuple[int, int, str]]]:
    language = LANGUAGES.index(cell.language) if cell.language in LANGUAGES else len(LANGUAGES)
    return language, natural(cell.ref.iri if cell.ref else cell.text or cell.url or cell.code)


def _cell(value: Object, blocks: Blocks, names: Names) -> Cell:
    if isinstance(value, NamedNode):
        if value.value.startswith(BASE) or value.value in names.terms:
            return Cell(ref=names.ref(value.value))
        return Cell(url=value.value)
    if isinstance(value, BlankNode):
        return Cell(code=worded(value, blocks), condition=condition(value, blocks, names))
    plain = value_of(value)
    return Cell(
        value.value,
        value.language or "",
        day=plain if isinstance(plain, date) else None,
        truth=plain if isinstance(plain, bool) else None,
    )
