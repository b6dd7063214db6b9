"""`inspira constancia`: that somebody is an author of what is published, on paper, for their portfolio."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.anonymize import redact
from generator.cli_options import listed, project_option, submission_at, today_option
from generator.cli_paper import SALIDA, contact_at, save
from generator.consent import store
from generator.consent.coverage import require_consent
from generator.diagnostics import Diagnostic
from generator.memory import load_memory
from generator.model import Anonymized, Submission
from generator.schema.options import Estado
from generator.site.cards import published_month


@click.command()
@click.argument("bundle", metavar="CARPETA")
@project_option
@click.option("--autor", "number", type=click.IntRange(1), required=True, help="Cuál autoría es, contada desde 1.")
@click.option("--con-titulo", "titled", is_flag=True, help="En la privada, dice el título si su titular lo pide.")
@click.option("--salida", type=SALIDA, help="Archivo .pdf que se escribe.")
@today_option
def constancia(bundle: str, project: Path, number: int, titled: bool, salida: Path | None, today: date) -> None:
    """Hace la constancia de publicación de un autor, en PDF, para su portafolio.

    Si aparece con su nombre, lleva un código y un QR a la página del sitio que la confirma. Si no, es privada: no lleva
    título, enlace ni código, y la firma la Escuela.
    """
    from generator.papers.certificate import certificate_paper

    submission = submission_at(project, bundle)
    anonymized = _published(project, submission, today)
    if number > len(anonymized.record.autoria):
        raise click.UsageError("Esa entrega no tiene tantas autorías: se cuentan desde 1, en el orden de «autoria».")
    contact = contact_at(project)
    made = certificate_paper(anonymized, number - 1, contact, titled=titled)
    named = number - 1 in anonymized.consented.names
    name = f"constancia-{submission.source.slug}-{number}.pdf" if named else "constancia-privada.pdf"
    if not named:
        click.echo("Privada: no lleva enlace ni código. Entréguela solo a su titular, firmada por la Escuela.")
    elif not contact.direccion:
        click.echo("El sitio no dice su dirección (site_url en mkdocs.yml): la constancia va sin código QR.")
    save(project, made, salida or Path(name), pdf=True, html=False)


def _published(project: Path, submission: Submission, today: date) -> Anonymized:
    """What is published of it today; ends the command, saying why, when nothing is."""
    if submission.record.ejemplo:
        raise click.ClickException("Los ejemplos no tienen constancia: no son de nadie.")
    if submission.ficha.estado is not Estado.PUBLICADA:
        raise click.ClickException("Solo hay constancia de lo publicado («estado: publicada» en ficha.yml).")
    consented, findings = require_consent(submission, store.load_trust(project)[0], today)
    if consented is None:
        raise _ended(findings)
    anonymized, more = redact.anonymize(consented, load_memory(project)[0])
    if anonymized is None:
        raise _ended([*findings, *more])
    if not published_month(anonymized):
        raise click.ClickException(
            "La ficha no dice en qué mes se publicó: agréguelo en su «historial» (mes: AAAA-MM, evento: publicada)."
        )
    return anonymized


def _ended(findings: list[Diagnostic]) -> click.ClickException:
    click.echo(listed(findings))
    return click.ClickException("Hoy no se publica: no hay constancia.")
