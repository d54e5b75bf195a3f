"""Questions as people put them (JSON, query string, table row) made into validated cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from guanxia.model import Case, Fact, Text
from guanxia.notices import Laws
from guanxia.problems import Fault, Problem, nearest, shown
from guanxia.strict_json import parse_json

MAX_FACTS = 200
MAX_BODY = 65_536
KEYS = ("facts", "area", "on", "violation", "notice")
CHINA = timezone(timedelta(hours=8))
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,2})?", re.ASCII)


def today() -> date:
    """Today in China."""
    return datetime.now(CHINA).date()


def day_of(value: object) -> date | None:
    """A day written as 2020-09-01; None for anything else."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def from_json(body: bytes, laws: Laws) -> Case:
    """A case from a JSON body. Raises Problem with all faults."""
    value = parse_json(body)
    if not isinstance(value, dict):
        detail = Text('请求体应当是对象，例如 {"facts": {}}。', 'the body must be an object such as {"facts": {}}.')
        raise Problem("not-an-object", detail)
    return Reader(laws, "/").read(value)


def from_query(arguments: Iterable[tuple[str, str]], laws: Laws) -> Case:
    """A case from query parameters: the keys of the JSON form, and fact names, each once; empty means unknown."""
    value: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    faults = []
    for key, text in arguments:
        place = value if key in KEYS and key != "facts" else facts
        if key in place:
            faults.append(
                Fault(
                    "duplicate-key",
                    shown(key),
                    Text(f"参数“{shown(key)}”重复。", f"parameter '{shown(key)}' is given twice."),
                )
            )
        if text not in ("", "unknown"):
            place[key] = {"true": True, "false": False}.get(text, text)
    if faults:
        raise Problem.of(faults)
    return Reader(laws, "").read({**value, "facts": facts})


