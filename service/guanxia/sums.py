"""The part of an answer that depends on amounts and dates: sanctions in yuan, terms with their last day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from guanxia.fragments import Fragments, kept, provision, term
from guanxia.jurisdiction.amounts import Amount, amount_of, money, plain
from guanxia.jurisdiction.decide import Known
from guanxia.model import Case, Kind, Norm, Sanction, Text
from guanxia.problems import pair

NO_QUANTITY = Text("", "")
Lists = tuple[Any, Any]


class Sums:
    """Sanctions and terms for one case."""

    def __init__(self, fragments: Fragments, case: Case, known: Known, first: str | None) -> None:
        self._f, self._known, self._on = fragments, known, case.on
        self._place = (case.area, first)
        self._amounts = {name: value for name, value in case.facts.items() if isinstance(value, Decimal)}
        self._days = {name: value for name, value in case.facts.items() if isinstance(value, date)}

    def dated(self, thing: Kind | Norm) -> bool:
        """Whether the start of one of its terms is stated."""
        return bool(self._days) and any(one.day_fact in self._days for one in thing.terms)

    def terms(self, thing: Kind | Norm) -> Any:
        """The terms of a kind or norm."""
        if not self.dated(thing):
            return self._f.terms[thing.iri]
        return [term(one, self._days.get(one.day_fact or "")) for one in thing.terms]

    def sanctions(self, kind: Kind, missing: list[str]) -> Lists:
        """Sanctions that threaten or need something yet, and those that a settled precedence displaces."""
        shown = tuple(one for one in kind.sanctions if self._counts(one))
        needs = tuple(self._needs(one) for one in shown)
        if any(one.base_fact in self._amounts for one in shown):
            return self._lists(shown, needs, missing)
        key = ("sanctions", kind.id, tuple(one.iri for one in shown), needs, tuple(missing), self._place)
        found: tuple[orjson.Fragment, orjson.Fragment] = self._f.remember(
            key, lambda: tuple(kept(one) for one in self._lists(shown, needs, missing))
        )
        return found

    def _counts(self, one: Sanction) -> bool:
        """A rate that has ended counts only for a default that began before its end."""
        if one.counts_until is None:
            return True
        since = self._days.get(one.day_fact or "")
        return since is not None and since <= one.counts_until

    def _needs(self, one: Sanction) -> int | None:
        """What its condition still lacks (0: nothing); None if it cannot be met any more."""
        world = self._known.closed[0]
        condition = self._f.rules.sanctions[one.iri]
        state = condition.state(self._known.closed)
        if state is None:
            return (condition.assess(world)[2] or 0) & ~world
        return 0 if state else None

    def _lists(self, shown: tuple[Sanction, ...], needs: tuple[int | None, ...], missing: list[str]) -> Lists:
        here = {one.iri: one for one in shown}
        displaced_by = {
            over: one
            for one in shown
            if one.precedence and one.precedence.settled
            for over in one.precedence.over_sanctions
            if over in here and here[over].counts_until is None
        }
        found = [
            self._sanction(one, shown, missing, lacking)
            for one, lacking in zip(shown, needs, strict=True)
            if lacking is not None and one.iri not in displaced_by
        ]
        displaced = [_displaced(one, displaced_by[one.iri]) for one in shown if one.iri in displaced_by]
        return found, displaced

    def _sanction(
        self, one: Sanction, beside: tuple[Sanction, ...], missing: list[str], lacking: int
    ) -> dict[str, Any]:
        rules = self._f.rules
        needs = dict.fromkeys([*missing, *(fact for fact, _ in rules.bits.read(lacking))])
        base, since = self._amounts.get(one.base_fact or ""), self._days.get(one.day_fact or "")
        quantity = rules.law.facts[one.base_fact].label if one.base_fact else NO_QUANTITY
        amount = amount_of(one, base, since, self._on, quantity)
        area, first = self._place
        return {
            "iri": one.iri,
            "label": pair(one.label),
            "provision": provision(one.provision),
            "kind": one.kind,
            "on": one.target,
            "state": "needs" if needs else "threatens",
            "needs": [{"fact": fact, "label": pair(rules.law.facts[fact].label)} for fact in needs],
            "multiple": None if one.min_multiple is None else _range(one.min_multiple, one.max_multiple, plain),
            "fixed": None if one.max_amount is None else _range(one.min_amount or Decimal(0), one.max_amount, money),
            "ratePerDay": None if one.rate_per_day is None else plain(one.rate_per_day),
            "base": None
            if one.base_fact is None
            else {"quantity": pair(quantity), "fact": one.base_fact, "amount": None if base is None else money(base)},
            "amount": _yuan(amount),
            "perDay": None if amount.per_day is None else money(amount.per_day),
            "days": amount.days,
            "formula": pair(amount.formula),
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


def _displaced(one: Sanction, by: Sanction) -> dict[str, Any]:
    because = by.precedence.because if by.precedence else NO_QUANTITY
    return {
        "provision": provision(one.provision),
        "label": pair(one.label),
        "by": provision(by.provision),
        "because": pair(because),
    }


def _prevails(one: Sanction, beside: tuple[Sanction, ...]) -> dict[str, Any] | None:
    rule = one.precedence
    if rule is None or not any(other.iri in rule.over_sanctions for other in beside):
        return None
    return {"over": [provision(item) for item in rule.over], "because": pair(rule.because), "reading": not rule.settled}


def _range(low: Decimal, high: Decimal | None, form: Any) -> dict[str, Any]:
    return {"min": form(low), "max": None if high is None else form(high)}


def _yuan(amount: Amount) -> dict[str, Any] | None:
    if amount.minimum is None:
        return None
    return {"min": money(amount.minimum), "max": None if amount.maximum is None else money(amount.maximum)}
