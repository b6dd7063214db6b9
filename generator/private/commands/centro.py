"""What `inspira ciclo` records of a centre: hours for SofiaPlus, EPC minutes, and the instrument that ENI defines."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.cli_options import HELP
from generator.diagnostics import count
from generator.private import centre, closing, people
from generator.private.centre import SOFIAPLUS_PATH, SOFIAPLUS_REASON, SOFIAPLUS_TYPE
from generator.private.commands.asking import record_options, typed
from generator.private.commands.naming import cycle_argument, cycle_named, person_argument
from generator.private.commands.shared import actor, day_option, file_option, opened
from generator.private.records import ActaEPC, HorasNuevas, Instrumento


@click.command()
@cycle_argument
@person_argument
@record_options(HorasNuevas)
@file_option
def horas(archivo: Path | None, codigo: str, seudonimo: str, datos: Path | None, **options: Any) -> None:
    """Registra tiempo de un acompañante, y dice con qué textos se registra en SofiaPlus."""
    with opened(archivo) as store:
        with store.read() as connection:
            cycle = cycle_named(connection, codigo)
            person = people.by_pseudonym(connection, seudonimo)
            new = typed(connection, HorasNuevas, options, datos)
        store.write(actor(), centre.spend, cycle, person.id, new)
    click.echo(f"{codigo}: {new.minutos} minutos de {person.pseudonym}, por registrar en SofiaPlus.")
    click.echo(f"En SofiaPlus: {' -> '.join(SOFIAPLUS_PATH)}")
    click.echo(f"Tipo de actividad adicional del instructor: {SOFIAPLUS_TYPE}\nJustificación: {SOFIAPLUS_REASON}")


@click.command()
@cycle_argument
@person_argument
@day_option("Cuándo se registraron")
@file_option
def registrada(archivo: Path | None, codigo: str, seudonimo: str, day: date) -> None:
    """Registra que las horas pendientes de un acompañante en un ciclo ya están en SofiaPlus."""
    with opened(archivo) as store:
        with store.read() as connection:
            cycle = cycle_named(connection, codigo)
            person = people.by_pseudonym(connection, seudonimo)
        number = store.write(actor(), centre.all_registered, cycle, person.id, day)
    done = count(number, "registro de horas", "registros de horas")
    click.echo(f"{codigo}: {done} de {person.pseudonym}, ya en SofiaPlus.")


@click.command()
@record_options(ActaEPC)
@click.option("--corregir", "again", is_flag=True, help="Corrige la que ya se registró de ese mes.")
@file_option
def acta(archivo: Path | None, datos: Path | None, again: bool, **options: Any) -> None:
    """Registra la reunión del mes del Equipo Pedagógico de Centro: hasta cuatro horas, con sus temas."""
    with opened(archivo) as store:
        with store.read() as connection:
            new = typed(connection, ActaEPC, options, datos)
        if again:
            store.write(actor(), centre.amend, new)
        else:
            store.write(actor(), centre.meet, new)
    click.echo(f"Acta de {new.fecha:%Y-%m} {'corregida' if again else 'registrada'}.")


@click.group(context_settings=HELP)
def instrumento() -> None:
    """El instrumento del autodiagnóstico, que define la ENI."""


@instrumento.command()
@click.argument("fuente", metavar="ARCHIVO.yml", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@file_option
def publicar(archivo: Path | None, fuente: Path) -> None:
    """Publica una versión nueva: version, desde y aspectos (código: pregunta). Las anteriores no cambian nunca."""
    with opened(archivo) as store:
        with store.read() as connection:
            new = typed(connection, Instrumento, {}, fuente)
        store.write(actor(), closing.publish_instrument, new.version, new.desde, dict(new.aspectos))
    aspects = count(len(new.aspectos), "aspecto", "aspectos")
    click.echo(f"Instrumento, versión {new.version}: {aspects}, desde {new.desde}.")


COMMANDS = (horas, registrada, acta, instrumento)
