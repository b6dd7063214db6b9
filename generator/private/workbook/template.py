"""The «Hoja de Ruta del Instructor» as a template: a sheet for each moment, lists to choose from, help in each cell.

It will travel by messaging and be filled in on telephones: codes instead of names, forms that stand upright, and only
the cells that people fill in are open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection

from generator.private.spreadsheet import saved
from generator.private.workbook import sheets
from generator.private.workbook.brought import brought, words_of
from generator.private.workbook.columns import Column, Kind
from generator.private.workbook.lists import Filling, Lists, protect, put
from generator.private.workbook.rules import rule_of
from generator.private.workbook.sheets import Sheet

ROWS: Mapping[str, int] = {sheets.AUTODIAGNOSTICO.name: 60, sheets.PLAN.name: 16, sheets.HORAS.name: 40}
"""Rows of the sheets that lie, in the book of one cycle."""
MANY_ROWS = 2_000
"""Rows with lists in the consolidated book; rows below them are read all the same."""
_GREEN, _PALE, _LINE, _OPEN = "FF007832", "FFE8F3EC", "FF9DBFAB", "FFFFFFFF"
_TITLE = Font(name="Calibri", size=16, bold=True, color=_GREEN)
_HEAD = Font(name="Calibri", size=12, bold=True, color="FFFFFFFF")
_BODY = Font(name="Calibri", size=12)
_THIN = Side(style="thin", color=_LINE)
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_ORDINALS = ("Primero", "Segundo", "Tercero", "Cuarto")
_FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.TIME: "hh:mm"}
_LONG = 300
"""Characters from which a text gets a tall cell."""


def template(filling: Filling | None = None, *, many: bool = False) -> bytes:
    """The template as a file: of one cycle, or a consolidated book of `many` with a column for each one's code."""
    book = Workbook()
    book.remove(book.active)
    lists = Lists(filling or Filling())
    _instructions(book.create_sheet("Instrucciones"), many)
    for sheet in sheets.SHEETS:
        _Drawing(book.create_sheet(sheet.name), sheet, lists, filling or Filling(), many).draw()
    lists.write(book)
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator = "Instructores que inspiran"
    return saved(book)


_WELCOME = (
    "Este libro guarda todo el ciclo de acompañamiento, desde la sensibilización hasta el impacto y avance autónomo.",
    "NO ESCRIBA NOMBRES, documentos ni teléfonos, ni los suyos ni los de nadie: este archivo viaja por WhatsApp o por "
    "correo. Cada persona tiene un código (P-…) y el ciclo tiene el suyo. El almacén sabe de quién es cada uno.",
    "Llene solo las celdas blancas. Las que tienen lista muestran una flecha; al tocar una celda sale su ayuda.",
    "Puede dejar en blanco lo que todavía no ha pasado, e importar el mismo libro otra vez cuando haya más.",
    "Una celda en blanco no borra nada de lo que ya está en el almacén.",
    "Donde quepan varios, sepárelos con punto y coma (;).",
    "Fechas: 2026-02-17, o 17/02/2026. Horas: 8:00, 14:30.",
    "Las fórmulas y las macros no se ejecutan: escriba los valores.",
    "El acompañamiento es voluntario y se puede dejar en cualquier momento sin dar razones.",
    "Si este archivo se pierde o le llega a quien no es, avísele a su profesional de la ENI.",
)


