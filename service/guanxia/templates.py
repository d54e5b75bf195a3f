"""JSON objects of which most is fixed: canonical bytes with holes to fill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from guanxia.rendering import stored

NULL, TRUE, FALSE, EMPTY = b"null", b"true", b"false", b"[]"


class Template:
    """A canonical JSON object with holes; ``size`` is what it keeps, in bytes."""

    __slots__ = ("_pieces", "size")

    def __init__(self, parts: dict[str, Any], holes: Iterable[str]) -> None:
        pieces: list[bytes] = []
        text = b"{"
        for key in sorted([*parts, *holes]):
            text += (b"" if text == b"{" and not pieces else b",") + stored(key) + b":"
            if key in parts:
                text += stored(parts[key])
            else:
                pieces.append(text)
                text = b""
        self._pieces = (*pieces, text + b"}")
        self.size = sum(len(piece) for piece in self._pieces)

    def pieces(self, *values: bytes) -> list[bytes]:
        """The object, still in pieces, with canonical JSON in its holes, in the order of their names."""
        filled = [self._pieces[0]]
        for value, piece in zip(values, self._pieces[1:], strict=True):
            filled += (value, piece)
        return filled

    def fill(self, *values: bytes) -> bytes:
        return b"".join(self.pieces(*values))


def array(items: Iterable[bytes]) -> bytes:
    """A JSON array of canonical items."""
    return b"[" + b",".join(items) + b"]"


def array_of_pieces(items: Iterable[Sequence[bytes]]) -> list[bytes]:
    """A JSON array of canonical items, still in pieces: large parts are copied once, when all is put together."""
    pieces = [b"["]
    for item in items:
        pieces += item
        pieces.append(b",")
    if len(pieces) == 1:
        return [EMPTY]
    pieces[-1] = b"]"
    return pieces


def names(items: Iterable[str]) -> bytes:
    """A JSON array of ASCII names that need no escapes."""
    quoted = '","'.join(items)
    return f'["{quoted}"]'.encode() if quoted else EMPTY
