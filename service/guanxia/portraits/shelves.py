"""Shelves: all things of a class in a table, grouped, in an order that stays; the graph says which there are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from guanxia.linked.addresses import BASE
from guanxia.model import Text
from guanxia.portraits.names import Names, Ref, natural
from guanxia.portraits.values import LANGUAGES, Cell
from guanxia.queries import Questions, Row
from guanxia.terms import Term

PER_PAGE = 100
_LAST = 1_000_000


@dataclass(frozen=True, slots=True)
class Shelf:
    """One list for browsing; ``number`` is how many members it has."""

    iri: str
    name: str
    label: Text
    about: Text
    members: tuple[tuple[str, str], ...]
    columns: tuple[tuple[Term, bool], ...]

    @property
    def number(self) -> int:
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Entry:
    """A member with the values of its columns."""

    ref: Ref
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Entries of one page of a shelf by group (None where it has no groups)."""

    groups: tuple[tuple[Ref | None, tuple[Entry, ...]], ...]
    number: int
    last: int


class Shelves:
    """The shelves of one release, in their order."""

    def __init__(self, questions: Questions, names: Names) -> None:
        self._questions, self._names = questions, names
        found = (self._shelf(row) for row in questions.ask("browse_shelves"))
        self.shelves = {one.name: one for one in found}

    def _shelf(self, row: Row) -> Shelf:
        iri = row.text("shelf")
        places: dict[str, tuple[int, str, int]] = {}
        for one in self._questions.ask("browse_members", shelf=iri):
            group = one.optional("group") or ""
            places.setdefault(one.text("member"), (_number(one, "place"), group, _number(one, "order")))
        members = sorted(
            places, key=lambda one: (places[one][0], natural(places[one][1]), places[one][2], natural(one))
        )
        headings = self._questions.ask("browse_headings", shelf=iri)
        columns = [(self._names.terms[one.text("property")], bool(one["inverse"])) for one in headings]
        sections = list(self._names.terms.sections)
        columns.sort(key=lambda one: (one[1], _index(sections, one[0].section), one[0].place))
        label, about = _text(row, "label"), _text(row, "about")
        pairs = tuple((one, places[one][1]) for one in members)
        return Shelf(iri, row.text("name"), label, about, pairs, tuple(columns))

    def page(self, shelf: Shelf, number: int) -> Page:
        """One page of a shelf, from 1 on."""
        shown = shelf.members[(number - 1) * PER_PAGE : number * PER_PAGE]
        groups: dict[str, list[Entry]] = defaultdict(list)
        for member, group in shown:
            groups[group].append(self._entry(shelf, member))
        named = tuple((self._names.ref(one) if one else None, tuple(entries)) for one, entries in groups.items())
        return Page(named, number, max(1, -(-shelf.number // PER_PAGE)))

    def _entry(self, shelf: Shelf, member: str) -> Entry:
        cells: dict[str, list[Cell]] = defaultdict(list)
        for row in self._questions.ask("browse_columns", shelf=shelf.iri, member=member):
            cells[row.text("property")].append(self._cell(row))
        columns = [sorted(cells[term.iri], key=_place) for term, _ in shelf.columns]
        return Entry(self._names.ref(member), tuple(map(tuple, columns)))

    def _cell(self, row: Row) -> Cell:
        value = row["value"]
        text = row.text("value")
        if "lang" not in row:
            return Cell(ref=self._names.ref(text)) if text.startswith(BASE) else Cell(url=text)
        day = value if isinstance(value, date) else None
        return Cell(text, row.text("lang"), day=day, truth=value if isinstance(value, bool) else None)

    def links(self, iri: str, property: str, number: int) -> tuple[int, int, tuple[Ref, ...]]:
        """Things that point to another by a property: how many, on how many pages, and those of one page."""
        rows = self._questions.ask("browse_links", thing=iri, property=property)
        subjects = sorted((row.text("subject") for row in rows), key=natural)
        shown = subjects[(number - 1) * PER_PAGE : number * PER_PAGE]
        return len(subjects), max(1, -(-len(subjects) // PER_PAGE)), tuple(map(self._names.ref, shown))


def _text(row: Row, name: str) -> Text:
    return Text(row.text(f"{name}_zh"), row.text(f"{name}_en"))


def _number(row: Row, name: str) -> int:
    value = row.get(name)
    return value if isinstance(value, int) else _LAST


def _index(order: list[str], section: str) -> int:
    return order.index(section) if section in order else len(order)


def _place(cell: Cell) -> tuple[int, list[tuple[int, int, str]]]:
    language = LANGUAGES.index(cell.language) if cell.language in LANGUAGES else len(LANGUAGES)
    return language, natural(cell.ref.iri if cell.ref else cell.text or cell.url)
