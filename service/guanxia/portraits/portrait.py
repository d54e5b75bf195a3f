"""A thing and what is around it, made from what the graph says of it; no kind is treated by its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from guanxia.linked.things import Incoming, Things
from guanxia.model import Text
from guanxia.portraits.names import Names, Ref, natural
from guanxia.portraits.values import Line, labels, lines, types
from guanxia.queries import Questions, Row
from guanxia.terms import Term, Terms

ONTOLOGY = "https://w3id.org/guanxia/ontology#"
FROM, UNTIL, CHECKED = f"{ONTOLOGY}from", f"{ONTOLOGY}until", f"{ONTOLOGY}checked"
EACH, DEEPEST, MOST_VERSIONS, MOST_PARTS, MOST_GISTS = 50, 8, 20, 400, 80
# Up to so many things that point by one property are all read and told by kind.
MOST_GROUPED = 400
# Classes from this place in their order on, such as that of all concepts, say nothing beside another class.
GENERAL = 50
ASIDE = ("names", "force")
INSIDE = Text("在其条件中提到此项的", "conditions that mention it")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: ``name`` is that of the graph, empty for what it places nowhere."""

    name: str
    title: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """Things that point here by one property: ``total`` of them, of which ``refs`` are named.

    ``kind`` where they are those of one kind among several.
    """

    property: str
    section: str
    title: Text
    total: int
    refs: tuple[Ref, ...]
    kind: Text | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A wording of a thing with what is said of it; ``state`` on the day: now, past, later or unknown."""

    ref: Ref
    start: date | None
    end: date | None
    state: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Gist:
    """What a thing says that another points to: words of a text, or a summary of the wording of the day."""

    words: str
    says: Text | None
    confidence: str
    state: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a thing at some depth, with the days of its wording of the day and the number of its wordings."""

    ref: Ref
    depth: int
    gist: Gist
    start: date | None
    end: date | None
    versions: int
    beside: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """``above`` are the things in which it stands, the outermost first; ``checked`` when its text was seen last."""

    ref: Ref
    kinds: tuple[Term, ...]
    labels: dict[str, str]
    state: str
    start: date | None
    end: date | None
    checked: date | None
    above: tuple[Ref, ...]
    sections: tuple[Section, ...]
    versions: tuple[Version, ...]
    parts: tuple[Part, ...]
    more_parts: int
    beside: tuple[Use, ...]
    uses: tuple[Use, ...]
    gists: dict[str, Gist]

    def line(self, iri: str) -> Line | None:
        return next((one for section in self.sections for one in section.lines if one.term.iri == iri), None)


