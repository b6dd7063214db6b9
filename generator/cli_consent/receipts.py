"""`emitir`, `corregir`, `verificar` and `ejemplos`: the receipts of a bundle."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.anonymize import redact
from generator.anonymize.shown import shown
from generator.cli_consent.options import (
    folder_of,
    folders,
    key_option,
    plain_errors,
    read_folder,
    to_images,
    to_indexes,
)
from generator.cli_options import listed, project_option, today_option
from generator.consent import store
from generator.consent.content import content_digest
from generator.consent.coverage import Coverage, coverage
from generator.consent.issue import Agreement, correct, issue, replaced
from generator.consent.private_key import load_key
from generator.consent.receipts import Motivo, Receipt, Scope
from generator.diagnostics import Diagnostic, count, in_order, summary
from generator.memory import load_memory
from generator.model import Submission

_NONE = "No hay una entrega en esa carpeta."


@click.command(short_help="Firma los recibos de quienes autorizaron.")
@project_option
@key_option
@click.argument("bundle")
@click.option(
    "--autor", "authors", type=click.IntRange(1), multiple=True, callback=to_indexes, help="Autoriza el texto."
)
@click.option(
    "--nombre", "names", type=click.IntRange(1), multiple=True, callback=to_indexes, help="Autoriza su nombre."
)
@click.option(
    "--imagen", "images", multiple=True, callback=to_images, metavar="ARCHIVO=N", help="N personas autorizan."
)
@click.option("--meses", "months", type=click.IntRange(1, 36), default=24, show_default=True, help="Cuánto vale.")
@today_option
def emitir(
    project: Path,
    key_path: Path,
    bundle: str,
    authors: frozenset[int],
    names: frozenset[int],
    images: dict[str, int],
    months: int,
    today: date,
) -> None:
    """Firma los recibos de quienes ya autorizaron. Las autorías se cuentan desde 1, en el orden de «autoria».

    Si hay un almacén privado, el registro va primero: use `inspira persona consentir`, que registra y firma a la vez.
    """
    with plain_errors(), store.only_one(project):
        folder, submission = ready_to_sign(project, bundle)
        file, new = issue(
            submission,
            store.load_receipts(project, folder),
            Agreement(authors, names, images),
            key=load_key(key_path, project),
            notice=store.load_notice(project),
            months=months,
            trust=store.load_trust_to_sign(project),
            today=today,
        )
        store.save_receipts(project, folder, file)
    for receipt in new:
        click.echo(f"{receipt.rid}  {_about(receipt)}, hasta {receipt.vence}")
    click.echo("Anote cada identificador en el registro privado: con él se retira.")
    if replaced(file):
        click.echo("Cuando el texto nuevo esté publicado, impida para siempre que vuelva el anterior con:")
        click.echo(f"  inspira consentimiento revocar --reemplazados {shown(folder)} --llave RUTA")


@click.command(short_help="Mantiene los recibos tras corregir ortografía.")
@project_option
@key_option
@click.argument("bundle")
@click.option(
    "--motivo", type=click.Choice([m.value for m in Motivo]), default=Motivo.ORTOGRAFIA.value, show_default=True
)
@today_option
def corregir(project: Path, key_path: Path, bundle: str, motivo: str, today: date) -> None:
    """Firma que el cambio fue solo de ortografía o formato: los recibos siguen valiendo."""
    with plain_errors(), store.only_one(project):
        folder, submission = ready_to_sign(project, bundle)
        file = correct(
            submission,
            store.load_receipts(project, folder),
            Motivo(motivo),
            key=load_key(key_path, project),
            trust=store.load_trust_to_sign(project),
            today=today,
        )
        store.save_receipts(project, folder, file)
    click.echo(f"{shown(folder)}: corrección firmada. Anótela en el historial de ficha.yml como «corregida».")


@click.command()
@project_option
@click.argument("bundles", nargs=-1)
@today_option
def verificar(project: Path, bundles: tuple[str, ...], today: date) -> None:
    """Dice qué está cubierto y hasta cuándo. Sin nombrar ninguna, revisa todas las entregas."""
    trust, findings = store.load_trust(project)
    named = [folder_of(project, b) for b in bundles]
    if not all((project / folder).is_dir() for folder in named):
        raise click.UsageError(_NONE)
    for folder in named or folders(project):
        submission, problems = read_folder(project, folder)
        if submission is None:
            findings += problems
            click.echo(f"{shown(folder)}: no se puede verificar mientras no pase `inspira validar`")
            continue
        found, problems = coverage(submission, trust, today)
        findings += problems
        click.echo(f"{shown(folder)}: {_in_words(submission, found)}")
    if findings:
        click.echo(f"\n{listed(findings)}\n{summary(in_order(findings))}")
    if any(d.is_error for d in findings):
        raise click.exceptions.Exit(1)


@click.command(short_help="Fija los ejemplos que trae el proyecto.")
@project_option
def ejemplos(project: Path) -> None:
    """Para quien mantiene el proyecto: fija el contenido de los ejemplos que trae."""
    with plain_errors():
        number, findings = pin_examples(project)
    click.echo(f"{count(number, 'ejemplo fijado', 'ejemplos fijados')} en {store.EXAMPLES}.")
    if findings:
        click.echo(f"{listed(findings)}\n{summary(in_order(findings))}")
        raise click.exceptions.Exit(1)


def pin_examples(project: Path) -> tuple[int, list[Diagnostic]]:
    """Write `ejemplos.json` anew: every example that validates and has nothing left to redact or decide.

    Returns how many were pinned, and why others were not.
    """
    pins: dict[str, str] = {}
    findings: list[Diagnostic] = []
    memory, _ = load_memory(project)
    for folder in folders(project):
        submission, problems = read_folder(project, folder)
        if submission is None:
            findings += problems
        elif submission.record.ejemplo:
            pending = redact.check(submission, memory)
            findings += pending
            if not pending:
                pins[folder] = content_digest(folder, submission.source.digests)
    store.save_examples(project, pins)
    return len(pins), findings


def ready_to_sign(project: Path, bundle: str) -> tuple[str, Submission]:
    """The submission that was named, once it validates and nothing in it is left to decide; else the command ends."""
    folder = folder_of(project, bundle)
    if not (project / folder).is_dir():
        raise click.UsageError(_NONE)
    submission, findings = read_folder(project, folder)
    if submission is None:
        raise _stop(findings, "La entrega no pasa la validación; corríjala antes.")
    findings = redact.check(submission, load_memory(project)[0])
    if findings:
        raise _stop(findings, "Todavía hay hallazgos por decidir: se firma lo que se va a publicar, ya anonimizado.")
    return folder, submission


def _stop(findings: list[Diagnostic], why: str) -> click.ClickException:
    click.echo(listed(findings))
    return click.ClickException(why)


def _about(receipt: Receipt) -> str:
    if receipt.alcance is Scope.IMAGEN:
        return f"imagen, persona {receipt.thing.partition('[')[2].rstrip(']').replace('/', ' de ')}"
    position = int(receipt.thing.partition("[")[2].rstrip("]")) + 1
    return f"{receipt.alcance}, autoría {position}"


def _in_words(submission: Submission, found: Coverage | None) -> str:
    if found is None:
        return "no se puede publicar"
    if found.example:
        return "ejemplo del proyecto, sin nombres ni personas reconocibles"
    authors = count(len(submission.record.autoria), "autoría", "autorías")
    names = count(len(found.names), "nombre", "nombres")
    images = count(len(found.images), "imagen con personas", "imágenes con personas")
    return f"cubierta hasta {found.until} (texto de {authors}, {names}, {images})"
