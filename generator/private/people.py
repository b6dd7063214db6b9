"""People: who they are in a table of its own, and a pseudonym everywhere else."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Select, delete, insert, select, update

from generator.private.errors import refuse
from generator.private.options import RolPersona
from generator.private.records import Acompanante, PersonaNueva
from generator.private.store import Writing
from generator.private.tables import acompanante, ciclo_acompanado, ciclo_acompanante, identidad, persona, persona_rol
from generator.vocabulary import plain

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No letter or digit that is taken for another one when it is read aloud or written by hand."""


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """A person without their identity."""

    id: UUID
    pseudonym: str
    regional: str
    centro: str
    roles: frozenset[RolPersona]


def register(w: Writing, new: PersonaNueva) -> Person:
    """Record a person. Raises StoreError (D422) when the document is known already."""
    identifier, pseudonym = uuid4(), new_pseudonym(w.connection)
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


def correct(w: Writing, identifier: UUID, new: PersonaNueva) -> Person:
    """What was recorded of a person, put right (Ley 1581, «rectificar»).

    Raises StoreError (D421; D422 when the document is somebody else's; D487; D488).
    """
    before = person(w.connection, identifier)
    values = {"nombre": new.nombre, "documento": new.documento, "correo": new.correo}
    known = update(identidad).where(identidad.c.persona_id == identifier).values(**values)
    if w.connection.execute(known).rowcount != 1:
        raise refuse("D488")
    for rol, took_part in ((RolPersona.ACOMPANANTE, ciclo_acompanante), (RolPersona.ACOMPANADO, ciclo_acompanado)):
        if rol in before.roles and rol not in new.roles:
            cycles_of = select(took_part.c.ciclo_id).where(took_part.c.persona_id == identifier)
            if w.connection.execute(cycles_of.limit(1)).first():
                raise refuse("D487")
    w.connection.execute(
        update(persona).where(persona.c.id == identifier).values(regional=new.regional, centro=new.centro)
    )
    w.connection.execute(delete(persona_rol).where(persona_rol.c.persona_id == identifier))
    for rol in sorted(set(new.roles)):
        w.connection.execute(insert(persona_rol).values(persona_id=identifier, rol=rol.value))
    trained = w.connection.execute(select(acompanante).where(acompanante.c.persona_id == identifier)).first()
    if new.acompanante is None:
        w.connection.execute(delete(acompanante).where(acompanante.c.persona_id == identifier))
    elif trained is None:
        _train(w, identifier, new.acompanante)
    else:
        w.connection.execute(
            update(acompanante).where(acompanante.c.persona_id == identifier).values(**_training(new.acompanante))
        )
    w.note("corregir", "persona", identifier)
    return person(w.connection, identifier)


def recorded(connection: Connection, identifier: UUID) -> dict[str, Any]:
    """What was recorded of a person, as it would be typed. Raises StoreError (D421; D488 without an identity)."""
    known = person(connection, identifier)
    who = connection.execute(select(identidad).where(identidad.c.persona_id == identifier)).mappings().one_or_none()
    if who is None:
        raise refuse("D488")
    return {
        **{name: who[name] for name in ("nombre", "documento", "correo")},
        "regional": known.regional,
        "centro": known.centro,
        "roles": sorted(r.value for r in known.roles),
        "acompanante": training(connection, identifier),
    }


def training(connection: Connection, identifier: UUID) -> dict[str, Any] | None:
    """What makes a person an acompañante; None when they are not one."""
    columns = [acompanante.c[name] for name in ("formacion", "nivel", "enfasis_senior")]
    row = connection.execute(select(*columns).where(acompanante.c.persona_id == identifier)).mappings().one_or_none()
    return dict(row) if row else None


def search(connection: Connection, wanted: str) -> list[Person]:
    """The people with that document, or with every one of those words in their names, whatever their accents."""
    words = set(plain(wanted).split())
    rows = connection.execute(select(identidad.c.persona_id, identidad.c.nombre, identidad.c.documento)).all()
    found = [
        r.persona_id for r in rows if r.documento == wanted.strip() or (words and words <= set(plain(r.nombre).split()))
    ]
    return [person(connection, identifier) for identifier in found]


def new_pseudonym(connection: Connection) -> str:
    """A pseudonym at random that nobody has: it says nothing of whom it is."""
    while True:
        drawn = "P-" + "".join(secrets.choice(_LETTERS) for _ in range(6))
        if connection.execute(select(persona.c.id).where(persona.c.seudonimo == drawn)).first() is None:
            return drawn


def _train(w: Writing, identifier: UUID, trained: Acompanante) -> None:
    w.connection.execute(
        insert(acompanante).values(
            persona_id=identifier,
            **_training(trained),
        )
    )


def _training(trained: Acompanante) -> dict[str, str | None]:
    return {
        "formacion": trained.formacion.value,
        "nivel": trained.nivel.value,
        "enfasis_senior": trained.enfasis_senior.value if trained.enfasis_senior else None,
    }


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
