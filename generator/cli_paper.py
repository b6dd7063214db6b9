"""What the commands that print on paper share: where the file goes, and what is said where no PDF can be made."""

from __future__ import annotations

from pathlib import Path

import click
import yaml

from generator.anonymize.shown import shown
from generator.cli_options import page_place, say
from generator.papers.paper import NoPdfError, Paper, as_html, as_pdf
from generator.site.contact import Contact, contact_of
from generator.writing import write_atomic

SALIDA = click.Path(path_type=Path, dir_okay=False)


def contact_at(project: Path) -> Contact:
    """Who answers for the site of a project, the placeholder where its configuration says nothing."""
    from generator.configuration import load_config

    try:
        return contact_of(load_config(project / "mkdocs.yml"))
    except (OSError, yaml.YAMLError):
        return Contact()


def save(project: Path, made: Paper, out: Path, *, pdf: bool, html: bool = True) -> None:
    """Write a paper as HTML, as PDF or as both, beside each other; ends the command where there can be no PDF.

    What cannot be drawn here is left as HTML, which any browser prints. Nothing of it goes where things are published.
    """
    page_place(project, out.with_suffix(".html"))
    page, printed = out.with_suffix(".html"), out.with_suffix(".pdf")
    problem: NoPdfError | None = None
    if pdf:
        try:
            _write(printed, as_pdf(made))
        except NoPdfError as found:
            problem = found
    if html or problem:
        _write(page, as_html(made))
    if problem:
        raise click.ClickException(f"{problem} Abra el HTML e imprímalo desde el navegador.") from None


def _write(path: Path, data: str | bytes) -> None:
    told = shown(path.as_posix())
    try:
        write_atomic(path, data)
    except (OSError, ValueError):  # a name that no file can have, too
        raise click.ClickException(f"No se pudo escribir {told}: revise los permisos y el espacio.") from None
    say(f"Listo: {told}.")
