"""Suppression (Ley 1581 de 2012, «suprimir»): what identifies a person goes, in one step, and so do their own words.

Stays, without an identity and under a new pseudonym that no paper knows: the consents as proof of what was authorised
and withdrawn, the cycles, dates, hours, types and themes that counts are made of, and the audit trail, which holds ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Table, and_, delete, func, select, update

from generator.private import consents, people
from generator.private import tables as t
from generator.private.errors import refuse
from generator.private.held import NOTES
from generator.private.mentions import Identity, mask
from generator.private.options import Canal, EstadoCiclo
from generator.private.store import Writing

GONE = "(persona suprimida)"
GOES = (
    "Su nombre, documento y correo.",
    "Su cuenta, sus sesiones y sus borradores.",
    "Sus respuestas del autodiagnóstico, sus puntos de vista y lo escrito en su impacto y avance.",
    "Lo que otros escribieron de sus acompañamientos individuales.",
    "La evidencia y el representante de sus consentimientos.",
    "Su nombre, su documento y su correo donde otros los hayan escrito.",
)
STAYS = (
    "Sus consentimientos y retiros sin identidad: son la prueba de lo que autorizó (Ley 1581 de 2012, artículo 9).",
    "Los ciclos, fechas, horas, tipos y temas, con un seudónimo nuevo: de ahí salen los conteos.",
    "Lo que escribió de otras personas a las que acompañó: es de ellas.",
    "El registro de auditoría: dice qué se hizo y cuándo, no quién era.",
)
_OWN_END = ("comparacion", "avances", "compromisos", "punto_de_vista")
_FREE = (
    (t.acompanamiento_nota, NOTES),
    (t.acompanamiento_acompanado, ("punto_de_vista",)),
    (t.cierre, _OWN_END),
    (t.ciclo, ("formacion_aplicada",)),
    (t.consentimiento_prueba, ("evidencia", "representante")),
    (t.borrador, ("datos",)),
)
"""Every column in which somebody may have written somebody's name."""


def suppress(w: Writing, identifier: UUID, channel: Canal, today: date, also: tuple[str, ...] = ()) -> None:
    """Delete the identity of a person and what the law lets be deleted; `also` is what else they are called.

    Raises StoreError (D420 while a cycle would be left with nobody; D421; D486 while something of theirs may be
    published; D488 when it was done already).
    """
    connection = w.connection
    known = people.recorded(connection, identifier)
    _require_withdrawn(w, identifier, channel, today)
    _require_ended(connection, identifier)
    _delete_own(connection, identifier)
    who = Identity(known["nombre"], known["documento"], known["correo"], also)
    _forget_mentions(connection, identifier, who)
    connection.execute(
        update(t.persona).where(t.persona.c.id == identifier).values(seudonimo=people.new_pseudonym(connection))
    )
    w.note("suprimir", "persona", identifier)


def scrub(engine: Engine) -> None:
    """Leave nothing of what was deleted in the pages that the database no longer uses."""
    touched = (t.identidad, t.cuenta, t.sesion, t.autodiagnostico, t.persona, *(table for table, _ in _FREE))
    connection = engine.raw_connection()
    try:
        if (
            engine.dialect.name == "sqlite"
        ):  # deleted cells are overwritten as they go: what is left is the log of changes
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return
        connection.rollback()
        connection.driver_connection.autocommit = True  # type: ignore[union-attr]
        for table in touched:
            connection.cursor().execute(f"VACUUM FULL {t.SCHEMA}.{table.name}")
    finally:
        connection.invalidate()


def _require_withdrawn(w: Writing, identifier: UUID, channel: Canal, today: date) -> None:
    """Nothing of theirs may be online any more; what else they agreed to ends here."""
    for one in list(consents.standing(w.connection, identifier, today)):
        if one.holds and one.rid:
            raise refuse("D486")
        if one.holds:
            consents.withdraw(w, one.id, channel)


