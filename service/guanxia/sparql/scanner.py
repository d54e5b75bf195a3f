"""Tokens of SPARQL 1.1, found in one scan that never goes back.

Escapes of code points (``\\u0053``) are taken everywhere, as the standard says: outside strings and IRIs they are
resolved before anything else is looked at. Sets of signs are those of the grammar, so that nothing can hide in a
token that the engine would cut elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START = f"{_BASE}_0-9"
_CHARS = f"{_BASE}_0-9\\-\u00b7\u0300-\u036f\u203f-\u2040"
_LOCAL = rf"(?:[{_CHARS}:]++|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%]|\.++(?=[{_CHARS}:%\\]))*"
_ESCAPE = r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"

SPACE, COMMENT, STRING, IRI, VARIABLE, NODE = "space", "comment", "string", "iri", "variable", "node"
NUMBER, LANGUAGE, SIGN, WORD, NAME, ESCAPE, BROKEN = "number", "language", "sign", "word", "name", "escape", "broken"

_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\r\n]++)
    | (?P<comment>\#[^\r\n]*+)
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]++|{_ESCAPE})*>)
    | (?P<variable>[?$][{_START}][{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040]*+)
    | (?P<node>_:[{_START}](?:[{_CHARS}]++|\.++(?=[{_CHARS}]))*)
    | (?P<word>[A-Za-z][A-Za-z0-9_]*+)
    | (?P<string>
          \"{{3}}(?:[^"\\]++|\\.|"(?!""))*\"{{3}}
        | "(?!"")(?:[^"\\\r\n]++|\\[^\r\n])*"
        | '{{3}}(?:[^'\\]++|\\.|'(?!''))*'{{3}}
        | '(?!'')(?:[^'\\\r\n]++|\\[^\r\n])*'
      )
    | (?P<language>@[a-zA-Z]++(?:-[a-zA-Z0-9]++)*)
    | (?P<number>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)
    | (?P<escape>{_ESCAPE})
    | (?P<sign>
          <(?=<[^\x00-\x20<>"{{}}|^`\\]*+>(?!\s*+>))
        | \^\^|\|\||&&|!=|<=|>=|<<|>>|\{{\||\|\}}|[{{}}()\[\].,;*/|^!+\-=<>?]
      )
    | (?P<broken>.)
    """,
    re.X | re.S,
)
_PREFIX = re.compile(rf"(?:[{_CHARS}]++|\.++(?=[{_CHARS}]))*")
_NAME_START = re.compile(f"[{_BASE}:]")
_REST = re.compile(rf"(?:(?=[{_BASE}_0-9:%\\]){_LOCAL})?")


class Token(NamedTuple):
    """``kind`` is one of the names above; ``text`` as it stands at ``start``."""

    kind: str
    text: str
    start: int


def tokens(text: str, at: int = 0) -> Iterator[Token]:
    """The tokens from ``at`` on but spaces and comments; at the first BROKEN or ESCAPE one they end."""
    size, unnamed = len(text), at
    while at < size:
        if at >= unnamed and _NAME_START.match(text, at):
            colon = _PREFIX.match(text, at).end()  # type: ignore[union-attr]
            if text.startswith(":", colon):
                end = _REST.match(text, colon + 1).end()  # type: ignore[union-attr]
                yield Token(NAME, text[at:end], at)
                at = end
                continue
            unnamed = colon
        found = _TOKEN.match(text, at)
        kind = found.lastgroup  # type: ignore[union-attr]
        end = found.end()  # type: ignore[union-attr]
        if kind not in (SPACE, COMMENT):
            yield Token(kind or BROKEN, text[at:end], at)
            if kind in (BROKEN, ESCAPE):
                return
        at = end


_DECODED = re.compile(_ESCAPE)


def decoded(text: str) -> str:
    """The text with its escapes of code points resolved. Raises ValueError for one that names no character."""
    return _DECODED.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    number = int(found.group()[2:], 16)
    if 0xD800 <= number <= 0xDFFF or number == 0 or number > 0x10FFFF:
        raise ValueError(found.group())
    return chr(number)
