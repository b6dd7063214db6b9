"""The record of consents, after ISO/IEC TS 27560: a line for each thing that happened, and none is ever changed.

What names somebody in one (its evidence, who represents a minor) is in a table of its own, which can be deleted: the
consent then stays as proof, and says of whom only what the pseudonym says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, RowMapping, insert, select

from generator.private.errors import refuse
from generator.private.options import Canal, EventoConsentimiento, Finalidad
from generator.private.records import ConsentimientoNuevo
from generator.private.store import Writing
from generator.private.tables import consentimiento, consentimiento_prueba

_APART = ("evidencia", "representante")


@dataclass(frozen=True, slots=True, repr=False)
class Standing:
    """A consent and whether it holds on a day: given, and neither withdrawn nor expired."""

    id: UUID
    purposes: frozenset[Finalidad]
    subject: str | None
    rid: str | None
    holds: bool
    notice: str
    given: datetime
    expires: date | None
    withdrawn: datetime | None

    @property
    def state(self) -> str:
        """In a word that people read."""
        return "retirado" if self.withdrawn else "vigente" if self.holds else "vencido"


def give(w: Writing, new: ConsentimientoNuevo, rid: str | None = None) -> UUID:
    """Record a consent. `rid` is that of the public receipt that it covers, if it covers one."""
    identifier = uuid4()
    values = new.model_dump(mode="python", exclude={"persona", "finalidades", "canal", *_APART})
    w.connection.execute(
        insert(consentimiento).values(
            id=identifier,
            persona_id=new.persona,
            evento=EventoConsentimiento.DADO.value,
            finalidades=sorted(f.value for f in set(new.finalidades)),
            canal=new.canal.value,
            representado=new.representante is not None,
            ocurrio=w.now,
            rid=rid,
            **values,
        )
    )
    _prove(w, identifier, new.evidencia, new.representante)
    w.note("dado", "consentimiento", identifier)
    return identifier


def withdraw(w: Writing, given: UUID, channel: Canal, evidence: str | None = None) -> None:
    """Record that a consent was withdrawn. Raises StoreError (D421; D422 when it was already)."""
    before = row(w.connection, given)
    identifier = uuid4()
    kept = ("persona_id", "aviso", "aviso_sha256", "finalidades", "objeto", "rid", "menor", "representado")
    w.connection.execute(
        insert(consentimiento).values(
            id=identifier,
            evento=EventoConsentimiento.RETIRADO.value,
            retira_id=given,
            canal=channel.value,
            datos_sensibles=before["datos_sensibles"],
            ocurrio=w.now,
            **{name: before[name] for name in kept},
        )
    )
    _prove(w, identifier, evidence, None)
    w.note("retirado", "consentimiento", given)


def standing(connection: Connection, person: UUID, today: date) -> Iterator[Standing]:
    """Every consent that a person gave, in order, and whether it holds today: neither withdrawn nor expired."""
    table = consentimiento
    ended = select(table.c.retira_id, table.c.ocurrio).where(
        table.c.persona_id == person, table.c.retira_id.is_not(None)
    )
    gone = {r.retira_id: r.ocurrio for r in connection.execute(ended)}
    query = select(table).where(table.c.persona_id == person, table.c.evento == EventoConsentimiento.DADO.value)
    for found in connection.execute(query.order_by(table.c.ocurrio, table.c.id)).mappings():
        yield Standing(
            id=found["id"],
            purposes=frozenset(f for f in Finalidad if f.value in found["finalidades"]),
            subject=found["objeto"],
            rid=found["rid"],
            holds=found["id"] not in gone and (found["vence"] is None or today <= found["vence"]),
            notice=found["aviso"],
            given=found["ocurrio"],
            expires=found["vence"],
            withdrawn=gone.get(found["id"]),
        )


def row(connection: Connection, given: UUID) -> RowMapping:
    """A consent that was given. Raises StoreError (D421)."""
    query = select(consentimiento).where(
        consentimiento.c.id == given, consentimiento.c.evento == EventoConsentimiento.DADO.value
    )
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise refuse("D421", "Ese consentimiento no está en el almacén.")
    return found


def _prove(w: Writing, identifier: UUID, evidence: str | None, representative: str | None) -> None:
    if evidence or representative:
        values = {"evidencia": evidence, "representante": representative}
        w.connection.execute(insert(consentimiento_prueba).values(consentimiento_id=identifier, **values))
