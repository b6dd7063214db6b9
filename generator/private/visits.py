"""Acompañamientos: up to four in a cycle, under a plan that was validated, with what each side has to say."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update

from generator.diagnostics import Diagnostic, find
from generator.private import cycles, plans
from generator.private.cycles import Ref
from generator.private.errors import STORE, refuse
from generator.private.options import EstadoPlan, Tipo
from generator.private.records import AcompanamientoNuevo, RespuestaAcompanado
from generator.private.store import Writing
from generator.private.tables import (
    acompanamiento,
    acompanamiento_acompanado,
    acompanamiento_acompanante,
    acompanamiento_nota,
    ciclo_acompanado,
    ciclo_acompanante,
    oportunidad,
)
from generator.schema.options import Enfasis

_NOTES = ("lectura_contexto", "aspectos_positivos", "aspectos_mejora", "realimentacion")


def record(w: Writing, cycle: Ref, new: AcompanamientoNuevo) -> tuple[Ref, list[Diagnostic]]:
    """Record an acompañamiento; with the warnings it deserves. Raises StoreError (D422, D424–D427, D429)."""
    plan_id = _require_place(w, cycle, new)
    ref = Ref(cycle.regional, uuid4())
    w.connection.execute(
        insert(acompanamiento).values(
            regional=ref.regional,
            id=ref.id,
            ciclo_id=cycle.id,
            numero=new.numero,
            **_facts(new, plan_id),
        )
    )
    _write_rest(w, cycle, ref, new)
    w.note("registrar", "acompanamiento", ref.id)
    return ref, warnings(new)


def correct(w: Writing, cycle: Ref, ref: Ref, new: AcompanamientoNuevo) -> list[Diagnostic]:
    """Say otherwise what was recorded of an acompañamiento, until an acompañado has read it: theirs is what they read.

    Raises StoreError (D425–D427, D429, D457).
    """
    plan_id = _require_place(w, cycle, new)
    read = acompanamiento_acompanado
    query = select(read.c.persona_id).where(
        read.c.regional == ref.regional, read.c.acompanamiento_id == ref.id, read.c.leido.is_not(None)
    )
    if w.connection.execute(query.limit(1)).first():
        raise refuse("D457", "El acompañado ya leyó este acompañamiento.")
    for table in (acompanamiento_acompanante, acompanamiento_acompanado, acompanamiento_nota, oportunidad):
        w.connection.execute(delete(table).where(table.c.regional == ref.regional, table.c.acompanamiento_id == ref.id))
    w.connection.execute(
        update(acompanamiento)
        .where(acompanamiento.c.regional == ref.regional, acompanamiento.c.id == ref.id)
        .values(**_facts(new, plan_id))
    )
    _write_rest(w, cycle, ref, new)
    w.note("corregir", "acompanamiento", ref.id)
    return warnings(new)


def _require_place(w: Writing, cycle: Ref, new: AcompanamientoNuevo) -> UUID:
    """The plan that an acompañamiento falls under, in an open cycle of those who take part in it."""
    cycles.require_open(w.connection, cycle)
    cycles.require_members(w.connection, cycle, ciclo_acompanante, new.acompanantes)
    cycles.require_members(w.connection, cycle, ciclo_acompanado, new.acompanados)
    return plans.valid_on(w.connection, cycle, new.fecha)


def _facts(new: AcompanamientoNuevo, plan_id: UUID) -> dict[str, object]:
    return {
        "plan_id": plan_id,
        "plan_estado": EstadoPlan.VALIDADO.value,
        "fecha": new.fecha,
        "tipo": new.tipo.value,
        "enfasis": new.enfasis.value,
        "ambiente": new.ambiente.value,
        "minutos": new.minutos,
        "expertos_externos": new.expertos_externos,
    }


def _write_rest(w: Writing, cycle: Ref, ref: Ref, new: AcompanamientoNuevo) -> None:
    notes = {name: getattr(new, name) for name in _NOTES}
    w.connection.execute(insert(acompanamiento_nota).values(regional=ref.regional, acompanamiento_id=ref.id, **notes))
    for table, people in (
        (acompanamiento_acompanante, new.acompanantes),
        (acompanamiento_acompanado, new.acompanados),
    ):
        for identifier in sorted(set(people)):
            w.connection.execute(
                insert(table).values(
                    regional=ref.regional,
                    acompanamiento_id=ref.id,
                    persona_id=identifier,
                    ciclo_id=cycle.id,
                    tipo=new.tipo.value,
                )
            )
    for theme in sorted(set(new.oportunidades)):
        w.connection.execute(insert(oportunidad).values(regional=ref.regional, acompanamiento_id=ref.id, tema=theme))


def warnings(new: AcompanamientoNuevo, where: str = STORE) -> list[Diagnostic]:
    """What may be right and deserves a second look (Anexo 1, «Tipos» and «Énfasis»)."""
    found = []
    if new.expertos_externos and new.tipo is Tipo.INDIVIDUAL:
        found.append(find("D428", where))
    if new.enfasis is Enfasis.TECNICO_PEDAGOGICO and len(set(new.acompanantes)) < 2:
        found.append(find("D436", where))
    return found


def answer(w: Writing, ref: Ref, identifier: UUID, said: RespuestaAcompanado) -> None:
    """What the acompañado says of it. Raises StoreError (D427) when it is not about them."""
    table = acompanamiento_acompanado
    changed = w.connection.execute(
        update(table)
        .where(
            table.c.regional == ref.regional,
            table.c.acompanamiento_id == ref.id,
            table.c.persona_id == identifier,
        )
        .values(
            punto_de_vista=said.punto_de_vista,
            leido=w.now.date() if said.leido else None,
            comparte=said.comparte,
        )
    )
    if changed.rowcount != 1:
        raise refuse("D427")
    w.note("responder", "acompanamiento", ref.id)
