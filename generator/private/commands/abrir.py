"""`inspira almacen abrir` and `inspira almacen cuenta`: the web application and who comes into it."""

from __future__ import annotations

import getpass
import os
import socket
import ssl
import sys
from pathlib import Path
from uuid import UUID

import click

from generator.cli_options import HELP, say
from generator.private import accounts, people
from generator.private.commands.shared import actor, file_option, opened
from generator.private.errors import refuse
from generator.private.store import Store
from generator.private.web.site import LOOPBACK, is_loopback, local_site, public_site

_file = click.Path(path_type=Path, dir_okay=False)


@click.command()
@file_option
@click.option("--puerto", type=click.IntRange(0, 65535), default=8765, help="Puerto (por defecto 8765; 0, uno libre).")
@click.option("--escuchar", default=LOOPBACK, metavar="IP", help="Dirección en que atiende (por defecto, 127.0.0.1).")
@click.option("--certificado", type=_file, help="Certificado TLS, con su cadena, en PEM.")
@click.option("--llave", type=_file, help="Llave del certificado, en PEM.")
@click.option("--publica", metavar="https://…", help="Dirección con que la abren, si no es la de este computador.")
def abrir(
    archivo: Path | None,
    puerto: int,
    escuchar: str,
    certificado: Path | None,
    llave: Path | None,
    publica: str | None,
) -> None:
    """Abre el almacén en el navegador, para quienes tienen cuenta.

    Sin más, solo atiende en este computador. Para un centro: con --certificado, --llave y --publica; o detrás de un
    servidor que ponga TLS, en 127.0.0.1 y con --publica.
    """
    from generator.private.web import server  # a second of imports that no other command of the store needs

    tls = certificado is not None or llave is not None
    if not is_loopback(escuchar) and not (tls and publica):
        hint = "Indique --certificado, --llave y --publica; o déjela en 127.0.0.1 detrás de un servidor con TLS."
        raise refuse("D463", hint=hint)
    pair = _pair(certificado, llave) if tls else None
    listening = _listen(escuchar, puerto)
    try:
        with opened(archivo) as store:
            site = public_site(publica) if publica else local_site(listening.getsockname()[1], tls=tls)
            say(f"El registro está en {site.origins[0]}/ (Ctrl+C para terminar).")
            server.serve(store, site, listening, pair, behind_proxy=bool(publica) and not tls)
    except KeyboardInterrupt:
        say("Hasta luego.")


def _pair(certificate: Path | None, key: Path | None) -> tuple[Path, Path]:
    if certificate is None or key is None:
        raise refuse("D465", "Faltan el certificado o la llave")
    try:
        # A key that asks for a password would stop and wait: it counts as one that cannot be used.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=lambda: b"")
    except (OSError, ValueError):
        raise refuse("D465") from None
    return certificate, key


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM)
        if os.name != "nt":  # in Windows this option would let another program take the same port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        # From now on who comes waits: the address is told before the server answers.
        made.listen()
    except OSError:
        raise refuse("D466") from None
    return made


@click.group(context_settings=HELP)
def cuenta() -> None:
    """Las cuentas con que se entra al registro en línea."""


_person = click.option("--persona", required=True, metavar="P-XXXXXX", help="Código de la persona.")


@cuenta.command()
@file_option
@_person
@click.option("--usuario", required=True, help="Con qué entra: minúsculas, números, punto o guion.")
@click.option("--preguntar", is_flag=True, help="Pregunta la primera clave en vez de inventarla.")
def crear(archivo: Path | None, persona: str, usuario: str, preguntar: bool) -> None:
    """Crea la cuenta de una persona, con una clave que deberá cambiar al entrar."""
    password = _password(preguntar)
    with opened(archivo) as store:
        store.write(actor(), accounts.create, _id_of(store, persona), usuario, password)
    _tell(password, told=preguntar)


@cuenta.command()
@file_option
@_person
@click.option("--preguntar", is_flag=True, help="Pregunta la clave en vez de inventarla.")
def renovar(archivo: Path | None, persona: str, preguntar: bool) -> None:
    """Da una clave nueva a quien olvidó la suya, y cierra sus sesiones."""
    password = _password(preguntar)
    with opened(archivo) as store:
        store.write(actor(), accounts.renew, _id_of(store, persona), password)
    _tell(password, told=preguntar)


@cuenta.command()
@file_option
@_person
def desactivar(archivo: Path | None, persona: str) -> None:
    """Cierra la puerta a una cuenta, y sus sesiones. Nada de lo registrado se borra."""
    with opened(archivo) as store:
        store.write(actor(), accounts.deactivate, _id_of(store, persona))
    say("La cuenta ya no entra.")


def _id_of(store: Store, pseudonym: str) -> UUID:
    with store.read() as connection:
        return people.by_pseudonym(connection, pseudonym).id


def _password(ask: bool) -> str:
    if not ask:
        return accounts.one_time_password()
    given = getpass.getpass("Primera clave: ") if sys.stdin.isatty() else sys.stdin.readline()
    if len(accounts.normal(given)) < accounts.LEAST:
        raise refuse("D461")
    return given


def _tell(password: str, *, told: bool) -> None:
    if not told:
        click.echo(password)
        say("Esa es la clave, y no se vuelve a mostrar. Désela a la persona sola: la cambia al entrar.")
    else:
        say("La cuenta está lista. La persona cambia la clave al entrar.")


COMMANDS = (abrir, cuenta)
