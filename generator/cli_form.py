"""`inspira formulario`: the form as a file, for a telephone or a USB stick."""

from __future__ import annotations

from pathlib import Path

import click
import yaml

from generator.anonymize.shown import shown
from generator.cli_options import project_option, say
from generator.writing import write_atomic

FILE = "formulario.html"


@click.command()
@project_option
@click.option(
    "--salida",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"Archivo .html que se escribe (por defecto, {FILE} en el proyecto).",
)
def formulario(project: Path, salida: Path | None) -> None:
    """Escribe el formulario para compartir una práctica sin instalar nada: un solo archivo, que sirve sin internet."""
    from generator.configuration import load_config
    from generator.forms import Answers, form_html
    from generator.site.contact import contact_of

    out = salida or project / FILE
    if out.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError("El archivo de --salida termina en .html.")
    try:
        contact = contact_of(load_config(project / "mkdocs.yml"))
    except (OSError, ValueError, yaml.YAMLError):
        raise click.ClickException("No se pudo leer mkdocs.yml: de ahí sale a quién se le manda el paquete.") from None
    answers = Answers(contact.rol, contact.correo, contact.nombre)
    try:
        write_atomic(out, form_html(answers))
    except OSError:
        raise click.ClickException("No se pudo escribir el archivo. Revise la carpeta y el espacio en disco.") from None
    say(f"Listo: {shown(out.as_posix())}. Se abre con doble clic, o se manda por correo o WhatsApp.")
    if not answers.configured:
        say("mkdocs.yml todavía no dice a qué buzón se manda el paquete: el formulario pide entregarlo en persona.")
