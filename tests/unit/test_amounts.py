"""What a sanction comes to: exact decimals, half a fen rounded up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guanxia.jurisdiction.amounts import amount_of, money, plain
from guanxia.model import EVERY_CASE, Provision, Sanction, Text

LABEL = Text("欠缴数额", "arrears")
ON = date(2020, 10, 12)


def sanction(**values: Any) -> Sanction:
    texts = Text("罚款", "fine"), Provision("x", Text("第一条", "art. 1"))
    return Sanction("x", *texts, "fine", "employer", "HRSS", EVERY_CASE, "V1", **values)


def late_fee(**values: Any) -> Sanction:
    return sanction(rate_per_day=Decimal("0.0005"), **values)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0.00"),
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("0.166665", "0.17"),
        ("1.125", "1.13"),
        ("2.675", "2.68"),
        ("12345", "12345.00"),
        ("999999999999999.99", "999999999999999.99"),
        ("4999999999999999.945", "4999999999999999.95"),
    ],
)
def test_money_has_two_places_and_half_a_fen_goes_up(amount: str, text: str) -> None:
    assert money(Decimal(amount)) == text


@pytest.mark.parametrize(("number", "text"), [("1.0", "1"), ("0.0005", "0.0005"), ("10", "10"), ("1E+1", "10")])
def test_plain_numbers_have_no_trailing_zeros_and_no_exponent(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_multiple_of_a_known_base_is_a_range() -> None:
    fine = sanction(min_multiple=Decimal(1), max_multiple=Decimal(3), base_fact="arrearsAmount")
    amount = amount_of(fine, Decimal("52000.00"), None, ON, LABEL)
    assert (amount.minimum, amount.maximum) == (Decimal("52000.00"), Decimal("156000.00"))
    assert amount.formula.zh == "欠缴数额 52000.00 × 1–3"


def test_multiple_of_an_unknown_base_is_a_formula_alone() -> None:
    fine = sanction(min_multiple=Decimal(2), max_multiple=Decimal(5), base_fact="defraudedAmount")
    amount = amount_of(fine, None, None, ON, LABEL)
    assert (amount.minimum, amount.maximum) == (None, None)
    assert amount.formula.en == "arrears × 2–5"


def test_return_is_the_base_itself() -> None:
    amount = amount_of(sanction(min_multiple=Decimal(1), max_multiple=Decimal(1)), Decimal("7.01"), None, ON, LABEL)
    assert amount.minimum == amount.maximum == Decimal("7.01") and amount.formula.en.endswith("× 1")


def test_fixed_amount_needs_no_base() -> None:
    amount = amount_of(sanction(min_amount=Decimal(500), max_amount=Decimal(3000)), None, None, ON, LABEL)
    assert (amount.minimum, amount.maximum) == (Decimal(500), Decimal(3000))


def test_fine_up_to_an_amount_begins_at_nothing() -> None:
    amount = amount_of(sanction(max_amount=Decimal(5000)), None, None, ON, LABEL)
    assert (amount.minimum, amount.maximum) == (Decimal(0), Decimal(5000))


def test_warning_has_no_amount() -> None:
    amount = amount_of(sanction(), None, None, ON, LABEL)
    assert amount.minimum is None and amount.formula.zh == "罚款"


@pytest.mark.parametrize(
    ("since", "days", "total"),
    [
        ("2020-10-12", 1, "5.000000"),
        ("2020-10-01", 12, "60.000000"),
        ("2019-10-13", 366, "1830"),
    ],
)
def test_late_fee_counts_the_day_of_default_and_the_day_of_the_question(since: str, days: int, total: str) -> None:
    amount = amount_of(late_fee(), Decimal("10000.00"), date.fromisoformat(since), ON, LABEL)
    assert (amount.days, amount.minimum, amount.per_day) == (days, Decimal(total), Decimal(5))
    assert amount.minimum == amount.maximum


def test_late_fee_is_not_computed_where_the_default_begins_after_the_day() -> None:
    amount = amount_of(late_fee(), Decimal("10000.00"), date(2020, 10, 13), ON, LABEL)
    assert (amount.minimum, amount.days, amount.per_day) == (None, None, Decimal(5))


def test_late_fee_without_its_first_day_is_told_by_the_day() -> None:
    amount = amount_of(late_fee(), Decimal("10000.00"), None, ON, LABEL)
    assert (amount.minimum, amount.per_day, amount.days) == (None, Decimal(5), None)


def test_late_fee_counts_only_the_days_of_its_rate() -> None:
    new = late_fee(counts_from=date(2011, 7, 1))
    old = sanction(rate_per_day=Decimal("0.002"), counts_until=date(2011, 6, 30))
    since = date(2011, 6, 21)
    assert amount_of(old, Decimal("10000.00"), since, ON, LABEL).days == 10
    assert amount_of(new, Decimal("10000.00"), since, ON, LABEL).days == (ON - date(2011, 6, 30)).days == 3392


def test_sums_stay_exact_over_many_days() -> None:
    amount = amount_of(late_fee(), Decimal("0.01"), date(2011, 7, 1), ON, LABEL)
    assert amount.minimum == Decimal("0.01") * Decimal("0.0005") * 3392
