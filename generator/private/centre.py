"""What a centre keeps: hours to register in SofiaPlus, and the meetings of its Equipo Pedagógico."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update

from generator.private import cycles
from generator.private.cycles import Ref
from generator.private.errors import refuse
from generator.private.options import EstadoHoras
from generator.private.records import ActaEPC, HorasNuevas
from generator.private.store import Writing
from generator.private.tables import acta_epc, ciclo_acompanante, horas

SOFIAPLUS_PATH = (
    "Instructor",
    "Gestión de tiempos",
    "Gestionar tiempos del Instructor",
    "Registrar actividad adicional del Instructor",
)
"""Where time is registered in SofiaPlus (Circular): the role, then each menu."""
SOFIAPLUS_TYPE = "Aseguramiento de la calidad"
SOFIAPLUS_REASON = "Acompañamiento Técnico Pedagógico"
"""The exact texts that go in «Tipo de actividad adicional del instructor» and in the justification (Circular)."""


def spend(w: Writing, cycle: Ref, identifier: UUID, new: HorasNuevas) -> Ref:
    """Time of an acompañante that is still to be registered, also of a cycle that ended or was left.

    Raises StoreError (D427, D481).
    """
    cycles.require_past(w, new.fecha)
    cycles.require_vigencia(cycles.row(w.connection, cycle), new.fecha, late=True)
    cycles.require_members(w.connection, cycle, ciclo_acompanante, [identifier])
    ref = Ref(cycle.regional, uuid4())
    w.connection.execute(
        insert(horas).values(
            regional=ref.regional,
            id=ref.id,
            ciclo_id=cycle.id,
            persona_id=identifier,
            fecha=new.fecha,
            minutos=new.minutos,
            estado=EstadoHoras.PENDIENTE.value,
        )
    )
    w.note("registrar", "horas", ref.id)
    return ref


def correct(w: Writing, ref: Ref, new: HorasNuevas) -> None:
    """Say otherwise how much time it was, until it is registered in SofiaPlus. Raises StoreError (D421, D457, D481)."""
    belongs = select(horas.c.ciclo_id).where(horas.c.regional == ref.regional, horas.c.id == ref.id)
    cycle = w.connection.execute(belongs).scalar()
    if cycle is None:
        raise refuse("D421")
    cycles.require_past(w, new.fecha)
    cycles.require_vigencia(cycles.row(w.connection, Ref(ref.regional, cycle)), new.fecha, late=True)
    changed = w.connection.execute(
        update(horas)
        .where(horas.c.regional == ref.regional, horas.c.id == ref.id, horas.c.estado == EstadoHoras.PENDIENTE.value)
        .values(fecha=new.fecha, minutos=new.minutos)
    )
    if changed.rowcount != 1:
        raise refuse("D457", "Ese tiempo ya está registrado en SofiaPlus.")
    w.note("corregir", "horas", ref.id)


def registered(w: Writing, ref: Ref, day: date) -> None:
    """The time was registered in SofiaPlus. Raises StoreError (D420 on a day before it, D421, D422 already)."""
    query = select(horas.c.fecha, horas.c.estado).where(horas.c.regional == ref.regional, horas.c.id == ref.id)
    spent = w.connection.execute(query).one_or_none()
    if spent is None:
        raise refuse("D421")
    if spent.estado == EstadoHoras.REGISTRADA:
        raise refuse("D422", "Esas horas ya estaban registradas en SofiaPlus.")
    cycles.require_past(w, day)
    if day < spent.fecha:
        raise refuse("D420", "El registro en SofiaPlus va después de las horas.")
    w.connection.execute(
        update(horas)
        .where(horas.c.regional == ref.regional, horas.c.id == ref.id)
        .values(estado=EstadoHoras.REGISTRADA.value, registrada=day)
    )
    w.note("registrada en SofiaPlus", "horas", ref.id)


def all_registered(w: Writing, cycle: Ref, identifier: UUID, day: date) -> int:
    """All the time that somebody still had to register of a cycle is in SofiaPlus. Raises StoreError (D420, D421)."""
    query = select(horas.c.id).where(
        horas.c.regional == cycle.regional,
        horas.c.ciclo_id == cycle.id,
        horas.c.persona_id == identifier,
        horas.c.estado == EstadoHoras.PENDIENTE.value,
    )
    pending = list(w.connection.execute(query).scalars())
    if not pending:
        raise refuse("D421", "Esa persona no tiene horas pendientes en ese ciclo.")
    for one in pending:
        registered(w, Ref(cycle.regional, one), day)
    return len(pending)


def meet(w: Writing, new: ActaEPC) -> Ref:
    """The minutes of a meeting. Raises StoreError (D431, D432)."""
    cycles.require_past(w, new.fecha)
    ref = Ref(new.regional, uuid4())
    w.connection.execute(
        insert(acta_epc).values(
            regional=ref.regional,
            id=ref.id,
            centro=new.centro,
            fecha=new.fecha,
            mes=f"{new.fecha:%Y-%m}",
            minutos=new.minutos,
            temas=sorted(set(new.temas)),
        )
    )
    w.note("registrar", "acta_epc", ref.id)
    return ref


def amend(w: Writing, new: ActaEPC) -> None:
    """Say the minutes of a month otherwise. Raises StoreError (D421 when that month has none, D431)."""
    table, month = acta_epc, f"{new.fecha:%Y-%m}"
    query = select(table.c.id).where(
        table.c.regional == new.regional, table.c.centro == new.centro, table.c.mes == month
    )
    identifier = w.connection.execute(query).scalar()
    if identifier is None:
        raise refuse("D421", "El EPC de ese centro no tiene acta ese mes.")
    w.connection.execute(
        update(table)
        .where(table.c.regional == new.regional, table.c.id == identifier)
        .values(fecha=new.fecha, minutos=new.minutos, temas=sorted(set(new.temas)))
    )
    w.note("corregir", "acta_epc", identifier)
