"""Where a cycle stands, in lines that anybody who keeps the record may read: codes and dates, no names and no texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, select

from generator.private import cycles
from generator.private.cycles import VISITS, Ref
from generator.private.options import EstadoCiclo, EstadoHoras, EstadoPlan, Momento
from generator.private.records import REFERENCE_HOURS
from generator.private.tables import acompanamiento, ciclo_acompanado, ciclo_acompanante, horas, persona, plan


def summary(connection: Connection, ref: Ref) -> Iterator[str]:
    """The lines of a cycle. Raises StoreError (D421)."""
    found = cycles.row(connection, ref)
    state = "completo" if cycles.is_complete(connection, ref) else EstadoCiclo[found["estado"].upper()].label.lower()
    yield f"{found['codigo']} (vigencia {found['vigencia']}): {state}"
    yield f"Acompañantes: {_members(connection, ciclo_acompanante, ref)}"
    yield f"Acompañados: {_members(connection, ciclo_acompanado, ref)}"
    for moment in Momento:
        yield f"{moment.label}: {found[moment.value] or 'pendiente'}"
    for row in _of(connection, plan, ref, plan.c.trimestre):
        yield f"Plan de {row.trimestre}: {EstadoPlan[row.estado.upper()].label.lower()}"
    visits = _of(connection, acompanamiento, ref, acompanamiento.c.numero)
    for row in visits:
        yield f"Acompañamiento {row.numero}: {row.fecha}, {row.tipo}, {row.enfasis}, {row.ambiente}"
    yield f"Acompañamientos: {len(visits)} de {VISITS}"
    spent = _of(connection, horas, ref, horas.c.fecha)
    pending = sum(r.minutos for r in spent if r.estado == EstadoHoras.PENDIENTE)
    total = cycles.minutes_spent(connection, ref)
    yield f"Tiempo: {total} minutos, {pending} por registrar en SofiaPlus"
    yield f"La ENI estima {REFERENCE_HOURS} horas por ciclo: es una referencia, ni condición ni tope."


def _members(connection: Connection, member: Table, ref: Ref) -> str:
    query = select(persona.c.seudonimo).join(member, member.c.persona_id == persona.c.id)
    mine = query.where(member.c.regional == ref.regional, member.c.ciclo_id == ref.id)
    return ", ".join(connection.execute(mine.order_by(persona.c.seudonimo)).scalars())


def _of(connection: Connection, table: Table, ref: Ref, order: Any) -> list[Any]:
    query = select(table).where(table.c.regional == ref.regional, table.c.ciclo_id == ref.id)
    return list(connection.execute(query.order_by(order)))
