"""From a grid of cells to the records of a sheet, each value with the place where it stands.

The same for a sheet of Excel and a file of CSV; a sheet may lie (a record a row) or stand upright (a record a column).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from openpyxl.utils import get_column_letter

from generator.diagnostics import Diagnostic, find
from generator.private.workbook.cells import text_of
from generator.private.workbook.sheets import Sheet
from generator.vocabulary import nearest, plain

MOST_ROWS = 60_000
MOST_COLUMNS = 64
_HEADER_WITHIN = 60
"""Rows among which the titles are looked for; an upright sheet is no longer."""


class Odd(Enum):
    """What stands in a cell that has no value to read."""

    FORMULA = "D453"
    ERROR = "D420"


Line = tuple[int, Sequence[object]]
"""The number of a row, from 1, and what its cells say."""


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One record as it was typed. `places` says, for each field, its column (or its row, in an upright sheet)."""

    sheet: Sheet
    label: str
    places: Mapping[str, str]
    own: str
    upright: bool
    values: Mapping[str, object]

    def place(self, field: str | None = None) -> str:
        """`Acompañamientos!D7`: where a field stands; where the record begins, for a field that has no cell."""
        other = self.places.get(field or "") or next(iter(self.places.values()))
        return f"{self.label}!{self.own}{other}" if self.upright else f"{self.label}!{other}{self.own}"


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not text_of(value))


def rows_of(sheet: Sheet, label: str, lines: Iterable[Line]) -> Iterator[Row | Diagnostic]:
    """The records of a sheet, and what keeps some of it from being read (D420, D452–D455)."""
    lines = iter(lines)
    first: list[Line] = []
    for line in lines:
        first.append(line)
        if len(_known(sheet, line[1])) >= 2:
            yield from _lying(sheet, label, first[-1], lines)
            return
        if len(first) > _HEADER_WITHIN:
            break
    titles = [values[0] if values else None for _, values in first]
    if len(_known(sheet, titles)) >= 2:
        beyond = next((number for number, values in lines if not all(is_blank(v) for v in values)), None)
        if beyond is not None:
            yield find("D454", f"{label}!A{beyond}", "Debajo del formulario hay datos que no se leen.")
        yield from _upright(sheet, label, first)
    elif any(not is_blank(v) for _, values in first for v in values):
        yield find("D455", label, "La hoja no tiene la fila de títulos.")


def _fold(value: object) -> str:
    return re.sub(r"\s+", " ", plain(text_of(value))).rstrip(" *:")


def _field(sheet: Sheet, title: object) -> str | None:
    form = _fold(title)
    return next((c.name for c in sheet.columns if _fold(c.title) == form), None)


def _known(sheet: Sheet, titles: Iterable[object]) -> set[str]:
    return {name for t in titles if isinstance(t, str) and (name := _field(sheet, t))}


def _titles(
    sheet: Sheet, label: str, titles: Iterable[tuple[int, str, object]]
) -> tuple[dict[int, str], list[Diagnostic]]:
    """Which field each title names, by its position; what is repeated, not recognised or missing is told."""
    fields: dict[int, str] = {}
    findings: list[Diagnostic] = []
    unknown = False
    for position, place, title in titles:
        if is_blank(title):
            continue
        name = None if isinstance(title, Odd) else _field(sheet, title)
        if name is None:
            unknown = True
            near = nearest(text_of(title), [(c.name, c.title) for c in sheet.columns])
            hint = f"¿quiso decir «{near[1]}»?" if near else None
            findings.append(find("D454", place, "Ese título no es de la plantilla.", hint=hint))
        elif name in fields.values():
            findings.append(find("D454", place, "Ese título está dos veces."))
        else:
            fields[position] = name
    if not unknown:  # what is missing is most likely what was not recognised
        gone = [c.title for c in sheet.columns if c.required and c.name not in fields.values()]
        findings += [find("D455", label, f"Falta la columna «{title}».") for title in gone]
    return fields, findings


def _lying(sheet: Sheet, label: str, header: Line, lines: Iterator[Line]) -> Iterator[Row | Diagnostic]:
    number, titles = header
    letters = [get_column_letter(i + 1) for i in range(len(titles))]
    named, findings = _titles(
        sheet, label, ((i, f"{label}!{letters[i]}{number}", title) for i, title in enumerate(titles))
    )
    yield from findings
    if findings:
        return
    places = {name: letters[i] for i, name in named.items()}
    untitled: set[int] = set()
    for number, values in lines:
        if number > MOST_ROWS or len(values) > MOST_COLUMNS:
            yield find("D452", f"{label}!A{number}")
            return
        for i in range(len(values)):
            if i not in named and i not in untitled and not is_blank(values[i]):
                untitled.add(i)
                yield find(
                    "D454", f"{label}!{get_column_letter(i + 1)}{number}", "Hay datos en una columna sin título."
                )
        told = {name: values[i] for i, name in named.items() if i < len(values) and not is_blank(values[i])}
        yield from _record(Row(sheet, label, places, str(number), False, told))


def _upright(sheet: Sheet, label: str, lines: Sequence[Line]) -> Iterator[Row | Diagnostic]:
    titled = [(number, values[0] if values else None, values[1:]) for number, values in lines]
    while titled and _field(sheet, titled[0][1]) is None:
        titled.pop(0)  # the heading of the sheet
    named, findings = _titles(sheet, label, ((n, f"{label}!A{n}", title) for n, title, _ in titled))
    yield from findings
    if findings:
        return
    places = {name: str(number) for number, name in named.items()}
    for number, _, values in titled:
        if number not in named and (at := next((i for i, v in enumerate(values) if not is_blank(v)), None)) is not None:
            yield find("D454", f"{label}!{get_column_letter(at + 2)}{number}", "Hay datos en una fila sin título.")
    for i in range(max((len(values) for _, _, values in titled), default=0)):
        cells = {named[n]: values[i] for n, _, values in titled if n in named and i < len(values)}
        told = {name: value for name, value in cells.items() if not is_blank(value)}
        yield from _record(Row(sheet, label, places, get_column_letter(i + 2), True, told))


def _record(row: Row) -> Iterator[Row | Diagnostic]:
    odd = [
        find(v.value, row.place(name), "La celda tiene un error de Excel." if v is Odd.ERROR else None)
        for name, v in row.values.items()
        if isinstance(v, Odd)
    ]
    if odd:
        yield from odd
    elif row.values.keys() - row.sheet.filled_in:
        yield row


def sheet_named(name: str, sheets: Sequence[Sheet]) -> tuple[Sheet | None, str | None]:
    """The sheet of the workbook that a name means; else the name of ours that it resembles, if one does."""
    form = _fold(name)
    for sheet in sheets:
        if form == _fold(sheet.name):
            return sheet, None
    near = nearest(name, [(s.name, s.name) for s in sheets])
    return None, near[1] if near else None


def peeked(lines: Iterator[Line]) -> tuple[bool, Iterator[Line]]:
    """Whether there is anything in some lines, and the same lines."""
    for line in lines:
        if not all(is_blank(v) for v in line[1]):
            return True, chain([line], lines)
    return False, iter(())
