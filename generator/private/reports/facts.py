"""What a report is made of, read from the store: two kinds, for what each may hold.

`Centre` has identifiers only to count distinct people by; no text, no code and no pseudonym are ever read for it. A
centre's are the acompañamientos, endings and hours of the cycles that were begun in it, wherever each person works now.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, Table, select, tuple_

from generator.private.quarters import Quarter
from generator.private.reports.threshold import Side
from generator.private.tables import (
    acompanamiento,
    acompanamiento_acompanado,
    acompanamiento_acompanante,
    ciclo,
    ciclo_acompanado,
    ciclo_acompanante,
    horas,
    oportunidad,
)

NOBODY: Side = frozenset()


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """An acompañamiento, without anything by which somebody would know it."""

    tipo: str
    enfasis: str
    ambiente: str
    temas: frozenset[str]
    acompanados: Side
    acompanantes: Side


@dataclass(frozen=True, slots=True, repr=False)
class Cycle:
    """A cycle that began or ended in the quarter. `ended` is its state, if it ended in it."""

    began: bool
    ended: str | None
    acompanados: Side
    acompanantes: Side


@dataclass(frozen=True, slots=True, repr=False)
class Time:
    """Time of an acompañante with those of a cycle, in minutes, and whether it is in SofiaPlus."""

    minutes: int
    estado: str
    acompanados: Side
    acompanantes: Side


@dataclass(frozen=True, slots=True, repr=False)
class Centre:
    """What happened in a centre in a quarter."""

    visits: tuple[Visit, ...]
    cycles: tuple[Cycle, ...]
    times: tuple[Time, ...]


def centre(connection: Connection, regional: str, centro: str, quarter: Quarter) -> Centre:
    """Read what happened in a centre in a quarter."""
    here = (ciclo.c.regional == regional) & (ciclo.c.centro == centro)
    return Centre(
        tuple(_visits(connection, here, quarter)),
        tuple(_cycles(connection, here, quarter)),
        tuple(_times(connection, here, quarter)),
    )


def _visits(connection: Connection, here: Any, quarter: Quarter) -> list[Visit]:
    table = acompanamiento
    of_cycle = (ciclo.c.regional == table.c.regional) & (ciclo.c.id == table.c.ciclo_id)
    query = select(table).join(ciclo, of_cycle).where(here, table.c.fecha.between(quarter.start, quarter.end))
    which = query.with_only_columns(table.c.regional, table.c.id)
    served = _grouped(connection, acompanamiento_acompanado, "acompanamiento_id", "persona_id", which)
    guides = _grouped(connection, acompanamiento_acompanante, "acompanamiento_id", "persona_id", which)
    themes = _grouped(connection, oportunidad, "acompanamiento_id", "tema", which)
    return [
        Visit(
            row.tipo,
            row.enfasis,
            row.ambiente,
            themes.get(row.id, frozenset()),
            served.get(row.id, NOBODY),
            guides.get(row.id, NOBODY),
        )
        for row in connection.execute(query)
    ]


def _cycles(connection: Connection, here: Any, quarter: Quarter) -> list[Cycle]:
    within = (quarter.start, quarter.end)
    moved = ciclo.c.sensibilizacion.between(*within) | ciclo.c.terminado.between(*within)
    query = select(ciclo.c.id, ciclo.c.estado, ciclo.c.sensibilizacion, ciclo.c.terminado).where(here, moved)
    which = query.with_only_columns(ciclo.c.regional, ciclo.c.id)
    served = _grouped(connection, ciclo_acompanado, "ciclo_id", "persona_id", which)
    guides = _grouped(connection, ciclo_acompanante, "ciclo_id", "persona_id", which)
    return [
        Cycle(
            quarter.holds(row.sensibilizacion),
            row.estado if quarter.holds(row.terminado) else None,
            served.get(row.id, NOBODY),
            guides.get(row.id, NOBODY),
        )
        for row in connection.execute(query)
    ]


def _times(connection: Connection, here: Any, quarter: Quarter) -> list[Time]:
    of_cycle = (ciclo.c.regional == horas.c.regional) & (ciclo.c.id == horas.c.ciclo_id)
    query = select(horas).join(ciclo, of_cycle).where(here, horas.c.fecha.between(quarter.start, quarter.end))
    which = query.with_only_columns(horas.c.regional, horas.c.ciclo_id)
    served = _grouped(connection, ciclo_acompanado, "ciclo_id", "persona_id", which)
    return [
        Time(row.minutos, row.estado, served.get(row.ciclo_id, NOBODY), frozenset([row.persona_id]))
        for row in connection.execute(query)
    ]


def _grouped(
    connection: Connection, table: Table, by: str, what: str, which: Select[tuple[str, UUID]]
) -> dict[UUID, frozenset[Any]]:
    query = select(table.c[by], table.c[what]).where(tuple_(table.c.regional, table.c[by]).in_(which))
    found: dict[UUID, set[Any]] = defaultdict(set)
    for key, value in connection.execute(query):
        found[key].add(value)
    return {key: frozenset(values) for key, values in found.items()}
