"""What things are called, and of what kind they are."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from guanxia.linked.addresses import SHAPE_TERMS
from guanxia.linked.things import Things
from guanxia.model import Text
from guanxia.queries import Questions, Row
from guanxia.terms import Terms

LONGEST = 44
SHAPE = "http://www.w3.org/ns/shacl#Shape"
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing as it is named on the page of another; ``mark`` where what it tells is not the law's own."""

    iri: str
    label: Text
    code: str
    kind: str
    mark: Text | None


class Names:
    """Names of all things of a release, read once."""

    def __init__(self, questions: Questions, things: Things, terms: Terms) -> None:
        self._questions, self._things, self.terms = questions, things, terms

    @cached_property
    def classes(self) -> dict[str, tuple[str, ...]]:
        """Classes of each thing."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self._questions.ask("search_kinds"):
            found[row.text("thing")].append(row.text("kind"))
        return {thing: tuple(kinds) for thing, kinds in found.items()}

    @cached_property
    def _further(self) -> dict[str, dict[str, list[Row]]]:
        """Names besides labels, by thing and role."""
        found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in self._questions.ask("page_names"):
            found[row.text("thing")][row.text("role")].append(row)
        return dict(found)

    @cached_property
    def choices(self) -> dict[tuple[str, str], Text]:
        """What the values of facts are called, by fact and value."""
        rows = self._questions.ask("fact_choices")
        return {
            (row.text("fact"), row.text("value")): Text(row.text("label_zh"), row.text("label_en"))
            for row in rows
            if "value" in row and "label_zh" in row and "label_en" in row
        }

    def kind(self, iri: str) -> str:
        """The class of a thing that says most; empty where none is told."""
        return SHAPE if iri.startswith(SHAPE_TERMS) else self.terms.kind(self.classes.get(iri, ()))

    def mark(self, iri: str) -> Text | None:
        """How a thing is marked that is not the law's own."""
        marks = (self.terms[one].mark for one in self.classes.get(iri, ()))
        return next((mark for mark in marks if mark), None)

    def code(self, iri: str) -> str:
        """The code by which people name a thing, such as SI-3 or 450300; a word for programs is none."""
        rows = self._further.get(iri, {}).get("code", [])
        code = rows[0].text("name") if rows else ""
        return "" if code[:1].islower() else code

    def label(self, iri: str) -> Text:
        """The name of a thing; made of what it is a wording of or of its first words where it has none."""
        known = self._things.names.get(iri) or self._made(iri)
        if known:
            return known
        name = iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
        return self.terms[iri].label if iri in self.terms else Text(name, name)

    def ref(self, iri: str) -> Ref:
        return Ref(iri, self.label(iri), self.code(iri), self.kind(iri), self.mark(iri))

    def _made(self, iri: str) -> Text | None:
        rows = self._further.get(iri, {})
        if "name" in rows:
            return _pair(rows["name"])
        if "wording" in rows:
            work = _pair(rows["wording"])
            start = rows["wording"][0].get("from")
            if not isinstance(start, date):
                return Text(f"{work.zh}（起始日未查明的文本）", f"{work.en} (wording, start not known)")
            told = f"{start.year}年{start.month}月{start.day}日"
            return Text(f"{work.zh}（{told}起的文本）", f"{work.en} (wording from {start.isoformat()})")
        if "words" in rows:
            words = _pair(rows["words"])
            return Text(_short(words.zh), _short(words.en))
        return None


def natural(iri: str) -> list[tuple[int, int, str]]:
    """A key by which art-9 stands before art-10."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in _NUMBER.split(iri) if part]


def _pair(rows: list[Row]) -> Text:
    told = {row.text("lang"): row.text("name") for row in reversed(rows)}
    first = rows[0].text("name")
    return Text(told.get("zh", first), told.get("en", first))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
