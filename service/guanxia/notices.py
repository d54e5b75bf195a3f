"""The law of a notice on a day, read from the graph and kept for the span of days on which it does not change."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

from guanxia import reading
from guanxia.jurisdiction.rules import Rules
from guanxia.model import (
    Area,
    Basis,
    Caution,
    Expression,
    Filling,
    Interpretation,
    Kind,
    Law,
    Norm,
    Office,
    Provision,
    Role,
    Text,
)
from guanxia.queries import Questions, Row
from guanxia.reading import IncompleteLaw, local, text, typed

DAY = timedelta(days=1)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it is listed: ``slug`` is its name in questions, ``area`` a GB/T 2260 code."""

    slug: str
    iri: str
    title: Text
    number: str
    start: date | None
    end: date | None
    area: str | None
    outside_norm: str | None

    def in_force(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Laws:
    """All notices of a graph and their law, by day. Kept answers depend on release, notice and day alone."""

    def __init__(self, questions: Questions, kept_spans: int = 48) -> None:
        self.questions = questions
        self.release = questions.graph.release
        self.notices = {notice.slug: notice for notice in map(_notice, questions.ask("notices"))}
        self.facts = reading.facts(questions.ask("facts"), questions.ask("fact_choices"))
        self.exclusions = reading.exclusions(questions.ask("exclusions"))
        self._first_days = lru_cache(maxsize=256)(self._read_first_days)
        self._areas = lru_cache(maxsize=4096)(self._read_areas)
        self._rules = lru_cache(maxsize=kept_spans)(self._read_rules)

    def rules(self, slug: str, day: date) -> Rules:
        """The rules of a notice on a day. Raises KeyError for an unknown notice, IncompleteLaw for a broken graph."""
        days = self._first_days(slug)
        return self._rules(slug, bisect_right(days, day))

    def areas(self, slug: str) -> dict[str, Area]:
        return self._areas(slug)

    def notice_for(self, area: str | None, day: date) -> str | None:
        """The notice for an area on a day: the newest in force, else the next to come, else the last.

        Without an area the notices must share one territory. None where no single notice can be told.
        """
        found = [one for one in self.notices.values() if area is None or area in self.areas(one.slug)]
        if area is None and len({one.area for one in found}) > 1:
            return None
        found.sort(key=lambda one: (one.start or date.min, one.slug))
        in_force = [one for one in found if one.in_force(day)]
        coming = [one for one in found if one.start and one.start > day]
        chosen = in_force[-1:] or coming[:1] or found[-1:]
        return chosen[0].slug if chosen else None

    def _read_first_days(self, slug: str) -> list[date]:
        rows = self.questions.ask("change_days", notice=self.notices[slug].iri)
        return sorted({_day(row) if row["kind"] == "from" else _day(row) + DAY for row in rows})

    def _read_areas(self, slug: str) -> dict[str, Area]:
        rows = self.questions.ask("areas", notice=self.notices[slug].iri)
        return {row.text("code"): Area(row.text("code"), row.text("area"), text(row, "label")) for row in rows}

    def _read_rules(self, slug: str, span: int) -> Rules:
        days = self._first_days(slug)
        start = days[span - 1] if span else None
        end = days[span] - DAY if span < len(days) else None
        day = start or (end if end else date.max)
        return Rules(self._law(self.notices[slug], day, start, end))

    def _law(self, notice: Notice, day: date, start: date | None, end: date | None) -> Law:
        ask, iri = self.questions.ask, notice.iri
        parts = _Parts(self.questions, iri, day)
        return Law(
            release=self.release,
            notice=notice.slug,
            notice_iri=iri,
            title=notice.title,
            number=notice.number,
            in_force=notice.in_force(day),
            notice_start=notice.start,
            start=start,
            end=end,
            facts=self.facts,
            exclusions=self.exclusions,
            roles=_roles(ask("roles", notice=iri, day=day)),
            kinds=parts.kinds(),
            norms=parts.norms(),
            interpretations=parts.interpretations(),
            cautions=parts.cautions(),
            areas=self.areas(notice.slug),
            offices=_offices(ask("posts", notice=iri, day=day)),
            outside_norm=notice.outside_norm,
            area_of_notice=notice.area,
        )


class _Parts:
    """The statements of one notice on one day that share look-ups."""

    def __init__(self, questions: Questions, notice: str, day: date) -> None:
        self._ask, self._notice, self._day = questions.ask, notice, day
        self._classes = reading.expressions(self._ask("case_classes", notice=notice))
        self._clauses = reading.clauses(self._ask("clauses", notice=notice))
        self._bases = reading.bases(self._ask("bases", notice=notice, day=day))
        self._terms = reading.terms(self._ask("terms", notice=notice, day=day))

    def _class(self, row: Row, name: str) -> Expression:
        return self._lookup(self._classes, row.text(name), "class")

    @staticmethod
    def _lookup(table: dict[str, T], iri: str, what: str) -> T:
        if iri not in table:
            raise IncompleteLaw(f"the graph has no {what} {iri}")
        return table[iri]

    def _in_force(self, iri: str) -> tuple[Basis, ...]:
        return tuple(one for one in self._bases.get(iri, ()) if one.state in ("yes", "unknown"))

    def _later(self, iri: str) -> tuple[Basis, ...]:
        known = {one.provision.iri for one in self._in_force(iri)}
        return tuple(one for one in self._bases.get(iri, ()) if one.state == "later" and one.provision.iri not in known)

    def kinds(self) -> tuple[Kind, ...]:
        day = {"notice": self._notice, "day": self._day}
        over = reading.precedences(self._ask("precedences", **day))
        sanctions = reading.sanctions(self._ask("sanctions", **day), self._classes, over)
        materials = reading.materials(self._ask("materials", notice=self._notice))
        return tuple(
            Kind(
                id=row.text("id"),
                iri=row.text("kind"),
                label=text(row, "label"),
                clause=self._lookup(self._clauses, row.text("clause"), "clause"),
                role=row.text("role"),
                norm=local(row.text("norm")),
                case_class=self._class(row, "class"),
                bases=self._in_force(row.text("kind")),
                later=self._later(row.text("kind")),
                sanctions=sanctions.get(row.text("kind"), ()),
                terms=self._terms.get(row.text("kind"), ()),
                materials=materials.get(row.text("id"), ()),
            )
            for row in self._ask("kinds", notice=self._notice)
        )

    def norms(self) -> tuple[Norm, ...]:
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in self._ask("norms", notice=self._notice):
            grouped[row.text("norm")].append(row)
        documents = reading.documents(self._ask("documents", notice=self._notice))
        following = reading.steps(self._ask("next_steps", notice=self._notice))
        return tuple(
            Norm(
                id=rows[0].text("id"),
                iri=iri,
                modality=rows[0].text("modality"),
                what=text(rows[0], "label"),
                clause=self._lookup(self._clauses, rows[0].text("clause"), "clause"),
                bearers=tuple(dict.fromkeys(row.text("bearer") for row in rows)),
                counterpart=rows[0].optional("counterpart"),
                mutual=rows[0].get("mutual") is True,
                condition=self._class(rows[0], "condition"),
                document=self._lookup(documents, rows[0].text("document"), "document kind")
                if "document" in rows[0]
                else None,
                terms=self._terms.get(iri, ()),
                bases=self._in_force(iri),
                next=following.get(iri, ()),
            )
            for iri, rows in grouped.items()
        )

    def interpretations(self) -> tuple[Interpretation, ...]:
        links: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self._ask("interpretation_links", notice=self._notice):
            links[row.text("interpretation"), row.text("link")].append(row)
        return tuple(
            Interpretation(
                id=row.text("id"),
                iri=row.text("interpretation"),
                label=text(row, "label"),
                stand=text(row, "stand"),
                ground=tuple(
                    Provision(one.text("target"), text(one, "label"))
                    for one in links[row.text("interpretation"), "ground"]
                ),
                ground_text=text(row, "ground"),
                alternative=text(row, "alternative"),
                bears_on=tuple(one.text("id") for one in links[row.text("interpretation"), "bearsOn"]),
                reads=row.optional("reads"),
                other_class=self._class(row, "class") if "class" in row else None,
                other_role=row.optional("role"),
                other_when=self._class(row, "when") if "when" in row else None,
            )
            for row in self._ask("interpretations", notice=self._notice)
        )

    def cautions(self) -> tuple[Caution, ...]:
        sources: dict[str, list[str]] = defaultdict(list)
        for row in self._ask("caution_sources", notice=self._notice):
            sources[row.text("caution")].append(row.text("source"))
        return tuple(
            Caution(
                id=row.text("id"),
                iri=row.text("caution"),
                text=text(row, "text"),
                headline=reading.maybe(row, "headline"),
                since=typed(row, "since"),
                condition=self._class(row, "condition"),
                confidence=row.text("confidence"),
                source=tuple(sources[row.text("caution")]),
            )
            for row in self._ask("cautions", notice=self._notice, day=self._day)
        )


def _day(row: Row) -> date:
    day = row["day"]
    if not isinstance(day, date):
        raise IncompleteLaw(f"not a day: {day}")
    return day


def _notice(row: Row) -> Notice:
    outside, area = row.optional("outside"), row.optional("area")
    iri = row.text("notice")
    return Notice(
        iri.split("/id/notice/", 1)[-1],
        iri,
        text(row, "title"),
        row.text("number"),
        typed(row, "from"),
        typed(row, "until"),
        local(area) if area else None,
        local(outside) if outside else None,
    )


def _roles(rows: list[Row]) -> dict[str, Role]:
    return {
        row.text("code"): Role(
            row.text("code"),
            row.text("role"),
            text(row, "label"),
            local(row.text("by_fact")) if "by_fact" in row else None,
            row.optional("filled_by"),
            Filling(text(row, "filled"), typed(row, "filled_from"), row.text("filled_confidence"))
            if "filled_by" in row
            else None,
        )
        for row in rows
    }


def _offices(rows: list[Row]) -> dict[tuple[str, str], Office]:
    return {
        (row.text("area"), row.text("role")): Office(
            row.optional("office"), reading.maybe(row, "office"), reading.maybe(row, "why")
        )
        for row in rows
    }
