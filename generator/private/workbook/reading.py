"""Reading files: a workbook of Excel a sheet at a time, or files of CSV; never more of it in memory than its records.

Formulas are seen as formulas and nothing calculates them; macros, links to other books and bombs were refused before.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from generator.diagnostics import Diagnostic, find
from generator.private.workbook.rows import MOST_COLUMNS, Line, Odd, Row, is_blank, peeked, rows_of, sheet_named
from generator.private.workbook.safety import MOST_BYTES, inspect
from generator.private.workbook.sheets import SHEETS, Sheet

OTHER_SHEETS = ("Instrucciones", "Listas")
"""Sheets of the template that nobody fills in."""
WHOLE = "libro"
"""How what is told of a whole file is placed: its name may say whose it is."""
_MOST_WIDE = 1_000
"""Rows with empty cells far to the right: more of them are there to waste time."""
_SEPARATORS = ";,\t"


def read(path: Path, label: str = "") -> Iterator[Row | Diagnostic]:
    """The records of a file, in order, and what keeps it from being read. `label` tells one file of several."""
    if path.suffix.lower() == ".csv":
        yield from _csv(path, label)
    elif path.suffix.lower() == ".xlsx":
        yield from _xlsx(path, label)
    elif path.suffix.lower() in (".xlsm", ".xltm", ".xlam", ".xlsb", ".xls"):
        yield find("D451", label + WHOLE, "Ese formato puede llevar macros.", hint="Guárdelo como .xlsx, o como .csv.")
    else:
        yield find("D450", label + WHOLE, "Solo se leen libros .xlsx y archivos .csv.")


def _xlsx(path: Path, label: str) -> Iterator[Row | Diagnostic]:
    seen = inspect(path, label + WHOLE)
    if seen.findings:
        yield from seen.findings
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells what it will not keep, in English
            with path.open("rb") as raw, closing(load_workbook(raw, read_only=True, keep_links=False)) as book:
                for sheet in _sheets(book.worksheets, seen.merged, label):
                    yield from sheet
    except Exception:  # whatever openpyxl trips over in a damaged book; it may quote what it holds
        yield find("D450", label + WHOLE, "El libro está dañado o no es de Excel.")


def _sheets(
    worksheets: Sequence[Any], merged: dict[str, list[str]], label: str
) -> Iterator[Iterator[Row | Diagnostic]]:
    found: set[str] = set()
    for number, worksheet in enumerate(worksheets, start=1):
        sheet, near = sheet_named(worksheet.title, SHEETS)
        if sheet is None:
            yield _not_ours(worksheet, number, near, label)
        elif sheet.name in found:
            yield iter([find("D454", label + sheet.name, "Hay dos hojas con ese nombre.")])
        elif cells := merged.get(worksheet._worksheet_path.lstrip("/")):
            message, hint = (
                "Hay celdas combinadas: no se sabe de qué fila es el dato.",
                "Sepárelas y complete cada una.",
            )
            yield iter([find("D454", f"{label}{sheet.name}!{cell}", message, hint=hint) for cell in cells[:20]])
        else:
            yield rows_of(sheet, label + sheet.name, _lines(worksheet))
        if sheet is not None:
            found.add(sheet.name)
    if not found:
        yield iter([find("D455", label + WHOLE, "El libro no tiene ninguna hoja de la plantilla.")])


def _not_ours(worksheet: Any, number: int, near: str | None, label: str) -> Iterator[Diagnostic]:
    if sheet_named(worksheet.title, [Sheet(name, "", ()) for name in OTHER_SHEETS])[0] is not None:
        return
    if near is not None:
        hint = f"¿quiso decir «{near}»?"
        yield find("D454", f"{label}hoja {number}", "El nombre de la hoja no es de la plantilla.", hint=hint)
    elif peeked(_lines(worksheet))[0]:
        yield find("D458", f"{label}hoja {number}")


def _lines(worksheet: Any) -> Iterator[Line]:
    worksheet.reset_dimensions()  # a file may say that it is larger or smaller than it is
    wide = 0
    for number, row in enumerate(worksheet.iter_rows(), start=1):
        values = [_value(cell) for cell in row]
        wide += len(row) > MOST_COLUMNS
        if wide > _MOST_WIDE:
            raise ValueError("wide")
        while values and is_blank(values[-1]):
            values.pop()
        if values:
            yield number, values


def _value(cell: Any) -> object:
    if cell.data_type == "f":
        return Odd.FORMULA
    if cell.data_type == "e":
        return Odd.ERROR
    return cell.value


def _csv(path: Path, label: str) -> Iterator[Row | Diagnostic]:
    sheet = csv_sheet(path)
    if sheet is None:
        names = ", ".join(f"{s.name}.csv" for s in SHEETS)
        yield find(
            "D454", label + WHOLE, "El nombre del archivo no dice qué hoja es.", hint=f"Use uno de estos: {names}."
        )
        return
    try:
        if path.stat().st_size > MOST_BYTES:
            yield find("D452", label + sheet.name)
            return
        text = _decoded(path.read_bytes())
    except OSError:
        yield find("D450", label + sheet.name, "El archivo no se pudo leer.", hint="Revise la ruta y los permisos.")
        return
    if text is None:
        yield find("D459", label + sheet.name)
        return
    separator = max(_SEPARATORS, key=text[:4_000].partition("\n")[0].count)
    lines = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), start=1)
    try:
        yield from rows_of(sheet, label + sheet.name, lines)
    except csv.Error:
        yield find("D459", label + sheet.name, "Hay comillas sin cerrar, o una celda demasiado larga.")


def csv_sheet(path: Path) -> Sheet | None:
    """The sheet that a CSV is: its name ends like the sheet, as in `Acompañamientos.csv` or `enero - Horas.csv`."""
    for sheet in SHEETS:
        for part in (path.stem, path.stem.rpartition("-")[2], path.stem.rpartition("_")[2]):
            if sheet_named(part, [sheet])[0] is not None:
                return sheet
    return None


def _decoded(data: bytes) -> str | None:
    """UTF-8 with or without its mark, UTF-16 with it, or what Excel writes in Windows; None when it is none."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None
