"""Whether a store is whole: its file, its references, its schema, and the trail of who did what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, text

from generator.diagnostics import Diagnostic, find
from generator.private import migrate, trail
from generator.private.engine import READING
from generator.private.errors import STORE, StoreError, told
from generator.private.tables import APPEND_ONLY, SCHEMA

_SHOWN = 20
"""Lines of the trail that are told by number; the first of them is the one that matters."""
_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


def verify(engine: Engine, known: trail.Head | None = None) -> trail.Head:
    """Check a store and return the head of its trail, to be written down elsewhere.

    `known` is a head that was written down before. Raises StoreError with all that was found (D401, D407, D408,
    D409, D412).
    """
    migrate.require_current(engine)
    with told(), engine.connect().execution_options(**{READING: True}) as connection:
        found = [*_damaged(connection), *_untied(connection), *_unsealed(connection, known)]
        if found:
            raise StoreError(found)
        return trail.head(connection)


def read_head(written: str) -> trail.Head | None:
    """A head as `show_head` wrote it; None when it was written down wrong."""
    match = _HEAD.fullmatch(written.strip().lower())
    return trail.Head(int(match[1]), match[2]) if match else None


def show_head(head: trail.Head) -> str:
    """A head as it is written down."""
    return f"{head.number}:{head.seal}"


def _damaged(connection: Connection) -> Iterator[Diagnostic]:
    if connection.dialect.name != "sqlite":
        return  # a server checks its own pages
    sealed = connection.exec_driver_sql("PRAGMA cipher_integrity_check").first() is None
    if not sealed or connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        yield find("D407", STORE)
    elif connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        yield find("D407", STORE, "Hay registros que remiten a otros que no están.")


def _untied(connection: Connection) -> Iterator[Diagnostic]:
    """What keeps the trail from being changed may itself have been taken away."""
    if connection.dialect.name == "sqlite":
        query = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        needed = {f"{table.name}_sin_{what}" for table in APPEND_ONLY for what in ("update", "delete")}
    else:
        query = text(
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = :schema AND t.tgenabled IN ('O', 'A')"
        ).bindparams(schema=SCHEMA)
        needed = {f"{table.name}_solo_se_agrega" for table in APPEND_ONLY}
    if needed - set(connection.execute(query).scalars()):
        yield find("D412", STORE, "Alguien quitó lo que impide cambiar el registro de auditoría.")


def _unsealed(connection: Connection, known: trail.Head | None) -> Iterator[Diagnostic]:
    lines = list(dict.fromkeys(trail.broken(connection, known)))
    if lines:
        shown = ", ".join(str(line) for line in lines[:_SHOWN]) + (", …" if len(lines) > _SHOWN else "")
        yield find("D412", STORE, f"El registro de auditoría no concuerda desde la línea {lines[0]} ({shown}).")
