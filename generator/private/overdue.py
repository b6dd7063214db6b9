"""What is still to be recorded or registered: reminders for those whose records they are, never a fault of anybody.

A planned date is overdue when it passed in an open cycle and its acompañamiento was not recorded. A plan says dates and
an acompañamiento does not say which of them it fulfils, so they are matched within the cycle: one recorded on a planned
date fulfils it, and any other one fulfils the first planned date that is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from generator.private.options import EstadoCiclo, EstadoHoras, EstadoPlan
from generator.private.quarters import Quarter
from generator.private.tables import acompanamiento, ciclo, ciclo_acompanante, horas, plan, plan_fecha
from generator.schema.options import Option

LONG = timedelta(days=60)
"""Without a new moment for longer than this, a cycle is recalled. The source sets no term: this is a courtesy."""
_NOT_YET = (EstadoPlan.PROPUESTO, EstadoPlan.DEVUELTO)
"""A plan that was sent back waits for other dates, and then to be validated."""
_MOMENTS = ("sensibilizacion", "autodiagnostico", "plan", "cierre")


class Pendiente(Option):
    ACOMPANAMIENTO = "acompanamiento", "Acompañamiento planeado que no se ha registrado"
    PLAN = "plan", "Fecha planeada que pasó sin que el plan se validara"
    CICLO = "ciclo", f"Ciclo sin un momento nuevo hace más de {LONG.days} días"


@dataclass(frozen=True, slots=True, repr=False)
class Overdue:
    """Something to be recorded. `since` is the planned date, or that of the last moment; None when there was none."""

    kind: Pendiente
    codigo: str
    since: date | None


@dataclass(frozen=True, slots=True, repr=False)
class Hours:
    """Time that is not in SofiaPlus yet."""

    codigo: str
    day: date
    minutes: int


@dataclass(frozen=True, slots=True, repr=False)
class Dates:
    """The dates of an open cycle: of its moments, of its plans (validated, and not yet), of its acompañamientos."""

    codigo: str
    moments: tuple[date, ...]
    planned: tuple[date, ...]
    proposed: tuple[date, ...]
    recorded: tuple[date, ...]


def overdue_of(connection: Connection, who: UUID, today: date) -> list[Overdue]:
    """What an acompañante has still to record."""
    mine = select(ciclo_acompanante.c.ciclo_id).where(ciclo_acompanante.c.persona_id == who)
    return [late for cycle in _open_cycles(connection, ciclo.c.id.in_(mine)) for late in overdue(cycle, today)]


def missing_in(connection: Connection, regional: str, centro: str, quarter: Quarter, today: date) -> int:
    """How many planned dates of a quarter passed in a centre without their acompañamiento being recorded."""
    here = (ciclo.c.regional == regional) & (ciclo.c.centro == centro)
    found = [late for cycle in _open_cycles(connection, here) for late in overdue(cycle, today)]
    return sum(late.kind is Pendiente.ACOMPANAMIENTO and quarter.holds(late.since) for late in found)


def overdue(cycle: Dates, today: date) -> Iterator[Overdue]:
    """What an open cycle still lacks on a day."""
    for day in _unfulfilled(cycle.planned, cycle.recorded):
        if day < today:
            yield Overdue(Pendiente.ACOMPANAMIENTO, cycle.codigo, day)
    for day in cycle.proposed:
        if day < today:
            yield Overdue(Pendiente.PLAN, cycle.codigo, day)
    happened = [d for d in (*cycle.moments, *cycle.recorded) if d <= today]
    last = max(happened, default=None)
    coming = [d for d in (*cycle.planned, *cycle.proposed) if d >= today]
    if not coming and (last is None or today - last > LONG):
        yield Overdue(Pendiente.CICLO, cycle.codigo, last)


def _unfulfilled(planned: Iterable[date], recorded: Iterable[date]) -> list[date]:
    left, others = Counter(planned), []
    for day in sorted(recorded):
        if left[day]:
            left[day] -= 1
        else:
            others.append(day)
    return sorted(left.elements())[len(others) :]


def pending_hours(connection: Connection, who: UUID) -> list[Hours]:
    """The time of an acompañante that is still to be registered in SofiaPlus, the oldest first."""
    query = (
        select(ciclo.c.codigo, horas.c.fecha, horas.c.minutos)
        .join(ciclo, (ciclo.c.regional == horas.c.regional) & (ciclo.c.id == horas.c.ciclo_id))
        .where(horas.c.persona_id == who, horas.c.estado == EstadoHoras.PENDIENTE.value)
        .order_by(horas.c.fecha, ciclo.c.codigo)
    )
    return [Hours(row.codigo, row.fecha, row.minutos) for row in connection.execute(query)]


def _open_cycles(connection: Connection, which: ColumnElement[bool]) -> Iterator[Dates]:
    where = (ciclo.c.estado == EstadoCiclo.ABIERTO.value) & which
    of_plan = (plan.c.regional == ciclo.c.regional) & (plan.c.ciclo_id == ciclo.c.id)
    of_date = (plan_fecha.c.regional == plan.c.regional) & (plan_fecha.c.plan_id == plan.c.id)
    plans = select(ciclo.c.id, plan.c.estado, plan_fecha.c.fecha).join(plan, of_plan).join(plan_fecha, of_date)
    of_visit = (acompanamiento.c.regional == ciclo.c.regional) & (acompanamiento.c.ciclo_id == ciclo.c.id)
    visits = select(ciclo.c.id, acompanamiento.c.fecha).join(acompanamiento, of_visit)
    dates: dict[Any, list[date]] = {}
    for identifier, state, day in connection.execute(plans.where(where).order_by(plan_fecha.c.fecha)):
        dates.setdefault((identifier, state), []).append(day)
    for identifier, day in connection.execute(visits.where(where).order_by(acompanamiento.c.fecha)):
        dates.setdefault(identifier, []).append(day)
    for row in connection.execute(select(ciclo).where(where).order_by(ciclo.c.codigo)).mappings():
        identifier = row["id"]
        yield Dates(
            row["codigo"],
            tuple(row[name] for name in _MOMENTS if row[name] is not None),
            tuple(dates.get((identifier, EstadoPlan.VALIDADO.value), ())),
            tuple(sorted(day for state in _NOT_YET for day in dates.get((identifier, state.value), ()))),
            tuple(dates.get(identifier, ())),
        )
