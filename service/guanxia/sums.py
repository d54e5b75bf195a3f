"""The part of an answer that depends on amounts and dates: sanctions in yuan, terms with their last day."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from guanxia.fragments import Fragments
from guanxia.jurisdiction.amounts import Amount, amount_of, money, plain
from guanxia.jurisdiction.decide import Known
from guanxia.jurisdiction.rules import Condition
from guanxia.model import Case, Kind, Norm, Sanction, Text
from guanxia.problems import pair
from guanxia.rendering import canonical, provision, stored, term
from guanxia.templates import NULL, Template, array

NO_QUANTITY = Text("", "")


class Sanctions(NamedTuple):
    """Canonical JSON of the sanctions of a kind, and of those that a settled precedence displaces."""

    listed: bytes
    displaced: bytes

    @property
    def size(self) -> int:
        return len(self.listed) + len(self.displaced)


class Sums:
    """Sanctions and terms for one case."""

    def __init__(self, fragments: Fragments, case: Case, known: Known) -> None:
        self._f, self._known, self._on = fragments, known, case.on
        self._area = case.area
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

    def sanctions(self, kind: Kind, missing: int) -> Sanctions:
        """Canonical JSON of what threatens or needs something yet, and of what a settled precedence displaces.

        ``missing`` is what the kind itself still lacks.
        """
        own, span = self._f.sums[kind.id]
        if len(self._known.closed) > 1 or not own.isdisjoint(self._amounts) or not own.isdisjoint(self._days):
            return self._told(kind, missing)
        key = ("sanctions", kind.id, missing, self._known.common & span, self._area)
        part: Sanctions | None = self._f.memory.find((self._f.number, key))
        return self._f.remember(key, lambda: self._told(kind, missing)) if part is None else part

    def _told(self, kind: Kind, missing: int) -> Sanctions:
        shown = self._shown(kind)
        needs = [(one, lacking) for one in shown if (lacking := self._needs(one)) is not None]
        stepped_back, displaced = self._displaced(kind, shown, tuple([one.iri for one, _ in needs]))
        return Sanctions(self._listed(kind, shown, needs, stepped_back, missing), displaced)

    def _listed(
        self,
        kind: Kind,
        shown: tuple[Sanction, ...],
        needs: list[tuple[Sanction, int]],
        stepped_back: frozenset[str],
        missing: int,
    ) -> bytes:
        return array(
            [
                self._sanction(one, kind.id, shown, missing | lacking)
                for one, lacking in needs
                if one.iri not in stepped_back
            ]
        )

    def _displaced(
        self, kind: Kind, shown: tuple[Sanction, ...], alive: tuple[str, ...]
    ) -> tuple[frozenset[str], bytes]:
        """What steps back among the sanctions that nothing known rules out."""
        found = self._f.shown.get((kind.id, alive))
        if found is None:
            found = self._f.shown[kind.id, alive] = _displaced([one for one in shown if one.iri in alive])
        return found

    def _shown(self, kind: Kind) -> tuple[Sanction, ...]:
        """The sanctions that count. A rate that has ended counts only for a default that began before its end."""
        return tuple([one for one in kind.sanctions if one.counts_until is None or self._counts(one)])

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

    def _sanction(self, one: Sanction, kind_id: str, beside: tuple[Sanction, ...], lacking: int) -> bytes:
        elsewhere = self._elsewhere(one)
        key = ("sanction", one.iri, kind_id, len(beside), elsewhere, self._area)
        if one.base_fact not in self._amounts:
            unstated: bytes = self._f.remember(
                (key, lacking), lambda: self._filled(key, one, beside, lacking, elsewhere)
            )
            return unstated
        return self._filled(key, one, beside, lacking, elsewhere)

    def _filled(
        self, key: Hashable, one: Sanction, beside: tuple[Sanction, ...], lacking: int, elsewhere: bool | None
    ) -> bytes:
        template: Template = self._f.remember(key, lambda: self._template(one, beside, elsewhere))
        facts = [fact for fact, _ in self._f.rules.bits.read(lacking)]
        state = b'"needs"' if facts else b'"threatens"'
        needs = array([self._f.named(fact) for fact in facts])
        base, since = self._amounts.get(one.base_fact or ""), self._days.get(one.day_fact or "")
        amount, told, days, formula, per_day, readings = self._computed(one, base, since)
        return template.fill(amount, told, days, formula, needs, per_day, readings, state)

    def _computed(self, one: Sanction, base: Decimal | None, since: date | None) -> tuple[bytes, ...]:
        """The parts that a stated amount or day changes, in the order of their names."""
        quantity = self._f.law.facts[one.base_fact].label if one.base_fact else NO_QUANTITY
        amount = amount_of(one, base, since, self._on, quantity)
        told = None
        if one.base_fact is not None:
            told = {"quantity": pair(quantity), "fact": one.base_fact, "amount": None if base is None else money(base)}
        per_day = None if amount.per_day is None else money(amount.per_day)
        parts = _yuan(amount), told, amount.days, pair(amount.formula), per_day, _capped(one, amount, base, quantity)
        return tuple([NULL if part is None else canonical(part) for part in parts])

    def _elsewhere(self, one: Sanction) -> bool | None:
        """Whether another role imposes the sanction in this case; None where that depends on what is unknown."""
        condition = self._f.rules.instead.get(one.iri)
        return condition.state(self._known.closed) if condition else False

    def _template(self, one: Sanction, beside: tuple[Sanction, ...], elsewhere: bool | None) -> Template:
        """A sanction but for what it needs and what it comes to."""
        decider = one.decided_instead if elsewhere and one.decided_instead else one.decided_by
        parts = {
            "iri": one.iri,
            "label": pair(one.label),
            "provision": provision(one.provision),
            "kind": one.kind,
            "on": one.target,
            "multiple": None if one.min_multiple is None else _range(one.min_multiple, one.max_multiple, plain),
            "fixed": None if one.max_amount is None else _range(one.min_amount or Decimal(0), one.max_amount, money),
            "ratePerDay": None if one.rate_per_day is None else plain(one.rate_per_day),
            "decidedBy": self._f.party(self._f.resolve(decider, None), self._area),
            "decidedInstead": self._f.party(one.decided_instead, self._area)
            if elsewhere is None and one.decided_instead
            else None,
            "note": one.note and pair(one.note),
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
        return Template(parts, ("amount", "base", "days", "formula", "needs", "perDay", "readings", "state"))


def _displaced(shown: list[Sanction]) -> tuple[frozenset[str], bytes]:
    """Which sanctions step back, and before which; a rate that has ended stands beside the new one."""
    here = {one.iri: one for one in shown}
    by: dict[str, Sanction] = {}
    for one in shown:
        for over in one.precedence.over_sanctions if one.precedence and one.precedence.settled else ():
            if over in here and here[over].counts_until is None:
                by.setdefault(over, one)
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
    return frozenset(by), stored(told)


def _prevails(one: Sanction, beside: tuple[Sanction, ...]) -> dict[str, Any] | None:
    rule = one.precedence
    if rule is None or not any(other.iri in rule.over_sanctions for other in beside):
        return None
    return {
        "over": [provision(item) for item in rule.over],
        "because": pair(rule.because),
        "principles": [provision(item) for item in rule.principles],
        "reading": not rule.settled,
        "confidence": rule.confidence,
    }


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
