"""What `inspira ciclo` records of people meeting: acompañamientos, answers, autodiagnósticos and closings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

from generator.private import closing, people, visits
from generator.private.commands.asking import record_options, typed
from generator.private.commands.naming import cycle_argument, cycle_named, person_argument, visit_named
from generator.private.commands.shared import actor, file_option, opened, told
from generator.private.options import Juicio
from generator.private.records import AcompanamientoNuevo, Autodiagnostico, Cierre, RespuestaAcompanado


@click.command()
@cycle_argument
@record_options(AcompanamientoNuevo)
@file_option
def acompanamiento(archivo: Path | None, codigo: str, datos: Path | None, **options: Any) -> None:
    """Registra un acompañamiento, del primero al cuarto. Lo observado se pregunta o va en --datos."""
    with opened(archivo) as store:
        with store.read() as connection:
            cycle = cycle_named(connection, codigo)
            new = typed(connection, AcompanamientoNuevo, options, datos)
        _, warnings = store.write(actor(), visits.record, cycle, new)
    told(warnings)
    click.echo(f"{codigo}: acompañamiento {new.numero} registrado.")


@click.command()
@cycle_argument
@click.argument("numero", type=click.IntRange(1, 4))
@person_argument
@record_options(RespuestaAcompanado)
@file_option
def responder(
    archivo: Path | None, codigo: str, numero: int, seudonimo: str, datos: Path | None, **options: Any
) -> None:
    """Registra lo que el acompañado dice de un acompañamiento: que lo leyó, y su punto de vista aunque no acuerde."""
    with opened(archivo) as store:
        with store.read() as connection:
            ref = visit_named(connection, cycle_named(connection, codigo), numero)
            person = people.by_pseudonym(connection, seudonimo)
            said = typed(connection, RespuestaAcompanado, options, datos)
        store.write(actor(), visits.answer, ref, person.id, said)
    click.echo(f"{codigo}: respuesta de {person.pseudonym} al acompañamiento {numero} registrada.")


@click.command()
@cycle_argument
@person_argument
@record_options(Autodiagnostico)
@file_option
def autodiagnostico(archivo: Path | None, codigo: str, seudonimo: str, datos: Path | None, **options: Any) -> None:
    """Registra las respuestas del autodiagnóstico; se preguntan aspecto por aspecto o van en --datos (juicios)."""
    with opened(archivo) as store:
        with store.read() as connection:
            cycle = cycle_named(connection, codigo)
            person = people.by_pseudonym(connection, seudonimo)
            known = None if datos else {"juicios": _judgements(connection, options)}
            said = typed(connection, Autodiagnostico, options, datos, known=known)
        store.write(actor(), closing.diagnose, cycle, person.id, said)
    click.echo(f"{codigo}: autodiagnóstico de {person.pseudonym} registrado.")


@click.command()
@cycle_argument
@person_argument
@record_options(Cierre)
@file_option
def cierre(archivo: Path | None, codigo: str, seudonimo: str, datos: Path | None, **options: Any) -> None:
    """Registra el impacto y avance autónomo de un acompañado: comparación, avances, compromisos y su punto de vista."""
    with opened(archivo) as store:
        with store.read() as connection:
            cycle = cycle_named(connection, codigo)
            person = people.by_pseudonym(connection, seudonimo)
            said = typed(connection, Cierre, options, datos)
        store.write(actor(), closing.conclude, cycle, person.id, said)
    click.echo(f"{codigo}: impacto y avance de {person.pseudonym} registrado.")


def _judgements(connection: Connection, options: dict[str, Any]) -> dict[str, str]:
    """Ask about each aspect of the version; an empty answer leaves it out."""
    version = options["version"] = options["version"] or click.prompt("Versión del instrumento", type=int)
    choices = ", ".join(j.value for j in Juicio)
    answers = {}
    for aspect, words in closing.aspects(connection, version).items():
        answer = click.prompt(f"{words} ({choices})", default="", show_default=False, type=str).strip()
        if answer:
            answers[aspect] = answer
    return answers


COMMANDS = (acompanamiento, responder, autodiagnostico, cierre)
