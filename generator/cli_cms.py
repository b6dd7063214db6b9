"""`inspira cms`: the folder with which the private intake is written in a browser."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from generator.anonymize.shown import shown
from generator.cli_options import project_option, say
from generator.writing import write_atomic

FOLDER = ".build/cms"


@click.command()
@project_option
@click.option(
    "--salida",
    type=click.Path(path_type=Path, file_okay=False),
    help=f"Carpeta donde se escribe (por defecto, {FOLDER} del proyecto).",
)
@click.option(
    "--paquete",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="El paquete de Decap ya descargado; sin esto lo trae npm.",
)
def cms(project: Path, salida: Path | None, paquete: Path | None) -> None:
    """Hace la carpeta del editor en el navegador para el repositorio privado de recepción.

    Se pone en un servidor de la casa, aparte del sitio público. Dónde está el repositorio lo dice cms/ajustes.yml.
    """
    from generator.cms import PLACE, PackageError, SettingsError, cms_files, load_settings
    from generator.cms.settings import EXAMPLE

    try:
        settings = load_settings(project)
    except SettingsError as error:
        for sentence in error.args:
            say(sentence)
        say(f"{PLACE} se escribe así:\n\n{EXAMPLE}\nCómo se prepara cada servicio está en docs/cms.md.")
        raise click.ClickException("No se escribió nada.") from None
    except OSError:
        raise click.ClickException(f"No se pudo leer {PLACE}.") from None
    try:
        files = cms_files(settings, _decap(paquete))
    except PackageError as error:
        raise click.ClickException(str(error)) from None
    out = salida or project / FOLDER
    _put(out, files)
    say(f"Listo: {shown(out.as_posix())}. Póngala en un servidor con HTTPS que no sea el del sitio público.")


def _decap(package: Path | None) -> Mapping[str, bytes]:
    from generator.cms.package import fetch, unpack

    if package:
        return unpack(package)
    with tempfile.TemporaryDirectory(prefix="inspira-") as folder:
        return unpack(fetch(Path(folder)))


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files over those of another time; the page goes last, so that it never leads to what is not there."""
    try:
        for name in sorted(files, key=lambda name: (name == "index.html", name)):
            write_atomic(folder / name, files[name])
    except OSError:
        raise click.ClickException("No se pudo escribir la carpeta. Revise los permisos y el espacio.") from None
