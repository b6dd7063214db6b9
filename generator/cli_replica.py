"""`inspira replica`: what somebody told of a use joins the ficha, which keeps the rest as it was written."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from generator.anonymize.reidentify import replica_pointers
from generator.cli_options import bundle_at, project_option, report, say
from generator.diagnostics import Diagnostic, find
from generator.ficha_text import FICHA, NoPlaceError, UnreadableError, item, parsed, stored, with_item
from generator.load import load
from generator.model import Collection, FrontMatter
from generator.schema import Ficha
from generator.schema import options as op
from generator.schema.ficha import Replica
from generator.validate.record import record
from generator.writing import write_atomic

_LEAVE_OUT = "Repita la orden sin --regional ni --centro: cuenta igual para la madurez."


def _choices(options: Iterable[str]) -> str:
    """What an option may be, for the help alone: the schema checks it, since click quotes what it refuses."""
    return f"[{'|'.join(map(str, options))}]"


@click.command()
@click.argument("bundle")
@project_option
@click.option("--periodo", required=True, metavar="AAAA-Tn", help="Cuándo se aplicó: año y trimestre.")
@click.option("--resultado", required=True, metavar=_choices(op.ResultadoReplica), help="Cómo le fue.")
@click.option("--cambio", metavar=_choices(op.CambioReplica), help="Qué cambió.")
@click.option("--regional", metavar="CÓDIGO", help="Si quien la aplicó la dice.")
@click.option("--centro", metavar="CÓDIGO", help="Si quien la aplicó lo dice; no se muestra, cuenta para la madurez.")
def replica(
    bundle: str,
    project: Path,
    periodo: str,
    resultado: str,
    cambio: str | None,
    regional: str | None,
    centro: str | None,
) -> None:
    """Agrega a la ficha de una práctica lo que contó quien la aplicó (el correo de «Lo apliqué»).

    Solo lleva opciones de las listas: ningún nombre y ningún texto libre.
    """
    place = bundle_at(project, bundle)
    if place.collection is not Collection.PRACTICAS:
        raise click.UsageError("Las réplicas son de las prácticas.")
    source, _ = load(project, place)
    path = f"{place.folder}/{FICHA}"
    try:
        text = stored(place.path)
    except UnreadableError:
        text = ""
    before, _ = parsed(text, path)
    if (
        source is None
        or FICHA not in source.house
        or before is None
        or not before.publishable
        or before.estado is op.Estado.RETIRADA
        or any(replica_pointers(before))
    ):
        raise click.ClickException("Esa práctica no está publicada, o su ficha tiene errores: inspira validar lo dice.")
    given = {"periodo": periodo, "regional": regional, "centro": centro, "resultado": resultado, "cambio": cambio}
    one, findings = record(Replica, FrontMatter({k: v for k, v in given.items() if v}, {(): (1, 1)}, "", 1), path)
    if one is None:
        _refuse(findings)
    if pointing := [find("A213", path, p.message, hint=_LEAVE_OUT) for p in replica_pointers(Ficha(replicas=[one]))]:
        _refuse(pointing)
    told = {key: str(value) for key, value in one.model_dump(exclude_unset=True).items()}
    try:
        written = with_replica(text, told)
    except NoPlaceError:
        raise click.ClickException(
            "Las réplicas de esta ficha están escritas en una sola línea. Ábrala y póngalas una debajo de otra, así:\n"
            f"replicas:\n{item(told, 2)}"
        ) from None
    after, findings = parsed(written, path)
    if after is None:
        _refuse(findings)
    # Read back strictly, it holds what was told and what there was, and nothing besides.
    if after != before.model_copy(update={"replicas": [*before.replicas, one]}):
        raise click.ClickException("No se pudo agregar sin cambiar lo demás: agréguela a mano en la ficha.")
    try:
        write_atomic(place.path / FICHA, written)
    except OSError:
        raise click.ClickException("No se pudo escribir la ficha: revise los permisos y el espacio.") from None
    say(f"Agregada. Ahora la práctica está: «{after.madurez.value}».")


def _refuse(findings: Iterable[Diagnostic]) -> NoReturn:
    """Nothing was written. The line is left out: it would be that of what was asked, not of the file."""
    report([replace(f, line=None, column=None) for f in findings], "texto")
    sys.exit(1)


def with_replica(text: str, told: Mapping[str, str]) -> str:
    """The text of a ficha with one more replica. Raises NoPlaceError where the list stands on one line."""
    return with_item(text, "replicas", told)
