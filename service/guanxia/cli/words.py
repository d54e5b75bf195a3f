"""What people write for facts and their values, made into what a question takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from guanxia.cases import KEYS
from guanxia.jurisdiction.rules import Rules
from guanxia.model import Area, Fact, Text
from guanxia.problems import Fault, nearest, shown

YES = frozenset({"是", "有", "对", "真", "√", "✓", "yes", "y", "true"})
NO = frozenset({"否", "无", "不是", "没有", "假", "×", "✗", "no", "n", "false"})
UNKNOWN = frozenset({"", "?", "不知道", "不知", "不清楚", "不明", "未知", "不详", "unknown", "don't know", "dont know"})
_PLACES = {
    "area": ("area", "area code", "地区", "区划", "行政区划", "区划代码", "行政区划代码"),
    "on": ("on", "date", "日期", "查询日期"),
    "violation": ("violation", "违法行为", "违法行为种类", "违法类型"),
    "notice": ("notice", "通知"),
}
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_MONEY = re.compile(r"[¥]?\s*([\d,]+(?:\.\d+)?)\s*(?:元|yuan)?", re.ASCII)


class NotUnderstood(Exception):
    """A word that is no value where it stands."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def plain(word: str) -> str:
    """A word as it is compared: compatibility form, lower case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", word).lower().split())


class Words:
    """Names and values of one graph: facts and areas by name or by label, in Chinese or English."""

    def __init__(self, facts: Mapping[str, Fact], areas: Iterable[Area]) -> None:
        self.facts = facts
        self._heads = {plain(word): key for key, words in _PLACES.items() for word in words}
        for fact in facts.values():
            for word in (fact.name, fact.label.zh, fact.label.en):
                self._heads.setdefault(plain(word), fact.name)
        self._areas = {plain(word): one.code for one in areas for word in (one.code, one.label.zh, one.label.en)}

    def key_of(self, head: str) -> str | None:
        """The fact or the key of a question that a head names; None where it names nothing."""
        return self._heads.get(plain(head))

    def nearest_heads(self, head: str) -> tuple[str, ...]:
        shown_as = {
            plain(word): word for fact in self.facts.values() for word in (fact.label.zh, fact.label.en, fact.name)
        }
        return tuple(shown_as.get(word, word) for word in nearest(plain(head), self._heads))

    def value(self, key: str, word: object) -> Any:
        """The value of a fact or key as JSON takes it, None where nothing is known. Raises NotUnderstood."""
        text = _text(word)
        if plain(text) in UNKNOWN:
            return None
        if key == "on":
            return iso_date(text) or text
        if key == "area":
            return self._areas.get(plain(text), text)
        if key in KEYS:
            return text
        return self._fact_value(self.facts[key], text)

    @staticmethod
    def _fact_value(fact: Fact, text: str) -> Any:
        word = plain(text)
        if fact.type == "boolean":
            if word in YES or word in NO:
                return word in YES
            raise NotUnderstood(
                Text(
                    f"“{fact.label.zh}”（{fact.name}）应填 是、否，不明则留空，收到“{shown(text)}”。",
                    f"'{fact.label.en}' ({fact.name}) takes yes, no, or nothing if unknown, got '{shown(text)}'.",
                )
            )
        if fact.type == "choice":
            names = {plain(name): one.value for one in fact.choices for name in (one.value, one.label.zh, one.label.en)}
            return names.get(word, text)
        if fact.type == "amount":
            found = _MONEY.fullmatch(unicodedata.normalize("NFKC", text).strip())
            return found[1].replace(",", "") if found else text
        return iso_date(text) or text

    def question(self, cells: Iterable[tuple[str, object]]) -> dict[str, Any]:
        """A question from pairs of key and word. Raises NotUnderstood with all words that are no values."""
        value: dict[str, Any] = {}
        facts: dict[str, Any] = {}
        wrong = []
        for key, word in cells:
            try:
                found = self.value(key, word)
            except NotUnderstood as error:
                wrong.append(error.text)
                continue
            if found is not None:
                (value if key in KEYS else facts)[key] = found
        if wrong:
            raise NotUnderstood(Text("".join(one.zh for one in wrong), " ".join(one.en for one in wrong)))
        return {**value, "facts": facts}


def unknown_head(head: str, words: Words) -> Fault:
    """The fault of a name that is no fact, with the nearest names."""
    near = words.nearest_heads(head)
    zh, en = f"没有事实“{shown(head)}”。", f"no fact '{shown(head)}'."
    if near:
        zh, en = f"{zh}相近的有：{'、'.join(near)}。", f"{en} Nearest: {', '.join(near)}."
    return Fault("unknown-fact", shown(head), Text(zh, en), near)


def violation_id(word: str, rules: Rules) -> str:
    """The id of a kind of violation written as id, as label, or as both; the word itself where it is none."""
    wanted = plain(word)
    for kind in rules.law.kinds:
        names = {plain(kind.id), plain(kind.label.zh), plain(kind.label.en)}
        names |= {f"{plain(kind.id)} {name}" for name in names}
        if wanted in names:
            return kind.id
    return word


def _text(word: object) -> str:
    """A cell as text: days in ISO form, numbers without exponent or needless decimals."""
    if word is None:
        return ""
    if isinstance(word, datetime):
        return word.date().isoformat()
    if isinstance(word, bool | date):
        return str(word)
    if isinstance(word, float):
        exact = Decimal(repr(word)) if word == word and abs(word) != float("inf") else None
        return (
            str(word) if exact is None else f"{exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact:f}"
        )
    return str(word).strip()


def iso_date(text: str) -> str | None:
    """A day such as 2020年9月1日 or 2020/9/1 in ISO form; None where it is none."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None
