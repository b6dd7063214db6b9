"""The commands of the private store, brought only when one is asked for: the rest of the program never needs them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click

from generator.cli_options import HELP, project_option, report, today_option
from generator.spanish import in_spanish

_PACKAGE = "generator.private.commands"


class Later(click.Group):
    """A group of commands that lives in the private package, which may not be installed."""

    def __init__(self, name: str, summary: str) -> None:
        super().__init__(name, help=summary, context_settings=HELP)

    def list_commands(self, ctx: click.Context) -> list[str]:
        self._bring()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        self._bring()
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        self._bring()
        with _refusals():
            return super().invoke(ctx)

    def _bring(self) -> None:
        if not self.commands:
            for command in _brought(self.name).COMMANDS:
                self.add_command(in_spanish(command))


def _brought(name: str | None) -> ModuleType:
    """The module of some commands of the private package."""
    try:
        return import_module(f"{_PACKAGE}.{name}")
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("generator."):
            raise
        raise click.ClickException(
            "Esta orden es del almacén privado, que no está instalado aquí: make entorno-privado."
        ) from None


@contextmanager
def _refusals() -> Iterator[None]:
    """Ends the command with what the store refuses, told like any other finding."""
    refusal = import_module("generator.private.errors").StoreError
    try:
        yield
    except refusal as problem:
        report(problem.diagnostics, "texto")
        sys.exit(1)


@click.command(context_settings=HELP)
@click.argument("trimestre", metavar="AAAA-Tn")
@project_option
@click.option(
    "--archivo",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Archivo del almacén (por defecto, el de su carpeta de datos; o la variable INSPIRA_ALMACEN).",
)
@click.option("--corregir", is_flag=True, help="Publica una corrección de las cifras que ya salieron.")
@today_option
def agregar(trimestre: str, project: Path, archivo: Path | None, corregir: bool, today: date) -> None:
    """Publica en content/cifras/ las cifras de un trimestre que ya terminó.

    Cada número tiene detrás suficientes personas o no se publica, y todo se ataca antes de escribirlo. Lo publicado no
    cambia: repetir la orden lo escribe igual si falta, y una corrección es otra publicación.
    """
    run = _brought("agregar").run
    with _refusals():
        run(trimestre, project, archivo, today, correct=corregir)


PRIVATE = (
    Later("almacen", "El almacén privado: crearlo, respaldarlo, restaurarlo, verificarlo y abrirlo."),
    Later("persona", "Personas: registrarlas, sus derechos sobre sus datos y sus consentimientos."),
    Later("ciclo", "Ciclos de acompañamiento: registrarlos uno por uno, de su comienzo a su cierre."),
    Later("informe", "Los informes trimestrales, el avance de quien acompaña y lo que falta por registrar."),
    Later("libro", "La hoja de ruta en un libro de Excel: hacer la plantilla e importar lo que se llenó."),
    agregar,
)
