"""A report as an Excel workbook: what it is about on a first sheet, and each table on a sheet of its own.

Whatever somebody wrote goes in as text, also where it begins as a formula does.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableStyleInfo

from generator.private.reports.document import Cell, Document, Section, Table, legible, shown
from generator.private.reports.package import without_traces
from generator.private.spreadsheet import saved

_GREEN = "007832"
_FONT = "Calibri"
_LEAST, _MOST = 12, 60
"""Characters that a column is wide, at least and at most; longer texts take several lines."""
_PAGE = 100
"""Characters that the first sheet is wide."""
_LINE = 15.0
"""Points of a line: not every program finds the height of a row by itself."""
_TALLEST = 409.0
"""Points that Excel lets a row be high."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def as_xlsx(document: Document) -> bytes:
    """The bytes of a workbook."""
    book = Workbook()
    _about(book.active, document)
    used: set[str] = set()
    for number, section in enumerate((s for s in document.sections if s.table), start=1):
        assert section.table
        _sheet(book.create_sheet(_name(section, used)), section.table, f"Tabla{number}")
    return without_traces(saved(book), document.title, document.made)


def _about(sheet: Any, document: Document) -> None:
    sheet.title = "Informe"
    sheet.column_dimensions["A"].width = _PAGE
    sheet.sheet_view.showGridLines = False
    _line(sheet, document.title, 16)
    for name, value in document.facts:
        _line(sheet, f"{name}: {value}")
    for section in document.sections:
        _line(sheet, "")
        _line(sheet, section.heading, 13)
        for paragraph in section.paragraphs:
            _line(sheet, paragraph)
        if section.table:
            _line(sheet, f"{section.table.about} Está en la hoja «{_name(section, set())}».")
    _printing(sheet)


def _line(sheet: Any, text: str, heading: int | None = None) -> None:
    """The next line of the first sheet; `heading` is the size in points of one that heads."""
    number = sheet.max_row + 1 if sheet["A1"].value else 1
    _fill(sheet.cell(row=number, column=1), text)
    size = heading or 11
    if heading:
        sheet.cell(row=number, column=1).font = Font(name=_FONT, bold=True, size=heading, color=_GREEN)
    sheet.row_dimensions[number].height = _lines(text, _PAGE * 11 // size) * _LINE * size / 11


def _sheet(sheet: Any, table: Table, name: str) -> None:
    widths = table.widths(_LEAST, _MOST)
    for column, heading in enumerate(table.columns, start=1):
        cell = sheet.cell(row=1, column=column)
        _fill(cell, heading)
        cell.font = Font(name=_FONT, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=_GREEN)
        sheet.column_dimensions[get_column_letter(column)].width = widths[column - 1]
    for number, row in enumerate(table.rows, start=2):
        for column, value in enumerate(row, start=1):
            _fill(sheet.cell(row=number, column=column), value)
        tallest = max(_lines(shown(value), width) for value, width in zip(row, widths, strict=True))
        sheet.row_dimensions[number].height = min(tallest * _LINE, _TALLEST)
    area = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    made = SheetTable(displayName=name, ref=area)
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(made)
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    _printing(sheet)


def _fill(cell: Any, value: Cell) -> None:
    side = "right" if isinstance(value, int) else "left"
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=side)
    if isinstance(value, str):
        # Said outright, or openpyxl takes «=…» for a formula; the prefix keeps Excel from it when it is edited.
        cell.value = legible(value)
        cell.data_type, cell.quotePrefix = "s", value[:1] in ("=", "+", "-", "@", "\t", "\r")
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "DD/MM/YYYY"


def _lines(text: str, width: int) -> int:
    return sum(1 + len(line) // width for line in text.splitlines()) or 1


def _printing(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_LETTER
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _name(section: Section, used: set[str]) -> str:
    """The name of a section's sheet: Excel takes 31 characters, without some signs, and each once."""
    name = section.heading.translate(_FORBIDDEN)
    assert len(name) <= 31 and name not in used
    used.add(name)
    return name
