"""`inspira persona retirar` and `completar`: a withdrawal is recorded first, whatever happens to the public files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import Connection

from generator.cli_consent.options import FILE, folder_of, plain_errors
from generator.cli_options import project_option, today_option
from generator.consent.private_key import load_key
from generator.diagnostics import count, find
from generator.private import consents, people, publishing
from generator.private.commands.asking import record_options, typed
from generator.private.commands.naming import person_argument
from generator.private.commands.shared import actor, file_option, opened, told
from generator.private.errors import STORE, refuse
from generator.private.options import Finalidad
from generator.private.publishing import Settled
from generator.private.records import Retiro
from generator.private.store import Store

key_option = click.option("--llave", "key_path", type=FILE, help="Archivo de su llave privada.")


@click.command(short_help="Registra un retiro y lo pone en la lista de retiros.")
@person_argument
@click.option("--recibo", "rids", multiple=True, metavar="RID", help="Solo ese recibo, con los demás de lo mismo.")
@click.option("--carpeta", "bundle", metavar="CARPETA", help="Todo lo de esa entrega.")
@click.option("--finalidad", "purposes", type=click.Choice([f.value for f in Finalidad]), multiple=True)
@click.option("--todo", "everything", is_flag=True, help="Todo lo que autorizó.")
@record_options(Retiro)
@key_option
@project_option
@today_option
@file_option
def retirar(
    archivo: Path | None,
    seudonimo: str,
    rids: tuple[str, ...],
    bundle: str | None,
    purposes: tuple[str, ...],
    everything: bool,
    datos: Path | None,
    key_path: Path | None,
    project: Path,
    today: date,
    **options: Any,
) -> None:
    """Registra que alguien retiró lo que autorizó, sin razones, y firma la lista de retiros con la llave raíz.

    Sin --llave queda registrado y espera: `inspira persona completar` lo pone en la próxima lista.
    """
    if not (rids or bundle or purposes or everything):
        raise click.UsageError("Diga qué retira: --recibo, --carpeta, --finalidad o --todo.")
    folder = folder_of(project, bundle) if bundle else None
    with opened(archivo) as store:
        with store.read() as connection:
            person = people.by_pseudonym(connection, seudonimo)
            said = typed(connection, Retiro, options, datos)
            chosen = _chosen(connection, person.id, today, rids, folder, purposes, everything)
        receipts = store.write(actor(), publishing.retire, chosen, said.canal, said.evidencia)
        told_of = count(len(chosen), "consentimiento retirado", "consentimientos retirados")
        click.echo(f"{person.pseudonym}: {told_of}, {count(receipts, 'recibo', 'recibos')} por retirar del sitio.")
        _settle(store, project, key_path, today)


@click.command(short_help="Termina lo que quedó por publicar o por retirar.")
@key_option
@project_option
@today_option
@file_option
def completar(archivo: Path | None, key_path: Path | None, project: Path, today: date) -> None:
    """Pone en lo público lo que ya está registrado y quedó pendiente. Los retiros necesitan la llave raíz."""
    with opened(archivo) as store:
        _settle(store, project, key_path, today)


def _settle(store: Store, project: Path, key_path: Path | None, today: date) -> None:
    with plain_errors():
        key = load_key(key_path, project) if key_path else None
        tell(publishing.settle(store, actor(), project, key, today))


def tell(done: Settled) -> None:
    """Say what was done in the public files, and what still waits."""
    if done.published:
        click.echo(f"{count(done.published, 'recibo publicado', 'recibos publicados')}.")
    if done.withdrawn:
        click.echo(
            f"En la lista de retiros: {count(done.withdrawn, 'recibo', 'recibos')}. Sale del sitio al construir."
        )
    if done.waiting:
        told([find("D489", STORE)])


def _chosen(
    connection: Connection,
    person: UUID,
    today: date,
    rids: tuple[str, ...],
    folder: str | None,
    purposes: tuple[str, ...],
    everything: bool,
) -> list[UUID]:
    """What is withdrawn, of what was not yet. Refuses (D421) when there is none."""
    found = [
        one.id
        for one in consents.standing(connection, person, today)
        if not one.withdrawn
        and (
            everything
            or one.rid in rids
            or (folder and (one.subject or "").partition("#")[0] == folder)
            or any(p.value in purposes for p in one.purposes)
        )
    ]
    if not found:
        raise refuse("D421", "No hay nada de eso por retirar a nombre de esa persona.")
    return found


COMMANDS = (retirar, completar)
