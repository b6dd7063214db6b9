"""Cycles: begun by will, their moments in order, left at any time without a reason, or closed.

Complete means closed with its four acompañamientos. Hours are what was really spent, also when it is left early:
twenty is a reference of ENI's, neither a condition nor a cap (Circular).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Connection, RowMapping, Table, func, insert, select, update

from generator.private.errors import refuse
from generator.private.options import EstadoCiclo, Momento, RolPersona
from generator.private.records import CicloNuevo
from generator.private.store import Writing
from generator.private.tables import (
    acompanamiento,
    acompanante,
    ciclo,
    ciclo_acompanado,
    ciclo_acompanante,
    horas,
    persona_rol,
)

VISITS = 4
"""Acompañamientos of a complete cycle (Circular)."""


@dataclass(frozen=True, slots=True, repr=False)
class Ref:
    """What identifies a record of a cycle: its regional goes in every key."""

    regional: str
    id: UUID


def start(w: Writing, new: CicloNuevo) -> Ref:
    """Begin a cycle. Raises StoreError (D422 the code is used, D421, D433, D480, D484)."""
    ref = Ref(new.regional, uuid4())
    _require_who_they_are(w.connection, new)
    if new.anterior is not None:
        _require_former(w.connection, Ref(new.regional, new.anterior), new)
    w.connection.execute(
        insert(ciclo).values(
            regional=ref.regional,
            id=ref.id,
            codigo=new.codigo,
            centro=new.centro,
            vigencia=new.vigencia,
            voluntario=new.voluntario,
            estado=EstadoCiclo.ABIERTO.value,
            anterior_id=new.anterior,
            formacion_aplicada=new.formacion_aplicada,
        )
    )
    for table, people in ((ciclo_acompanante, new.acompanantes), (ciclo_acompanado, new.acompanados)):
        lines = [{"regional": ref.regional, "ciclo_id": ref.id, "persona_id": person} for person in sorted(set(people))]
        w.connection.execute(insert(table), lines)
    w.note("iniciar", "ciclo", ref.id)
    return ref


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


def reach(w: Writing, ref: Ref, moment: Momento, day: date) -> None:
    """Record the date of a moment. Raises StoreError (D423 out of order, D429, D481)."""
    reach_all(w, ref, {moment: day})


def reach_all(w: Writing, ref: Ref, days: Mapping[Momento, date]) -> None:
    """Record the dates of several moments at once. Raises StoreError (D423 out of order, D429, D481)."""
    found = require_open(w.connection, ref)
    first, last = _visits_between(w.connection, ref)
    for moment, day in days.items():
        require_vigencia(found, day, late=moment is Momento.CIERRE)
        if moment is Momento.CIERRE and last and day < last:
            raise refuse("D423", "El cierre va después del último acompañamiento.")
        if moment is not Momento.CIERRE and first and day > first:
            raise refuse("D423", "Ese momento va antes del primer acompañamiento.")
    _change(w, ref, **{moment.value: day for moment, day in days.items()})
    for moment in days:
        w.note(f"momento {moment.value}", "ciclo", ref.id)


def close(w: Writing, ref: Ref, day: date, minutes: int | None = None) -> None:
    """End a cycle after its closing moment. Raises StoreError (D430) before it."""
    found = require_open(w.connection, ref)
    if found["cierre"] is None:
        raise refuse("D430")
    _end(w, ref, EstadoCiclo.CERRADO, day, minutes, found)


def leave(w: Writing, ref: Ref, day: date, minutes: int | None = None) -> None:
    """Leave a cycle, at any time and without a reason; the hours that were spent are recorded all the same."""
    found = require_open(w.connection, ref)
    _end(w, ref, EstadoCiclo.DEJADO, day, minutes, found)


def step_out(w: Writing, ref: Ref, identifier: UUID, day: date) -> None:
    """An acompañado leaves, at any time and without a reason: the others go on, and after the last one nobody does.

    Raises StoreError (D427 when they are not in it any more, D429).
    """
    found = require_open(w.connection, ref)
    table = ciclo_acompanado.c
    those_in = (table.regional == ref.regional, table.ciclo_id == ref.id, table.dejo.is_(None))
    changed = w.connection.execute(
        update(ciclo_acompanado).where(*those_in, table.persona_id == identifier).values(dejo=day)
    )
    if changed.rowcount != 1:
        raise refuse("D427")
    w.note("salir del ciclo", "ciclo", ref.id)
    if w.connection.execute(select(table.persona_id).where(*those_in).limit(1)).first() is None:
        _end(w, ref, EstadoCiclo.DEJADO, day, None, found)


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


def _end(w: Writing, ref: Ref, state: EstadoCiclo, day: date, minutes: int | None, found: RowMapping) -> None:
    """End a cycle with the time that was spent: what is told, else what was recorded of it."""
    require_vigencia(found, day, late=True)
    dates = [found[m.value] for m in Momento] + [_visits_between(w.connection, ref)[1]]
    if day < max((d for d in dates if d), default=day):
        raise refuse("D423", "La fecha en que termina va después de lo que ya se registró.")
    if minutes is None:
        recorded = select(func.coalesce(func.sum(horas.c.minutos), 0))
        spent = recorded.where(horas.c.regional == ref.regional, horas.c.ciclo_id == ref.id)
        minutes = found["minutos"] or w.connection.execute(spent).scalar_one()
    _change(w, ref, estado=state.value, terminado=day, minutos=minutes)
    w.note("cerrar" if state is EstadoCiclo.CERRADO else "dejar", "ciclo", ref.id)


def _visits_between(connection: Connection, ref: Ref) -> tuple[date | None, date | None]:
    """The dates of the first and the last acompañamiento of a cycle."""
    table = acompanamiento
    query = select(func.min(table.c.fecha), func.max(table.c.fecha))
    first, last = connection.execute(query.where(table.c.regional == ref.regional, table.c.ciclo_id == ref.id)).one()
    return first, last


def _require_who_they_are(connection: Connection, new: CicloNuevo) -> None:
    """Refuse (D433) an acompañante who was not trained, and (D480) who is not an instructor willing to be accompanied.

    Anexo 1, «Actores de la estrategia».
    """
    trained = select(acompanante.c.persona_id)
    willing = select(persona_rol.c.persona_id).where(persona_rol.c.rol == RolPersona.ACOMPANADO.value)
    for code, query, people in (("D433", trained, new.acompanantes), ("D480", willing, new.acompanados)):
        column = query.selected_columns[0]
        if set(connection.execute(query.where(column.in_(people))).scalars()) != set(people):
            raise refuse(code)


def _require_former(connection: Connection, former: Ref, new: CicloNuevo) -> None:
    """A cycle may lead to a new one with the same person (Anexo 1, «Impacto y Avance autónomo»), once it ended."""
    found = row(connection, former)
    query = select(ciclo_acompanado.c.persona_id)
    before = query.where(ciclo_acompanado.c.regional == former.regional, ciclo_acompanado.c.ciclo_id == former.id)
    goes_on = set(connection.execute(before).scalars()) & set(new.acompanados)
    if found["estado"] == EstadoCiclo.ABIERTO or found["vigencia"] > new.vigencia or not goes_on:
        raise refuse("D484")


def _change(w: Writing, ref: Ref, **values: object) -> None:
    w.connection.execute(update(ciclo).where(ciclo.c.regional == ref.regional, ciclo.c.id == ref.id).values(**values))
