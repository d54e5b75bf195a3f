"""Mentions of texts and their places, found in one pass over a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from guanxia.citations import context
from guanxia.citations.characters import Compact
from guanxia.citations.english import english
from guanxia.citations.library import Library, year_of
from guanxia.citations.locators import chinese, year_at
from guanxia.citations.names import Works
from guanxia.citations.values import Entry, Place, Spot

_LONGEST_TITLE = 120
_QUOTES = re.compile(r"[《》\n]")
_OF = ("ofthe", "of")


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation as written: ``works`` it may mean (none: ``name`` is unknown), and its place or the entry itself."""

    start: int
    end: int
    works: Works
    name: str = ""
    spot: Spot | None = None
    entry: Entry | None = None
    year: int | None = None


class TooManyCitations(Exception):
    """A text with more citations than one reply tells; ``most`` is the limit."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} citations")
        self.most = most


@dataclass(slots=True)
class Scanner:
    """One pass over one text; ``found`` grows in the order of the text, up to ``most``."""

    library: Library
    signs: re.Pattern[str]
    given: Compact
    most: int
    found: list[Mention] = field(default_factory=list)
    memory: context.Memory = field(default_factory=context.Memory)
    text: str = ""
    _closing: dict[int, int] = field(default_factory=dict)

    def run(self) -> list[Mention]:
        """All mentions. Raises TooManyCitations."""
        self.text = self.given.text
        self._closing = _pairs(self.text)
        at, size = 0, len(self.text)
        while at < size and (match := self.signs.search(self.text, at)):
            at = self._step(match.start())
            if len(self.found) > self.most:
                raise TooManyCitations(self.most)
        return self.found

    def _step(self, at: int) -> int:
        """Handles what begins at a position and tells where to go on."""
        sign = self.text[at]
        if sign == "\n":
            self.memory.forget()
            return at + 1
        if sign == "《":
            return self._quoted(at)
        named = self.library.names.at(self.text, at)
        if named and self._stands_alone(at, named[0]):
            marked = self.text[at - 1 : at] == "〈" and self.text[named[0] : named[0] + 1] == "〉"
            return self._named(at - marked, named[0] + marked, named[1], self.text[at : named[0]], None)
        if sign in context.POINTERS and (pointed := self._pointed(at)):
            return pointed
        if sign == "第":
            return self._bare(at)
        return self._bare_english(at) if sign == "a" else at + 1

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether a name without quotation marks is no part of a longer word."""
        if self.text[start].isascii():
            before, after = self.given.before(start), self.given.after(end)
            return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
        return not context.longer(self.text, start, end)

    def _quoted(self, at: int) -> int:
        close = self._closing.get(at, -1)
        if not 0 < close - at <= _LONGEST_TITLE:
            return at + 1
        name, year = self.text[at + 1 : close], None
        works = self.library.names.get(name)
        if not works and (year := year_of(name)):
            works = self.library.names.get(name[: name.rfind("(")])
        return self._named(at, close + 1, works or self.memory.means(name), name, year)

    def _named(self, start: int, end: int, works: Works, name: str, year: int | None) -> int:
        """A title, whatever follows it; the year is that of an amendment named with it."""
        end, numbered = self._number_behind(end)
        works = context.common(works, numbered)
        end, told = year_at(self.text, end)
        end = self.memory.define(self.text, end, works)
        if works or context.is_law_word(name):
            self.memory.remember(works, name)
        spots = self._spots(end)
        if spots:
            return self._place(start, spots, works, name, told or year)
        if entry := self._tail(end, works):
            self.found.append(Mention(start, entry[0], works, name, None, entry[1], entry[1].year))
            return entry[0]
        if works and context.worth_telling(self.text, start, end, name, len(self.text)):
            self.found.append(Mention(start, end, works, name, year=told or year))
        return end

    def _spots(self, at: int) -> list[Spot]:
        link = at + 1 if self.text[at : at + 1] in ("的", "中", "之", ",") else at
        return chinese(self.text, at, free=True) or chinese(self.text, link) or english(self.text, at)

    def _number_behind(self, at: int) -> tuple[int, Works]:
        """A document number in brackets behind a title, as in 《…的通知》（桂人社发〔2015〕29号）."""
        if self.text[at : at + 1] != "(":
            return at, ()
        found = self.library.names.at(self.text, at + 1)
        if found is None or self.text[found[0] : found[0] + 1] != ")":
            return at, ()
        return found[0] + 1, found[1]

    def _tail(self, at: int, works: Works) -> tuple[int, Entry] | None:
        """A place that has words for a name: 关于…的规定, 附录A, 一、（二）3."""
        for work in works:
            for tail, entry in work.tails:
                end = at + len(tail)
                if self.text.startswith(tail, at) and not self.text[end : end + 1].isdecimal():
                    return year_at(self.text, end)[0], entry
        return None

    def _place(self, start: int, spots: list[Spot], works: Works, name: str, year: int | None) -> int:
        begin = start
        for spot in spots:
            inside = spot.run is not None and spot.start == spot.run.start
            told = Spot(spot.start, spot.end, spot.place, spot.run, spot.year or year)
            opens = spot is spots[0] or (inside and spot.run == spots[0].run)
            self.found.append(Mention(begin if opens else spot.start, spot.end, works, name, told, None, told.year))
        self.memory.place = spots[-1].place
        return spots[-1].end

    def _pointed(self, at: int) -> int | None:
        """本条例第三条, 同法第八十六条, 本条第二款, 上述办法第五条."""
        pointer = context.pointer(self.text, at)
        if pointer is None:
            return None
        end, word = pointer
        if word == "条":
            place = self.memory.place
            spots = chinese(self.text, end, Place(place.article)) if place and self.memory.works else []
            return self._place(at, spots, self.memory.works, word, None) if spots else end
        works = self.memory.kinds.get(word, ())
        if not works and word == "通知":
            works = self.library.notices()
        spots = self._spots(end)
        if spots:
            if works:
                self.memory.remember(works, word)
            return self._place(at, spots, works, self.text[at:end], None)
        if entry := self._tail(end, works):
            self.found.append(Mention(at, entry[0], works, self.text[at:end], None, entry[1]))
            return entry[0]
        return end

    def _bare(self, at: int) -> int:
        """An article without a title in front of it."""
        spots = chinese(self.text, at)
        if not spots:
            return at + 1
        if self._heads_a_line(at, spots[0].end):
            return spots[-1].end
        word = context.word_before(self.given, at)
        works = self.memory.means(word) if word else ()
        if word is None or (word in context.KINDS and not works):
            return self._place(at, spots, self.memory.works, self.memory.name, None)
        if context.is_other(word):
            return spots[-1].end
        self.memory.remember(works, word)
        return self._place(at - len(word), spots, works, word, None)

    def _heads_a_line(self, start: int, end: int) -> bool:
        """Whether this is the number of an article in a text of its own: 第三条　用人单位…"""
        opens = start == 0 or self.text[start - 1] == "\n"
        return opens and end < len(self.text) and self.given.after(end) in (" ", "\u3000", "\t")

    def _bare_english(self, at: int) -> int:
        """``article 63 of the Social Insurance Law``, or one of the law named before."""
        before = self.given.before(at)
        spots = [] if before.isascii() and before.isalnum() else english(self.text, at)
        if not spots:
            return at + 1
        end = spots[-1].end
        link = next((one for one in _OF if self.text.startswith(one, end)), None)
        if link is None:
            return self._place(at, spots, self.memory.works, self.memory.name, None)
        named = self.library.names.at(self.text, end + len(link))
        if named is None:
            return end
        self.memory.remember(named[1], "")
        self._place(at, spots, named[1], self.text[end + len(link) : named[0]], None)
        last = self.found[-1]
        if len(spots) == 1:
            self.found[-1] = Mention(last.start, named[0], last.works, last.name, last.spot, None, last.year)
        return named[0]


def _pairs(text: str) -> dict[int, int]:
    """Where each 《 is closed on its line, also when titles stand inside titles."""
    stack: list[int] = []
    closing: dict[int, int] = {}
    for match in _QUOTES.finditer(text):
        if match[0] == "《":
            stack.append(match.start())
        elif match[0] == "\n":
            stack.clear()
        elif stack:
            closing[stack.pop()] = match.start()
    return closing
