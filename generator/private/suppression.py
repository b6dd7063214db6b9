"""Suppression (Ley 1581 de 2012, «suprimir»): what identifies a person goes, in one step, and so do their own words.

Stays, without an identity and under a new pseudonym that no paper knows: the consents as proof of what was authorised
and withdrawn, the cycles, dates, hours, types and themes that counts are made of, and the audit trail, which holds ids.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Connection, Engine, Table, and_, delete, select, update

from generator.private import consents, people
from generator.private import tables as t
from generator.private.errors import refuse
from generator.private.forgetting import FREE, OWN_END, count_of, forget_mentions, keys_of
from generator.private.mentions import Identity
from generator.private.options import Canal, EstadoCiclo
from generator.private.store import Writing
from generator.private.tables import NOTES

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
    "El registro de auditoría: dice qué se hizo, cuándo y con qué usuario del equipo; no de quién se trataba.",
)


def suppress(w: Writing, identifier: UUID, channel: Canal, today: date, also: tuple[str, ...] = ()) -> None:
    """Delete the identity of a person and what the law lets be deleted; `also` is what else they are called.

    Raises StoreError (D420 while a cycle would be left with nobody; D421; D486 while something of theirs may be
    published; D488 when it was done already).
    """
    connection = w.connection
    known = people.recorded(connection, identifier)
    _require_withdrawn(w, identifier, channel, today)
    _require_ended(connection, identifier)
    _step_out(connection, identifier, today)
    _delete_own(connection, identifier)
    who = Identity(known["nombre"], known["documento"], known["correo"], also)
    forget_mentions(connection, identifier, who)
    connection.execute(
        update(t.persona).where(t.persona.c.id == identifier).values(seudonimo=people.new_pseudonym(connection))
    )
    w.note("suprimir", "persona", identifier)


_AGAIN = "Cierre lo que esté usando el almacén y repita la orden: la identidad ya se borró, falta limpiar su rastro."


def scrub(engine: Engine) -> None:
    """Leave nothing of what was deleted in the pages that the database no longer uses.

    Raises StoreError (D411) when somebody else is using them; it can be done again.
    """
    touched = (t.identidad, t.cuenta, t.sesion, t.autodiagnostico, t.persona, *(table for table, _ in FREE))
    connection = engine.raw_connection()
    try:
        if engine.dialect.name == "sqlite":
            # Deleted cells are overwritten as they go: what is left is the log of changes.
            [[busy, *_]] = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if busy:
                raise refuse("D411", hint=_AGAIN)
            return
        connection.rollback()
        connection.driver_connection.autocommit = True  # type: ignore[union-attr]
        for table in touched:
            connection.cursor().execute(f"VACUUM FULL {t.SCHEMA}.{table.name}")
    except engine.dialect.loaded_dbapi.Error:
        raise refuse("D411", "La limpieza no terminó.", hint=_AGAIN) from None
    finally:
        connection.invalidate()


def _require_withdrawn(w: Writing, identifier: UUID, channel: Canal, today: date) -> None:
    """Nothing of theirs may be online any more, nor wait for a key to be taken out; what else they agreed to ends."""
    pending = select(t.publicacion_pendiente.c.rid).join(
        t.consentimiento, t.consentimiento.c.id == t.publicacion_pendiente.c.consentimiento_id
    )
    if w.connection.execute(pending.where(t.consentimiento.c.persona_id == identifier).limit(1)).first():
        raise refuse("D486", hint="Termine primero lo que quedó pendiente: inspira persona completar.")
    for one in list(consents.standing(w.connection, identifier, today)):
        if one.holds and one.rid:
            raise refuse("D486")
        if one.holds:
            consents.withdraw(w, one.id, channel)


def _require_ended(connection: Connection, identifier: UUID) -> None:
    for member in (t.ciclo_acompanado, t.ciclo_acompanante):
        mine = keys_of(connection, member, "ciclo_id", identifier)
        for regional, cycle in mine:
            state = select(t.ciclo.c.estado).where(t.ciclo.c.regional == regional, t.ciclo.c.id == cycle)
            others = _others_in(connection, member, regional, cycle, identifier)
            if not others and connection.execute(state).scalar_one() == EstadoCiclo.ABIERTO:
                raise refuse(
                    "D420",
                    "Todavía está en un ciclo abierto que sin esa persona no sigue.",
                    hint="Déjelo o ciérrelo primero: inspira ciclo dejar CÓDIGO.",
                )


def _others_in(connection: Connection, member: Table, regional: str, cycle: UUID, identifier: UUID) -> bool:
    """Whether somebody else is still on that side of a cycle."""
    others = [member.c.regional == regional, member.c.ciclo_id == cycle, member.c.persona_id != identifier]
    if "dejo" in member.c:
        others.append(member.c.dejo.is_(None))
    return connection.execute(select(member.c.persona_id).where(*others).limit(1)).first() is not None


def _step_out(connection: Connection, identifier: UUID, today: date) -> None:
    """Whoever is gone is in no cycle that goes on: nothing more is recorded of them."""
    mine = (t.ciclo_acompanado.c.persona_id == identifier) & t.ciclo_acompanado.c.dejo.is_(None)
    still = select(t.ciclo.c.id).where(t.ciclo.c.estado == EstadoCiclo.ABIERTO.value)
    left = update(t.ciclo_acompanado).where(mine, t.ciclo_acompanado.c.ciclo_id.in_(still))
    connection.execute(left.values(dejo=today))


def _delete_own(connection: Connection, identifier: UUID) -> None:
    given = select(t.consentimiento.c.id).where(t.consentimiento.c.persona_id == identifier)
    connection.execute(delete(t.consentimiento_prueba).where(t.consentimiento_prueba.c.consentimiento_id.in_(given)))
    for table in (t.sesion, t.cuenta, t.borrador, t.envio, t.autodiagnostico, t.identidad):
        connection.execute(delete(table).where(table.c.persona_id == identifier))
    member = t.acompanamiento_acompanado
    for regional, visit in keys_of(connection, member, "acompanamiento_id", identifier):
        if count_of(connection, member, "acompanamiento_id", regional, visit) == 1:
            note = t.acompanamiento_nota
            mine = and_(note.c.regional == regional, note.c.acompanamiento_id == visit)
            connection.execute(update(note).where(mine).values(dict.fromkeys(NOTES, "")))
    mine = member.c.persona_id == identifier
    connection.execute(update(member).where(mine).values(punto_de_vista="", comparte=False))
    mine = t.cierre.c.persona_id == identifier
    connection.execute(update(t.cierre).where(mine).values(dict.fromkeys(OWN_END, "")))
