"""Results of a query as a table for people: every term is text, and only IRIs of the service itself are links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from guanxia.linked.addresses import BASE

N_TRIPLES = "application/n-triples"
MOST_ROWS = 1_000
_OWN = re.compile(r"(?:id/|ontology|shapes|catalog|exports/)[^\s<>\"{}|\\^`]*")
_LOCAL = re.compile(r"[\w.-]*")
_TERM = re.compile(
    r'\s*(?:<(?P<iri>[^<>\s]*)>|(?P<blank>_:[^\s]+)|"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<lang>[\w-]+)|\^\^<(?P<type>[^>]*)>)?)'
)
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Cell:
    """One term as it is shown; ``href`` only for things of the service, ``hint`` tells what the text leaves out."""

    text: str
    href: str = ""
    hint: str = ""
    lang: str = ""
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` are the first of ``total``; ``truth`` is the answer to ASK; ``graph`` says that rows are triples."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    graph: bool = False
    truth: bool | None = None


class Writer:
    """Writes terms for people: short names, labels as hints, links to the pages of our own things."""

    def __init__(
        self, prefixes: Mapping[str, str], names: Mapping[str, str], path: Callable[[str, str], str], lang: str
    ) -> None:
        self._spaces = sorted(((space, name) for name, space in prefixes.items()), key=lambda one: -len(one[0]))
        self._names, self._path, self._lang = names, path, lang

    def table(self, body: bytes, media_type: str) -> Table:
        """The body of a result: N-Triples, else SPARQL JSON."""
        if media_type == N_TRIPLES:
            lines = [line for line in body.decode().split("\n") if line]
            rows = tuple(self._statement(line) for line in lines[:MOST_ROWS])
            return Table(("subject", "predicate", "object"), rows, len(lines), graph=True)
        document = orjson.loads(body)
        if "boolean" in document:
            return Table((), (), 0, truth=document["boolean"])
        headings = tuple(document["head"]["vars"])
        found = document["results"]["bindings"]
        rows = tuple(
            tuple(self._cell(row[name]) if name in row else Cell("") for name in headings) for row in found[:MOST_ROWS]
        )
        return Table(headings, rows, len(found))

    def _cell(self, term: Mapping[str, Any]) -> Cell:
        kind, value = term["type"], term["value"]
        if kind == "uri":
            return self._iri(value)
        if kind == "bnode":
            return Cell(f"_:{value}")
        if kind == "triple":
            parts = (self._cell(value[name]).text for name in ("subject", "predicate", "object"))
            return Cell(f"<< {' '.join(parts)} >>")
        return self._literal(value, term.get("xml:lang", ""), term.get("datatype", ""))

    def _iri(self, iri: str) -> Cell:
        own = iri.startswith(BASE) and _OWN.fullmatch(iri.removeprefix(BASE)) is not None
        return Cell(
            self._short(iri), self._path(iri, self._lang) if own else "", f"{self._names.get(iri, '')} <{iri}>".strip()
        )

    def _literal(self, text: str, lang: str, datatype: str) -> Cell:
        typed = bool(datatype) and datatype != _STRING
        return Cell(text, hint=self._short(datatype) if typed else "", lang=lang, typed=typed)

    def _short(self, iri: str) -> str:
        for space, name in self._spaces:
            if iri.startswith(space) and _LOCAL.fullmatch(iri[len(space) :]):
                return f"{name}:{iri[len(space) :]}"
        return iri.removeprefix(f"{BASE}id/") if iri.startswith(f"{BASE}id/") else iri

    def _statement(self, line: str) -> tuple[Cell, ...]:
        """The three terms of a line; a line of another kind stands in one cell as it is."""
        cells = tuple(self._terms(line))
        return cells if len(cells) == 3 else (Cell(line), Cell(""), Cell(""))

    def _terms(self, line: str) -> Iterator[Cell]:
        place = 0
        while found := _TERM.match(line, place):
            place = found.end()
            if found["iri"] is not None:
                yield self._iri(_plain(found["iri"]))
            elif found["blank"]:
                yield Cell(found["blank"])
            else:
                yield self._literal(_plain(found["text"]), found["lang"] or "", found["type"] or "")


def _plain(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else _LETTERS.get(found[3], found[3])

    return _ESCAPE.sub(letter, text)
