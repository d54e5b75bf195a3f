"""The law of a notice on a day, read from the graph and kept for the span of days on which it does not change."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from guanxia import reading
from guanxia.jurisdiction.rules import Rules
from guanxia.law import LawReader, offices, roles
from guanxia.model import Area, Law, Text
from guanxia.queries import Questions, Row
from guanxia.reading import IncompleteLaw, local, text, typed

DAY = timedelta(days=1)


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
        parts = LawReader(self.questions, iri, day)
        mentioned = parts.mentioned()
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
            all_exclusions=self.exclusions,
            exclusions=tuple(one for one in self.exclusions if {one.first.fact, one.second.fact} <= mentioned),
            roles=roles(ask("roles"), ask("role_fillings", notice=iri, day=day)),
            kinds=parts.kinds(),
            norms=parts.norms(),
            interpretations=parts.interpretations(),
            cautions=parts.cautions(),
            areas=self.areas(notice.slug),
            offices=offices(ask("posts", notice=iri, day=day)),
            outside_norm=notice.outside_norm,
            area_of_notice=notice.area,
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
