"""From rows to what the store is told, cycle by cycle: cells understood, records built, rows of one record together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import BaseModel

from generator.diagnostics import Diagnostic, find
from generator.private.records import Autodiagnostico, Cierre, PlanNuevo, Validacion
from generator.private.workbook import sheets
from generator.private.workbook.cells import Known, NotUnderstoodError, text_of, understood
from generator.private.workbook.columns import columns_of
from generator.private.workbook.rows import Row
from generator.private.workbook.sheets import Sheet
from generator.private.workbook.words import built

_TOGETHER = {sheets.PLAN.name: ("trimestre",), sheets.AUTODIAGNOSTICO.name: ("persona", "aplicacion")}
"""Sheets where several rows make one record, and what those rows share."""
_NEVER_TWICE = (sheets.HORAS.name,)
"""Sheets where an equal row may be another fact: two meetings of the same day."""


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One record that somebody typed. `given` are the fields that had something: an empty cell erases nothing."""

    sheet: Sheet
    rows: tuple[Row, ...]
    records: tuple[BaseModel, ...]
    who: Mapping[str, object]
    given: frozenset[str]

    def place(self, name: str | None = None) -> str:
        return self.rows[0].place(name)


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """All that was typed of a cycle, in the order of the route."""

    code: str
    entries: list[Entry]

    @property
    def opening(self) -> Entry | None:
        first = self.entries[0] if self.entries else None
        return first if first is not None and first.sheet is sheets.CICLO else None


