"""What a template brings filled in: facts of its cycle, its people by their codes, aspects of the instrument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.private.workbook import sheets
from generator.private.workbook.cells import BETWEEN, shown
from generator.private.workbook.columns import Column, Kind
from generator.private.workbook.lists import CODES_SHOWN, Filling
from generator.private.workbook.sheets import Sheet


def brought(sheet: Sheet, filling: Filling, room: int) -> Sequence[Mapping[str, object]]:
    """The records of a sheet in the book of one cycle: those it brings, and empty ones up to its `room`."""
    found = list(_known(sheet, filling, room))
    if sheet is sheets.IMPACTO and len(filling.acompanados) == 1:
        room = 1
    return [*found, *([{}] * (room - len(found)))]


def _known(sheet: Sheet, filling: Filling, room: int) -> Sequence[Mapping[str, object]]:
    both = {"acompanantes": "; ".join(filling.acompanantes), "acompanados": "; ".join(filling.acompanados)}
    if sheet is sheets.CICLO:
        return [{**filling.cycle, **both}] if filling.cycle else []
    if sheet is sheets.ACOMPANAMIENTOS:
        return [{"numero": n, **both} for n in range(1, room + 1)]
    if sheet is sheets.RESPUESTAS:
        one = filling.acompanados[0] if len(filling.acompanados) == 1 else None
        return [{"numero": n, "persona": one} for n in range(1, room + 1)]
    if sheet is sheets.IMPACTO:
        return [{"persona": person} for person in filling.acompanados]
    if sheet is sheets.AUTODIAGNOSTICO and filling.instrument is not None:
        version, aspects = filling.instrument
        return [
            {"persona": person, "aplicacion": when, "version": version, "aspecto": f"{code}{BETWEEN}{words}"}
            for person in filling.acompanados
            for _, when in sheets.AUTODIAGNOSTICO.by_name["aplicacion"].options
            for code, words in aspects.items()
        ]
    return []


def words_of(column: Column, value: object) -> object:
    """A value as the template shows it: the words of its list, with the code where the list has it."""
    if column.kind is Kind.YES_NO:
        return "Sí" if value else "No"
    words = dict(column.options).get(str(value))
    if words is None:
        return value
    return shown([(str(value), words)], code=column.vocabulary in CODES_SHOWN)[0]
