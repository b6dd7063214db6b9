"""A cycle as it stands: found by its code, its facts, and what must hold of it before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Table, func, select

from generator.clock import day_of
from generator.private.errors import refuse
from generator.private.options import EstadoCiclo
from generator.private.store import Writing
from generator.private.tables import acompanamiento, ciclo, ciclo_acompanado, horas

VISITS = 4
"""Acompañamientos of a complete cycle (Circular)."""


@dataclass(frozen=True, slots=True, repr=False)
class Ref:
    """What identifies a record of a cycle: its regional goes in every key."""

    regional: str
    id: UUID


def find(connection: Connection, regional: str, codigo: str) -> Ref:
    """A cycle by its code. Raises StoreError (D421)."""
    query = select(ciclo.c.id).where(ciclo.c.regional == regional, ciclo.c.codigo == codigo.strip().upper())
    identifier = connection.execute(query).scalar()
    if identifier is None:
        raise refuse("D421", "Ese ciclo no está en el almacén.")
    return Ref(regional, identifier)


def by_code(connection: Connection, codigo: str) -> Ref:
    """A cycle by its code alone. Raises StoreError (D420 when two regionales have one of that code, D421)."""
    found = connection.execute(select(ciclo.c.regional).where(ciclo.c.codigo == codigo.strip().upper())).scalars().all()
    if len(found) > 1:
        raise refuse("D420", "Hay ciclos con ese código en varias regionales.", hint="Escríbalo así: 52/C-001.")
    return find(connection, found[0] if found else "", codigo)


def refs(connection: Connection) -> dict[str, tuple[Ref, ...]]:
    """Every cycle by its code, which two regionales may share; for reading many records at once."""
    found: dict[str, tuple[Ref, ...]] = {}
    for known in connection.execute(select(ciclo.c.codigo, ciclo.c.regional, ciclo.c.id)):
        found[known.codigo] = (*found.get(known.codigo, ()), Ref(known.regional, known.id))
    return found


def row(connection: Connection, ref: Ref) -> RowMapping:
    """The facts of a cycle. Raises StoreError (D421)."""
    query = select(ciclo).where(ciclo.c.regional == ref.regional, ciclo.c.id == ref.id)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise refuse("D421", "Ese ciclo no está en el almacén.")
    return found


def require_open(connection: Connection, ref: Ref) -> RowMapping:
    """The facts of a cycle that still goes on. Raises StoreError (D421, D429)."""
    found = row(connection, ref)
    if found["estado"] != EstadoCiclo.ABIERTO:
        raise refuse("D429")
    return found


def require_members(connection: Connection, ref: Ref, who: Table, people: Iterable[UUID]) -> None:
    """Refuse (D427) people who are not in a cycle; `who` is the table of its acompañantes or of its acompañados."""
    query = select(who.c.persona_id).where(who.c.regional == ref.regional, who.c.ciclo_id == ref.id)
    if not set(people) <= set(connection.execute(query).scalars()):
        raise refuse("D427")


def require_vigencia(found: RowMapping, day: date, *, late: bool = False) -> None:
    """Refuse (D481) a day outside the year of a cycle; `late` allows what may slip into the next one."""
    if day.year < found["vigencia"] or (day.year > found["vigencia"] and not late):
        raise refuse("D481")


def require_past(w: Writing, day: date) -> None:
    """Refuse (D420) a day that has not come: what is recorded happened."""
    if day > day_of(w.now):
        raise refuse("D420", "Esa fecha todavía no ha llegado.", hint="Regístrelo cuando haya pasado.")


def require_still_in(connection: Connection, ref: Ref, people: Iterable[UUID]) -> None:
    """Refuse (D427) acompañados who left: nothing more is recorded of them."""
    table = ciclo_acompanado.c
    query = select(table.persona_id).where(
        table.regional == ref.regional, table.ciclo_id == ref.id, table.dejo.is_(None)
    )
    if not set(people) <= set(connection.execute(query).scalars()):
        raise refuse("D427", "Esa persona ya no está en el ciclo.")


def is_complete(connection: Connection, ref: Ref) -> bool:
    """Whether a cycle is closed and has its four acompañamientos."""
    found = row(connection, ref)
    query = select(func.count()).where(acompanamiento.c.regional == ref.regional, acompanamiento.c.ciclo_id == ref.id)
    return found["estado"] == EstadoCiclo.CERRADO and connection.execute(query).scalar_one() == VISITS


def visits_between(connection: Connection, ref: Ref) -> tuple[date | None, date | None]:
    """The dates of the first and the last acompañamiento of a cycle."""
    table = acompanamiento
    query = select(func.min(table.c.fecha), func.max(table.c.fecha))
    first, last = connection.execute(query.where(table.c.regional == ref.regional, table.c.ciclo_id == ref.id)).one()
    return first, last


def minutes_spent(connection: Connection, ref: Ref) -> int:
    """The time that a cycle took, in minutes: what was told when it ended, else what is recorded of it."""
    told = row(connection, ref)["minutos"]
    recorded = select(func.coalesce(func.sum(horas.c.minutos), 0))
    spent = recorded.where(horas.c.regional == ref.regional, horas.c.ciclo_id == ref.id)
    return int(connection.execute(spent).scalar_one()) if told is None else int(told)
