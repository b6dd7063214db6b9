"""A report as anybody would write it down: headings, paragraphs and tables, whatever the file that it goes to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

Cell = str | int | date | None


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """Rows under headings. `about` tells what it holds to who cannot see it.

    `as_records` asks for each row as headings and paragraphs where long texts would not fit a column.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: str
    as_records: bool = False

    def widths(self, least: int, most: int) -> tuple[int, ...]:
        """How many characters each column asks for, so that no word is broken nor a short text either."""
        columns = zip(*(map(shown, row) for row in (self.columns, *self.rows)), strict=True)
        return tuple(max(_width(texts, most), least) for texts in columns)


@dataclass(frozen=True, slots=True, repr=False)
class Section:
    heading: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """A report. `made` is the day that its properties say."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    made: date
    wide: bool = False


def shown(value: Cell) -> str:
    """What a cell says, as text."""
    if value is None:
        return ""
    return shown_day(value) if isinstance(value, date) else legible(str(value))


def _width(texts: Iterable[str], most: int) -> int:
    longest = max((len(line) for text in texts for line in text.splitlines()), default=0)
    return min(longest, most) + 2


def shown_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def shown_time(minutes: int) -> str:
    """`2 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def legible(text: str) -> str:
    """Text without what no document can hold: control characters and halves of characters."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c for c in kept if c in "\n\t" or (unicodedata.category(c) not in _UNWRITABLE and c not in "\ufffe\uffff")
    )


_UNWRITABLE = ("Cc", "Cs")
"""Kinds of characters that XML does not take: controls, and halves."""
