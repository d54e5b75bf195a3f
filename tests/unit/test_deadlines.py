"""The last day of a term, over Chinese holidays and make-up workdays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxia.jurisdiction.deadlines import last_day
from guanxia.workdays import FIRST_YEAR, LAST_YEAR, is_working


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2020-09-27", True),  # Sunday, worked for National Day
        ("2020-10-01", False),
        ("2020-10-08", False),
        ("2020-10-09", True),
        ("2020-10-10", True),  # Saturday, worked
        ("2020-10-11", False),
        ("2021-09-26", True),  # Sunday, worked
        ("2021-10-07", False),
        ("2021-10-08", True),
        ("2021-10-09", True),  # Saturday, worked
        ("2021-10-10", False),
    ],
)
def test_holidays_and_make_up_workdays_are_known(day: str, working: bool) -> None:
    assert is_working(date.fromisoformat(day)) is working


@pytest.mark.parametrize(
    ("start", "number", "unit", "last"),
    [
        ("2020-09-25", 5, "workingDays", "2020-10-09"),
        ("2020-09-30", 5, "workingDays", "2020-10-14"),
        ("2020-09-30", 2, "workingDays", "2020-10-10"),
        ("2021-09-24", 5, "workingDays", "2021-09-30"),
        ("2021-09-30", 2, "workingDays", "2021-10-09"),
        ("2020-09-25", 60, "workingDays", "2020-12-24"),
        ("2020-10-12", 1, "naturalDays", "2020-10-13"),
        ("2020-09-16", 15, "naturalDays", "2020-10-09"),  # ends on 1 October, moves over the holiday
        ("2020-09-30", 10, "naturalDays", "2020-10-10"),  # a Saturday, but worked
        ("2020-10-01", 10, "naturalDays", "2020-10-12"),  # ends on a Sunday
        ("2021-09-21", 10, "naturalDays", "2021-10-08"),
        ("2020-08-31", 6, "months", "2021-03-01"),  # the last day of February is a Sunday
        ("2020-08-31", 1, "months", "2020-09-30"),
        ("2020-02-29", 1, "years", "2021-03-01"),  # no 29 February; the 28th is a Sunday
        ("2018-10-15", 2, "years", "2020-10-15"),
    ],
)
def test_last_day(start: str, number: int, unit: str, last: str) -> None:
    assert last_day(date.fromisoformat(start), number, unit, is_working).day == date.fromisoformat(last)


def test_day_before_moving_is_told() -> None:
    result = last_day(date(2020, 9, 16), 15, "naturalDays", is_working)
    assert (result.nominal, result.day) == (date(2020, 10, 1), date(2020, 10, 9))


@pytest.mark.parametrize("unit", ["naturalDays", "workingDays"])
def test_year_without_calendar_is_said_and_no_day_is_guessed(unit: str) -> None:
    result = last_day(date(LAST_YEAR, 12, 31), 10, unit, is_working)
    assert (result.day, result.unknown_year) == (None, LAST_YEAR + 1)
    early = last_day(date(FIRST_YEAR - 2, 1, 1), 10, unit, is_working)
    assert (early.day, early.unknown_year) == (None, FIRST_YEAR - 2)


def test_hours_are_not_turned_into_days() -> None:
    assert last_day(date(2020, 10, 12), 24, "hours", is_working).day is None


def test_term_beyond_the_calendar_of_time_has_no_last_day() -> None:
    assert last_day(date(9999, 12, 31), 10, "naturalDays", is_working).day is None
    assert last_day(date(9999, 6, 1), 2, "years", is_working).day is None


DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR - 1, 6, 30))
SOME = settings(max_examples=100, deadline=None, derandomize=True, database=None)


@SOME
@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_as_one_would_by_hand(start: date, number: int) -> None:
    last = last_day(start, number, "workingDays", is_working).day
    assert last is not None
    counted = [start + timedelta(days=step) for step in range(1, (last - start).days + 1)]
    assert sum(bool(is_working(day)) for day in counted) == number and is_working(last)


@SOME
@given(DAYS, st.integers(1, 90))
def test_term_of_days_never_ends_on_a_day_off_nor_early(start: date, number: int) -> None:
    result = last_day(start, number, "naturalDays", is_working)
    assert result.nominal == start + timedelta(days=number)
    assert result.day is not None and result.day >= result.nominal and is_working(result.day)
    between = [result.nominal + timedelta(days=step) for step in range((result.day - result.nominal).days)]
    assert not any(is_working(day) for day in between)
