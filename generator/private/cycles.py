"""Cycles: begun by will, their moments in order, left at any time without a reason, or closed.

Complete means closed with its four acompañamientos. Hours are what was really spent, also when it is left early:
twenty is a reference of ENI's, neither a condition nor a cap (Circular).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Connection, RowMapping, Table, func, insert, select, update

from generator.private.errors import refuse
from generator.private.options import EstadoCiclo, Momento
from generator.private.records import CicloNuevo
from generator.private.store import Writing
from generator.private.tables import acompanamiento, ciclo, ciclo_acompanado, ciclo_acompanante

VISITS = 4
"""Acompañamientos of a complete cycle (Circular)."""


@dataclass(frozen=True, slots=True)
class Ref:
    """What identifies a record of a cycle: its regional goes in every key."""

    regional: str
    id: UUID


def start(w: Writing, new: CicloNuevo) -> Ref:
    """Begin a cycle. Raises StoreError (D422 the code is used, D421, D433)."""
    ref = Ref(new.regional, uuid4())
    if new.anterior is not None:
        row(w.connection, Ref(new.regional, new.anterior))
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
        for identifier in sorted(set(people)):
            w.connection.execute(insert(table).values(regional=ref.regional, ciclo_id=ref.id, persona_id=identifier))
    w.note("iniciar", "ciclo", ref.id)
    return ref


def find(connection: Connection, regional: str, codigo: str) -> Ref:
    """A cycle by its code. Raises StoreError (D421)."""
    query = select(ciclo.c.id).where(ciclo.c.regional == regional, ciclo.c.codigo == codigo.strip().upper())
    identifier = connection.execute(query).scalar()
    if identifier is None:
        raise refuse("D421", "Ese ciclo no está en el almacén.")
    return Ref(regional, identifier)


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


def reach(w: Writing, ref: Ref, moment: Momento, day: date) -> None:
    """Record the date of a moment. Raises StoreError (D423) out of order."""
    require_open(w.connection, ref)
    _change(w, ref, **{moment.value: day})
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
    _change(w, ref, estado=state.value, terminado=day, minutos=found["minutos"] if minutes is None else minutes)
    w.note("cerrar" if state is EstadoCiclo.CERRADO else "dejar", "ciclo", ref.id)


def _change(w: Writing, ref: Ref, **values: object) -> None:
    w.connection.execute(update(ciclo).where(ciclo.c.regional == ref.regional, ciclo.c.id == ref.id).values(**values))
