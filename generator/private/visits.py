"""Acompañamientos: up to four in a cycle, under a plan that was validated, with what each side has to say."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import insert, update

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
    cycles.require_open(w.connection, cycle)
    cycles.require_members(w.connection, cycle, ciclo_acompanante, new.acompanantes)
    cycles.require_members(w.connection, cycle, ciclo_acompanado, new.acompanados)
    cycles.require_still_in(w.connection, cycle, new.acompanados)
    plan_id = plans.valid_on(w.connection, cycle, new.fecha)
    ref = Ref(cycle.regional, uuid4())
    w.connection.execute(
        insert(acompanamiento).values(
            regional=ref.regional,
            id=ref.id,
            ciclo_id=cycle.id,
            numero=new.numero,
            plan_id=plan_id,
            plan_estado=EstadoPlan.VALIDADO.value,
            fecha=new.fecha,
            tipo=new.tipo.value,
            enfasis=new.enfasis.value,
            ambiente=new.ambiente.value,
            minutos=new.minutos,
            expertos_externos=new.expertos_externos,
        )
    )
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
    w.note("registrar", "acompanamiento", ref.id)
    return ref, warnings(new)


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