class Portraits:
    """Portraits of the things of one release."""

    def __init__(self, questions: Questions, things: Things) -> None:
        self._questions, self._things = questions, things
        self._names: Names | None = None

    @property
    def names(self) -> Names:
        if self._names is None:
            self._names = Names(self._questions, self._things, Terms(self._questions))
        return self._names

    def of(self, iri: str, on: date) -> Portrait | None:
        """What is told of a thing on a day; None where nothing is said of it."""
        statements = self._things.statements(iri)
        if not statements:
            return None
        names = self.names
        said, classes = lines(statements, iri, names), types(statements, iri)
        start, end = _day(said, FROM), _day(said, UNTIL)
        incoming = self._things.incoming(iri, EACH)
        uses, versions, beside = self._pointing(iri, incoming, on)
        above = self.above(iri)
        whole = any(names.terms[one.property].shown == "parts" for one in incoming)
        parts = self._parts(iri, on) if whole else ()
        kinds = sorted(classes, key=lambda one: (names.terms[one].place, one))
        kinds = [one for one in kinds if names.terms[one].place < GENERAL] or kinds
        return Portrait(
            self._ref(iri, labels(statements, iri), classes),
            tuple(names.terms[one] for one in kinds),
            labels(statements, iri),
            state(start, end, on) if start or end else _common(versions),
            start,
            end,
            _day(said, CHECKED) or self._checked(above),
            above,
            self._sections(said),
            versions,
            parts[:MOST_PARTS],
            max(0, len(parts) - MOST_PARTS),
            beside,
            uses,
            self._gists(said, on),
        )

    def above(self, iri: str) -> tuple[Ref, ...]:
        """The things in which a thing stands, the outermost first."""
        found: list[str] = []
        at = iri
        while len(found) < DEEPEST:
            rows = self._questions.ask("page_above", thing=at)
            if not rows or rows[0].text("above") in (iri, *found):
                break
            at = rows[0].text("above")
            found.insert(0, at)
        return tuple(self.names.ref(one) for one in found)

    def _ref(self, iri: str, told: dict[str, str], classes: tuple[str, ...]) -> Ref:
        known = self.names.ref(iri)
        if iri in self._things.names or not told:
            return known
        first = next(iter(told.values()))
        marks = (self.names.terms[one].mark for one in classes)
        label = Text(told.get("zh", first), told.get("en", first))
        return Ref(iri, label, known.code, self.names.terms.kind(classes), next((one for one in marks if one), None))

    def _sections(self, said: tuple[Line, ...]) -> tuple[Section, ...]:
        titles = self.names.terms.sections
        return tuple(
            Section(name, titles.get(name, Text("其他", "Other")), tuple(group))
            for name, group in groupby(said, key=lambda one: one.term.section)
        )

    def _pointing(
        self, iri: str, incoming: tuple[Incoming, ...], on: date
    ) -> tuple[tuple[Use, ...], tuple[Version, ...], tuple[Use, ...]]:
        """What points to a thing: uses, its versions, and what is to be shown beside its words."""
        uses: list[Use] = []
        beside: list[Use] = []
        versions: list[Version] = []
        inside: dict[str, None] = {}
        for one in incoming:
            term = self.names.terms[one.property]
            if one.inside:
                inside.update(dict.fromkeys(one.subjects))
            elif term.shown == "versions":
                versions = [self._version(subject, on) for subject in one.subjects[:MOST_VERSIONS]]
            elif term.shown != "parts":
                shown = self._all(iri, one) if len(one.subjects) < one.count <= MOST_GROUPED else one.subjects
                target = beside if term.shown == "beside" else uses
                target += self._uses(term, one.count, shown)
        if inside:
            uses += self._uses(Term("", INSIDE, "", 0, INSIDE), len(inside), tuple(inside))
        uses.sort(key=lambda one: (not one.property, self._order(one.property)))
        versions.sort(key=lambda one: (one.start or date.min, one.ref.iri), reverse=True)
        return tuple(uses), tuple(versions), tuple(beside)

    def _all(self, iri: str, incoming: Incoming) -> tuple[str, ...]:
        rows = self._questions.ask("browse_links", thing=iri, property=incoming.property)
        return tuple(row.text("subject") for row in rows)

    def _uses(self, term: Term, total: int, subjects: tuple[str, ...]) -> list[Use]:
        """Things that point by one property, by kind where all of them are known: the law's own first."""
        refs = [self.names.ref(one) for one in sorted(subjects, key=natural)]
        told = {one.iri: self._told(one.kind) for one in refs}
        refs.sort(key=lambda one: (one.mark is not None, self.names.terms[told[one.iri]].place, told[one.iri]))
        kinds = [(kind, tuple(group)) for kind, group in groupby(refs, key=lambda one: told[one.iri])]
        if len(kinds) < 2 or total > len(refs):
            return [Use(term.iri, term.section, term.inverse, total, tuple(refs))]
        return [self._use(term, kind, group) for kind, group in kinds]

    def _told(self, kind: str) -> str:
        """A kind by which uses are told apart; empty for one that says nothing."""
        return kind if kind and self.names.terms[kind].place < GENERAL else ""

    def _use(self, term: Term, kind: str, refs: tuple[Ref, ...]) -> Use:
        if not kind:
            return Use(term.iri, term.section, term.inverse, len(refs), refs)
        label = self.names.terms[kind].label
        title = Text(f"{term.inverse.zh}：{label.zh}", f"{term.inverse.en}: {label.en}")
        return Use(term.iri, term.section, title, len(refs), refs, label)

    def _order(self, property: str) -> tuple[int, int, str]:
        term, order = self.names.terms[property], list(self.names.terms.sections)
        return (order.index(term.section) if term.section in order else len(order), term.place, property)

    def _version(self, iri: str, on: date) -> Version:
        said = lines(self._things.statements(iri), iri, self.names)
        start, end = _day(said, FROM), _day(said, UNTIL)
        shown = tuple(one for one in said if one.term.iri not in (FROM, UNTIL) and one.term.shown != "versions")
        return Version(self.names.ref(iri), start, end, state(start, end, on), shown)

    def _checked(self, above: tuple[Ref, ...]) -> date | None:
        for ref in reversed(above):
            day = _day(lines(self._things.statements(ref.iri), ref.iri, self.names), CHECKED)
            if day:
                return day
        return None

    def _parts(self, iri: str, on: date) -> tuple[Part, ...]:
        """Parts at every depth, in the order of the text."""
        rows: dict[str, list[Row]] = {}
        parents: dict[str, str] = {}
        for row in self._questions.ask("page_parts", thing=iri):
            rows.setdefault(row.text("part"), []).append(row)
            parents[row.text("part")] = row.text("parent")
        made = [self._part(part, found, _depth(part, parents, iri), on) for part, found in rows.items()]
        return tuple(sorted(made, key=lambda one: (_written(rows[one.ref.iri][0]), natural(one.ref.iri))))

    def _part(self, iri: str, rows: list[Row], depth: int, on: date) -> Part:
        best = _of_the_day(rows, on)
        gist = _gist(best, on)
        versions = len({row.text("wording") for row in rows if "wording" in row})
        stated = sorted({row.text("beside") for row in rows if "beside" in row}, key=natural)
        refs = tuple(self.names.ref(one) for one in stated)
        return Part(self.names.ref(iri), depth, gist, _date(best, "from"), _date(best, "until"), versions, refs)

    def _gists(self, said: tuple[Line, ...], on: date) -> dict[str, Gist]:
        """What the things say that a thing points to, those aside that say how it was checked and where it stands."""
        refs = dict.fromkeys(
            cell.ref.iri for line in said if line.term.section not in ASIDE for cell in line.cells if cell.ref
        )
        found = {}
        for iri in list(refs)[:MOST_GISTS]:
            rows = self._questions.ask("page_gists", thing=iri)
            if rows:
                found[iri] = _gist(_of_the_day(rows, on), on)
        return found


