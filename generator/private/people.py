"""People: who they are in a table of its own, and a pseudonym everywhere else."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Select, insert, select

from generator.private.errors import refuse
from generator.private.options import RolPersona
from generator.private.records import Acompanante, PersonaNueva
from generator.private.store import Writing
from generator.private.tables import acompanante, identidad, persona, persona_rol

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No letter or digit that is taken for another one when it is read aloud or written by hand."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person without their identity."""

    id: UUID
    pseudonym: str
    regional: str
    centro: str
    roles: frozenset[RolPersona]


def register(w: Writing, new: PersonaNueva) -> Person:
    """Record a person. Raises StoreError (D422) when the document is known already."""
    identifier, pseudonym = uuid4(), _free_pseudonym(w.connection)
    w.connection.execute(
        insert(persona).values(
            id=identifier, seudonimo=pseudonym, regional=new.regional, centro=new.centro, creada=w.now
        )
    )
    w.connection.execute(
        insert(identidad).values(persona_id=identifier, nombre=new.nombre, documento=new.documento, correo=new.correo)
    )
    for rol in sorted(set(new.roles)):
        w.connection.execute(insert(persona_rol).values(persona_id=identifier, rol=rol.value))
    if new.acompanante is not None:
        _train(w, identifier, new.acompanante)
    w.note("registrar", "persona", identifier)
    return Person(identifier, pseudonym, new.regional, new.centro, frozenset(new.roles))


def _free_pseudonym(connection: Connection) -> str:
    """One that nobody has: among some thousands of people two draws are sometimes the same."""
    while True:
        drawn = "P-" + "".join(secrets.choice(_LETTERS) for _ in range(6))
        if connection.execute(select(persona.c.id).where(persona.c.seudonimo == drawn)).first() is None:
            return drawn


def _train(w: Writing, identifier: UUID, trained: Acompanante) -> None:
    w.connection.execute(
        insert(acompanante).values(
            persona_id=identifier,
            formacion=trained.formacion.value,
            nivel=trained.nivel.value,
            enfasis_senior=trained.enfasis_senior.value if trained.enfasis_senior else None,
        )
    )


def person(connection: Connection, identifier: UUID) -> Person:
    """A person by their id. Raises StoreError (D421)."""
    return _one(connection, select(persona).where(persona.c.id == identifier))


def by_pseudonym(connection: Connection, pseudonym: str) -> Person:
    """A person by their pseudonym. Raises StoreError (D421)."""
    return _one(connection, select(persona).where(persona.c.seudonimo == pseudonym.strip().upper()))


def pseudonyms(connection: Connection) -> dict[str, UUID]:
    """Everybody's id by their pseudonym, for reading many records at once."""
    return {row.seudonimo: row.id for row in connection.execute(select(persona.c.seudonimo, persona.c.id))}


def name_of(connection: Connection, identifier: UUID) -> str | None:
    """The name of a person, for those entitled to it; None once their identity was deleted."""
    return connection.execute(select(identidad.c.nombre).where(identidad.c.persona_id == identifier)).scalar()


def _one(connection: Connection, query: Select[Any]) -> Person:
    row = connection.execute(query).one_or_none()
    if row is None:
        raise refuse("D421", "Esa persona no está en el almacén.")
    roles = connection.execute(select(persona_rol.c.rol).where(persona_rol.c.persona_id == row.id)).scalars().all()
    return Person(row.id, row.seudonimo, row.regional, row.centro, frozenset(r for r in RolPersona if r.value in roles))
