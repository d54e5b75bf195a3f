"""The questions put to the graph: one ``.rq`` file each, with a header, run with parameters bound as terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from guanxia.store import Graph, Term

XSD = "http://www.w3.org/2001/XMLSchema#"
Value = str | bool | int | Decimal | date
_MAKES = re.compile(r"^CONSTRUCT\b", re.MULTILINE)
_READERS: dict[str, Callable[[str], Value]] = {
    f"{XSD}boolean": lambda text: text == "true",
    f"{XSD}integer": int,
    f"{XSD}decimal": Decimal,
    f"{XSD}date": date.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class Query:
    """A query file: ``header`` holds summary, answers, binds and returns."""

    name: str
    header: dict[str, str]
    text: str

    @property
    def makes_statements(self) -> bool:
        """Whether it is a CONSTRUCT query."""
        return _MAKES.search(self.text) is not None


class MissingValue(Exception):
    """A statement of the graph lacks something that every statement of its kind must have."""


class Row(dict[str, Value]):
    """One solution; an unbound variable reads as None with ``get``."""

    def text(self, name: str) -> str:
        """The value as text. Raises MissingValue, telling the rest of the row, if it is unbound."""
        if name not in self:
            known = ", ".join(f"{key}={value}" for key, value in list(self.items())[:5])
            raise MissingValue(f"no value for {name} where {known}")
        return str(self[name])

    def optional(self, name: str) -> str | None:
        value = self.get(name)
        return None if value is None else str(value)


def value_of(term: Term) -> Value:
    """A term as a Python value: IRIs and strings as text, typed literals by their datatype."""
    if isinstance(term, Literal):
        reader = _READERS.get(term.datatype.value)
        return reader(term.value) if reader else term.value
    return term.value if isinstance(term, NamedNode) else str(term)


def term_of(value: str | date) -> Term:
    """A parameter as a term: days as xsd:date, text as an IRI. Raises ValueError for text that is no IRI."""
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(f"{XSD}date"))
    return NamedNode(value)


def read_query(path: Path) -> Query:
    text = path.read_text(encoding="utf-8")
    header = dict(line[2:].split(":", 1) for line in text.splitlines() if line.startswith("#+"))
    return Query(path.stem, {key.strip(): value.strip() for key, value in header.items()}, text)


class Questions:
    """The query files of a folder, over one graph."""

    def __init__(self, graph: Graph, folder: Path) -> None:
        self.graph = graph
        self._queries = {path.stem: read_query(path) for path in sorted(folder.glob("*.rq"))}
        if not self._queries:
            raise FileNotFoundError(f"no query file in {folder}")

    def __iter__(self) -> Iterator[Query]:
        return iter(self._queries.values())

    def ask(self, name: str, **parameters: str | date) -> list[Row]:
        """Rows of one question. Raises KeyError for a name without file."""
        query = self._queries[name]
        return [
            Row({key: value_of(term) for key, term in row.items()})
            for row in self.graph.select(query.text, _terms(parameters))
        ]

    def construct(self, name: str, **parameters: str | date) -> list[Triple]:
        """Statements that one question makes. Raises KeyError for a name without file."""
        return self.graph.construct(self._queries[name].text, _terms(parameters))


def _terms(parameters: Mapping[str, str | date]) -> dict[str, Term]:
    return {key: term_of(value) for key, value in parameters.items()}
