"""Queries of constraints with variables bound beforehand: each stands in the text as the term itself.

That is SHACL's pre-binding (section 5.3.1). The store's own substitutions come after its optimizer, which drops a
filter or BIND over a variable that the same group does not match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode

_WORDS = "|".join(("SELECT", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "FROM", "ASK"))
_TOKENS = re.compile(
    r"""
    (?P<text>\"{3}(?:\\.|(?!\"{3}).)*\"{3} | '{3}(?:\\.|(?!'{3}).)*'{3} | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*')
    | (?P<iri><[^<>\s"{}|^`\\]*>)
    | (?P<comment>\#[^\n]*)
    | (?P<bound>\bBOUND\s*\(\s*[?$](?P<tested>\w+)\s*\))
    | [?$](?P<name>\w+)
    | (?P<mark>[{}()])
    | (?P<word>\b(?:"""
    + _WORDS
    + r""")\b)
    """,
    re.X | re.S | re.I,
)
_PLAIN, _LISTED, _GROUPED, _TESTED = "plain", "listed", "grouped", "tested"
_CLAUSES = {"SELECT": _LISTED, "GROUP": _GROUPED, "ORDER": _GROUPED}


class Template:
    """A query cut at the variables that will be bound."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self._parts: list[tuple[str, str, str]] = []
        end = 0
        for start, stop, name, place in _places(text, names):
            self._parts.append((text[end:start], name, place))
            end = stop
        self._rest = text[end:]

    def fill(self, terms: Mapping[str, NamedNode | Literal | BlankNode]) -> str:
        """The text with each variable as a term; a listed one stays as a column of its own."""
        columns: dict[str, int] = {}
        made = []
        for before, name, place in self._parts:
            made += [before, _written(str(terms[name]), name, place, columns)]
        return "".join((*made, self._rest))


def _written(term: str, name: str, place: str, columns: dict[str, int]) -> str:
    if place == _LISTED:
        number = columns[name] = columns.get(name, 0) + 1
        return f"({term} AS ?{name if number == 1 else f'{name}_{number}'})"
    if place == _TESTED:
        return "(true)"
    return f"({term})" if place == _GROUPED else term


def _places(text: str, names: frozenset[str]) -> Iterator[tuple[int, int, str, str]]:
    """Where the variables stand: start, end, name and the kind of place."""
    clause, depth = _PLAIN, 0
    for token in _TOKENS.finditer(text):
        word, mark = token["word"], token["mark"]
        if word:
            clause, depth = _CLAUSES.get(word.upper(), _PLAIN), 0
        elif mark in ("{", "}"):
            clause = _PLAIN
        elif mark:
            depth += 1 if mark == "(" else -1
        elif token["tested"] in names:
            yield token.start(), token.end(), token["tested"], _TESTED
        elif token["name"] in names:
            yield token.start(), token.end(), token["name"], _PLAIN if depth else clause


@lru_cache(maxsize=1024)
def template(text: str, names: frozenset[str]) -> Template:
    """The template of a query of the shapes; kept, as they are few."""
    return Template(text, names)
