"""Query files as another engine gets them: parameters set in as terms, the order of their rows known.

Works on the tokens of a query, so that nothing inside an IRI, a string or a comment is taken for a variable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from guanxia.store import Term

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<text>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<variable>[?$]\w+)
    |(?P<word>[^\W\d]\w*(?:-\w+)*(?::[\w.%~\\-]*)?|:[\w.%~\\-]*)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
STRING = "http://www.w3.org/2001/XMLSchema#string"
_ORDER_WORDS = {"ASC": False, "DESC": True}


class UnfitQuery(Exception):
    """A query file that not every engine can be asked as it is written; says why."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.upper() in words


@dataclass(frozen=True, slots=True)
class Key:
    """One variable by which rows are ordered."""

    name: str
    falling: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query file in tokens: its projection lies before token ``body``; ``keys`` is None where it states no order."""

    tokens: tuple[Token, ...]
    body: int
    projected: tuple[str, ...]
    added: tuple[str, ...]
    keys: tuple[Key, ...] | None

    def text(self, bindings: Mapping[str, Term], graphs: Mapping[str, str]) -> str:
        """The query with its parameters as terms and the graphs that it names by their names in the engine."""
        terms = {name: _written(name, term) for name, term in bindings.items()}
        return "".join(self._pieces(terms, graphs))

    def _pieces(self, terms: Mapping[str, str], graphs: Mapping[str, str]) -> Iterator[str]:
        words = ("", "")
        for index, token in enumerate(self.tokens):
            if index == self.body:
                yield from (f" ?{name} " for name in self.added if name not in terms)
            name = token.text[1:] if token.kind == "variable" else None
            if name is not None and name in terms:
                if index >= self.body:
                    yield f"({terms[name]})" if words == ("GROUP", "BY") else terms[name]
            elif token.kind == "iri" and words[-1] in ("GRAPH", "NAMED", "FROM"):
                yield f"<{graphs.get(token.text[1:-1], token.text[1:-1])}>"
            elif token.kind == "text" and not token.text.isascii() and not self._is_typed(index):
                # The same term; Virtuoso joins other texts to a plain one outside ASCII byte by byte.
                yield f"{token.text}^^<{STRING}>"
            else:
                yield token.text
            if token.kind == "word":
                words = (words[-1], token.text.upper())
            elif token.kind != "space":
                words = words if token.kind == "variable" else ("", "")

    def _is_typed(self, index: int) -> bool:
        return index + 1 < len(self.tokens) and self.tokens[index + 1].text in ("@", "^")


@lru_cache(maxsize=512)
def prepare(query: str) -> Prepared:
    """A query file for use by any engine. Raises UnfitQuery."""
    tokens = tuple(_tokens(query))
    words = [index for index, token in enumerate(tokens) if token.kind == "word"]
    form = next((index for index in words if tokens[index].is_word("SELECT", "CONSTRUCT")), None)
    if form is None:
        raise UnfitQuery("neither SELECT nor CONSTRUCT")
    if tokens[form].is_word("CONSTRUCT"):
        return Prepared(tokens, 0, (), (), None)
    body = next(index for index in range(form, len(tokens)) if tokens[index].text == "{" or _opens(tokens[index]))
    head = tokens[form + 1 : body]
    projected, keys = tuple(_projected(head)), _order(tokens)
    hidden = tuple(key.name for key in keys or () if key.name not in projected)
    if hidden and any(token.is_word("DISTINCT", "REDUCED") for token in head):
        raise UnfitQuery(f"ordered by {hidden[0]}, which is not among its distinct columns")
    if any(tokens[index].is_word("GROUP", "LIMIT", "OFFSET") for index in words):
        # Which rows there are depends on the engine's own order or grouping.
        hidden, keys = (), keys if not hidden else None
    return Prepared(tokens, body, projected, hidden, keys)


def _tokens(query: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "other"
        yield Token("space", " ") if kind == "space" else Token(kind, match[0])


def _opens(token: Token) -> bool:
    return token.is_word("WHERE", "FROM")


def _projected(head: tuple[Token, ...]) -> Iterator[str]:
    depth, before = 0, ""
    for token in head:
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "other" else 0
        if token.kind == "variable" and (depth == 0 or before == "AS"):
            yield token.text[1:]
        if token.kind != "space":
            before = token.text.upper()


def _order(tokens: tuple[Token, ...]) -> tuple[Key, ...] | None:
    """What the last ORDER BY of the query orders by, or None; expressions are left to the engine."""
    said = [token for token in tokens if token.kind != "space"]
    ends = [index for index, token in enumerate(said) if token.text == "}"]
    tail = said[ends[-1] + 1 :] if ends else []
    starts = [index for index, token in enumerate(tail) if token.is_word("ORDER")]
    if not starts:
        return None
    keys, falling = [], False
    for token in tail[starts[-1] + 2 :]:
        if token.is_word("LIMIT", "OFFSET"):
            break
        if token.is_word(*_ORDER_WORDS):
            falling = _ORDER_WORDS[token.text.upper()]
        elif token.kind == "variable":
            keys.append(Key(token.text[1:], falling))
            falling = False
        elif token.text not in "()":
            return None
    return tuple(keys)


def _written(name: str, term: Term) -> str:
    text = str(term)
    if text.startswith("_:"):
        raise UnfitQuery(f"{name} is bound to a blank node, which another engine takes for a variable")
    return text
