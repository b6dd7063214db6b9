"""Months as receipts write them: `AAAA-MM`, so that nothing public tells the day on which somebody signed."""

from __future__ import annotations

import calendar
import re
from datetime import date

MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")


def month_of(day: date) -> str:
    """The month a day belongs to. Months in this form compare as text."""
    return f"{day.year:04d}-{day.month:02d}"


def last_day(month: str) -> date:
    """The day on which a month ends, and with it what holds until that month."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, calendar.monthrange(year, number)[1])


def months_after(month: str, number: int) -> str:
    """The month that comes `number` months after another."""
    year, index = divmod(_ordinal(month) + number, 12)
    return f"{year:04d}-{index + 1:02d}"


def months_between(first: str, last: str) -> int:
    """How many months go from one to the other; negative when `last` comes first."""
    return _ordinal(last) - _ordinal(first)


def _ordinal(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1
