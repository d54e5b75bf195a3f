"""Text as it is searched: one width, one case; Chinese in pairs of characters, other scripts in words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
PIECE = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
_HAN = re.compile(f"[{HAN}]")
# What parts the terms of a query; brackets and hyphens stand inside codes such as 桂人社发〔2015〕29号 and SI-3.
_BETWEEN = re.compile(r"[\s,.;:!?，。；：！？、《》〈〉“”‘’\"'…]+")
_SHORTEST_STEM = 3


def folded(text: str) -> str:
    """Full-width forms as half-width, capitals as small letters, compatibility forms as what they stand for."""
    return unicodedata.normalize("NFKC", text).casefold()


def pieces(text: str) -> list[str]:
    """Runs of Chinese characters and words of other scripts, folded; signs are left out."""
    return PIECE.findall(folded(text))


def is_han(piece: str) -> bool:
    return _HAN.match(piece) is not None


def indexed(text: str) -> str:
    """Tokens of a text for the index: each pair of Chinese characters, the last one of a run alone, each word."""
    return " ".join(token for piece in pieces(text) for token in _tokens(piece))


def _tokens(piece: str) -> list[str]:
    if not is_han(piece):
        return [piece]
    return [piece[number : number + 2] for number in range(len(piece))]


@dataclass(frozen=True, slots=True)
class Term:
    """What must stand together in a text; ``pieces`` as in the text, ``phrase`` as the index is asked."""

    pieces: tuple[str, ...]
    phrase: str

    @property
    def tokens(self) -> list[str]:
        """Its tokens alone, for texts that have some of them: a run of several characters in whole pairs."""
        return [token for piece in self.pieces for token in _tokens(piece) if len(token) > 1 or len(piece) == 1]


def terms(query: str) -> tuple[Term, ...]:
    """The terms of a query; none where it has signs alone."""
    found = (tuple(pieces(part)) for part in _BETWEEN.split(unicodedata.normalize("NFKC", query)))
    return tuple(Term(one, _phrase(one)) for one in dict.fromkeys(found) if one)


def _phrase(parts: tuple[str, ...]) -> str:
    """Quoted tokens in their order; a single Chinese character or the stem of a word may begin a longer token."""
    tokens = [token for piece in parts for token in _tokens(piece)]
    last = parts[-1]
    if is_han(last) and len(last) > 1:
        return f'"{" ".join(tokens[:-1])}"'
    begins = is_han(last) or (last.isalpha() and len(last) >= _SHORTEST_STEM)
    return f'"{" ".join(tokens)}"' + (" *" if begins else "")