def _instructions(ws: Any, many: bool) -> None:
    ws.sheet_view.showGridLines = False
    ws.column_dimensions["A"].width = 60
    ws["A1"].value, ws["A1"].font = "Hoja de Ruta del Instructor", _TITLE
    ws["A1"].alignment = Alignment(wrap_text=True)
    lines = [*_WELCOME]
    if many:
        lines[0] = "Este libro reúne muchos ciclos: cada fila dice el código del suyo."
    lines.append("Las hojas:")
    lines += [f"{s.name}: {s.about}" for s in sheets.SHEETS]
    for number, line in enumerate(lines, start=3):
        cell = ws.cell(number, 1, line)
        cell.font, cell.alignment = _BODY, Alignment(wrap_text=True, vertical="top")
        ws.row_dimensions[number].height = 17 * (len(line) // 52 + 1)
    protect(ws)
    _for_phones(ws)


class _Drawing:
    """One sheet: its heading, its titles, and the open cells with lists and help."""

    def __init__(self, ws: Any, sheet: Sheet, lists: Lists, filling: Filling, many: bool) -> None:
        self.ws, self.sheet, self.lists, self.filling, self.many = ws, sheet, lists, filling, many
        self.columns = [x for x in sheet.columns if many or x.name != "ciclo"]

    def draw(self) -> None:
        ws, upright = self.ws, bool(self.sheet.upright) and not self.many
        ws.sheet_view.showGridLines = False
        ws["A1"].value, ws["A1"].font = self.sheet.name, _TITLE
        ws["A2"].value, ws["A2"].font = self.sheet.about, _BODY
        if upright:
            self._upright()
        else:
            self._lying()
        protect(ws)
        _for_phones(ws)

    def _upright(self) -> None:
        ws, records = self.ws, self._records(self.sheet.upright)
        ws.column_dimensions["A"].width = 22
        ws["A2"].alignment = Alignment(wrap_text=True, vertical="top")
        ws.row_dimensions[2].height = 84
        for number, _ in enumerate(records):
            ws.column_dimensions[get_column_letter(number + 2)].width = 30
            if len(records) > 1:
                self._head(3, number + 2, f"{_ORDINALS[number]}")
        for row, column in enumerate(self.columns, start=4):
            self._head(row, 1, column.title + ("*" if column.required else ""))
            tall = column.kind is Kind.TEXT and (column.longest or 0) > _LONG
            ws.row_dimensions[row].height = 150 if tall else 18 * (len(column.title) // 20 + 1) + 16
            for number, values in enumerate(records):
                self._open(ws.cell(row, number + 2), column, values.get(column.name))
            self._rule(column, f"B{row}:{get_column_letter(len(records) + 1)}{row}")
        ws.freeze_panes = "B4"

    def _lying(self) -> None:
        ws = self.ws
        rows = MANY_ROWS if self.many else ROWS[self.sheet.name]
        for number, column in enumerate(self.columns, start=1):
            letter = get_column_letter(number)
            self._head(3, number, column.title + ("*" if column.required else ""))
            ws.column_dimensions[letter].width = 42 if column.kind is Kind.ASPECT else 18
            if (column.longest or 0) > _LONG or column.vocabulary or column.kind is Kind.THEME:
                ws.column_dimensions[letter].width = 42
            self._rule(column, f"{letter}4:{letter}{rows + 3}")
        ws.row_dimensions[3].height = 34
        if self.many:
            for number in range(1, len(self.columns) + 1):  # the whole column is open, without a cell for each row
                ws.column_dimensions[get_column_letter(number)].protection = Protection(locked=False)
        for row, values in enumerate(self._records(rows), start=4):
            if values:
                ws.row_dimensions[row].height = 34
            for number, column in enumerate(self.columns, start=1):
                self._open(ws.cell(row, number), column, values.get(column.name))
        ws.freeze_panes = "B4" if self.many else "A4"

    def _records(self, room: int) -> Sequence[Mapping[str, object]]:
        return [] if self.many else brought(self.sheet, self.filling, room)

    def _rule(self, column: Column, cells: str) -> None:
        rule = rule_of(column, self.lists.of(column))
        rule.add(cells)
        self.ws.add_data_validation(rule)

    def _head(self, row: int, column: int, words: str) -> None:
        cell = self.ws.cell(row, column)
        put(cell, words)
        cell.font, cell.fill, cell.border = _HEAD, PatternFill("solid", fgColor=_GREEN), _FRAME
        cell.alignment = Alignment(wrap_text=True, vertical="center")

    def _open(self, cell: Any, column: Column, value: object) -> None:
        if value is not None and value != "":
            put(cell, words_of(column, value))
        cell.font, cell.border = _BODY, _FRAME
        cell.fill = PatternFill("solid", fgColor=_OPEN)
        cell.protection = Protection(locked=False)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        if column.kind in _FORMATS:
            cell.number_format = _FORMATS[column.kind]
        elif column.kind not in (Kind.NUMBER, Kind.YES_NO) and not (column.vocabulary or column.options):
            cell.number_format = "@"


def _for_phones(ws: Any) -> None:
    ws.sheet_view.zoomScale = 100
    ws.page_setup.orientation, ws.page_setup.paperSize = "portrait", ws.PAPERSIZE_LETTER
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
