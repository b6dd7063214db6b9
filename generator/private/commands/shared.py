"""What the commands of the store share: where it is, and how it is opened."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine

from generator.private import migrate
from generator.private.engine import open_engine
from generator.private.keys import find_key
from generator.private.place import place_of
from generator.private.store import Store

file_option = click.option(
    "--archivo",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Archivo del almacén (por defecto, el de su carpeta de datos; o la variable INSPIRA_ALMACEN).",
)


def actor() -> str:
    """Who the audit trail says: the account of this computer that runs the command."""
    return f"orden:{getpass.getuser()}"[:60]


@contextmanager
def opened(file: Path | None) -> Iterator[Store]:
    """The store that was asked for, of this program's version. Raises StoreError (D401, D403–D409, D414, D415)."""
    with connected(file) as engine:
        migrate.require_current(engine)
        yield Store(engine)


@contextmanager
def connected(file: Path | None) -> Iterator[Engine]:
    """What was asked for, whatever is there. Raises StoreError (D401, D403–D406, D414–D416)."""
    place = place_of(file)
    engine = open_engine(place, None if place.is_server else find_key())
    try:
        yield engine
    finally:
        engine.dispose()
