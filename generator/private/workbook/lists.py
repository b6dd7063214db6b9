"""What a template offers and brings: the lists of its cells on a hidden sheet, and what is known of a cycle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName

from generator.private.workbook.cells import shown
from generator.private.workbook.columns import Column, Kind

SHEET = "Listas"
CODES_SHOWN = ("regionales", "centros")
"""Vocabularies whose codes people know, or whose names repeat: the lists show both."""
_UNSAFE = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, repr=False)
class Filling:
    """What a template brings filled in, of a cycle that is in the store. People are their pseudonyms."""

    cycle: Mapping[str, object] = field(default_factory=dict)
    acompanantes: tuple[str, ...] = ()
    acompanados: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    instrument: tuple[int, Mapping[str, str]] | None = None


def put(cell: Any, value: object) -> None:
    """Write a value in a cell; what could be taken for a formula is text, and stays so when somebody edits it."""
    cell.value = value
    if isinstance(value, str) and value.startswith(_UNSAFE):
        cell.data_type = "s"
        cell.quotePrefix = True


def protect(ws: Any) -> None:
    """Closed but for the open cells, and without a password: it keeps from mistakes, not from anybody."""
    ws.protection.sheet = True
    ws.protection.formatColumns = ws.protection.formatRows = False


class Lists:
    """The hidden sheet with what the drop-down lists offer, each list once, under a name."""

    def __init__(self, filling: Filling) -> None:
        self._lists: dict[str, list[str]] = {}
        self._people = {
            "acompanantes": filling.acompanantes,
            "acompanados": filling.acompanados,
            "validado_por": filling.coordinators,
            "Acompañante": filling.acompanantes,
            "Acompañado": filling.acompanados,
        }
        self._year = filling.cycle.get("vigencia")

    def of(self, column: Column) -> str | None:
        """The name of the list of a column; None where anything may be typed."""
        if column.kind is Kind.PERSON:
            people = self._people.get(column.name) or self._people.get(column.title) or ()
            return self._named(f"personas_{column.name if column.several else column.title}", list(people))
        if column.kind is Kind.YES_NO:
            return self._named("si_no", ["Sí", "No"])
        if column.kind is Kind.PERIOD and isinstance(self._year, int):
            return self._named("trimestres", [f"{self._year}-T{n}" for n in range(1, 5)])
        if column.kind is Kind.NUMBER and column.low is not None and column.high is not None and column.high <= 12:
            return self._named(
                f"del_{column.low}_al_{column.high}", [str(n) for n in range(column.low, column.high + 1)]
            )
        if column.options:
            words = shown(column.options, code=column.vocabulary in CODES_SHOWN)
            return self._named(column.vocabulary or column.name, words)
        return None

    def _named(self, name: str, words: list[str]) -> str | None:
        if not words:
            return None
        key = f"lista_{name}".replace("ñ", "n").replace(" ", "_").lower()
        while self._lists.get(key, words) != words:  # the same field in another sheet, with other words
            key += "_"
        self._lists[key] = words
        return key

    def write(self, book: Any) -> None:
        ws = book.create_sheet(SHEET)
        for number, (name, words) in enumerate(self._lists.items(), start=1):
            letter = get_column_letter(number)
            ws.cell(1, number, name)
            for row, word in enumerate(words, start=2):
                put(ws.cell(row, number), int(word) if word.isdecimal() else word)
            where = f"{quote_sheetname(SHEET)}!${letter}$2:${letter}${len(words) + 1}"
            book.defined_names[name] = DefinedName(name, attr_text=where)
        ws.sheet_state = "hidden"
        protect(ws)
