"""How pages speak: Chinese or English, with dates, money and values of facts as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Request

from guanxia.model import Fact, Text
from guanxia.problems import shown

LANGUAGES = ("zh", "en")
_QUOTED = re.compile(r"[“']([A-Za-z]+)=([^”']*)[”']")


def language_of(incoming: Request) -> str:
    """The language asked for by ``?lang=``; Chinese by default."""
    wanted = incoming.args.get("lang", "")
    return wanted if wanted in LANGUAGES else "zh"


def negotiated_language(incoming: Request) -> str:
    """The language of ``?lang=``, else the one that the reader's browser prefers; Chinese by default."""
    wanted = incoming.args.get("lang", "")
    if wanted in LANGUAGES:
        return wanted
    preferred = (name.partition("-")[0].lower() for name, quality in incoming.accept_languages if quality > 0)
    return next((one for one in preferred if one in LANGUAGES), "zh")


def strange_language(incoming: Request) -> str:
    """What ``?lang=`` asks for where it is no language of the service; empty where it is one, or nothing."""
    wanted = incoming.args.get("lang", "")
    return "" if wanted in LANGUAGES else shown(wanted)


@dataclass(frozen=True, slots=True)
class Speech:
    """One language; ``facts`` and ``names`` (codes of roles, kinds and norms) come from the graph."""

    lang: str
    facts: Mapping[str, Fact]
    names: Mapping[str, Text]

    def t(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def say(self, text: Text | Mapping[str, str]) -> str:
        """A text of the graph or of an answer in this language."""
        if isinstance(text, Text):
            return self.t(text.zh, text.en)
        return text[self.lang]

    def worded(self, text: Text) -> str:
        """A message with every ``fact=value`` that it quotes told by label and value."""
        return _QUOTED.sub(lambda found: self._quoted(found[0], found[1], found[2]), self.say(text))

    def _quoted(self, whole: str, name: str, value: str) -> str:
        if name not in self.facts or self.facts[name].type not in ("boolean", "choice"):
            return whole
        known = {"true": True, "false": False}.get(value, value)
        return self.t(
            f"“{self.fact(name)}：{self.value(name, known)}”", f"'{self.fact(name)}: {self.value(name, known)}'"
        )

    def day(self, value: str | date) -> str:
        """A day as people of this language write it."""
        on = value if isinstance(value, date) else date.fromisoformat(value)
        return self.t(f"{on.year}年{on.month}月{on.day}日", on.isoformat())

    def money(self, value: str) -> str:
        """Yuan with digits grouped."""
        amount = f"{Decimal(value):,.2f}"
        return self.t(f"{amount} 元", f"CNY {amount}")

    def fact(self, name: str) -> str:
        return self.say(self.facts[name].label)

    def value(self, name: str, value: Any) -> str:
        """The value of a fact in words."""
        if value is True:
            return self.t("是", "yes")
        if value is False:
            return self.t("否", "no")
        fact = self.facts[name]
        if fact.type == "amount":
            return self.money(value)
        if fact.type == "date":
            return self.day(value)
        return next((self.say(one.label) for one in fact.choices if one.value == value), str(value))

    def name(self, code: str) -> str:
        """The label of a role, a kind of violation or a norm."""
        return self.say(self.names[code]) if code in self.names else code
