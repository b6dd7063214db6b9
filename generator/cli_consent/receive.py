"""`recibir`: the receipts that the house hands back, into the bundle that each of them names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.anonymize.shown import shown
from generator.cli_consent.options import plain_errors, read_folder
from generator.cli_options import listed, project_option, today_option
from generator.consent import store
from generator.consent.issue import RefusedError
from generator.consent.receipts import ConsentFile
from generator.consent.receive import folder_of, receive
from generator.diagnostics import count
from generator.model import Submission


@click.command(short_help="Pone en su carpeta los recibos que devuelve la Escuela.")
@click.argument("files", nargs=-1, required=True, metavar="ARCHIVO...", type=click.Path(path_type=Path))
@project_option
@today_option
def recibir(files: tuple[Path, ...], project: Path, today: date) -> None:
    """Pone los recibos en la entrega que cada archivo dice, si su firma es buena y son de este mismo texto.

    ARCHIVO es el consentimientos.json que devuelve la Escuela. Todo o nada: si uno no sirve, no se escribe ninguno. Lo
    que ya estaba no se repite.
    """
    with plain_errors(), store.only_one(project):
        trust, notices = store.load_trust_to_sign(project), store.known_notices(project)
        joined: dict[str, ConsentFile] = {}
        added: dict[str, int] = {}
        for path in files:
            given = store.receipts_at(path)
            folder = folder_of(given)
            present = joined[folder] if folder in joined else store.load_receipts(project, folder)
            done = receive(_submission(project, folder), present, given, notices, trust, today)
            joined[folder] = done.file
            added[folder] = added.get(folder, 0) + len(done.new)
        for folder, file in joined.items():
            if file != store.load_receipts(project, folder):
                store.save_receipts(project, folder, file)
    for folder, number in added.items():
        told = count(number, "recibo agregado", "recibos agregados") if number else "ya los tenía"
        click.echo(f"{shown(folder)}: {told}.")
    click.echo("Qué queda cubierto y hasta cuándo: inspira consentimiento verificar")


def _submission(project: Path, folder: str) -> Submission:
    if not (project / folder).is_dir():
        raise RefusedError("Esos recibos son de una carpeta que no está en este proyecto: traiga primero la entrega.")
    submission, findings = read_folder(project, folder)
    if submission is None:
        click.echo(listed(findings))
        raise RefusedError("La entrega no pasa la validación; corríjala antes.")
    return submission
