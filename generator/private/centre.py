"""What a centre keeps: hours to register in SofiaPlus, and the meetings of its Equipo Pedagógico."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import insert, update

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
    """Time of an acompañante that is still to be registered. Raises StoreError (D427)."""
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
    """Say otherwise how much time it was, until it is registered in SofiaPlus. Raises StoreError (D457)."""
    changed = w.connection.execute(
        update(horas)
        .where(horas.c.regional == ref.regional, horas.c.id == ref.id, horas.c.estado == EstadoHoras.PENDIENTE.value)
        .values(fecha=new.fecha, minutos=new.minutos)
    )
    if changed.rowcount != 1:
        raise refuse("D457", "Ese tiempo ya está registrado en SofiaPlus.")
    w.note("corregir", "horas", ref.id)


def registered(w: Writing, ref: Ref, day: date) -> None:
    """The time was registered in SofiaPlus. Raises StoreError (D421)."""
    changed = w.connection.execute(
        update(horas)
        .where(horas.c.regional == ref.regional, horas.c.id == ref.id)
        .values(estado=EstadoHoras.REGISTRADA.value, registrada=day)
    )
    if changed.rowcount != 1:
        raise refuse("D421")
    w.note("registrada en SofiaPlus", "horas", ref.id)


def meet(w: Writing, new: ActaEPC) -> Ref:
    """The minutes of a meeting. Raises StoreError (D431, D432)."""
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
