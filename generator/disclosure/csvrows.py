"""Rows of a CSV with their places, every problem told by line and column and nothing of what it says."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.diagnostics import Diagnostic, find
from generator.plaintext import normalise

_SEPARATORS = ",;\t"
_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""
_QUOTE = "'"


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """The names of the columns, and each row with the line at which it ends. Cells are stripped."""

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def parse(data: bytes, path: str) -> tuple[Rows | None, list[Diagnostic]]:
    """The rows of a CSV (comma, semicolon or tabulator; UTF-8), or every reason why not (D501)."""
    try:
        text = normalise(data).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [find("D501", path, "Desde esta línea el archivo no está en UTF-8.", line=line)]
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    findings: list[Diagnostic] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, tuple(plain(cell) for cell in row)))
    except csv.Error:
        return None, [find("D501", path, "Las comillas de esta línea no se entienden.", line=reader.line_num)]
    if len(rows) < 2:
        return None, [find("D501", path, "El archivo no tiene filas.", line=1)]
    (top, names), *body = rows
    if len(set(names)) < len(names) or not all(names):
        findings.append(find("D501", path, "Hay una columna sin título o con un título repetido.", line=top))
    for line, cells in rows:
        if len(cells) != len(names):
            findings.append(find("D501", path, "Esta fila no tiene las mismas columnas que los títulos.", line=line))
        findings += [
            find("D501", path, "Aquí hay un carácter que no se ve.", line=line, column=number)
            for number, cell in enumerate(cells, 1)
            if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in cell)
        ]
    return (None if findings else Rows(names, tuple(body))), findings


def plain(cell: str) -> str:
    """What a cell says, without the mark that keeps a spreadsheet from running it."""
    return cell.strip().removeprefix(_QUOTE)


def inert(cell: str) -> str:
    """A cell that no spreadsheet runs; `plain` gives it back as it was."""
    return _QUOTE + cell if cell.startswith((*_RUNS, _QUOTE)) else cell


def as_csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV in UTF-8 with commas, nothing in it a formula."""
    return _written(chain((names,), rows))


def csv_line(cells: Iterable[str]) -> str:
    """One line of such a CSV."""
    return _written((cells,))


def _written(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([inert(cell) for cell in row] for row in rows)
    return out.getvalue()
