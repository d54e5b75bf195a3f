"""The form of the first page: every fact of the graph by topic, each field as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from guanxia import cases
from guanxia.jurisdiction.rules import Rules
from guanxia.model import Fact, Kind, Text
from guanxia.notices import Laws
from guanxia.problems import Fault, Problem, shown

YES, NO, UNKNOWN = Text("是", "yes"), Text("否", "no"), Text("不明", "unknown")
ANY_AREA, TODAY = Text("不指明", "not stated"), Text("当天（默认）", "today (default)")
LINKED = Text("相互关联的几类违法行为", "Violations that hang together")
SINGLE = Text("其他单项违法行为", "Other single violations")
COURSE = Text("办理经过", "Course of the handling")
AMOUNTS = Text("金额（元）", "Amounts (yuan)")
DATES = Text("日期", "Dates")
_PLAIN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """One input: ``type`` is radio, select, amount or date; ``options`` are value and label."""

    name: str
    type: str
    label: Text
    typed: str
    options: tuple[tuple[str, Text], ...] = ()
    faults: tuple[Text, ...] = ()
    note: Text | None = None

    @property
    def stray(self) -> bool:
        """Whether something was typed that none of the options is."""
        return bool(self.options) and self.typed not in {value for value, _ in self.options}

    @property
    def input_type(self) -> str:
        """A date field shows as text what is no day, so that it stays as typed."""
        return "date" if self.type == "date" and (not self.typed or _is_day(self.typed)) else "text"


@dataclass(frozen=True, slots=True)
class Group:
    title: Text
    fields: tuple[Field, ...]
    kinds: tuple[Kind, ...] = ()

    @property
    def used(self) -> bool:
        return any(one.typed or one.faults for one in self.fields)


@dataclass(frozen=True, slots=True)
class Form:
    """``place`` holds the fields that are no facts: area, day, violation and, with several notices, the notice."""

    place: tuple[Field, ...]
    groups: tuple[Group, ...]

    @property
    def labels(self) -> dict[str, Text]:
        """The label of each field by its name."""
        fields = (*self.place, *(one for group in self.groups for one in group.fields))
        return {one.name: one.label for one in fields}


def rules_for(laws: Laws, arguments: Mapping[str, str]) -> Rules | None:
    """The rules that the form lists its choices from, whatever else was typed; None without any notice."""
    typed = arguments.get("on", "")
    day = date.fromisoformat(typed) if _is_day(typed) else cases.today()
    slug: str | None = arguments.get("notice", "")
    if slug not in laws.notices:
        first = min(laws.notices, default=None)
        slug = laws.notice_for(arguments.get("area") or None, day) or laws.notice_for(None, day) or first
    return laws.rules(slug, day) if slug else None


def form_of(laws: Laws, rules: Rules, arguments: Mapping[str, str], problem: Problem | None) -> Form:
    """The form with what was typed and, at each field, what is wrong with it."""
    maker = _Maker(laws, rules, arguments, problem.faults if problem else ())
    return Form(tuple(maker.place()), tuple(maker.groups()))


class _Maker:
    def __init__(self, laws: Laws, rules: Rules, arguments: Mapping[str, str], faults: Iterable[Fault]) -> None:
        self._laws, self._rules, self._arguments = laws, rules, arguments
        self._faults = tuple(faults)

    def _field(
        self, name: str, kind: str, label: Text, options: tuple[tuple[str, Text], ...] = (), note: Text | None = None
    ) -> Field:
        typed = self._arguments.get(name, "")
        typed = "" if typed == "unknown" else shown(typed)
        texts = tuple(dict.fromkeys(one.text for one in self._faults if one.pointer == name))
        return Field(name, kind, label, typed, options, texts, note)

    def place(self) -> Iterator[Field]:
        several = len(self._laws.notices) > 1
        if several:
            named = tuple((slug, one.title) for slug, one in sorted(self._laws.notices.items()))
            yield self._field("notice", "select", Text("通知", "Notice"), (("", ANY_AREA), *named))
        slugs = sorted(self._laws.notices) if several else [self._rules.law.notice]
        areas = tuple((one.code, one.label) for slug in slugs for one in self._laws.areas(slug).values())
        yield self._field("area", "select", Text("地区", "Area"), (("", ANY_AREA), *areas))
        yield self._field("on", "date", Text("以哪一天的法律为准", "By the law of which day"), note=TODAY)
        kinds = tuple(
            (one.id, Text(f"{one.id} {one.label.zh}", f"{one.id} {one.label.en}")) for one in self._rules.law.kinds
        )
        yield self._field(
            "violation", "select", Text("已认定的违法行为", "Violation already found"), (("", ANY_AREA), *kinds)
        )

    def groups(self) -> Iterator[Group]:
        """Linked facts together with the kinds they decide, then the rest by type, in the order of the graph."""
        facts, rules = self._laws.facts, self._rules
        placed: set[str] = set()
        singles: list[tuple[str, str]] = []
        for block in rules.blocks:
            placed.update(block.facts)
            if len(block.facts) == 1:
                singles.append((block.facts[0], block.kinds[0]))
                continue
            kinds = tuple(rules.kinds[kind] for kind in block.kinds)
            yield Group(_title(kinds), tuple(self._fact(facts[name]) for name in block.facts), kinds)
        if singles:
            kinds = tuple(rules.kinds[kind] for _, kind in singles)
            yield Group(SINGLE, tuple(self._fact(facts[name]) for name, _ in singles), kinds)
        rest = [fact for fact in facts.values() if fact.name not in placed]
        for title, types in ((COURSE, ("boolean", "choice")), (AMOUNTS, ("amount",)), (DATES, ("date",))):
            if found := tuple(self._fact(fact) for fact in rest if fact.type in types):
                yield Group(title, found)

    def _fact(self, fact: Fact) -> Field:
        if fact.type == "boolean":
            return self._field(fact.name, "radio", fact.question, (("true", YES), ("false", NO), ("", UNKNOWN)))
        if fact.type == "choice":
            choices = tuple((one.value, one.label) for one in fact.choices)
            return self._field(fact.name, "select", fact.question, (("", UNKNOWN), *choices))
        return self._field(fact.name, fact.type, fact.question)


def _title(kinds: tuple[Kind, ...]) -> Text:
    return kinds[0].label if len(kinds) == 1 else LINKED


def _is_day(text: str) -> bool:
    try:
        return bool(_PLAIN_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
