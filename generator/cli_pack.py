"""`inspira empacar`: the whole site in a ZIP that opens by a double click."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from generator.anonymize.shown import shown
from generator.archive import ARCHIVE, is_ours
from generator.cli_options import format_option, project_option, report, say, today_option
from generator.diagnostics import count
from generator.model import Collection

_TAKEN = ("site", "content", *(kind.value for kind in Collection), ".build")
"""Folders of a project in which a copy would be published, become a page or be deleted."""


@click.command()
@project_option
@format_option
@today_option
@click.option(
    "--salida",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"Archivo .zip que se escribe (por defecto, {ARCHIVE} en el proyecto).",
)
def empacar(project: Path, form: str, today: date, salida: Path | None) -> None:
    """Hace un ZIP con todo el sitio, que se lee desde una memoria USB con doble clic y sin internet.

    No cambia site/. Termina en 0 si no quedó nada por fuera, en 3 si algo quedó, y en 1 si no se hizo.
    """
    from generator.pack import pack

    out = salida or project / ARCHIVE
    if out.suffix.lower() != ".zip":
        raise click.UsageError("El archivo de --salida termina en .zip.")
    if _inside(out, project):
        raise click.UsageError(
            "El archivo de --salida no puede quedar en una carpeta de donde se hace o se publica el sitio "
            f"({', '.join(f'{name}/' for name in _TAKEN)}): deje la copia en otra parte."
        )
    if salida and out.exists() and not is_ours(out):
        raise click.UsageError(
            "En --salida ya hay un archivo que no es una copia del sitio, o está dañado: dé otro nombre, o bórrelo."
        )
    outcome = pack(project, today, say, out)
    report(outcome.findings, form)
    if outcome.promoted:
        inside = count(len(outcome.published), "entrega", "entregas")
        megas = out.stat().st_size / 1_000_000
        say(f"Listo: {inside} en {shown(out.as_posix())} ({megas:.1f} MB). Saque todo del ZIP y abra index.html.")
        say("Lo que se retire después no sale de las copias ya entregadas: entregue siempre una recién hecha.")
    else:
        say("No se hizo la copia.")
    sys.exit(outcome.exit_code)


def _inside(out: Path, project: Path) -> bool:
    """Whether a file would be in one of the taken folders, by whatever links one gets there."""
    places = {out.parent.resolve() / out.name, out.resolve()}
    return any(place.is_relative_to((project / name).resolve()) for place in places for name in _TAKEN)