@dataclass(repr=False)
class Batch:
    """What several files say, gathered. Files of CSV are sheets of one book; each .xlsx is a book."""

    known: Known
    findings: list[Diagnostic] = field(default_factory=list)
    _cycles: dict[str, dict[tuple[object, ...], Entry]] = field(default_factory=dict)

    def add_book(self, rows: Iterable[Row | Diagnostic]) -> None:
        """The records of a book; what is wrong with it goes to the findings."""
        read: list[tuple[Row, dict[str, object]]] = []
        for row in rows:
            if isinstance(row, Diagnostic):
                self.findings.append(row)
                continue
            values, ok = self._understood(row)
            # The rest of a row is looked at all the same: every bad cell is told at once.
            read.append((replace(row, values=dict.fromkeys(row.values)), values | {"": ok}))
        codes = {v["codigo"] for row, v in read if row.sheet is sheets.CICLO and "codigo" in v}
        only = next(iter(codes)) if len(codes) == 1 else None
        groups: dict[tuple[object, ...], list[tuple[Row, dict[str, object]]]] = {}
        for number, (row, values) in enumerate(read):
            code = values.get("codigo" if row.sheet is sheets.CICLO else "ciclo") or only
            if not isinstance(code, str):
                if row.sheet is not sheets.CICLO:
                    self._tell("D455", row.place("ciclo"), "Falta el código del ciclo.")
                    continue
                code = ""
            shared = _TOGETHER.get(row.sheet.name)
            key = (code, row.sheet.name, *(values.get(name) for name in shared)) if shared else (code, number)
            groups.setdefault(key, []).append((row, values))
        for key, together in groups.items():
            self._add(str(key[0]), together)

    def told(self) -> list[Told]:
        """What was gathered, a cycle after another, each in the order of the sheets."""
        order = {sheet.name: number for number, sheet in enumerate(sheets.SHEETS)}
        return [
            Told(code, sorted(entries.values(), key=lambda e: order[e.sheet.name]))
            for code, entries in self._cycles.items()
        ]

    def _tell(self, code: str, place: str, message: str | None = None, hint: str | None = None) -> None:
        self.findings.append(find(code, place, message, hint=hint))

    def _understood(self, row: Row) -> tuple[dict[str, object], bool]:
        values: dict[str, object] = {}
        ok = True
        for name, value in row.values.items():
            if name in ("ciclo", "codigo"):
                values[name] = text_of(value).upper()
                continue
            try:
                values[name] = understood(value, row.sheet.by_name[name], self.known)
            except NotUnderstoodError as problem:
                ok = False
                self._tell(problem.code, row.place(name), problem.message, problem.hint)
        return values, ok

    def _add(self, code: str, together: Sequence[tuple[Row, dict[str, object]]]) -> None:
        rows = tuple(row for row, _ in together)
        sheet = rows[0].sheet
        values = [v for _, v in together]
        sound = all(v.pop("") for v in values)
        if sheet is sheets.PLAN:
            records = self._plan(rows, values)
        elif sheet is sheets.AUTODIAGNOSTICO:
            records = self._diagnosis(rows, values)
        else:
            records = [self._record(model, rows[0], values[0]) for model in sheet.models]
        who = {name: values[0][name] for column in sheet.who if (name := column.name) in values[0]}
        for column in sheet.who:
            if column.name not in rows[0].values:
                sound = False
                self._tell("D420", rows[0].place(column.name), "Falta este dato.", "Es obligatorio.")
        if not sound or any(record is None for record in records):
            return
        given = frozenset(name for row in rows for name in row.values)
        entry = Entry(sheet, rows, tuple(r for r in records if r is not None), who, given)
        self._keep(code, entry, values[0])

    def _keep(self, code: str, entry: Entry, values: Mapping[str, object]) -> None:
        keys = _TOGETHER.get(entry.sheet.name, entry.sheet.keys)
        key = (entry.sheet.name, *(values.get(name) for name in keys))
        entries = self._cycles.setdefault(code, {})
        before = entries.get(key)
        if before is None:
            entries[key] = entry
        elif before.records != entry.records or entry.sheet.name in _NEVER_TWICE:
            hint = "Sume el tiempo de ese día en una sola fila." if entry.sheet is sheets.HORAS else None
            self._tell("D456", entry.place(keys[0] if keys else None), None, hint)

    def _record(self, model: type[BaseModel], row: Row, values: Mapping[str, object]) -> BaseModel | None:
        record, found = built(model, {name: values[name] for name in model.model_fields if name in values})
        for place, message, hint in found:
            name = str(place[0]) if place else None
            if name not in row.values or name in values:  # a cell that was not understood is told already
                self._tell("D420", row.place(name), message, hint)
        if record is not None and model is Cierre and not model.model_fields.keys() & values.keys():
            return None
        return record

    def _plan(self, rows: Sequence[Row], values: Sequence[Mapping[str, object]]) -> list[BaseModel | None]:
        """Rows of one quarter: each a date; the validation may stand in any of them, and in all it is the same."""
        names = [column.name for column in columns_of(sheets.PLAN.models[1])]
        data: dict[str, object] = {"fechas": [{n: v[n] for n in names if n in v} for v in values]}
        data |= {n: values[0][n] for n in ("trimestre",) if n in values[0]}
        record, found = built(PlanNuevo, data)
        for place, message, hint in found:
            at, name = (place[1], place[2] if len(place) > 2 else None) if len(place) > 1 else (0, place[0])
            row = rows[at] if isinstance(at, int) else rows[0]
            if name == "fechas":
                self._tell("D420", rows[-1].place("fecha"), message, hint)
            elif name not in row.values or name in values[rows.index(row)]:
                self._tell("D420", row.place(str(name) if name else None), message, hint)
        validated = [self._record(Validacion, row, v) for row, v in zip(rows, values, strict=True)]
        said = [v for v in validated if v is not None and v != Validacion()]
        for row, v in zip(rows, validated, strict=True):
            if v is not None and v != Validacion() and v != said[0]:
                self._tell("D456", row.place("validado"), "Otra fila del plan dice otra validación.")
        return [record, said[0] if said else Validacion()]

    def _diagnosis(self, rows: Sequence[Row], values: Sequence[Mapping[str, object]]) -> list[BaseModel | None]:
        """Rows of one acompañado at one time: each an aspect, all of the same version of the instrument."""
        lines = [self._record(sheets.AUTODIAGNOSTICO.models[1], row, v) for row, v in zip(rows, values, strict=True)]
        for row, v in zip(rows[1:], values[1:], strict=True):
            if v.get("version") != values[0].get("version"):
                self._tell("D456", row.place("version"), "Otra fila dice otra versión del instrumento.")
        seen: dict[str, object] = {}
        for row, line in zip(rows, lines, strict=True):
            if line is None:
                return [None]
            said = line.model_dump()
            if said["aspecto"] in seen:
                self._tell("D456", row.place("aspecto"))
            seen[said["aspecto"]] = said["juicio"]
        shared = {n: values[0][n] for n in ("aplicacion", "version") if n in values[0]}
        record, found = built(Autodiagnostico, {**shared, "juicios": seen})
        for place, message, hint in found:
            name = str(place[0]) if place else None
            if name not in rows[0].values or name in values[0]:
                self._tell("D420", rows[0].place(name), message, hint)
        return [record]
