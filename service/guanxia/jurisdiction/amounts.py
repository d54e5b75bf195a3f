"""What a sanction comes to in yuan and fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from guanxia.model import Sanction, Text

FEN, WIDE = Decimal("0.01"), Context(prec=60)


def money(amount: Decimal) -> str:
    """Decimal text with two places, half a fen rounded up."""
    return str(amount.quantize(FEN, ROUND_HALF_UP, WIDE))


def plain(number: Decimal) -> str:
    """A number without trailing zeros and without exponent: ``1``, ``0.0005``."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Amount:
    """A range in yuan (``maximum`` None: open upwards) with the formula that gave it.

    For a late fee, ``per_day`` is its growth a day and ``days`` how many were counted.
    """

    minimum: Decimal | None
    maximum: Decimal | None
    formula: Text
    per_day: Decimal | None = None
    days: int | None = None


def amount_of(sanction: Sanction, base: Decimal | None, since: date | None, on: date, base_label: Text) -> Amount:
    """The range of one sanction; without its base or days the formula alone."""
    if sanction.rate_per_day is not None:
        return _late_fee(sanction, base, since, on, base_label)
    if sanction.min_multiple is not None:
        low, high = sanction.min_multiple, sanction.max_multiple
        span = plain(low) if low == high or high is None else f"{plain(low)}–{plain(high)}"
        shown = f" {money(base)}" if base is not None else ""
        formula = Text(f"{base_label.zh}{shown} × {span}", f"{base_label.en}{shown} × {span}")
        if base is None:
            return Amount(None, None, formula)
        return Amount(base * low, None if high is None else base * high, formula)
    if sanction.max_amount is None and sanction.min_amount is None:
        return Amount(None, None, sanction.label)
    low = sanction.min_amount or Decimal(0)
    return Amount(low, sanction.max_amount, Text("法条所定数额", "amount set by the provision"))


def _late_fee(sanction: Sanction, base: Decimal | None, since: date | None, on: date, label: Text) -> Amount:
    rate = sanction.rate_per_day or Decimal(0)
    shown = f" {money(base)}" if base is not None else ""
    head = f"{label.zh}{shown} × {plain(rate)} × 天数", f"{label.en}{shown} × {plain(rate)} × days"
    if base is None:
        return Amount(None, None, Text(*head))
    per_day = base * rate
    if since is None:
        return Amount(None, None, Text(*head), per_day)
    first = max(since, sanction.counts_from or since)
    last = min(on, sanction.counts_until or on)
    if last < first:
        return Amount(None, None, Text(*head), per_day)
    days = (last - first) // timedelta(days=1) + 1
    total = per_day * days
    return Amount(
        total,
        total,
        Text(
            f"{label.zh}{shown} × {plain(rate)} × {days} 天（{first} 至 {last}，首尾两日均计）",
            f"{label.en}{shown} × {plain(rate)} × {days} days ({first} to {last}, both included)",
        ),
        per_day,
        days,
    )
