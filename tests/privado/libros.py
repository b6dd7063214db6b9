"""Workbooks for the tests, filled in as people do: in the template, by the titles that they read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from generator.private.people import Person
from generator.private.workbook.lists import Filling
from generator.private.workbook.template import template

Records = Mapping[str, Sequence[Mapping[str, Any]]]


@cache
def _empty() -> bytes:
    return template()


def written(path: Path, records: Records, filling: Filling | None = None) -> Path:
    """The template with some records typed in it: sheet → records, each title → value."""
    book = load_workbook(io.BytesIO(_empty() if filling is None else template(filling)))
    for name, typed in records.items():
        sheet = book[name]
        down = {str(sheet.cell(row, 1).value).rstrip("*"): row for row in range(4, sheet.max_row + 1)}
        across = {str(cell.value).rstrip("*"): cell.column for cell in sheet[3]}
        for number, record in enumerate(typed):
            for title, value in record.items():
                if title in across:
                    sheet.cell(4 + number, across[title]).value = value
                else:
                    sheet.cell(down[title], 2 + number).value = value
    book.save(path)
    return path


def silent(length: int, label: str) -> AbstractContextManager[Any]:
    """A bar of progress that nobody sees."""
    return nullcontext(lambda done: None)


def plain_book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook of nobody's template: sheet → rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def table(path: Path, rows: Sequence[Sequence[Any]], separator: str = ";", encoding: str = "utf-8-sig") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def whole_cycle(code: str, one: Person, other: Person, coordinator: Person) -> dict[str, list[dict[str, Any]]]:
    """A cycle from beginning to end, as it is typed."""
    who = {"Acompañantes": one.pseudonym, "Acompañados": other.pseudonym}
    visit = {"Tipo": "Individual", "Énfasis": "Pedagógico", "Ambiente": "Presencial", "Duración": 120, **who}
    return {
        "Ciclo": [
            {
                "Código del ciclo": code,
                "Regional": "52 · Nariño",
                "Centro de formación": "9534",
                "Vigencia": 2026,
                **who,
                "Participa por su voluntad": "Sí",
            }
        ],
        "Momentos": [
            {
                "Sensibilización": date(2026, 2, 10),
                "Autodiagnóstico": date(2026, 2, 10),
                "Plan de acompañamiento y concertación": date(2026, 2, 10),
                "Impacto y avance autónomo": date(2026, 3, 10),
            }
        ],
        "Autodiagnóstico": [
            {
                "Acompañado": other.pseudonym,
                "Cuándo": "Al comienzo",
                "Versión del instrumento": 1,
                "Aspecto": "evaluacion",
                "¿Cómo lo ve?": "Quiero fortalecerlo",
            }
        ],
        "Plan y concertación": [
            {
                "Trimestre": "2026-T1",
                "Fecha": date(2026, 2, 16 + n),
                "Desde": time(8),
                "Hasta": time(10),
                "Tipo": "Individual",
                "Énfasis": "Pedagógico",
                "Ambiente": "Presencial",
                "Validado por": coordinator.pseudonym if n == 1 else None,
                "Validado el": date(2026, 2, 11) if n == 1 else None,
            }
            for n in range(1, 5)
        ],
        "Acompañamientos": [
            {
                "Número": n,
                "Fecha": date(2026, 2, 16 + n),
                **visit,
                "Lectura del contexto": f"Ambiente {n}.",
                "Oportunidades de mejora": "Evaluación del aprendizaje; comunicacion",
            }
            for n in range(1, 5)
        ],
        "Respuestas": [
            {"Acompañamiento": n, "Acompañado": other.pseudonym, "Lo leí": "Sí", "Mi punto de vista": "De acuerdo."}
            for n in range(1, 5)
        ],
        "Impacto y avance": [{"Acompañado": other.pseudonym, "Cambios y avances": "Evalúo antes."}],
        "Horas": [{"Acompañante": one.pseudonym, "Fecha": date(2026, 2, 17), "Minutos": 120}],
        "Cierre": [{"Cómo terminó": "Cerrado", "Fecha": date(2026, 3, 12), "Tiempo total": 1150}],
    }
