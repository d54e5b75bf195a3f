"""Where the terms of a query stand in a text, and the part of it that is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from guanxia.search.folding import PIECE, Term, is_han

BEFORE, LONGEST = 30, 120
_STEM = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a shown text; ``hit`` where it is what was searched."""

    text: str
    hit: bool = False


class Marker:
    """Marks the terms of one query."""

    def __init__(self, asked: Iterable[Term]) -> None:
        terms = list(asked)
        han = {piece for term in terms for piece in term.pieces if is_han(piece)}
        self._whole = sorted(han, key=lambda piece: (-len(piece), piece))
        self._pairs = sorted({token for term in terms for token in term.tokens if is_han(token)} - han)
        self._words = {piece for term in terms for piece in term.pieces if not is_han(piece)}

    def marks(self, text: str) -> list[tuple[int, int]]:
        """Spans of the terms in a text, in order and apart; of their pairs where no whole term is there."""
        plain, places = _plain(text)
        spans = [span for piece in self._whole for span in _all(plain, piece)]
        if not spans and not self._words:
            spans = [span for piece in self._pairs for span in _all(plain, piece)]
        spans += [word.span() for word in PIECE.finditer(plain) if self._meant(word[0])]
        joined: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return [(places[start], places[end - 1] + 1) for start, end in joined]

    def _meant(self, word: str) -> bool:
        return word in self._words or any(_alike(word, wanted) for wanted in self._words)

    def shown(self, text: str) -> list[Part]:
        """A text around its first mark, cut to what fits a line or two."""
        marks = self.marks(text)
        begin = max(0, marks[0][0] - BEFORE) if marks and len(text) > LONGEST else 0
        if begin and " " in text[begin : begin + BEFORE]:
            begin = text.index(" ", begin) + 1
        end = min(len(text), begin + LONGEST)
        cut = [Part("…")] if begin else []
        return cut + _parts(text, marks, begin, end) + ([Part("…")] if end < len(text) else [])

    def marked(self, text: str) -> list[Part]:
        """A whole text with its marks."""
        return _parts(text, self.marks(text), 0, len(text))


def _parts(text: str, marks: list[tuple[int, int]], begin: int, end: int) -> list[Part]:
    parts, at = [], begin
    for start, stop in marks:
        if start >= end:
            break
        parts += [Part(text[at:start]), Part(text[start : min(stop, end)], True)]
        at = min(stop, end)
    parts.append(Part(text[at:end]))
    return [part for part in parts if part.text]


def _alike(word: str, wanted: str) -> bool:
    """Whether two words of an alphabet may have one stem."""
    if not wanted.isalpha() or len(wanted) < _STEM or not word.isascii():
        return False
    stem = wanted[: max(_STEM, len(wanted) - 3)]
    return word.startswith(wanted) or (word.startswith(stem) and abs(len(word) - len(wanted)) <= _STEM)


def _plain(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the place from which it comes."""
    plain, places = [], []
    for place, char in enumerate(text):
        for one in unicodedata.normalize("NFKC", char).casefold():
            plain.append(one)
            places.append(place)
    return "".join(plain), places


def _all(text: str, piece: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(re.escape(piece), text)]
