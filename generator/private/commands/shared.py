"""What the commands of the store share: where it is, and how it is opened."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine

from generator.cli_options import Command, listed, say
from generator.clock import today
from generator.diagnostics import Diagnostic
from generator.private import migrate
from generator.private.engine import open_engine
from generator.private.errors import StoreError
from generator.private.keys import find_key
from generator.private.place import place_of
from generator.private.quarters import Quarter
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


def quarter_of(text: str, hint: str | None = None) -> Quarter:
    """A quarter as it was typed; one that is none is a mistake of the command's use, of what `hint` says."""
    try:
        return Quarter.read(text)
    except StoreError:
        raise click.BadParameter("tiene esta forma: 2026-T1.", param_hint=hint) from None


def told(warnings: Iterable[Diagnostic]) -> None:
    """Say what deserves a second look."""
    found = list(warnings)
    if found:
        say(listed(found))


def day_option(help: str) -> Callable[[Command], Command]:
    """`--fecha`: the day of what is recorded, today unless told."""
    return click.option(
        "--fecha",
        "day",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda _context, _option, value: value.date() if value else today(),
        metavar="AAAA-MM-DD",
        help=f"{help} (por defecto, hoy).",
    )
