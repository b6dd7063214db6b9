"""`inspira almacen`: the store as a thing that is made, kept and checked."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli_options import say
from generator.private import migrate
from generator.private.commands import abrir
from generator.private.commands.shared import file_option
from generator.private.engine import sqlite_engine
from generator.private.errors import refuse
from generator.private.keys import Key, find_key, keep_key
from generator.private.place import make_folder, place_of, require_outside_git


@click.command()
@file_option
def crear(archivo: Path | None) -> None:
    """Crea un almacén vacío y cifrado, y guarda su clave donde solo usted la lee."""
    place = place_of(archivo)
    if place.file is None:
        raise click.ClickException("Para un servidor use `inspira almacen migrar`: allí la base ya existe.")
    require_outside_git(place.file)
    if place.file.exists():
        raise refuse("D402")
    key = find_key()
    if key is None:
        key = Key.new()
        say(f"La clave quedó en {keep_key(key)}. Sin ella no se abre: guarde una copia aparte.")
    make_folder(place.file)
    engine = sqlite_engine(place.file, key)
    migrate.upgrade(engine)
    engine.dispose()
    say("El almacén está listo.")


COMMANDS = (crear, *abrir.COMMANDS)
