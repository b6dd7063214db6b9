"""What a cell of the template takes and what it says when it is touched, from the column that it belongs to."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation

from generator.private.workbook.columns import Column, Kind

_EXPECTED = {
    Kind.DATE: "Por ejemplo: 2026-02-17.",
    Kind.TIME: "Por ejemplo: 8:00 o 14:30.",
    Kind.PERSON: "El código (P-…), nunca el nombre.",
    Kind.PERIOD: "Por ejemplo: 2026-T1.",
    Kind.YES_NO: "Sí o No.",
}


def rule_of(column: Column, listed: str | None) -> DataValidation:
    """The rule of the cells of a column: the list named `listed`, limits, and help.

    A list of which several may be chosen lets anything be typed.
    """
    rule = DataValidation(type="list" if listed else None, formula1=f"={listed}" if listed else None, allow_blank=True)
    rule.showInputMessage, rule.showErrorMessage = True, bool(listed) and not column.several
    if column.kind is Kind.NUMBER and not listed and column.low is not None and column.high is not None:
        rule.type, rule.operator, rule.showErrorMessage = "whole", "between", True
        rule.formula1, rule.formula2 = str(column.low), str(column.high)
    elif column.kind is Kind.TEXT and column.longest:
        rule.type, rule.operator, rule.showErrorMessage = "textLength", "lessThanOrEqual", True
        rule.formula1 = str(column.longest)
    if column.kind is Kind.PERIOD:
        rule.showErrorMessage = False
    rule.errorTitle, rule.error = "No sirve aquí", "Escoja uno de la lista, o revise la ayuda de la celda."
    rule.promptTitle, rule.prompt = column.title[:32], _help(column)[:255]
    return rule


def _help(column: Column) -> str:
    """What the cell says when it is touched: what it is, what is expected, its limits."""
    said = [column.help, _EXPECTED.get(column.kind, "") if column.kind is not Kind.PERSON or not column.help else ""]
    if column.kind is Kind.PERSON and "código" not in column.help:
        said.append(_EXPECTED[Kind.PERSON])
    if column.kind is Kind.TEXT and column.longest:
        said.append(f"Hasta {column.longest} caracteres. Sin nombres de personas.")
    if column.kind is Kind.NUMBER and column.low is not None and column.high is not None:
        said.append(f"Entre {column.low} y {column.high}.")
    if column.required:
        said.append("Obligatorio.")
    return " ".join(dict.fromkeys(s for s in said if s)) or column.title
