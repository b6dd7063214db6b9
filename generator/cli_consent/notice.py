"""`aviso`: what people read and sign on paper, ready to print."""

from __future__ import annotations

from pathlib import Path

import click

from generator.anonymize import redact
from generator.cli_consent.options import plain_errors, to_images
from generator.cli_consent.receipts import ready_to_sign
from generator.cli_options import listed, project_option
from generator.cli_paper import SALIDA, contact_at, save
from generator.consent import store
from generator.consent.coverage import as_if_granted
from generator.consent.strict_json import MalformedError
from generator.memory import load_memory
from generator.model import Anonymized

_ARRIVES = "La hoja firmada va por un canal privado a"


@click.command(short_help="Hace el aviso y las hojas para firmar, listos para imprimir.")
@click.argument("bundle", metavar="[CARPETA]", required=False)
@project_option
@click.option(
    "--imagen", "people", multiple=True, callback=to_images, metavar="ARCHIVO=N", help="N hojas, una por persona."
)
@click.option("--meses", "months", type=click.IntRange(1, 36), default=24, show_default=True, help="Cuánto valdrá.")
@click.option("--salida", type=SALIDA, help="Archivo que se escribe: .html, o .pdf con --pdf.")
@click.option("--pdf", is_flag=True, help="También en PDF, donde están las bibliotecas con que se dibuja.")
def aviso(
    bundle: str | None, project: Path, people: dict[str, int], months: int, salida: Path | None, pdf: bool
) -> None:
    """Hace el aviso para imprimir. Con CARPETA, trae una hoja por cada persona y el texto final que se firma.

    Nadie copia nada a mano: solo se escriben en el papel el nombre, el documento, la firma y la fecha. Lo firmado no se
    sube a ninguna parte.
    """
    from generator.papers.notice import digest_of, notice_paper, short
    from generator.site.notice import written

    with plain_errors():
        store.load_notice(project)
        text = store.notice_text(project)
        if text is None:  # it was there a moment ago
            raise MalformedError("Falta el aviso que se le muestra a las personas (consentimiento/aviso.md).")
    anonymized = _final(project, bundle, people) if bundle else None
    contact = contact_at(project)
    made = notice_paper(written(text), contact, anonymized, people=people, months=months)
    name = f"aviso-{anonymized.source.slug}" if anonymized else "aviso"
    if anonymized:
        click.echo(f"Huella del texto final: {short(digest_of(anonymized))}")
    click.echo(f"{_ARRIVES}: {contact.rol}, {contact.correo}. Nunca al repositorio.")
    save(project, made, salida or Path(f"{name}.html"), pdf=pdf)


def _final(project: Path, bundle: str, people: dict[str, int]) -> Anonymized:
    """The text as it will be published, once there is nothing left to decide in it; else the command ends."""
    _, submission = ready_to_sign(project, bundle)
    if submission.record.ejemplo:
        raise click.ClickException("Los ejemplos no se firman: quite «ejemplo» si ya es una práctica real.")
    if people.keys() - {image.archivo for image in submission.record.imagenes}:
        raise click.UsageError("Una de esas imágenes no está en «imagenes» de la entrega.")
    page, findings = redact.anonymize(as_if_granted(submission), load_memory(project)[0])
    if page is None:
        click.echo(listed(findings))
        raise click.ClickException("Todavía hay hallazgos por decidir: se firma lo que se va a publicar.")
    return page
