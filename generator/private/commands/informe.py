"""`inspira informe`: the quarterly reports, the progress of an acompañante and what is still to be recorded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.cli_options import say, today_option
from generator.private import people
from generator.private.commands.shared import actor, file_option, opened, quarter_of
from generator.private.options import ClaseInforme, Cuenta, chosen
from generator.private.overdue import overdue_of, pending_hours
from generator.private.place import require_new_file
from generator.private.progress import Minimum, only_acompanante, progress_of, set_minimum
from generator.private.quarters import Quarter
from generator.private.reports.document import shown_day, shown_time
from generator.private.reports.making import FORMATS, for_centre, for_eni, save
from generator.private.reports.words_eni import how_to_register


def _place(_context: click.Context, _option: click.Parameter, value: Path) -> Path:
    if value.suffix.lower() not in FORMATS:
        raise click.BadParameter("el archivo termina en .docx o en .xlsx.")
    return value


quarter_option = click.option(
    "--trimestre",
    required=True,
    callback=lambda _context, _option, value: quarter_of(value),
    metavar="AAAA-Tn",
    help="El trimestre, por ejemplo 2026-T1.",
)
output_option = click.option(
    "--salida",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_place,
    help="Archivo que se escribe: termina en .docx (Word) o en .xlsx (Excel).",
)
centre_option = click.option("--centro", required=True, metavar="CÓDIGO", help="Código del centro, de cuatro números.")
incomplete_option = click.option(
    "--aunque-falten", "incomplete", is_flag=True, help="Fija las cifras aunque falten acompañamientos por registrar."
)
who_option = click.option(
    "--acompanante",
    "pseudonym",
    metavar="P-XXXXXX",
    help="Código de quien acompaña (por defecto, quien haya si es uno).",
)


@click.command()
@quarter_option
@who_option
@output_option
@file_option
@today_option
def eni(trimestre: Quarter, pseudonym: str | None, salida: Path, archivo: Path | None, today: date) -> None:
    """Informe de quien acompaña a la ENI: ciclos, acompañamientos, horas y oportunidades.

    Lleva las observaciones solo si quien fue acompañado aceptó que vayan. Léalo antes de enviarlo.
    """
    require_new_file(salida)
    with opened(archivo) as store:
        with store.read() as connection:
            who = people.by_pseudonym(connection, pseudonym) if pseudonym else only_acompanante(connection)
        document = store.write(actor(), for_eni, who, trimestre, today)
    save(document, salida)
    say("El informe está listo. Léalo antes de enviarlo a la ENI.")


@click.command()
@quarter_option
@centre_option
@output_option
@incomplete_option
@file_option
@today_option
def epc(trimestre: Quarter, centro: str, salida: Path, incomplete: bool, archivo: Path | None, today: date) -> None:
    """Informe al Equipo Pedagógico de Centro: temas y oportunidades, sin renglones de personas."""
    _of_centre(ClaseInforme.EPC, trimestre, centro, salida, incomplete, archivo, today)


@click.command()
@quarter_option
@centre_option
@output_option
@incomplete_option
@file_option
@today_option
def misional(
    trimestre: Quarter, centro: str, salida: Path, incomplete: bool, archivo: Path | None, today: date
) -> None:
    """Informe del centro a la Dirección Regional y a la de Formación Profesional: solo cifras."""
    _of_centre(ClaseInforme.MISIONAL, trimestre, centro, salida, incomplete, archivo, today)


def _of_centre(
    kind: ClaseInforme,
    quarter: Quarter,
    centro: str,
    path: Path,
    incomplete: bool,
    file: Path | None,
    today: date,
) -> None:
    require_new_file(path)
    with opened(file) as store:
        document = store.write(actor(), for_centre, kind, centro, quarter, today, incomplete=incomplete)
    save(document, path)
    say("El informe está listo. Sus cifras quedan fijas: lo que se registre después no las cambia.")


@click.command()
@who_option
@click.option("--anio", "year", type=click.IntRange(2020, 2100), help="La vigencia (por defecto, la de hoy).")
@file_option
@today_option
def avance(pseudonym: str | None, year: int | None, archivo: Path | None, today: date) -> None:
    """Avance de quien acompaña frente al mínimo, lo que falta registrar y las horas para SofiaPlus.

    Es para esa persona y para el profesional de la ENI.
    """
    with opened(archivo) as store, store.read() as connection:
        who = people.by_pseudonym(connection, pseudonym) if pseudonym else only_acompanante(connection)
        found = progress_of(connection, who.id, year or today.year)
        late, hours = overdue_of(connection, who.id, today), pending_hours(connection, who.id)
    click.echo(f"{found.minimum.counts.label} de {found.year}. El mínimo no es un tope.")
    for number, (done, least) in enumerate(zip(found.done, found.minimum.by_quarter, strict=True), start=1):
        click.echo(f"  Trimestre {number}: {done} (mínimo {least})")
    click.echo(f"  En la vigencia: {found.done_in_year} (mínimo {found.minimum.year})")
    _list("Por registrar", [f"{o.codigo}: {o.kind.label}{_since(o.since)}." for o in late])
    _list(
        "Horas por registrar en SofiaPlus", [f"{h.codigo}, {shown_day(h.day)}: {shown_time(h.minutes)}." for h in hours]
    )
    if hours:
        click.echo(f"  En total, {shown_time(sum(h.minutes for h in hours))}. {how_to_register()}")


def _list(heading: str, lines: list[str]) -> None:
    click.echo(f"{heading}: {'nada.' if not lines else ''}".rstrip())
    for line in lines:
        click.echo(f"  {line}")


def _since(day: date | None) -> str:
    return f" ({shown_day(day)})" if day else ""


@click.command()
@click.option("--desde", "since", required=True, type=click.IntRange(2020, 2100), help="Año desde el que rige.")
@click.option("--cuenta", "counts", required=True, type=click.Choice([c.value for c in Cuenta]), help="Qué se cuenta.")
@click.option(
    "--por-trimestre",
    "numbers",
    required=True,
    nargs=4,
    type=click.IntRange(0, 99),
    help="El mínimo de cada trimestre, en orden: 2 3 3 2 según la Circular.",
)
@file_option
def minimo(since: int, counts: str, numbers: tuple[int, int, int, int], archivo: Path | None) -> None:
    """Cambia el mínimo esperado: cuántos por trimestre, y si cuentan acompañamientos o ciclos."""
    with opened(archivo) as store:
        store.write(actor(), set_minimum, since, Minimum(chosen(Cuenta, counts), numbers))
    say("El mínimo quedó guardado.")


COMMANDS: tuple[click.Command, ...] = (eni, epc, misional, avance, minimo)
