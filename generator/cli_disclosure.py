"""`inspira divulgacion`: tables of counts that betray nobody. Thin: parse, call, print."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click

from generator.anonymize.shown import shown
from generator.cli_options import HELP, project_option, report, say
from generator.diagnostics import count, find
from generator.disclosure.reading import LABEL
from generator.files import UnfitError, contents
from generator.writing import write_atomic

_LIMIT = 20_000_000


threshold_option = click.option(
    "--umbral", "threshold", type=click.IntRange(2, 100), default=5, show_default=True, help="Desde cuántos se publica."
)
above_option = click.option(
    "--sobre",
    "above",
    type=click.IntRange(1, 100),
    default=1,
    show_default=True,
    help="Cuántos más que el conteo no se pueden descartar, además de llegar al umbral. Las cifras publicadas usan 5.",
)


@click.group(context_settings=HELP)
def divulgacion() -> None:
    """Tablas de conteos que no delatan a nadie: protegerlas, y atacarlas como lo haría un lector."""


def _dimensions(ctx: click.Context, param: click.Parameter, value: str) -> tuple[tuple[str, ...], ...]:
    """`a>b,c`: the dimensions by commas, each with its columns from the outside in."""
    found = tuple(tuple(name.strip() for name in one.split(">")) for one in value.split(","))
    names = [name for one in found for name in one]
    if not all(names) or len(set(names)) < len(names):
        message = "escriba las columnas así: regional>centro,trimestre, cada una una vez."
        raise click.BadParameter(message, ctx, param)
    if any(name.endswith(LABEL) for name in names):
        raise click.BadParameter(f"una columna que termina en «{LABEL}» solo dice en palabras lo de otra.", ctx, param)
    return found


@divulgacion.command()
@click.argument("entrada", type=click.Path(path_type=Path, dir_okay=False))
@project_option
@click.option(
    "--dimensiones",
    "columns",
    required=True,
    callback=_dimensions,
    metavar="COLUMNAS",
    help="Por comas; «a>b» si b está dentro de a.",
)
@click.option("--conteo", "number", required=True, metavar="COLUMNA", help="La columna con el conteo.")
@threshold_option
@above_option
@click.option(
    "--salida", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="El CSV que se escribe."
)
def proteger(
    entrada: Path,
    project: Path,
    columns: tuple[tuple[str, ...], ...],
    number: str,
    threshold: int,
    above: int,
    target: Path,
) -> None:
    """Suprime en los conteos de ENTRADA (CSV) lo necesario para que ninguno pequeño se pueda averiguar.

    La salida trae todas las celdas y todos los márgenes: un código vacío es el total, y «c», un conteo suprimido.
    Solo se escribe si resiste la auditoría.
    """
    if number in {name for one in columns for name in one}:
        raise click.UsageError("La columna del conteo no puede ser también una dimensión.")
    protect = _brought("protect")
    data = _contents([entrada], project)[0]
    say("Protegiendo y atacando la tabla.")
    text, findings = protect.protect(data, shown(entrada.as_posix()), columns, number, _rule(above, threshold))
    if text is None:
        report(findings, "texto")
        sys.exit(1)
    try:
        write_atomic(target, text)
    except OSError:
        report([find("D440", shown(target.as_posix()))], "texto")
        sys.exit(1)
    say(f"Tabla protegida y auditada en {shown(target.as_posix())}.")


@divulgacion.command()
@click.argument("salidas", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@project_option
@threshold_option
@above_option
def auditar(salidas: Sequence[Path], project: Path, threshold: int, above: int) -> None:
    """Ataca las tablas SALIDAS, juntas: dice qué celdas suprimidas se podrían averiguar.

    Si hay varias, se leen como publicadas una después de la otra sobre las mismas personas. Termina en 1 si alguna
    celda se puede averiguar o si los números no concuerdan.
    """
    check = _brought("protect").check
    files = [(shown(path.as_posix()), data) for path, data in zip(salidas, _contents(salidas, project), strict=True)]
    suppressed, findings = check(files, _rule(above, threshold))
    report(findings, "texto")
    if findings:
        sys.exit(1)
    say(f"{count(suppressed, 'celda suprimida', 'celdas suprimidas')}: ninguna se puede averiguar.")


def _brought(name: str) -> ModuleType:
    """The module that does it, which needs a solver that not everyone who writes practices installs."""
    try:
        return import_module(f"generator.disclosure.{name}")
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("generator."):
            raise
        raise click.ClickException("Esta orden necesita HiGHS, que no está instalado: make entorno-privado.") from None


def _rule(above: int, threshold: int) -> object:
    from generator.disclosure.primary import Rule

    return Rule(threshold, above)


def _contents(paths: Sequence[Path], project: Path) -> list[bytes]:
    """The bytes of files from here or from the project; ends the command, saying which cannot be read."""
    found, findings = [], []
    for path in paths:
        try:
            found.append(contents(path if path.exists() else project / path, _LIMIT))
        except UnfitError as unfit:
            findings.append(find("D506" if unfit.code == "E003" else "D440", shown(path.as_posix())))
        except (OSError, ValueError):
            findings.append(find("D440", shown(path.as_posix())))
    if findings:
        report(findings, "texto")
        sys.exit(1)
    return found
