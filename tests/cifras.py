"""Released figures with invented numbers, for pages and their tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.figures.catalog import ASPECTO, KINDS, NO_REGIONAL, REGIONAL, Kind, names_of
from generator.figures.files import FOLDER, written
from generator.figures.release import TOTAL, Figure, Release, Row

ASPECTS: Mapping[str, str] = {
    "a1": "Planear la formación por proyectos",
    "a2": "Evaluar por evidencias y devolver a cada quien lo que le sirve para seguir aprendiendo",
    "a3": "Usar herramientas digitales",
}
# Regionales without anything, suppressed, and with a number that the others do not have.
EMPTY, SUPPRESSED, LARGEST = ("88", "97"), ("11", "44", "91", "94", "99"), ("05", 12_345)


def figure(kind: Kind, names: Mapping[str, str] | None = None, *, plus: int = 0, hidden_total: bool = False) -> Figure:
    """A table with a number for every code, the total first; some are suppressed and some are zero."""
    names = names or (ASPECTS if kind.column == ASPECTO else names_of(kind.column))
    names = {code: name for code, name in names.items() if code != NO_REGIONAL or kind.key.startswith("pract")}
    scale = 60 if kind.measure == "minutos" else 1
    values: dict[str, int | None] = {code: scale * (7 * n % 290 + 5 + plus) for n, code in enumerate(names, 1)}
    if kind.column == REGIONAL:
        values |= dict.fromkeys(EMPTY, 0) | dict.fromkeys(SUPPRESSED) | dict((LARGEST,))
    rows = [Row(code, name, values[code]) for code, name in names.items()]
    if kind.total:
        known = sum(value or 0 for value in values.values()) + 31
        rows.insert(0, Row(TOTAL, "Total", None if hidden_total else known))
    return Figure(kind, tuple(rows))


def release(quarter: str = "2026-T3", version: int = 1, *, illustrative: bool = True, **changed: object) -> Release:
    """Every table of the catalogue for a quarter. `changed` goes to each of them."""
    figures = tuple(figure(kind, **changed) for kind in KINDS.values())  # type: ignore[arg-type]
    return Release(quarter, version, illustrative, figures)


def put(project: Path, one: Release) -> Path:
    """A release where the project keeps it."""
    folder = project / FOLDER / one.name
    folder.mkdir(parents=True)
    for name, data in written(one).items():
        (folder / name).write_bytes(data)
    return folder
