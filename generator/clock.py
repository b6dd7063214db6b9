"""What day it is where the submissions are written: the only place that reads the clock of the computer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

_COLOMBIA = timezone(timedelta(hours=-5))


def today() -> date:
    """The date in Colombia, whatever the time zone of the computer (Colombia has no daylight saving time)."""
    return datetime.now(_COLOMBIA).date()


def hour() -> str:
    """The hour in Colombia, for a person who looks at it (`14:05:09`)."""
    return f"{datetime.now(_COLOMBIA):%H:%M:%S}"


def day_of(moment: datetime) -> date:
    """The date in Colombia at a moment."""
    return _here(moment).date()


def hour_of(moment: datetime) -> str:
    """The date and the hour in Colombia at a moment, as people read them."""
    return f"{_here(moment):%Y-%m-%d %H:%M}"


def _here(moment: datetime) -> datetime:
    """In Colombia; one that says no zone is of UTC, in which moments are kept (SQLite gives them back without it)."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_COLOMBIA)
