"""Chinese public holidays and make-up workdays, from the library chinesecalendar."""

from __future__ import annotations

from datetime import date

import chinese_calendar
from chinese_calendar.constants import holidays

FIRST_YEAR: int = min(day.year for day in holidays)
LAST_YEAR: int = max(day.year for day in holidays)


def is_working(day: date) -> bool | None:
    """Whether a day is a working day in China; None for a year that the library does not know."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return bool(chinese_calendar.is_workday(day))
