"""The part of an answer that depends on amounts and dates: sanctions in yuan, terms with their last day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from guanxia.fragments import Fragments, provision
from guanxia.jurisdiction.amounts import Amount, amount_of, money, plain
from guanxia.jurisdiction.deadlines import last_day
from guanxia.jurisdiction.decide import Known
from guanxia.model import Case, Kind, Sanction, Term, Text
from guanxia.problems import pair
from guanxia.workdays import FIRST_YEAR, LAST_YEAR, is_working

NOWHERE = Text("", "")


class Sums:
    """Sanctions and terms for one case."""

    def __init__(self, fragments: Fragments, case: Case, known: Known, first: str | None) -> None:
        self._f, self._case, self._known, self._first = fragments, case, known, first

    def _amount_fact(self, name: str | None) -> Decimal | None:
        value = self._case.facts.get(name) if name else None
        return value if isinstance(value, Decimal) else None

    def _date_fact(self, name: str | None) -> date | None:
        value = self._case.facts.get(name) if name else None
        return value if isinstance(value, date) else None

    def sanctions(self, kind: Kind, missing: list[str]) -> tuple[list[Any], list[Any]]:
        """Sanctions that threaten or need something yet, and those that a settled precedence displaces."""
        shown = [one for one in kind.sanctions if self._counts(one)]
        here = {one.iri: one for one in shown}
        displaced_by = {
            over: one
            for one in shown
            if one.precedence and one.precedence.settled
            for over in one.precedence.over_sanctions
            if over in here and here[over].counts_until is None
        }
        found, displaced = [], []
        for one in shown:
            if (by := displaced_by.get(one.iri)) is not None and by.precedence:
                because = by.precedence.because
                displaced.append({"provision": provision(one.provision), "label": pair(one.label), "by": provision(by.provision), "because": pair(because)})
            elif (entry := self._sanction(one, shown, missing)) is not None:
                found.append(entry)
        return found, displaced

    def _counts(self, one: Sanction) -> bool:
        """A rate that has ended counts only for a default that began before its end."""
        if one.counts_until is None:
            return True
        since = self._date_fact(one.day_fact)
        return since is not None and since <= one.counts_until

    def _sanction(self, one: Sanction, beside: list[Sanction], missing: list[str]) -> Any:
        rules = self._f.rules
        condition = rules.condition(one.condition)
        state = condition.state(self._known.closed)
        if state is False:
            return None
        needs = list(missing)
        if state is None and (nearest := condition.nearest(self._known.closed[0])) is not None:
            needs += [fact for fact, _ in rules.bits.read(nearest & ~self._known.closed[0])]
        base, since = self._amount_fact(one.base_fact), self._date_fact(one.day_fact)
        label = rules.law.facts[one.base_fact].label if one.base_fact else NOWHERE
        amount = amount_of(one, base, since, self._case.on, label)
        return {
            "iri": one.iri,
            "label": pair(one.label),
            "provision": provision(one.provision),
            "kind": one.kind,
            "on": one.target,
            "state": "needs" if needs else "threatens",
            "needs": [{"fact": fact, "label": pair(rules.law.facts[fact].label)} for fact in dict.fromkeys(needs)],
            "multiple": _range(one.min_multiple, one.max_multiple, plain) if one.min_multiple is not None else None,
            "fixed": _range(one.min_amount or Decimal(0), one.max_amount, money) if one.max_amount is not None else None,
            "ratePerDay": None if one.rate_per_day is None else plain(one.rate_per_day),
            "base": None
            if one.base_fact is None
            else {"quantity": pair(label), "fact": one.base_fact, "amount": None if base is None else money(base)},
            "amount": _yuan(amount),
            "perDay": None if amount.per_day is None else money(amount.per_day),
            "days": amount.days,
            "formula": pair(amount.formula),
            "decidedBy": self._f.role(self._f.resolve(one.decided_by, self._first), self._case.area),
            "prevails": self._prevails(one, beside),
            "yieldsTo": [
                {"provision": provision(other.provision), "because": pair(other.precedence.because), "reading": not other.precedence.settled}
                for other in beside
                if other.precedence and one.iri in other.precedence.over_sanctions
            ],
            "inForce": one.in_force,
            "confidence": one.confidence,
        }

    @staticmethod
    def _prevails(one: Sanction, beside: list[Sanction]) -> dict[str, Any] | None:
        if one.precedence is None:
            return None
        rule = one.precedence
        if not any(other.iri in rule.over_sanctions for other in beside):
            return None
        return {"over": [provision(item) for item in rule.over], "because": pair(rule.because), "reading": not rule.settled}

    def terms(self, terms: tuple[Term, ...]) -> list[Any]:
        """Each term with the last day where a statute sets a number and the start is known."""
        return [self._term(term) for term in terms]

    def _term(self, term: Term) -> dict[str, Any]:
        start = self._date_fact(term.day_fact)
        last = note = None
        if start is not None and term.number is not None and term.unit is not None:
            result = last_day(start, term.number, term.unit, is_working)
            last = result.day and result.day.isoformat()
            if result.unknown_year is not None:
                note = Text(
                    f"没有 {result.unknown_year} 年的节假日安排（现有 {FIRST_YEAR} 至 {LAST_YEAR} 年），不能算出最后一日。",
                    f"no holiday calendar for {result.unknown_year} (known: {FIRST_YEAR} to {LAST_YEAR}), so the last day cannot be told.",
                )
            elif result.nominal and result.nominal != result.day:
                note = Text(f"期满之日 {result.nominal} 为休息日，顺延至次一工作日。", f"the term ends on {result.nominal}, a day off, and moves to the next working day.")
        return {
            "iri": term.iri,
            "label": pair(term.label),
            "words": pair(term.words),
            "number": term.number,
            "unit": term.unit,
            "start": term.start and {"event": pair(term.start), "fact": term.day_fact, "day": start and start.isoformat()},
            "provision": term.provision and provision(term.provision),
            "lastDay": last,
            "note": note and pair(note),
            "inForce": term.in_force,
            "confidence": term.confidence,
        }


def _range(low: Decimal, high: Decimal | None, form: Any) -> dict[str, Any]:
    return {"min": form(low), "max": None if high is None else form(high)}


def _yuan(amount: Amount) -> dict[str, Any] | None:
    if amount.minimum is None:
        return None
    return {"min": money(amount.minimum), "max": None if amount.maximum is None else money(amount.maximum)}
