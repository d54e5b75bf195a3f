"""A second wording of a query for an engine that breaks off while it sorts values of several types.

The engine's order of unlike literals is not transitive, and its sort then ends the process. By the standard unlike
literals have no order among each other, so that sorting by type first is as right as any other way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guanxia.sparql import scanner
from guanxia.sparql.scanner import Token

_TYPE = 'IF(isNUMERIC({0}),"",STR(DATATYPE({0})))'
_DIRECTIONS = ("ASC", "DESC")


def by_type_first(text: str) -> str | None:
    """The query with its variables sorted by type and then by value; None where it sorts by none."""
    tokens = list(scanner.tokens(text))
    made, copied = [], 0
    for at, end, direction, variable in _keys(tokens):
        start, after = tokens[at].start, tokens[end - 1].start + len(tokens[end - 1].text)
        made += [text[copied:start], f"{direction}({_TYPE.format(variable)}) {text[start:after]}"]
        copied = after
    return "".join([*made, text[copied:]]) if made else None


def _keys(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str, str]]:
    """Begin and end of each key that is a variable, its direction, and the variable."""
    for place, token in enumerate(tokens):
        if token.text.upper() == "BY" and place and tokens[place - 1].text.upper() == "ORDER":
            yield from _of_clause(tokens, place + 1)


def _of_clause(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, int, str, str]]:
    while at < len(tokens):
        first = tokens[at]
        direction = first.text.upper() if first.text.upper() in _DIRECTIONS else ""
        if first.kind == scanner.VARIABLE:
            end = at + 1
            yield at, end, "", first.text
        elif direction and [one.text for one in tokens[at + 1 : at + 4 : 2]] == ["(", ")"]:
            end = at + 4
            if tokens[at + 2].kind == scanner.VARIABLE:
                yield at, end, direction, tokens[at + 2].text
        else:
            end = _after_call(tokens, at)
            if end == at:
                return
        at = end


def _after_call(tokens: Sequence[Token], at: int) -> int:
    """Where an expression in parentheses ends, with the function before it; ``at`` where there is none."""
    opening = at if tokens[at].text == "(" else at + 1
    if opening >= len(tokens) or tokens[opening].text != "(":
        return at
    depth = 0
    for place in range(opening, len(tokens)):
        depth += (tokens[place].text == "(") - (tokens[place].text == ")")
        if not depth:
            return place + 1
    return len(tokens)
