"""`inspira libro`: the cycle in a workbook that people fill in without this program."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from generator.cli_options import say
from generator.diagnostics import Diagnostic, as_text, count, summary
from generator.private.commands.shared import actor, file_option, opened
from generator.private.place import require_new_file
from generator.private.workbook.files import import_files
from generator.private.workbook.filling import filled
from generator.private.workbook.outcome import Outcome
from generator.private.workbook.template import template
from generator.writing import write_atomic

MOST_TOLD = 200
"""Findings that are printed one by one; of the rest, how many there are."""


@click.command()
@click.option(
    "--salida",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("hoja-de-ruta.xlsx"),
    show_default=True,
    metavar="ARCHIVO",
    help="Dónde dejar el libro.",
)
@click.option(
    "--ciclo", "code", metavar="CÓDIGO", help="De un ciclo que ya está en el almacén: trae los códigos puestos."
)
@click.option("--regional", metavar="CÓDIGO", help="La regional de ese ciclo, si dos regionales usan el mismo código.")
@click.option("--consolidado", "many", is_flag=True, help="Para muchos ciclos: cada fila dice el código del suyo.")
@file_option
def plantilla(out: Path, code: str | None, regional: str | None, many: bool, archivo: Path | None) -> None:
    """Hace el libro de Excel de la hoja de ruta, para llenarlo y después importarlo."""
    if out.suffix.lower() != ".xlsx":
        raise click.UsageError("El libro se guarda como .xlsx.")
    if code is not None and many:
        raise click.UsageError("Use --ciclo o --consolidado, no los dos.")
    require_new_file(out)
    filling = None
    if code is not None:
        with opened(archivo) as store, store.read() as connection:
            filling = filled(connection, code, regional)
    try:
        write_atomic(out, template(filling, many=many), mode=0o600)
    except OSError:
        raise click.ClickException("No se pudo escribir ahí: revise la ruta y los permisos.") from None
    say("El libro está listo. Lleva códigos y no nombres: así debe seguir, porque viajará por mensajes.")


@click.command()
@click.argument("files", metavar="ARCHIVO...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@file_option
def importar(files: tuple[Path, ...], archivo: Path | None) -> None:
    """Lee libros .xlsx (o archivos .csv, uno por hoja) y los registra: todo, o nada si algo no está bien."""
    with opened(archivo) as store:
        outcome = import_files(store, actor(), files, _bar)
    _tell(outcome.findings)
    if any(d.is_error for d in outcome.findings):
        say("No se guardó nada.")
        sys.exit(1)
    say(_summary(outcome))


@contextmanager
def _bar(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """A bar of progress where somebody looks at it, told how much is done; it may be told to go back."""
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield lambda done: bar.update(done - bar.pos)


def _tell(findings: Sequence[Diagnostic]) -> None:
    """In the order of the book, which is that in which people go through it."""
    told = list(dict.fromkeys(findings))
    if not told:
        return
    click.echo(as_text(told[:MOST_TOLD]))
    if len(told) > MOST_TOLD:
        click.echo(f"… y {len(told) - MOST_TOLD} más.")
    click.echo(summary(told))


def _summary(outcome: Outcome) -> str:
    if not outcome.new and not outcome.changed:
        return "Sin cambios: todo estaba ya en el almacén."
    parts = [count(outcome.new, "registro nuevo", "registros nuevos")] if outcome.new else []
    if outcome.changed:
        parts.append(count(outcome.changed, "registro cambiado", "registros cambiados"))
    same = f"; {outcome.same} ya estaban" if outcome.same else ""
    return f"{count(outcome.cycles, 'ciclo', 'ciclos')}: {' y '.join(parts)}{same}."


COMMANDS = (plantilla, importar)
