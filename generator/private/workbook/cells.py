"""What a cell says, as the kind of its column: dates that Excel keeps as numbers, words of a list, codes with a name.

Nothing here judges: what cannot be understood is told in a sentence that does not repeat it, and limits and lists are
the records' own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from generator.private.workbook.columns import Column, Kind
from generator.vocabulary import nearest, plain

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"), "") | {
    number: "\n" if number in (0x0B, 0x0C) else ""  # line and page ends within a text of Word's
    for number in (*range(0x20), 0x7F)
    if chr(number) not in "\t\n\r"
}
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]00:00(?::00)?)?")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?::\d{2})?(am|pm|m)?")
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial number of Excel has no zone
_SERIALS = range(36_526, 73_051)
"""Serial numbers of Excel from 2000 to 2099: any other number in a column of dates is a mistake."""
_YES = frozenset({"si", "x", "1", "true", "verdadero"})
_NO = frozenset({"no", "0", "false", "falso"})
BETWEEN = " · "
"""What stands between a code and its name in a list."""


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """What the store already has, by what people type of it."""

    people: Mapping[str, UUID]
    cycles: Mapping[str, tuple[UUID, ...]]


class NotUnderstoodError(Exception):
    """A cell that says nothing of its kind: `message` and `hint` are of ours, without the value."""

    def __init__(self, message: str, hint: str | None = None, code: str = "D420") -> None:
        super().__init__(code)
        self.code, self.message, self.hint = code, message, hint


def text_of(value: object) -> str:
    """A value as the text that somebody sees, without the spaces around it nor the signs that nobody sees."""
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value
    return str(value).translate(_INVISIBLE).replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n").strip()


def understood(value: object, column: Column, known: Known) -> object:
    """The value of a cell for the field of a record. Raises NotUnderstoodError."""
    if column.several:
        parts = [part for part in re.split(r"[;\n]", text_of(value)) if part.strip()]
        return [_one(part.strip(), column, known) for part in parts]
    return _one(value, column, known)


def _one(value: object, column: Column, known: Known) -> object:
    if column.kind is Kind.PERSON:
        return _person(value, known)
    if column.kind is Kind.CYCLE:
        return _cycle(value, known)
    if column.options:
        return _listed(value, column)
    return _READERS.get(column.kind, text_of)(value)


def _person(value: object, known: Known) -> UUID:
    found = known.people.get(text_of(value).upper())
    if found is None:
        raise NotUnderstoodError(
            "Ese código de persona no está en el almacén.", "Es el suyo (P-…), no el nombre.", "D421"
        )
    return found


def _cycle(value: object, known: Known) -> UUID:
    found = known.cycles.get(text_of(value).upper(), ())
    if len(found) != 1:
        raise NotUnderstoodError("Ese ciclo no está en el almacén.", "Importe primero el ciclo del que viene.", "D421")
    return found[0]


def _listed(value: object, column: Column) -> str:
    """A code, its words, or both as the lists of the template show them; a code of figures may have lost its zeros."""
    typed = text_of(value)
    head = typed.partition(BETWEEN)[0].strip()
    if head.isdecimal():
        head = head.zfill(len(column.options[0][0]))
    for form in (plain(head), plain(typed)):
        if form in column.named:
            return column.named[form]
    near = nearest(typed, column.options)
    hint = f"¿quiso decir «{near[1]}»?" if near else "Escoja uno de la lista de la celda."
    raise NotUnderstoodError("Ese valor no está en la lista.", hint)


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    typed = text_of(value)
    if not re.fullmatch(r"-?\d{1,9}", typed):
        raise NotUnderstoodError("Se espera un número entero.", "Escríbalo solo con cifras.")
    return int(typed)


def _yes_no(value: object) -> bool:
    typed = plain(text_of(value))
    if typed in _YES or typed in _NO:
        return typed in _YES
    raise NotUnderstoodError("Se espera «Sí» o «No».", "Escoja uno de la lista de la celda.")


def _date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and int(value) in _SERIALS:
        return (_FIRST_DAY + timedelta(days=int(value))).date()
    typed = text_of(value)
    try:
        if found := _YEAR_FIRST.fullmatch(typed):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(typed):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise NotUnderstoodError("Esa fecha no existe.", "Por ejemplo: 2026-02-17.") from None
    raise NotUnderstoodError("Se espera una fecha.", "Por ejemplo: 2026-02-17, o 17/02/2026 (día, mes, año).")


def _time(value: object) -> time:
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, timedelta):
        value = value / timedelta(days=1)
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60) % (24 * 60)
        return time(minutes // 60, minutes % 60)
    found = _CLOCK.fullmatch(re.sub(r"[\s.]*([ap]?)[\s.]*m[\s.]*$", r"\1m", plain(text_of(value))))
    if found:
        hour, minute, half = int(found[1]), int(found[2]), found[3]
        if half in ("am", "pm") and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise NotUnderstoodError("Se espera una hora.", "Por ejemplo: 8:00, 14:30 o 2:30 p. m.")


def _aspect(value: object) -> str:
    return text_of(value).partition(BETWEEN)[0].strip()


_READERS: Mapping[Kind, Callable[[object], object]] = {
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.ASPECT: _aspect,
}


def shown(values: Iterable[tuple[str, str]], *, code: bool) -> list[str]:
    """The words of a list; with the code before them where names repeat or people know the code."""
    return [f"{key}{BETWEEN}{words}" if code else words for key, words in values]
