"""Frozen values: texts that can be cited, places in them, and citations found in a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from guanxia.model import Text
from guanxia.problems import pair

STATES = (
    "inForce",
    "notYetInForce",
    "noLongerInForce",
    "noSuchProvision",
    "unknownTitle",
    "ambiguous",
    "unknownDate",
)


class Place(NamedTuple):
    """Article (``63``, ``162-1``), paragraph, item and point; in a notice the part and what stands below it."""

    article: str
    paragraph: int | None = None
    item: int | None = None
    point: int | None = None

    @property
    def number(self) -> int:
        """The counted number of the article, without what was inserted after it."""
        return int(self.article.partition("-")[0])

    @property
    def inserted(self) -> bool:
        return "-" in self.article

    @property
    def depth(self) -> int:
        """Index of the last number that is given: 0 for an article alone."""
        given = (self.paragraph, self.item, self.point)
        return max((index for index, one in enumerate(given, 1) if one is not None), default=0)

    def upto(self, depth: int, value: int | None = None) -> Place:
        """The place down to a depth, which may be 0; with a value, that number at the depth."""
        numbers = [self.paragraph, self.item, self.point]
        kept = [one if index < depth else None for index, one in enumerate(numbers, 1)]
        if depth:
            kept[depth - 1] = value if value is not None else numbers[depth - 1]
        return Place(self.article, *kept)

    def path(self) -> tuple[int, ...]:
        """The numbers alone, as far as they are given: the address in a notice."""
        return (self.number, *(one for one in (self.paragraph, self.item, self.point) if one is not None))


@dataclass(frozen=True, slots=True)
class Run:
    """Articles from one to another, written as a range; offsets are those of the whole range."""

    first: str
    last: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as a text gives it; ``year`` is that of an amendment named behind it."""

    start: int
    end: int
    place: Place
    run: Run | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    iri: str
    start: date | None
    end: date | None

    def covers(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Entry:
    """A provision or clause of the graph; ``year`` is that of the amended text that its name tells."""

    iri: str
    citation: Text
    article: str | None
    wordings: tuple[Wording, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """The text of a statute for a span of days; ``count`` is None where nobody counted its articles."""

    start: date | None
    end: date | None
    count: int | None
    added: frozenset[str] = frozenset()

    def covers(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(slots=True, eq=False)
class Work:
    """A statute or notice with what the graph tells of it; filled while the graph is read, then left alone."""

    iri: str
    kind: str
    title: Text
    number: str | None
    start: date | None
    end: date | None
    checked: date | None
    count: int | None
    editions: tuple[Edition, ...] = ()
    places: dict[Place, Entry] = field(default_factory=dict)
    paths: dict[tuple[int, ...], Entry] = field(default_factory=dict)
    runs: dict[tuple[str, str], Entry] = field(default_factory=dict)
    tails: list[tuple[str, Entry]] = field(default_factory=list)

    @property
    def citation(self) -> Text:
        zh = self.title.zh
        return Text(zh if "《" in zh or "〔" in zh else f"《{zh}》", self.title.en)


@dataclass(frozen=True, slots=True)
class Candidate:
    iri: str
    citation: Text

    def as_dict(self) -> dict[str, Any]:
        return {"iri": self.iri, "citation": pair(self.citation)}


@dataclass(frozen=True, slots=True)
class Force:
    """Days of the wording told; ``state`` as in answers: yes, no, later, unknown."""

    start: date | None
    end: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in a text, by code points; ``provision`` is the deepest thing of the graph that it names.

    ``exact`` is false where the graph has the article and not the paragraph or item that is cited.
    """

    start: int
    end: int
    text: str
    state: str
    message: Text
    provision: str | None = None
    citation: Text | None = None
    work: str | None = None
    title: Text | None = None
    article: str | None = None
    wording: str | None = None
    force: Force | None = None
    exact: bool = True
    candidates: tuple[Candidate, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The citation as ``guanxia.citations.v1`` tells it."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "state": self.state,
            "provision": self._provision(),
            "statute": self.work,
            "exact": self.exact,
            "candidates": [one.as_dict() for one in self.candidates],
            "message": pair(self.message),
        }

    def _provision(self) -> dict[str, Any] | None:
        if self.provision is None or self.citation is None:
            return None
        force = self.force
        return {
            "iri": self.provision,
            "citation": pair(self.citation),
            "title": self.title and pair(self.title),
            "article": self.article,
            "wording": self.wording,
            "inForce": force
            and {
                "from": force.start and force.start.isoformat(),
                "to": force.end and force.end.isoformat(),
                "state": force.state,
            },
        }
