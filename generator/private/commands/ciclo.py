"""`inspira ciclo`: one cycle at a time, by its code, from its beginning to its end."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.private import cycles, people, plans
from generator.private.commands import centro, encuentros
from generator.private.commands.asking import record_options, typed
from generator.private.commands.naming import cycle_argument, cycle_named, plan_named
from generator.private.commands.shared import actor, day_option, file_option, opened
from generator.private.options import Momento
from generator.private.records import CicloNuevo, PlanNuevo
from generator.private.summary import summary

minutes_option = click.option(
    "--minutos",
    "minutes",
    type=click.IntRange(0, 60_000),
    help="Tiempo real de todo el ciclo (por defecto, la suma de las horas registradas).",
)


@click.command()
@record_options(CicloNuevo)
@file_option
def iniciar(archivo: Path | None, datos: Path | None, **options: Any) -> None:
    """Abre un ciclo, voluntario, entre acompañantes y acompañados que ya están registrados."""
    with opened(archivo) as store:
        with store.read() as connection:
            new = typed(connection, CicloNuevo, options, datos)
        store.write(actor(), cycles.start, new)
    click.echo(f"{new.codigo}: ciclo abierto.")


@click.command()
@cycle_argument
@click.argument("moment", metavar="MOMENTO", type=click.Choice([m.value for m in Momento]))
@day_option("Cuándo fue")
@file_option
def momento(archivo: Path | None, codigo: str, moment: str, day: date) -> None:
    """Registra la fecha de un momento: sensibilizacion, autodiagnostico, plan o cierre, en ese orden."""
    reached = Momento[moment.upper()]
    with opened(archivo) as store:
        with store.read() as connection:
            cycle = cycle_named(connection, codigo)
        store.write(actor(), cycles.reach, cycle, reached, day)
    click.echo(f"{codigo}: {reached.label}, {day}.")


@click.command()
@cycle_argument
@record_options(PlanNuevo)
@file_option
def plan(archivo: Path | None, codigo: str, datos: Path | None, **options: Any) -> None:
    """Propone el plan de un trimestre: sus fechas, horarios, tipo, énfasis y ambiente."""
    with opened(archivo) as store:
        with store.read() as connection:
            cycle = cycle_named(connection, codigo)
            new = typed(connection, PlanNuevo, options, datos)
        store.write(actor(), plans.propose, cycle, new)
    click.echo(f"{codigo}: plan de {new.trimestre} propuesto. Falta que lo valide el coordinador académico.")


@click.command()
@cycle_argument
@click.argument("trimestre", metavar="AAAA-TN")
@click.option("--coordinador", metavar="P-XXXXXX", help="Coordinador académico que lo valida.")
@click.option("--devolver", is_flag=True, help="No se valida: hay que ajustarlo.")
@day_option("Cuándo se validó")
@file_option
def validar(
    archivo: Path | None, codigo: str, trimestre: str, coordinador: str | None, devolver: bool, day: date
) -> None:
    """Registra que el coordinador académico del centro validó un plan, o que lo devolvió."""
    if devolver == bool(coordinador):
        raise click.UsageError("Diga quién lo valida con --coordinador, o use --devolver.")
    with opened(archivo) as store:
        with store.read() as connection:
            ref = plan_named(connection, cycle_named(connection, codigo), trimestre)
            who = people.by_pseudonym(connection, coordinador) if coordinador else None
        if who is None:
            store.write(actor(), plans.send_back, ref)
        else:
            store.write(actor(), plans.validate, ref, who.id, day)
    click.echo(f"{codigo}: plan de {trimestre.upper()} {'devuelto' if devolver else 'validado'}.")


@click.command()
@cycle_argument
@minutes_option
@day_option("Cuándo terminó")
@file_option
def cerrar(archivo: Path | None, codigo: str, minutes: int | None, day: date) -> None:
    """Cierra un ciclo después de su momento de impacto y avance autónomo."""
    with opened(archivo) as store:
        with store.read() as connection:
            cycle = cycle_named(connection, codigo)
        store.write(actor(), cycles.close, cycle, day, minutes)
        with store.read() as connection:
            complete = cycles.is_complete(connection, cycle)
    click.echo(f"{codigo}: cerrado, {'completo' if complete else 'sin sus cuatro acompañamientos'}.")


@click.command()
@cycle_argument
@minutes_option
@day_option("Cuándo se dejó")
@file_option
def dejar(archivo: Path | None, codigo: str, minutes: int | None, day: date) -> None:
    """Deja un ciclo en cualquier momento. No se pide la razón, y las horas que se dedicaron quedan."""
    with opened(archivo) as store:
        with store.read() as connection:
            cycle = cycle_named(connection, codigo)
        store.write(actor(), cycles.leave, cycle, day, minutes)
    click.echo(f"{codigo}: dejado. Sus horas quedan registradas.")


@click.command()
@cycle_argument
@file_option
def ver(archivo: Path | None, codigo: str) -> None:
    """Muestra en qué va un ciclo: momentos, planes, acompañamientos y horas, con seudónimos y sin textos."""
    with opened(archivo) as store, store.read() as connection:
        click.echo("\n".join(summary(connection, cycle_named(connection, codigo))))


COMMANDS = (iniciar, momento, plan, validar, *encuentros.COMMANDS, cerrar, dejar, ver, *centro.COMMANDS)
