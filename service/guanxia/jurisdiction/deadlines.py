"""The last day of a term: the first day is not counted; a last day off moves to the next working day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

WorkingDay = Callable[[date], bool | None]


@dataclass(frozen=True, slots=True)
class LastDay:
    """``day`` is None where it cannot be told; ``unknown_year`` then names the year without a calendar.

    ``nominal`` is the day before moving it past days off.
    """

    day: date | None
    nominal: date | None
    unknown_year: int | None = None


def last_day(start: date, number: int, unit: str, is_working: WorkingDay) -> LastDay:
    """Last day of a term of ``number`` units that begins after the day ``start``.

    ``is_working`` answers None for a year whose holidays it does not know. Hours are not turned into days.
    """
    try:
        match unit:
            case "workingDays":
                return _working(start, number, is_working)
            case "naturalDays":
                nominal = start + timedelta(days=number)
            case "months":
                nominal = _months(start, number)
            case "years":
                nominal = _months(start, 12 * number)
            case _:
                return LastDay(None, None)
    except (OverflowError, ValueError):
        return LastDay(None, None)
    return _moved(nominal, is_working)


def _working(start: date, number: int, is_working: WorkingDay) -> LastDay:
    day = start
    while number:
        day += timedelta(days=1)
        working = is_working(day)
        if working is None:
            return LastDay(None, None, day.year)
        number -= working
    return LastDay(day, day)


def _months(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _moved(nominal: date, is_working: WorkingDay) -> LastDay:
    day = nominal
    while True:
        working = is_working(day)
        if working is None:
            return LastDay(None, nominal, day.year)
        if working:
            return LastDay(day, nominal)
        day += timedelta(days=1)
