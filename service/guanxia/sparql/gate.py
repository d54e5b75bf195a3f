"""The gate before the engine: size, encoding, words, nesting and numbers of a query, and what kind of query it is.

Standard library only; one scan that is linear in the size of the text and uses no recursion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guanxia.problems import Place, nearest
from guanxia.sparql import refusals, scanner, words
from guanxia.sparql.limits import LIMITS, Limits
from guanxia.sparql.measure import EXPRESSION, GROUP, Measure
from guanxia.sparql.refusals import Refused
from guanxia.sparql.scanner import Token

_NEW_SYNTAX = frozenset({"<<", "{|", "|}"})
_OPERANDS = frozenset({scanner.VARIABLE, scanner.NUMBER, scanner.STRING, scanner.LANGUAGE, scanner.IRI, scanner.NAME})


@dataclass(frozen=True, slots=True)
class Admitted:
    """A query that passed: ``text`` for the engine, ``form`` one of ``formats.FORMS``.

    ``deterministic`` tells that each evaluation over the same graph has the same result.
    """

    text: str
    form: str
    deterministic: bool


def admit(query: str | bytes, limits: Limits = LIMITS) -> Admitted:
    """Let a query pass to the engine, or raise Refused."""
    text = _text(query, limits)
    try:
        return _Gate(text, limits).walk()
    except _Escaped as escaped:
        try:
            text = scanner.decoded(text)
        except ValueError as error:
            raise refusals.not_text(str(Place(text, escaped.start))) from error
    try:
        return _Gate(text, limits).walk()
    except _Escaped as escaped:
        raise _broken(text, escaped.start) from None


def _text(query: str | bytes, limits: Limits) -> str:
    try:
        text = query.decode() if isinstance(query, bytes) else query
        size = len(query if isinstance(query, bytes) else query.encode())
    except UnicodeError as error:
        raise refusals.not_text() from error
    if size > limits.size:
        raise refusals.too_long(size, limits.size)
    return text.removeprefix("\ufeff")


class _Escaped(Exception):
    """An escape of a code point stands outside strings and IRIs, at ``start``."""

    def __init__(self, start: int) -> None:
        super().__init__()
        self.start = start


class _Gate:
    """One walk over the tokens of a query."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._text, self._measure = text, Measure(text, limits)
        self._form = ""
        self._deterministic = True
        self._prefixes: set[str] = set()
        self._unknown: Refused | None = None
        self._last = self._before = Token(scanner.SIGN, "", 0)

    def walk(self) -> Admitted:
        for token in self._tokens():
            if token.kind in (scanner.BROKEN, scanner.ESCAPE):
                if token.kind == scanner.ESCAPE:
                    raise _Escaped(token.start)
                raise _broken(self._text, token.start)
            if token.kind == scanner.WORD:
                self._check_word(token)
            elif token.kind == scanner.SIGN or not self._form:
                self._check_sign(token)
            elif token.kind == scanner.NAME:
                self._check_prefix(token)
            elif token.kind == scanner.LANGUAGE and self._text.startswith("--", token.start + len(token.text)):
                raise refusals.not_standard(self._place(token), token.text + "--")
            self._measure.take(token)
            self._before, self._last = self._last, token
        if not self._last.text:
            raise refusals.empty()
        if self._unknown or not self._form:
            raise self._formless(self._last)
        return Admitted(self._text, self._form, self._deterministic)

    def _tokens(self) -> Iterator[Token]:
        """What looks like an IRI after an operand of an expression is a comparison: ``?a<?b&&?c>?d``."""
        stream = scanner.tokens(self._text)
        while (token := next(stream, None)) is not None:
            if token.kind == scanner.IRI and self._operand():
                token = Token(scanner.SIGN, "<", token.start)
                stream = scanner.tokens(self._text, token.start + 1)
            yield token

    def _operand(self) -> bool:
        """Whether an expression has just got an operand, so that an operator must follow."""
        if not self._measure.depth or self._measure.within != EXPRESSION:
            return False
        return self._last.kind in _OPERANDS or self._last.text == ")" or self._last.text.upper() in ("TRUE", "FALSE")

    def _check_word(self, token: Token) -> None:
        word = token.text.upper()
        if not self._form:
            self._begin(token, word)
        elif "SERVICE" in word:
            raise refusals.service(self._place(token))
        elif word in words.UNSTEADY:
            self._deterministic = False
        if word not in words.WORDS:
            if word in words.ELSEWHERE:
                raise refusals.not_standard(self._place(token), token.text)
            if self._unknown is None:
                known = () if len(word) > 40 else nearest(word, words.WORDS)
                self._unknown = refusals.unknown_word(self._place(token), token.text, known)

    def _begin(self, token: Token, word: str) -> None:
        """A word of the prologue, or the one that says which form the query has."""
        if word in words.UPDATES:
            raise refusals.update(self._place(token), word)
        if word in words.FORMS:
            self._form = word
            if word == "CONSTRUCT":
                self._measure.construct()
        elif word in words.WORDS and word not in ("BASE", "PREFIX"):
            raise self._formless(token)

    def _check_sign(self, token: Token) -> None:
        if token.text in _NEW_SYNTAX:
            raise refusals.not_standard(self._place(token), token.text)
        if not self._form and token.kind not in (scanner.IRI, scanner.NAME):
            raise self._formless(token)
        if token.kind == scanner.NAME and self._last.text.upper() == "PREFIX":
            self._prefixes.add(token.text.partition(":")[0])
        if token.text == "{" and self._measure.within == GROUP and self._glued():
            raise refusals.service(self._place(self._last))

    def _check_prefix(self, token: Token) -> None:
        prefix = token.text.partition(":")[0]
        if prefix not in self._prefixes and self._unknown is None:
            self._unknown = refusals.unknown_prefix(self._place(token), prefix, nearest(prefix, self._prefixes))

    def _glued(self) -> bool:
        """Whether a name before a brace is the word SERVICE with the name of its endpoint, without a space."""
        return (
            self._last.kind == scanner.NAME
            and self._last.text[:7].upper() == "SERVICE"
            and self._before.text.upper() != "GRAPH"
        )

    def _formless(self, token: Token) -> Refused:
        return self._unknown or refusals.malformed(
            self._place(token),
            "查询应以 SELECT、ASK、CONSTRUCT 或者 DESCRIBE 开始，前面只可有 BASE 和 PREFIX。",
            "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE; only BASE and PREFIX may come before.",
        )

    def _place(self, token: Token) -> Place:
        return Place(self._text, token.start)


def _broken(text: str, start: int) -> Refused:
    place, sign = Place(text, start), text[start]
    if sign in "\"'":
        return refusals.malformed(
            place,
            "从这里开始的文本没有结束。请补上引号；多行文本用三个引号。",
            "The text that begins here has no end. Add the closing quote; use three quotes for several lines.",
        )
    if sign == "~":
        return refusals.not_standard(place, sign)
    return refusals.malformed(
        place,
        "这个符号不能出现在这里。请删去，或者放进引号。",
        "This sign cannot stand here. Delete it or put it in quotes.",
    )
