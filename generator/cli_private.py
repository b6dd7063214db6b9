"""The commands of the private store, brought only when one is asked for: the rest of the program never needs them."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from generator.cli_options import HELP, report
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
        refusal = import_module("generator.private.errors").StoreError
        try:
            return super().invoke(ctx)
        except refusal as problem:
            report(problem.diagnostics, "texto")
            sys.exit(1)

    def _bring(self) -> None:
        if self.commands:
            return
        try:
            module = import_module(f"{_PACKAGE}.{self.name}")
        except ModuleNotFoundError as missing:
            if (missing.name or "").startswith("generator."):
                raise
            raise click.ClickException(
                "Esta orden es del almacén privado, que no está instalado aquí: make entorno-privado."
            ) from None
        for command in module.COMMANDS:
            self.add_command(in_spanish(command))


PRIVATE = (
    Later("almacen", "El almacén privado: crearlo, respaldarlo, restaurarlo, verificarlo y abrirlo."),
    Later("persona", "Personas: registrarlas, sus derechos sobre sus datos y sus consentimientos."),
    Later("ciclo", "Ciclos de acompañamiento: registrarlos uno por uno, de su comienzo a su cierre."),
    Later("informe", "Los informes trimestrales, el avance de quien acompaña y lo que falta por registrar."),
    Later("libro", "La hoja de ruta en un libro de Excel: hacer la plantilla e importar lo que se llenó."),
)
