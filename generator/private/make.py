"""Making the file of a store: beside its place and under another name, so that a half store is never found there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from generator.lock import held
from generator.private import migrate, trail
from generator.private.engine import sqlite_engine
from generator.private.errors import refuse, unwritten
from generator.private.keys import Key, find_key, keep_key
from generator.private.place import require_place, settle
from generator.private.store import now

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file: left over from another one, it would be taken for this one's."""


def make(file: Path, key: Key, fill: Callable[[Engine], object]) -> None:
    """Make a store at `file` in one step; `fill` writes what it holds.

    A process that is killed before the end leaves nothing at `file`, and the next one clears what it left beside.
    Raises StoreError (D402, D403, D404, D410, D411, D440, and those of `fill`).
    """
    with new_file(file) as draft:
        engine = sqlite_engine(draft, key)
        try:
            fill(engine)
        finally:
            engine.dispose()


def begin(engine: Engine, actor: str) -> None:
    """A store with nothing in it but the line that says so; or one brought to the schema of this program.

    The schema and its line in the audit trail stand together or not at all. Raises StoreError (D408, D411).
    """
    migrate.upgrade(
        engine, lambda connection: trail.append(connection, actor, "migrar", f"almacen {migrate.newest()}", now())
    )


def key_to_make() -> tuple[Key, str | None]:
    """The key of a store that will be made, kept before it is made; and where, when it is a new one."""
    if found := find_key():
        return found, None
    key = Key.new()
    return key, keep_key(key)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Nobody else makes this file, or changes its key, meanwhile. Raises StoreError (D411)."""
    try:
        with held(file.with_name(f".{file.name}.turno"), wait=False) as ours:
            if not ours:
                raise refuse("D411")
            yield
    except OSError as problem:
        raise unwritten(problem) from None


@contextmanager
def new_file(file: Path) -> Iterator[Path]:
    """A path to make a file at, which becomes `file` in one step at the end, when nothing failed."""
    require_place(file)
    with alone(file):
        if os.path.lexists(file):
            raise refuse("D402")
        if any(file.with_name(file.name + end).exists() for end in _BESIDE):
            raise refuse("D402", "Ahí quedan partes de otro almacén (-wal, -shm).", hint="Muévalas a otra carpeta.")
        draft = file.with_name(f".{file.name}.nuevo")
        _clear(draft)
        try:
            yield draft
            _place(draft, file)
        finally:
            _clear(draft)


def _place(draft: Path, file: Path) -> None:
    if any(draft.with_name(draft.name + end).exists() for end in _BESIDE):
        raise refuse("D410", "No se pudo terminar de escribir el almacén.")
    handle = os.open(draft, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    draft.rename(file)
    settle(file)


def _clear(draft: Path) -> None:
    for end in ("", *_BESIDE):
        draft.with_name(draft.name + end).unlink(missing_ok=True)
