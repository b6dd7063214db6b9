"""The record of consents, after ISO/IEC TS 27560: a line for each thing that happened, and none is ever changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Connection, RowMapping, insert, select

from generator.private.errors import refuse
from generator.private.options import Canal, EventoConsentimiento, Finalidad
from generator.private.records import ConsentimientoNuevo
from generator.private.store import Writing
from generator.private.tables import consentimiento


@dataclass(frozen=True, slots=True)
class Standing:
    """A consent and whether it holds on a day."""

    id: UUID
    purposes: frozenset[Finalidad]
    subject: str | None
    rid: str | None
    holds: bool


def give(w: Writing, new: ConsentimientoNuevo, rid: str | None = None) -> UUID:
    """Record a consent. `rid` is that of the public receipt that it covers, if it covers one."""
    identifier = uuid4()
    values = new.model_dump(mode="python", exclude={"persona", "finalidades", "canal"})
    w.connection.execute(
        insert(consentimiento).values(
            id=identifier,
            persona_id=new.persona,
            evento=EventoConsentimiento.DADO.value,
            finalidades=sorted(f.value for f in set(new.finalidades)),
            canal=new.canal.value,
            ocurrio=w.now,
            rid=rid,
            **values,
        )
    )
    w.note("dado", "consentimiento", identifier)
    return identifier


def withdraw(w: Writing, given: UUID, channel: Canal, evidence: str | None = None) -> None:
    """Record that a consent was withdrawn. Raises StoreError (D421; D422 when it was already)."""
    before = _row(w.connection, given)
    identifier = uuid4()
    kept = ("persona_id", "aviso", "aviso_sha256", "finalidades", "objeto", "rid", "menor", "representante")
    w.connection.execute(
        insert(consentimiento).values(
            id=identifier,
            evento=EventoConsentimiento.RETIRADO.value,
            retira_id=given,
            canal=channel.value,
            evidencia=evidence,
            datos_sensibles=before["datos_sensibles"],
            ocurrio=w.now,
            **{name: before[name] for name in kept},
        )
    )
    w.note("retirado", "consentimiento", given)


def standing(connection: Connection, person: UUID, today: date) -> Iterator[Standing]:
    """Every consent that a person gave, in order, and whether it holds today: neither withdrawn nor expired."""
    table = consentimiento
    gone = set(
        connection.execute(
            select(table.c.retira_id).where(table.c.persona_id == person, table.c.retira_id.is_not(None))
        ).scalars()
    )
    query = select(table).where(table.c.persona_id == person, table.c.evento == EventoConsentimiento.DADO.value)
    for row in connection.execute(query.order_by(table.c.ocurrio)).mappings():
        holds = row["id"] not in gone and (row["vence"] is None or today <= row["vence"])
        purposes = frozenset(f for f in Finalidad if f.value in row["finalidades"])
        yield Standing(row["id"], purposes, row["objeto"], row["rid"], holds)


def _row(connection: Connection, given: UUID) -> RowMapping:
    query = select(consentimiento).where(
        consentimiento.c.id == given, consentimiento.c.evento == EventoConsentimiento.DADO.value
    )
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise refuse("D421", "Ese consentimiento no está en el almacén.")
    return found
