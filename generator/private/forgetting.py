"""What others wrote of somebody who asked to be deleted: their name goes, or all where it is about nobody else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Table, delete, func, select, update

from generator.private import tables as t
from generator.private.mentions import Identity, mask
from generator.private.tables import NOTES

GONE = "(persona suprimida)"
OWN_END = ("comparacion", "avances", "compromisos", "punto_de_vista")
"""What is written when a cycle ends for somebody."""
FREE = (
    (t.acompanamiento_nota, NOTES),
    (t.acompanamiento_acompanado, ("punto_de_vista",)),
    (t.cierre, OWN_END),
    (t.ciclo, ("formacion_aplicada",)),
    (t.consentimiento_prueba, ("evidencia", "representante")),
    (t.borrador, ("datos",)),
)
"""Every column in which somebody may have written somebody's name."""
_FORM = re.compile(r"/(?:ciclos|acompanamientos|planes)/(\d\d)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
"""The address of a form about a cycle or about something in it."""


def forget_mentions(connection: Connection, identifier: UUID, who: Identity) -> None:
    """Take a person out of what anybody wrote. In their own cycles one part of the name is enough to mean them."""
    cycles = {
        c for m in (t.ciclo_acompanado, t.ciclo_acompanante) for c in keys_of(connection, m, "ciclo_id", identifier)
    }
    visit = t.acompanamiento.c
    of_cycle = {
        (r.regional, r.id): r.ciclo_id for r in connection.execute(select(visit.regional, visit.id, visit.ciclo_id))
    }
    visits = {key for key, cycle in of_cycle.items() if (key[0], cycle) in cycles}
    _forget_drafts(connection, identifier, of_cycle)
    for table, names in FREE:
        keys = list(table.primary_key.columns)
        for row in connection.execute(select(*keys, *(table.c[n] for n in names))).mappings().all():
            owner = _owner(row)
            own = owner in (visits if "acompanamiento_id" in row else cycles | visits)
            changed = {n: v for n in names if (v := _masked(row[n], who, known=own)) != row[n]}
            if changed:
                here = [column == row[column.name] for column in keys]
                connection.execute(update(table).where(*here).values(changed))


def _owner(row: RowMapping) -> tuple[str, UUID] | None:
    """The cycle or the acompañamiento that a text belongs to; that of a draft stands in the address of its form."""
    if "formulario" in row:
        found = _FORM.match(row["formulario"])
        return (found[1], UUID(found[2])) if found else None
    owner = row.get("ciclo_id") or row.get("acompanamiento_id") or row.get("id")
    return (row["regional"], owner) if "regional" in row and owner is not None else None


def _forget_drafts(connection: Connection, identifier: UUID, of_cycle: Mapping[tuple[str, UUID], UUID]) -> None:
    """Delete what others began to write in the cycles in which nobody else was accompanied."""
    alone = {
        key
        for key in keys_of(connection, t.ciclo_acompanado, "ciclo_id", identifier)
        if count_of(connection, t.ciclo_acompanado, "ciclo_id", *key) == 1
    }
    drafts = t.borrador
    for row in connection.execute(select(drafts.c.persona_id, drafts.c.formulario)).mappings().all():
        owner = _owner(row)
        if owner is not None and (owner[0], of_cycle.get(owner, owner[1])) in alone:
            here = (drafts.c.persona_id == row["persona_id"], drafts.c.formulario == row["formulario"])
            connection.execute(delete(drafts).where(*here))


def _masked(value: Any, who: Identity, *, known: bool) -> Any:
    if isinstance(value, Mapping):
        return {k: _masked(v, who, known=known) for k, v in value.items()}
    if isinstance(value, list):
        return [_masked(v, who, known=known) for v in value]
    return mask(value, [who], GONE, known=known) if isinstance(value, str) else value


def keys_of(connection: Connection, member: Table, column: str, identifier: UUID) -> list[tuple[str, UUID]]:
    query = select(member.c.regional, member.c[column]).where(member.c.persona_id == identifier)
    return [(r[0], r[1]) for r in connection.execute(query)]


def count_of(connection: Connection, member: Table, column: str, regional: str, identifier: UUID) -> int:
    query = select(func.count()).select_from(member).where(member.c.regional == regional)
    return connection.execute(query.where(member.c[column] == identifier)).scalar_one()
