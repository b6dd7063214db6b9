"""What those who were accompanied say of an acompañamiento: that they read it, how they see it, what may go further."""

from __future__ import annotations

import hashlib
from uuid import UUID

from sqlalchemy import Connection, RowMapping, select, update

from generator.clock import day_of
from generator.private.errors import refuse
from generator.private.records import RespuestaAcompanado
from generator.private.standing import Ref
from generator.private.store import Writing
from generator.private.tables import NOTES, acompanamiento_acompanado, acompanamiento_nota


def edition(connection: Connection, ref: Ref) -> str:
    """What is written of an acompañamiento now, in a word: another one as soon as any of its notes is another."""
    columns = acompanamiento_nota.c
    query = select(*(columns[name] for name in NOTES)).where(
        columns.regional == ref.regional, columns.acompanamiento_id == ref.id
    )
    return hashlib.sha256(repr(tuple(w for row in connection.execute(query) for w in row)).encode()).hexdigest()[:16]


def answer(w: Writing, ref: Ref, identifier: UUID, said: RespuestaAcompanado, *, seen: str | None = None) -> None:
    """What the acompañado says of it; `seen` is the `edition` that they looked at, where they looked at one.

    Raises StoreError (D427 when it is not about them, D492 when what is written is another text by now).
    """
    if seen is not None and seen != edition(w.connection, ref):
        raise refuse("D492")
    table = acompanamiento_acompanado
    read_again: dict[str, object] = {"corregido": None} if said.leido else {}
    changed = w.connection.execute(
        update(table)
        .where(
            table.c.regional == ref.regional,
            table.c.acompanamiento_id == ref.id,
            table.c.persona_id == identifier,
        )
        .values(
            punto_de_vista=said.punto_de_vista,
            leido=day_of(w.now) if said.leido else None,
            comparte=said.comparte,
            **read_again,
        )
    )
    if changed.rowcount != 1:
        raise refuse("D427")
    w.note("responder", "acompanamiento", ref.id)


def said(connection: Connection, ref: Ref) -> dict[UUID, RowMapping]:
    """What those who were accompanied said of an acompañamiento."""
    table = acompanamiento_acompanado.c
    query = select(table.persona_id, table.punto_de_vista, table.leido, table.comparte, table.corregido).where(
        table.regional == ref.regional, table.acompanamiento_id == ref.id
    )
    return {row["persona_id"]: row for row in connection.execute(query).mappings()}


def say_again(w: Writing, ref: Ref, person: UUID, before: RowMapping) -> None:
    """What somebody said before a correction; what they had read, they have to read again."""
    table = acompanamiento_acompanado
    was_read = before["leido"] is not None
    w.connection.execute(
        update(table)
        .where(table.c.regional == ref.regional, table.c.acompanamiento_id == ref.id, table.c.persona_id == person)
        .values(
            punto_de_vista=before["punto_de_vista"],
            corregido=day_of(w.now) if was_read else before["corregido"],
        )
    )
