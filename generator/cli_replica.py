"""`inspira replica`: what somebody told of a use joins the ficha, which keeps the rest as it was written."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from generator.anonymize.reidentify import replica_pointers
from generator.cli_options import bundle_at, project_option, report, say
from generator.diagnostics import Diagnostic, find
from generator.frontmatter import strict_yaml
from generator.load import load
from generator.model import Collection, FrontMatter
from generator.schema import Ficha
from generator.schema import options as op
from generator.schema.ficha import Replica
from generator.validate.record import record
from generator.writing import write_atomic

FICHA = "ficha.yml"
_KEY = re.compile(r"replicas[ \t]*:[ \t]*([^#\r\n]*?)[ \t]*(#.*)?")
_EMPTY = ("[]", "~", "null")
_ITEM = re.compile(r"( *)- ")
_LEAVE_OUT = "Repita la orden sin --regional ni --centro: cuenta igual para la madurez."


class NoPlaceError(ValueError):
    """The replicas of a ficha are written in a way that a line cannot be added to."""


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
    text = source.house.get(FICHA) if source else None
    path = f"{place.folder}/{FICHA}"
    before, _ = _ficha(text or "", path)
    if (
        text is None
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
            f"replicas:\n{_lines(told, 2)}"
        ) from None
    after, findings = _ficha(written, path)
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
    """The text of a ficha with one more replica; everything else, comments included, to the letter.

    Raises NoPlaceError where the list stands on one line (`replicas: [...]`).
    """
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    at = next((n for n, line in enumerate(lines) if _KEY.fullmatch(line.rstrip("\r\n"))), None)
    if at is None:
        return "".join([*lines, f"replicas:{end}", _lines(told, 2, end)])
    match = _KEY.fullmatch(lines[at].rstrip("\r\n"))
    assert match is not None
    if match[1] in _EMPTY:
        lines[at] = f"replicas:{'  ' + match[2] if match[2] else ''}{end}"
    elif match[1]:
        raise NoPlaceError
    stop = at + 1
    for number in range(at + 1, len(lines)):
        if lines[number][:1] not in (" ", "\t", "-", "#", "\r", "\n"):
            break
        if lines[number].strip() and not lines[number].startswith("#"):
            stop = number + 1
    first = next((m for line in lines[at + 1 : stop] if (m := _ITEM.match(line))), None)
    lines.insert(stop, _lines(told, len(first[1]) if first else 2, end))
    return "".join(lines)


def _lines(told: Mapping[str, str], indent: int, end: str = "\n") -> str:
    """The item as YAML: codes of places in quotes, since `08` would be read as a number."""
    values = {k: f'"{v}"' if k in ("regional", "centro") else v for k, v in told.items()}
    pairs = [f"{key}: {value}" for key, value in values.items()]
    margin = " " * indent
    return f"{margin}- {f'{end}{margin}  '.join(pairs)}{end}"


def _ficha(text: str, path: str) -> tuple[Ficha | None, list[Diagnostic]]:
    data, places, findings = strict_yaml(text, path)
    if data is None:
        return None, findings
    ficha, more = record(Ficha, FrontMatter(data, {(): (1, 1), **places}, "", 1), path)
    return ficha, [*findings, *more]
