"""Names of texts: found at a position, whichever is longest; and the names nearest to one that is unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from guanxia.citations.characters import plain
from guanxia.citations.values import Work

Works = tuple[Work, ...]
_MARKS = frozenset("《》〈〉")
_FOUND = ""
_NEAREST = 3
_ALIKE = 0.34
_SHORTEST_END = 3


class Names:
    """All names of all works. A name that several works have gives them all."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}
        self._whole: dict[str, Works] = {}
        self._pairs: dict[str, set[str]] = defaultdict(set)
        self._ends: dict[str, dict[str, Work]] = defaultdict(dict)

    def add(self, name: str, work: Work) -> None:
        key = plain(name)
        if not key:
            return
        works = self._whole.get(key, ())
        if work not in works:
            self._whole[key] = works = (*works, work)
        node = self._root
        for sign in key:
            node = node.setdefault(sign, {})
        node[_FOUND] = works
        for pair in _bigrams(key):
            self._pairs[pair].add(key)
        for start in range(1, len(key) - _SHORTEST_END + 1):
            self._ends[key[start:]][work.iri] = work

    def starts(self) -> frozenset[str]:
        """The signs that a name begins with."""
        return frozenset(self._root)

    def get(self, name: str) -> Works:
        """The works of a whole name, quoted or not; none where it is unknown."""
        return self._whole.get(plain(name), ())

    def at(self, text: str, begin: int) -> tuple[int, Works] | None:
        """The longest name at a position: where it ends and what it names. Quotation marks inside do not count."""
        node, found = self._root, None
        for index in range(begin, len(text)):
            sign = text[index]
            if sign in _MARKS:
                if index == begin:
                    return None
                continue
            if sign not in node:
                break
            node = node[sign]
            if _FOUND in node:
                found = (index + 1, node[_FOUND])
        return found

    def ending(self, name: str) -> Works:
        """The works that have a name with this end, as 若干规定 is the end of several."""
        return tuple(self._ends.get(plain(name), {}).values())

    def nearest(self, name: str) -> Works:
        """The works whose names share most pairs of signs with a name, best first; three at most."""
        wanted = _bigrams(plain(name)[:60])
        shared: dict[str, int] = defaultdict(int)
        for pair in wanted:
            for key in self._pairs.get(pair, ()):
                shared[key] += 1
        alike = sorted(
            ((2 * count / (len(wanted) + len(_bigrams(key))), key) for key, count in shared.items()),
            key=lambda one: (-one[0], one[1]),
        )
        found: dict[str, Work] = {}
        for likeness, key in alike:
            if likeness < _ALIKE or len(found) == _NEAREST:
                break
            for work in self._whole[key]:
                found.setdefault(work.iri, work)
        return tuple(found.values())[:_NEAREST]


def numbers(number: str) -> Iterable[str]:
    """Forms of a document number: 国务院令第423号, 国务院第423号令, 国务院令423号."""
    yield number
    head, order, tail = number.partition("令第")
    if order and tail.endswith("号"):
        yield from (f"{head}第{tail}令", f"{head}令{tail}", f"{head}令（第{tail}）")


def _bigrams(key: str) -> frozenset[str]:
    return frozenset(key[index : index + 2] for index in range(len(key) - 1)) or frozenset((key,))
