"""A CSV attachment as a tree with one table: from here on it goes the same way as any text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from generator.diagnostics import Diagnostic, find
from generator.model import Document, Section

MAX_ROWS = 500
MAX_COLUMNS = 30
_DELIMITERS = ",;\t"
"""Excel in Spanish separates with semicolons; a table copied from a sheet, with tabulators."""

_Row = tuple[int, Sequence[str]]
"""A record and the line of the file (from 1) where it begins."""


def table(text: str, path: str) -> tuple[Document, list[Diagnostic]]:
    """Read a CSV whose first record names the columns; cells are plain text, never markup.

    E311 where it cannot be read as a table: nothing in it, quotes that do not close, a row wider than the
    header, more than MAX_ROWS rows or MAX_COLUMNS columns.
    """
    lines = tuple(text.split("\n"))
    rows, problem = _rows(text)
    finding = [find("E311", path, problem[1], hint=problem[2], line=problem[0])] if problem else []
    tokens = () if finding else tuple(_tokens(rows))
    section = Section("", "tabla", None, (), tokens, 1)
    return Document((section,), (), {}, lines, 1), finding


def _rows(text: str) -> tuple[list[_Row], tuple[int, str, str] | None]:
    """The rows that are not empty, and the first thing that is wrong: its line, what and how to mend it."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text), strict=True)
    rows: list[_Row] = []
    begin = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begin, [cell.strip() for cell in cells]))
                if len(cells) > min(len(rows[0][1]), MAX_COLUMNS):
                    mend = f"Cada fila lleva a lo sumo tantas columnas como la primera, y nunca más de {MAX_COLUMNS}."
                    return rows, (begin, "Esta fila tiene columnas de más.", mend)
            if len(rows) > MAX_ROWS:
                return rows, (begin, f"La tabla pasa de {MAX_ROWS} filas.", "Resúmala, o publíquela en otro sitio.")
            begin = reader.line_num + 1
    except csv.Error:
        mend = 'Guárdelo de nuevo como CSV UTF-8; una comilla dentro de una celda se escribe doble ("").'
        return rows, (begin, "Desde esta fila la tabla no se entiende.", mend)
    return rows, None if rows else (1, "La tabla está vacía.", "Escriba los nombres de las columnas y las filas.")


def _delimiter(text: str) -> str:
    header = re.sub(r'"[^"]*"', "", text.lstrip("\n").partition("\n")[0])
    return max(_DELIMITERS, key=header.count)


def _tokens(rows: Sequence[_Row]) -> Iterator[Token]:
    width = len(rows[0][1])
    yield Token("table_open", "table", 1, level=0, block=True, map=[rows[0][0] - 1, rows[-1][0]])
    yield Token("thead_open", "thead", 1, level=1, block=True)
    yield from _row(rows[0], "th", width)
    yield Token("thead_close", "thead", -1, level=1, block=True)
    if len(rows) > 1:
        yield Token("tbody_open", "tbody", 1, level=1, block=True)
        for row in rows[1:]:
            yield from _row(row, "td", width)
        yield Token("tbody_close", "tbody", -1, level=1, block=True)
    yield Token("table_close", "table", -1, level=0, block=True)


def _row(row: _Row, tag: str, width: int) -> Iterator[Token]:
    line, cells = row
    where = [line - 1, line]
    yield Token("tr_open", "tr", 1, level=2, block=True, map=where)
    for cell in [*cells, *[""] * (width - len(cells))]:
        yield Token(f"{tag}_open", tag, 1, level=3, block=True)
        words = [Token("text", "", 0, content=cell)] if cell else []
        yield Token("inline", "", 0, level=4, block=True, content=cell, children=words, map=where)
        yield Token(f"{tag}_close", tag, -1, level=3, block=True)
    yield Token("tr_close", "tr", -1, level=2, block=True)
