"""Cycles: begun by will, their moments in order, left at any time without a reason, or closed.

Complete means closed with its four acompañamientos. Hours are what was really spent, also when it is left early:
twenty is a reference of ENI's, neither a condition nor a cap (Circular).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Connection, RowMapping, insert, select, update

from generator.private.errors import refuse
from generator.private.options import EstadoCiclo, Momento, RolPersona
from generator.private.records import CicloNuevo
from generator.private.standing import (
    VISITS,
    Ref,
    by_code,
    find,
    is_complete,
    minutes_spent,
    refs,
    require_members,
    require_open,
    require_past,
    require_still_in,
    require_vigencia,
    row,
    visits_between,
)
from generator.private.store import Writing
from generator.private.tables import (
    acompanante,
    ciclo,
    ciclo_acompanado,
    ciclo_acompanante,
    persona_rol,
)

__all__ = [
    "VISITS",
    "Ref",
    "by_code",
    "close",
    "find",
    "is_complete",
    "leave",
    "minutes_spent",
    "reach",
    "reach_all",
    "refs",
    "require_members",
    "require_open",
    "require_past",
    "require_still_in",
    "require_vigencia",
    "row",
    "start",
    "step_out",
]


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


def reach(w: Writing, ref: Ref, moment: Momento, day: date) -> None:
    """Record the date of a moment. Raises StoreError (D423 out of order, D429, D481)."""
    reach_all(w, ref, {moment: day})


def reach_all(w: Writing, ref: Ref, days: Mapping[Momento, date]) -> None:
    """Record the dates of several moments at once. Raises StoreError (D423 out of order, D429, D481)."""
    found = require_open(w.connection, ref)
    first, last = visits_between(w.connection, ref)
    for moment, day in days.items():
        require_past(w, day)
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
    require_past(w, day)
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


def _end(w: Writing, ref: Ref, state: EstadoCiclo, day: date, minutes: int | None, found: RowMapping) -> None:
    """End a cycle with the time that was spent, where it is told; else it is what is recorded of it, also later."""
    require_past(w, day)
    require_vigencia(found, day, late=True)
    dates = [found[m.value] for m in Momento] + [visits_between(w.connection, ref)[1]]
    if day < max((d for d in dates if d), default=day):
        raise refuse("D423", "La fecha en que termina va después de lo que ya se registró.")
    told = found["minutos"] if minutes is None else minutes
    _change(w, ref, estado=state.value, terminado=day, minutos=told)
    w.note("cerrar" if state is EstadoCiclo.CERRADO else "dejar", "ciclo", ref.id)


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
