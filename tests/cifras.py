"""Released figures with invented numbers, for pages and their tests."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from generator.figures.catalog import ASPECTO, KINDS, NO_REGIONAL, REGIONAL, Kind, names_of
from generator.figures.files import FOLDER, written
from generator.figures.release import TOTAL, Figure, Release, Row

ASPECTS: Mapping[str, str] = {
    "a1": "Planear la formación por proyectos",
    "a2": "Evaluar por evidencias y devolver a cada quien lo que le sirve para seguir aprendiendo",
    "a3": "Usar herramientas digitales",
}
SOME = ("acompanamientos-por-regional", "acompanamientos-por-tipo", "horas-por-regional", "aspectos-por-fortalecer")
"""One table of each shape: with the map, without regionales, in minutes, and without a total."""
# Regionales without anything, suppressed, and with the greatest number of all.
EMPTY, SUPPRESSED, LARGEST = ("88", "97"), ("11", "44", "91", "94", "99"), ("05", 12_345)


def figure(kind: Kind, names: Mapping[str, str], *, hidden_total: bool = False) -> Figure:
    """A table with a number for every code, the total first; some are suppressed and some are zero."""
    scale = 60 if kind.measure == "minutos" else 1
    values: dict[str, int | None] = {code: scale * (7 * n % 290 + 5) for n, code in enumerate(names, 1)}
    if kind.column == REGIONAL:
        values |= dict.fromkeys(EMPTY, 0) | dict.fromkeys(SUPPRESSED) | dict((LARGEST,))
    rows = [Row(code, name, values[code]) for code, name in names.items()]
    if kind.total:
        known = sum(value or 0 for value in values.values()) + 31
        rows.insert(0, Row(TOTAL, "Total", None if hidden_total else known))
    return Figure(kind, tuple(rows))


def release(
    quarter: str = "2026-T3",
    version: int = 1,
    *,
    illustrative: bool = True,
    only: Collection[str] = tuple(KINDS),
    aspects: Mapping[str, str] = ASPECTS,
    hidden_total: bool = False,
) -> Release:
    """The tables of a quarter, all those of the catalogue or `only` some."""
    figures = tuple(
        figure(kind, aspects if kind.column == ASPECTO else _named(kind), hidden_total=hidden_total)
        for key, kind in KINDS.items()
        if key in only
    )
    return Release(quarter, version, illustrative, figures)


def _named(kind: Kind) -> dict[str, str]:
    """The codes of a table; only submissions may leave their regional out."""
    own = kind.measure in ("practicas", "expediciones")
    return {code: name for code, name in names_of(kind.column).items() if code != NO_REGIONAL or own}


def put(project: Path, one: Release) -> Path:
    """A release where the project keeps it."""
    folder = project / FOLDER / one.name
    folder.mkdir(parents=True)
    for name, data in written(one).items():
        (folder / name).write_bytes(data)
    return folder
