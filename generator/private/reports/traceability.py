"""What an acompañante did in a quarter, for the report to the ENI: by cycle code, for its own cycles alone.

Observations are free text about somebody, and stay between the pair: those of an acompañamiento are read from the store
only when everybody who was accompanied in it agreed (`comparte`), and none of them withdrew that consent afterwards.
Whoever agreed has their own point of view beside them. The closing and the autodiagnóstico are never read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, select

from generator.private import consents
from generator.private.options import EstadoCiclo, EstadoHoras, Finalidad, chosen
from generator.private.people import Person
from generator.private.quarters import Quarter
from generator.private.standing import Ref, minutes_spent
from generator.private.tables import (
    NOTES,
    acompanamiento,
    acompanamiento_acompanado,
    acompanamiento_acompanante,
    acompanamiento_nota,
    ciclo,
    ciclo_acompanante,
    horas,
    oportunidad,
)

MOMENTS = ("sensibilizacion", "autodiagnostico", "plan", "cierre")


@dataclass(frozen=True, slots=True, repr=False)
class Observations:
    """What was written about an acompañamiento, which those who were accompanied agreed to share."""

    notes: tuple[str, str, str, str]
    views: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """An acompañamiento. `people` is how many were accompanied."""

    codigo: str
    number: int
    day: date
    tipo: str
    enfasis: str
    ambiente: str
    minutes: int | None
    people: int
    themes: tuple[str, ...]
    observations: Observations | None


@dataclass(frozen=True, slots=True, repr=False)
class Cycle:
    """A cycle in which something happened in the quarter, as it stood at its end."""

    codigo: str
    moments: tuple[date | None, ...]
    estado: EstadoCiclo
    minutes: int | None


@dataclass(frozen=True, slots=True, repr=False)
class Time:
    codigo: str
    day: date
    minutes: int
    estado: EstadoHoras


@dataclass(frozen=True, slots=True, repr=False)
class Traceability:
    """All that one acompañante reports of a quarter."""

    acompanante: Person
    quarter: Quarter
    cycles: tuple[Cycle, ...]
    visits: tuple[Visit, ...]
    times: tuple[Time, ...]


def traceability(connection: Connection, who: Person, quarter: Quarter, today: date) -> Traceability:
    """Read what an acompañante did in a quarter."""
    visits = tuple(_visits(connection, who.id, quarter, today))
    times = tuple(_times(connection, who.id, quarter))
    active = {v.codigo for v in visits} | {t.codigo for t in times}
    return Traceability(who, quarter, tuple(_cycles(connection, who.id, quarter, active)), visits, times)


def _visits(connection: Connection, who: UUID, quarter: Quarter, today: date) -> Iterator[Visit]:
    table, part = acompanamiento, acompanamiento_acompanante
    query = (
        select(table, ciclo.c.codigo)
        .join(ciclo, (ciclo.c.regional == table.c.regional) & (ciclo.c.id == table.c.ciclo_id))
        .join(part, (part.c.regional == table.c.regional) & (part.c.acompanamiento_id == table.c.id))
        .where(part.c.persona_id == who, table.c.fecha.between(quarter.start, quarter.end))
        .order_by(table.c.fecha, ciclo.c.codigo, table.c.numero)
    )
    withdrawn: dict[UUID, bool] = {}
    for row in connection.execute(query).mappings():
        here = {"regional": row["regional"], "acompanamiento_id": row["id"]}
        columns = ("persona_id", "comparte", "leido", "corregido")
        served = connection.execute(_of(acompanamiento_acompanado, here, *columns)).all()
        for one in served:
            if one.persona_id not in withdrawn:
                withdrawn[one.persona_id] = _withdrew(connection, one.persona_id, today)
        # An agreement is about the text that somebody read, and that nobody changed since.
        agree = [o for o in served if o.comparte and o.leido and not o.corregido and not withdrawn[o.persona_id]]
        yield Visit(
            row["codigo"],
            row["numero"],
            row["fecha"],
            row["tipo"],
            row["enfasis"],
            row["ambiente"],
            row["minutos"],
            len(served),
            tuple(sorted(connection.execute(_of(oportunidad, here, "tema")).scalars())),
            _observations(connection, here) if served and len(agree) == len(served) else None,
        )


def _observations(connection: Connection, here: dict[str, Any]) -> Observations | None:
    """The texts of an acompañamiento; only for one in which everybody agreed."""
    notes = connection.execute(_of(acompanamiento_nota, here, *NOTES)).one_or_none()
    views = sorted(filter(None, connection.execute(_of(acompanamiento_acompanado, here, "punto_de_vista")).scalars()))
    texts = tuple(notes) if notes else ("",) * len(NOTES)
    return Observations((texts[0], texts[1], texts[2], texts[3]), tuple(views)) if any((*texts, *views)) else None


def _withdrew(connection: Connection, person: UUID, today: date) -> bool:
    """Whether somebody's recorded consents to this purpose are all withdrawn or expired."""
    given = [s for s in consents.standing(connection, person, today) if Finalidad.INFORME_ENI in s.purposes]
    return bool(given) and not any(s.holds for s in given)


def _cycles(connection: Connection, who: UUID, quarter: Quarter, active: set[str]) -> Iterator[Cycle]:
    mine = (ciclo_acompanante.c.regional == ciclo.c.regional) & (ciclo_acompanante.c.ciclo_id == ciclo.c.id)
    query = select(ciclo).join(ciclo_acompanante, mine).where(ciclo_acompanante.c.persona_id == who)
    for row in connection.execute(query.order_by(ciclo.c.codigo)).mappings():
        if row["codigo"] in active or any(quarter.holds(row[name]) for name in (*MOMENTS, "terminado")):
            yield _as_it_stood(connection, row, quarter.end)


def _as_it_stood(connection: Connection, row: RowMapping, last: date) -> Cycle:
    moments = tuple(row[name] if row[name] is not None and row[name] <= last else None for name in MOMENTS)
    ended = row["terminado"] is not None and row["terminado"] <= last
    state = chosen(EstadoCiclo, row["estado"]) if ended else EstadoCiclo.ABIERTO
    return Cycle(
        row["codigo"], moments, state, minutes_spent(connection, Ref(row["regional"], row["id"])) if ended else None
    )


def _times(connection: Connection, who: UUID, quarter: Quarter) -> Iterator[Time]:
    of_cycle = (ciclo.c.regional == horas.c.regional) & (ciclo.c.id == horas.c.ciclo_id)
    query = (
        select(ciclo.c.codigo, horas.c.fecha, horas.c.minutos, horas.c.estado)
        .join(ciclo, of_cycle)
        .where(horas.c.persona_id == who, horas.c.fecha.between(quarter.start, quarter.end))
        .order_by(horas.c.fecha, ciclo.c.codigo)
    )
    for row in connection.execute(query):
        yield Time(row.codigo, row.fecha, row.minutos, chosen(EstadoHoras, row.estado))


def _of(table: Any, here: dict[str, Any], *columns: str) -> Any:
    return select(*(table.c[name] for name in columns)).where(*(table.c[k] == v for k, v in here.items()))
