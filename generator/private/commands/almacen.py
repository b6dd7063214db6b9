"""`inspira almacen`: the store as a thing that is made, kept and checked."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from generator.cli_options import say
from generator.private import backup, migrate, trail
from generator.private.commands import abrir
from generator.private.commands.shared import actor, connected, file_option, opened
from generator.private.dump import WHERE
from generator.private.errors import refuse
from generator.private.keys import in_environment, keep_key, require_key
from generator.private.make import begin, key_to_make, make
from generator.private.place import place_of, require_place
from generator.private.rekey import rekey
from generator.private.store import now
from generator.private.verify import read_head, show_head, verify

PHRASE = "INSPIRA_RESPALDO_FRASE"
"""Environment variable with the phrase of a backup, which is never an option."""
_KEEP_IT = "Anótela fuera de este equipo: sirve para comprobar después que nadie cortó el registro de auditoría."


def _tell_key(where: str | None) -> None:
    if where:
        say(f"La clave quedó en {where}. Sin ella no se abre: guarde una copia aparte.")


@click.command()
@file_option
def crear(archivo: Path | None) -> None:
    """Crea un almacén vacío y cifrado, y guarda su clave donde solo usted la lee.

    En un servidor la base ya existe: use «inspira almacen migrar».
    """
    file = place_of(archivo).file
    if file is None:
        raise refuse("D446", hint="En un servidor: inspira almacen migrar.")
    if os.path.lexists(file):
        raise refuse("D402")
    require_place(file)
    key, where = key_to_make()
    _tell_key(where)
    make(file, key, lambda engine: begin(engine, actor()))
    say("El almacén está listo.")


@click.command()
@file_option
def migrar(archivo: Path | None) -> None:
    """Pone el almacén al día con esta versión del programa; en un servidor vacío, lo crea.

    Respáldelo antes. Se hace todo o no se hace nada.
    """
    with connected(archivo) as engine:
        version = migrate.version_or_none(engine)
        if version == migrate.newest():
            say("El almacén ya está al día.")
            return
        if version is None and not place_of(archivo).is_server:
            raise refuse("D401")
        begin(engine, actor())
    say("El almacén está al día.")


@click.command()
@click.argument("salida", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--para",
    multiple=True,
    metavar="age1…",
    help="Llave pública de age de quien lo podrá abrir; se puede repetir. Sin ella se pide una frase.",
)
@file_option
def respaldar(salida: Path, para: tuple[str, ...], archivo: Path | None) -> None:
    """Escribe en SALIDA una copia cifrada de todo el almacén.

    Se cifra para las llaves de --para o, sin ellas, con una frase: la de la variable INSPIRA_RESPALDO_FRASE o la que
    se escriba. Sirve también para pasar de un archivo a un servidor, o al revés.
    """
    with opened(archivo) as store:
        phrase = None if para else _phrase(new=True)
        head = backup.back_up(store, actor(), salida, to=para, phrase=phrase)
    _tell_head("El respaldo está listo", head)


@click.command()
@click.argument("respaldo", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--llave",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Archivo con la llave privada de age, si se cifró para una llave.",
)
@file_option
def restaurar(respaldo: Path, llave: Path | None, archivo: Path | None) -> None:
    """Hace un almacén con lo que hay en RESPALDO, donde no hay ninguno.

    Antes de dejarlo comprueba que esté completo y que concuerde su registro de auditoría.
    """
    place = place_of(archivo)
    sealed = backup.read(respaldo)
    if place.file is not None and os.path.lexists(place.file):
        raise refuse("D402")
    own = backup.identities(llave) if llave else []
    plain = backup.opened(sealed, own=own, phrase=_phrase(new=False) if backup.has_phrase(sealed) else None)
    if place.file is None:
        with connected(archivo) as engine:
            head = backup.fill(engine, plain, actor(), now())
    else:
        require_place(place.file)
        key, where = key_to_make()
        _tell_key(where)
        make(place.file, key, lambda engine: backup.fill(engine, plain, actor(), now()))
        with connected(archivo) as engine:
            head = verify(engine)
    _tell_head("El almacén está restaurado", head)


@click.command()
@click.option("--cabeza", metavar="NÚMERO:SELLO", help="La que anotó antes, para comprobar que sigue ahí.")
@file_option
def verificar(cabeza: str | None, archivo: Path | None) -> None:
    """Comprueba que el almacén esté sano y que nadie haya cambiado el registro de auditoría."""
    known = read_head(cabeza) if cabeza else None
    if cabeza and known is None:
        raise click.BadParameter("no tiene la forma NÚMERO:SELLO.", param_hint="--cabeza")
    with connected(archivo) as engine:
        head = verify(engine, known)
    _tell_head("El almacén está sano", head)


@click.command()
@file_option
def reclave(archivo: Path | None) -> None:
    """Cambia la clave del archivo por una nueva. Cierre antes las demás órdenes que lo usan.

    La anterior se guarda después de la nueva, porque abre las copias viejas del archivo. Si la clave está en la
    variable INSPIRA_ALMACEN_CLAVE, ponga en ella las dos: la de hoy, un espacio y la nueva.
    """
    place = place_of(archivo)
    if place.file is None:
        raise refuse("D446", hint="En un servidor la clave de la cuenta la cambia quien administra la base.")
    with opened(archivo):  # what is not a store of this version is refused before anything is kept
        key = require_key()
    ours = not in_environment()
    rekey(place.file, key, keep_key if ours else None)
    with opened(archivo) as store:
        store.write(actor(), lambda w: w.note("reclave", "almacen", "todo"))
    say("La clave está cambiada." if ours else "La clave está cambiada: deje en la variable solo la segunda.")


def _tell_head(what: str, head: trail.Head) -> None:
    say(f"{what}. Cabeza del registro de auditoría:")
    click.echo(show_head(head))
    say(_KEEP_IT)


def _phrase(*, new: bool) -> str:
    """The phrase of a backup: of the environment, or asked for where somebody can be asked."""
    if phrase := os.environ.get(PHRASE):
        return phrase
    if not sys.stdin.isatty():
        raise refuse("D443", hint=f"Póngala en la variable {PHRASE}, o use llaves de age.", where=WHERE)
    return str(click.prompt("Frase del respaldo", hide_input=True, confirmation_prompt=new))


COMMANDS = (crear, migrar, respaldar, restaurar, verificar, reclave, *abrir.COMMANDS)