def _require_ended(connection: Connection, identifier: UUID) -> None:
    for member in (t.ciclo_acompanado, t.ciclo_acompanante):
        mine = _keys(connection, member, "ciclo_id", identifier)
        for regional, cycle in mine:
            state = select(t.ciclo.c.estado).where(t.ciclo.c.regional == regional, t.ciclo.c.id == cycle)
            alone = _count(connection, member, "ciclo_id", regional, cycle) == 1
            if alone and connection.execute(state).scalar_one() == EstadoCiclo.ABIERTO:
                raise refuse(
                    "D420",
                    "Todavía está en un ciclo abierto que sin esa persona no sigue.",
                    hint="Déjelo o ciérrelo primero: inspira ciclo dejar CÓDIGO.",
                )


def _delete_own(connection: Connection, identifier: UUID) -> None:
    given = select(t.consentimiento.c.id).where(t.consentimiento.c.persona_id == identifier)
    connection.execute(delete(t.consentimiento_prueba).where(t.consentimiento_prueba.c.consentimiento_id.in_(given)))
    for table in (t.sesion, t.cuenta, t.borrador, t.envio, t.autodiagnostico, t.identidad):
        connection.execute(delete(table).where(table.c.persona_id == identifier))
    member = t.acompanamiento_acompanado
    for regional, visit in _keys(connection, member, "acompanamiento_id", identifier):
        if _count(connection, member, "acompanamiento_id", regional, visit) == 1:
            note = t.acompanamiento_nota
            mine = and_(note.c.regional == regional, note.c.acompanamiento_id == visit)
            connection.execute(update(note).where(mine).values(dict.fromkeys(NOTES, "")))
    mine = member.c.persona_id == identifier
    connection.execute(update(member).where(mine).values(punto_de_vista="", comparte=False))
    mine = t.cierre.c.persona_id == identifier
    connection.execute(update(t.cierre).where(mine).values(dict.fromkeys(_OWN_END, "")))


def _forget_mentions(connection: Connection, identifier: UUID, who: Identity) -> None:
    """Take a person out of what anybody wrote. In their own cycles one part of the name is enough to mean them."""
    cycles = {
        c for m in (t.ciclo_acompanado, t.ciclo_acompanante) for c in _keys(connection, m, "ciclo_id", identifier)
    }
    visits = {
        (r.regional, r.id)
        for r in connection.execute(
            select(t.acompanamiento.c.regional, t.acompanamiento.c.id, t.acompanamiento.c.ciclo_id)
        )
        if (r.regional, r.ciclo_id) in cycles
    }
    for table, names in _FREE:
        keys = list(table.primary_key.columns)
        for row in connection.execute(select(*keys, *(table.c[n] for n in names))).mappings().all():
            owner = row.get("ciclo_id") or row.get("acompanamiento_id") or row.get("id")
            own = (row.get("regional"), owner) in (visits if "acompanamiento_id" in row else cycles)
            changed = {n: v for n in names if (v := _masked(row[n], who, known=own)) != row[n]}
            if changed:
                here = [column == row[column.name] for column in keys]
                connection.execute(update(table).where(*here).values(changed))


def _masked(value: Any, who: Identity, *, known: bool) -> Any:
    if isinstance(value, Mapping):
        return {k: _masked(v, who, known=known) for k, v in value.items()}
    if isinstance(value, list):
        return [_masked(v, who, known=known) for v in value]
    return mask(value, [who], GONE, known=known) if isinstance(value, str) else value


def _keys(connection: Connection, member: Table, column: str, identifier: UUID) -> list[tuple[str, UUID]]:
    query = select(member.c.regional, member.c[column]).where(member.c.persona_id == identifier)
    return [(r[0], r[1]) for r in connection.execute(query)]


def _count(connection: Connection, member: Table, column: str, regional: str, identifier: UUID) -> int:
    query = select(func.count()).select_from(member).where(member.c.regional == regional)
    return connection.execute(query.where(member.c[column] == identifier)).scalar_one()
