"""The part of an answer that depends on amounts and dates: sanctions in yuan, terms with their last day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from guanxia.fragments import Fragments
from guanxia.jurisdiction.amounts import Amount, amount_of, money, plain
from guanxia.jurisdiction.decide import Known
from guanxia.jurisdiction.rules import Condition
from guanxia.model import Case, Kind, Norm, Sanction, Text
from guanxia.problems import pair
from guanxia.rendering import canonical, kept, provision, stored, term

NO_QUANTITY = Text("", "")
Shown = tuple[tuple[Sanction, ...], tuple[str, ...], frozenset[str], orjson.Fragment]


class Sums:
    """Sanctions and terms for one case."""

    def __init__(self, fragments: Fragments, case: Case, known: Known, first: str | None) -> None:
        self._f, self._known, self._on = fragments, known, case.on
        self._place = (case.area, first)
        self._lacking: dict[Condition, int | None] = {}
        self._amounts = {name: value for name, value in case.facts.items() if isinstance(value, Decimal)}
        self._days = {name: value for name, value in case.facts.items() if isinstance(value, date)}

    def dated(self, thing: Kind | Norm) -> bool:
        """Whether the start of one of its terms is stated."""
        return bool(self._days) and any(one.day_fact in self._days for one in thing.terms)

    def terms(self, thing: Kind | Norm) -> bytes:
        """Canonical JSON of the terms of a kind or norm."""
        if not self.dated(thing):
            return self._f.terms[thing.iri]
        return canonical([term(one, self._days.get(one.day_fact or "")) for one in thing.terms])

    def sanctions(self, kind: Kind, missing: int) -> tuple[bytes, orjson.Fragment]:
        """Canonical JSON of what threatens or needs something yet, and of what a settled precedence displaces.

        ``missing`` is what the kind itself still lacks.
        """
        shown, names, displaced_by, displaced = self._shown(kind)
        needs = tuple([self._needs(one) for one in shown])
        due = [
            (one, missing | lacking)
            for one, lacking in zip(shown, needs, strict=True)
            if lacking is not None and one.iri not in displaced_by
        ]
        if self._amounts and any(one.base_fact in self._amounts for one, _ in due):
            return canonical([self._sanction(one, names, shown, lacking) for one, lacking in due]), displaced
        key = ("sanctions", names, needs, missing, self._place)
        return self._f.remember(
            key, lambda: stored([self._sanction(one, names, shown, lacking) for one, lacking in due])
        ), displaced

    def _shown(self, kind: Kind) -> Shown:
        """The sanctions that count. A rate that has ended counts only for a default that began before its end."""
        ended = tuple(one.iri for one in kind.sanctions if one.counts_until and not self._counts(one))
        found: Shown | None = self._f.shown.get((kind.id, ended))
        if found is None:
            shown = tuple(one for one in kind.sanctions if one.iri not in ended)
            found = self._f.shown[kind.id, ended] = (shown, tuple(one.iri for one in shown), *_displaced(shown))
        return found

    def _counts(self, one: Sanction) -> bool:
        since = self._days.get(one.day_fact or "")
        return since is not None and one.counts_until is not None and since <= one.counts_until

    def _needs(self, one: Sanction) -> int | None:
        """What its condition still lacks (0: nothing); None if it cannot be met any more."""
        condition = self._f.rules.sanctions[one.iri]
        if condition not in self._lacking:
            world = self._known.common
            state = condition.state(self._known.closed)
            lacking = (condition.assess(world)[2] or 0) & ~world if state is None else 0
            self._lacking[condition] = None if state is False else lacking
        return self._lacking[condition]

    def _sanction(
        self, one: Sanction, names: tuple[str, ...], beside: tuple[Sanction, ...], lacking: int
    ) -> dict[str, Any]:
        key = ("sanction", one.iri, names, lacking, self._place)
        parts = self._f.remember(key, lambda: self._kept_sanction(one, beside, lacking))
        base, since = self._amounts.get(one.base_fact or ""), self._days.get(one.day_fact or "")
        quantity = self._f.law.facts[one.base_fact].label if one.base_fact else NO_QUANTITY
        amount = amount_of(one, base, since, self._on, quantity)
        return {
            **parts,
            "base": None
            if one.base_fact is None
            else {"quantity": pair(quantity), "fact": one.base_fact, "amount": None if base is None else money(base)},
            "amount": _yuan(amount),
            "perDay": None if amount.per_day is None else money(amount.per_day),
            "days": amount.days,
            "formula": pair(amount.formula),
            "readings": _capped(one, amount, base, quantity),
        }

    def _kept_sanction(self, one: Sanction, beside: tuple[Sanction, ...], lacking: int) -> dict[str, Any]:
        """The keys of a sanction that no amount and no day changes."""
        facts = self._f.law.facts
        needs = [fact for fact, _ in self._f.rules.bits.read(lacking)]
        area, first = self._place
        parts = {
            "iri": one.iri,
            "label": pair(one.label),
            "provision": provision(one.provision),
            "kind": one.kind,
            "on": one.target,
            "state": "needs" if needs else "threatens",
            "needs": [{"fact": fact, "label": pair(facts[fact].label)} for fact in needs],
            "multiple": None if one.min_multiple is None else _range(one.min_multiple, one.max_multiple, plain),
            "fixed": None if one.max_amount is None else _range(one.min_amount or Decimal(0), one.max_amount, money),
            "ratePerDay": None if one.rate_per_day is None else plain(one.rate_per_day),
            "decidedBy": self._f.role(self._f.resolve(one.decided_by, first), area),
            "prevails": _prevails(one, beside),
            "yieldsTo": [
                {
                    "provision": provision(other.provision),
                    "because": pair(other.precedence.because),
                    "reading": not other.precedence.settled,
                }
                for other in beside
                if other.precedence and one.iri in other.precedence.over_sanctions
            ],
            "inForce": one.in_force,
            "confidence": one.confidence,
        }
        return {key: kept(value) for key, value in parts.items()}


def _displaced(shown: tuple[Sanction, ...]) -> tuple[frozenset[str], orjson.Fragment]:
    """Which sanctions step back, and before which; a rate that has ended stands beside the new one."""
    here = {one.iri: one for one in shown}
    by = {
        over: one
        for one in shown
        if one.precedence and one.precedence.settled
        for over in one.precedence.over_sanctions
        if over in here and here[over].counts_until is None
    }
    told = [
        {
            "provision": provision(here[iri].provision),
            "label": pair(here[iri].label),
            "by": provision(first.provision),
            "because": pair(first.precedence.because),
        }
        for iri, first in by.items()
        if first.precedence
    ]
    return frozenset(by), kept(told)


def _prevails(one: Sanction, beside: tuple[Sanction, ...]) -> dict[str, Any] | None:
    rule = one.precedence
    if rule is None or not any(other.iri in rule.over_sanctions for other in beside):
        return None
    return {"over": [provision(item) for item in rule.over], "because": pair(rule.because), "reading": not rule.settled}


def _capped(one: Sanction, amount: Amount, base: Decimal | None, quantity: Text) -> list[dict[str, Any]]:
    """What a late fee above the money owed would come to under the provision that may cap it."""
    if one.capped_by is None or base is None or amount.minimum is None or amount.minimum <= base:
        return []
    formula = Text(f"以{quantity.zh} {money(base)} 为限", f"capped at the {quantity.en}, {money(base)}")
    sum_ = {"min": money(base), "max": money(base)}
    return [{"provision": provision(one.capped_by), "amount": sum_, "formula": pair(formula), "reading": True}]


def _range(low: Decimal, high: Decimal | None, form: Any) -> dict[str, Any]:
    return {"min": form(low), "max": None if high is None else form(high)}


def _yuan(amount: Amount) -> dict[str, Any] | None:
    if amount.minimum is None:
        return None
    return {"min": money(amount.minimum), "max": None if amount.maximum is None else money(amount.maximum)}