def _of_the_day(rows: list[Row], on: date) -> Row:
    """The row of the wording that holds on a day, else of the one that comes nearest to holding."""
    order = {"now": 0, "unknown": 1, "past": 2, "later": 3}

    def place(row: Row) -> tuple[int, int]:
        start = _date(row, "from")
        return order[state(start, _date(row, "until"), on)], -(start.toordinal() if start else 0)

    return min(rows, key=place)


def _gist(row: Row, on: date) -> Gist:
    says = Text(row.text("says_zh"), row.text("says_en")) if "says_zh" in row and "says_en" in row else None
    told = state(_date(row, "from"), _date(row, "until"), on) if says else ""
    return Gist(row.optional("words") or "", says, row.optional("confidence") or "", told)


def state(start: date | None, end: date | None, on: date) -> str:
    """Whether days hold a day: now, past, later, or unknown where the first day is not known."""
    if end is not None and end < on:
        return "past"
    if start is None:
        return "unknown"
    return "now" if start <= on else "later"


def _common(versions: tuple[Version, ...]) -> str:
    states = {one.state for one in versions}
    return next((one for one in ("now", "unknown", "later", "past") if one in states), "")


def _day(said: tuple[Line, ...], iri: str) -> date | None:
    return next((one.first.day for one in said if one.term.iri == iri), None)


def _date(row: Row, name: str) -> date | None:
    value = row.get(name)
    return value if isinstance(value, date) else None


def _depth(part: str, parents: dict[str, str], top: str) -> int:
    depth, at = 0, parents.get(part, top)
    while at != top and at in parents and depth < DEEPEST:
        depth, at = depth + 1, parents[at]
    return depth


def _written(row: Row) -> int:
    order = row.get("order")
    return order if isinstance(order, int) else 0


__all__ = ["Part", "Portrait", "Portraits", "Section", "Use", "Version", "state"]