class Reader:
    """Checks one question against the names that the graph has; collects all faults before it raises."""

    def __init__(self, laws: Laws, root: str) -> None:
        self._laws, self._root = laws, root
        self._faults: list[Fault] = []

    def _fault(self, kind: str, pointer: str, zh: str, en: str, near: tuple[str, ...] = ()) -> None:
        if near:
            zh, en = f"{zh}相近的有：{'、'.join(near)}。", f"{en} Nearest: {', '.join(near)}."
        self._faults.append(Fault(kind, self._root + pointer, Text(zh, en), near))

    def read(self, value: Mapping[str, Any]) -> Case:
        """The case. Raises Problem."""
        for key in value:
            if key not in KEYS:
                self._fault(
                    "unknown-key",
                    shown(key),
                    f"没有参数“{shown(key)}”。",
                    f"no parameter '{shown(key)}'.",
                    nearest(key, KEYS),
                )
        facts = self._facts(value.get("facts"))
        on, stated = self._on(value.get("on"))
        notice, area = self._place(value.get("notice"), value.get("area"), on)
        violation = self._violation(value.get("violation"), notice, on)
        if self._faults:
            raise Problem.of(self._faults)
        return Case(facts, on, stated, area, violation, notice, value.get("notice") is not None)

    def _facts(self, given: Any) -> dict[str, bool | str | Decimal | date]:
        if given is None:
            return {}
        if not isinstance(given, Mapping):
            self._fault("wrong-value", "facts", "facts 应当是对象。", "facts must be an object.")
            return {}
        if len(given) > MAX_FACTS:
            detail = Text(
                f"最多 {MAX_FACTS} 个事实，收到 {len(given)} 个。", f"at most {MAX_FACTS} facts, got {len(given)}."
            )
            raise Problem("too-many-facts", detail, [Fault("too-many-facts", self._root + "facts", detail)])
        known: dict[str, bool | str | Decimal | date] = {}
        prefix = "facts/" if self._root else ""
        for name, value in given.items():
            fact = self._laws.facts.get(name)
            if fact is None:
                near = nearest(name, self._laws.facts)
                self._fault(
                    "unknown-fact",
                    prefix + shown(name),
                    f"没有事实“{shown(name)}”。",
                    f"no fact '{shown(name)}'.",
                    near,
                )
            elif value is not None and (read := self._value(fact, value, prefix + name)) is not None:
                known[name] = read
        return known

    def _value(self, fact: Fact, value: Any, pointer: str) -> bool | str | Decimal | date | None:
        if fact.type == "boolean":
            if isinstance(value, bool):
                return value
            self._fault(
                "wrong-value",
                pointer,
                f"{fact.name} 应为 true 或 false（不明则不写），收到“{shown(value)}”。",
                f"{fact.name} must be true or false (leave it out if unknown), got '{shown(value)}'.",
            )
        elif fact.type == "choice":
            if isinstance(value, str) and value in fact.values:
                return value
            names = tuple(str(one) for one in fact.values)
            self._fault(
                "wrong-value",
                pointer,
                f"{fact.name} 应为 {'、'.join(names)} 之一，收到“{shown(value)}”。",
                f"{fact.name} must be one of {', '.join(names)}, got '{shown(value)}'.",
                nearest(str(value), names) or names,
            )
        elif fact.type == "amount":
            if isinstance(value, str) and _AMOUNT.fullmatch(value):
                return Decimal(value)
            self._fault(
                "wrong-amount",
                pointer,
                f'{fact.name} 应为非负金额文本，至多两位小数，如 "52000.00"，收到“{shown(value)}”。',
                f"{fact.name} must be a non-negative amount as text with at most two decimals, "
                f"such as \"52000.00\", got '{shown(value)}'.",
            )
        else:
            return self._date(value, pointer, fact.name)
        return None

    def _date(self, value: Any, pointer: str, name: str) -> date | None:
        if day := day_of(value):
            return day
        self._fault(
            "impossible-date",
            pointer,
            f"{name} 应为存在的日期，形如 2020-09-01，收到“{shown(value)}”。",
            f"{name} must be an existing day such as 2020-09-01, got '{shown(value)}'.",
        )
        return None

    def _on(self, value: Any) -> tuple[date, bool]:
        if value is None:
            return today(), False
        return self._date(value, "on", "on") or date.min, True

    def _place(self, notice: Any, area: Any, on: date) -> tuple[str | None, str | None]:
        laws = self._laws
        if notice is not None and (not isinstance(notice, str) or notice not in laws.notices):
            near = nearest(str(notice), laws.notices) or tuple(sorted(laws.notices)[:3])
            self._fault(
                "unknown-notice", "notice", f"没有通知“{shown(notice)}”。", f"no notice '{shown(notice)}'.", near
            )
            return None, None
        if area is None:
            slug = notice or laws.notice_for(None, on)
            if slug is None and laws.notices:
                near = tuple(sorted(laws.notices)[:3])
                self._fault(
                    "notice-needed",
                    "notice",
                    "有多个地方的通知，请说明 area 或者 notice。",
                    "there are notices of several places; state area or notice.",
                    near,
                )
            return slug, None
        slug = notice or (laws.notice_for(area, on) if isinstance(area, str) else None)
        if isinstance(area, int) and not isinstance(area, bool):
            self._fault(
                "unknown-area",
                "area",
                f'area 应写成文本，例如 "450305"，收到的是数字 {shown(area)}。',
                f'area must be text such as "450305", got the number {shown(area)}.',
            )
            return slug, None
        if slug is None or not isinstance(area, str) or area not in laws.areas(slug):
            codes = [code for one in ([notice] if notice else sorted(laws.notices)) for code in laws.areas(one)]
            near = nearest(str(area), codes) or tuple(codes[:3])
            self._fault(
                "unknown-area",
                "area",
                f"没有区划“{shown(area)}”，或者该地没有通知。",
                f"no area '{shown(area)}', or no notice there.",
                near,
            )
        return slug, area

    def _violation(self, value: Any, notice: str | None, on: date) -> str | None:
        if value is None or notice is None:
            return None
        kinds = self._laws.rules(notice, on).kinds
        if isinstance(value, str) and value in kinds:
            return value
        near = nearest(str(value), kinds) or tuple(kinds)
        self._fault(
            "unknown-violation",
            "violation",
            f"没有违法行为种类“{shown(value)}”。",
            f"no kind of violation '{shown(value)}'.",
            near,
        )
        return None
