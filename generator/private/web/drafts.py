"""What somebody began to write, kept until it is sent; and a form that arrives twice, recorded once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from generator.private.store import Writing
from generator.private.tables import borrador, envio
from generator.private.web.sessions import aware

Values = Mapping[str, list[str]]
"""What a form holds, as browsers send it: names with one value or several."""
T = TypeVar("T")
NOT_KEPT = ("csrf", "envio", "accion", "edicion")


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    values: Values
    saved: datetime


def keep(w: Writing, person: UUID, form: str, values: Values) -> None:
    """Keep a draft in place of the one before."""
    _drop(w, person, form)
    data = {name: given for name, given in values.items() if name not in NOT_KEPT}
    w.connection.execute(insert(borrador).values(persona_id=person, formulario=form[:120], datos=data, guardado=w.now))


def drop(w: Writing, person: UUID, form: str) -> None:
    _drop(w, person, form)


def find(connection: Connection, person: UUID, form: str) -> Draft | None:
    query = select(borrador.c.datos, borrador.c.guardado).where(
        borrador.c.persona_id == person, borrador.c.formulario == form[:120]
    )
    row = connection.execute(query).one_or_none()
    return Draft(row.datos, aware(row.guardado)) if row else None


def once(w: Writing, person: UUID, identifier: UUID, form: str, change: Callable[[Writing], T]) -> T | None:
    """Run a change and drop its draft, unless this very form was received before: then nothing, and None."""
    if w.connection.execute(select(envio.c.id).where(envio.c.id == identifier)).first():
        return None
    w.connection.execute(insert(envio).values(id=identifier, persona_id=person, recibido=w.now))
    done = change(w)
    _drop(w, person, form)
    return done


def was_received(connection: Connection, identifier: UUID) -> bool:
    return connection.execute(select(envio.c.id).where(envio.c.id == identifier)).first() is not None


def _drop(w: Writing, person: UUID, form: str) -> None:
    w.connection.execute(delete(borrador).where(borrador.c.persona_id == person, borrador.c.formulario == form[:120]))
