"""`inspira estado`: a submission goes from one state to another, if the step exists and it is for that role."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator import editorial
from generator.anonymize.shown import shown
from generator.authorship import Hand, hand_of
from generator.cli_editorial.pending import pendientes
from generator.cli_editorial.words import ROLES, table, wrapped
from generator.cli_options import bundle_at, listed, project_option, say, today_option
from generator.consent.months import month_of
from generator.diagnostics import find
from generator.editorial import Papel, Paso, nombres
from generator.ficha_text import FICHA, NoPlaceError, UnreadableError, parsed, stored, with_item, with_value
from generator.load import Bundle
from generator.readiness import Look, look
from generator.schema import Ficha
from generator.schema.ficha import Hecho
from generator.schema.options import Estado
from generator.writing import write_atomic

__all__ = ["estado", "pendientes"]


def _table(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        click.echo(table())
        context.exit()


@click.command()
@click.argument("bundle")
@click.argument("nuevo", type=click.Choice([str(e) for e in Estado]), metavar="NUEVO")
@project_option
@click.option("--rol", required=True, type=ROLES, help="En qué papel lo hace: el cargo, nunca el nombre.")
@click.option("--lista-leida", is_flag=True, help="Para guiones: ya respondió que sí a toda la lista de quien cura.")
@click.option("--tabla", is_flag=True, is_eager=True, expose_value=False, callback=_table, help="Muestra los pasos.")
@today_option
def estado(bundle: str, nuevo: str, project: Path, rol: str, lista_leida: bool, today: date) -> None:
    """Pasa BUNDLE al estado NUEVO, si ese paso existe y le corresponde al rol.

    Con --tabla muestra los estados, los pasos y quién puede. Cambia dos cosas de ficha.yml, el estado y el historial
    que todos leen, y deja lo demás como estaba.

    «aprobada» y «publicada» piden que la entrega valide, sin nada por decidir y con los permisos. «aprobada» pide
    además la lista de quien cura, y que quien la aprueba no haya cambiado el texto.
    """
    place = bundle_at(project, bundle)
    text, before = _ficha(place)
    step = _allowed(before.estado, Estado[nuevo.upper()], Papel[rol.upper()])
    hand = _someone_else(project, place.folder) if step.a is editorial.DOS_PERSONAS else None
    seen = None
    if step.a in editorial.CON_TODO or step.a is Estado.REVOCADA:
        seen = look(project, today, only=[place.folder]).looks[0]
    if seen and step.a in editorial.CON_TODO:
        _ready(seen)
    if hand is Hand.UNKNOWN:
        say("Aquí git no dice quién la escribió (no hay historia completa, o no tiene configurado su correo).")
        say("La regla de las dos personas la hace cumplir entonces la rama principal: docs/propuestas.md.")
    if step.a is editorial.DOS_PERSONAS and not lista_leida:
        _read_the_list()
    if _ficha(place)[0] != text:
        raise click.ClickException("La ficha cambió mientras tanto: mírela y repita la orden.")
    _write(place, text, before, step, month_of(today))
    _told(place.folder, step, today)
    if seen and seen.holding and step.a is Estado.REVOCADA:
        say("Sus recibos todavía valen. Para que nadie la vuelva a publicar con ellos:")
        say(f"    inspira consentimiento revocar {shown(place.folder)} --llave LLAVE")


def _ficha(place: Bundle) -> tuple[str, Ficha]:
    """The ficha as written and as understood; a submission without one has just come in."""
    path = f"{place.folder}/{FICHA}"
    try:
        text = stored(place.path)
    except UnreadableError:
        click.echo(listed([find("C112", path)]))
        raise click.ClickException("La ficha no se pudo leer.") from None
    ficha, findings = parsed(text, path)
    if ficha is None:
        click.echo(listed(findings))
        raise click.ClickException("Corrija primero la ficha: así se sabe en qué estado está.")
    return text, ficha


def _allowed(now: Estado, then: Estado, papel: Papel) -> Paso:
    """The step, or the end of the command with what may be done instead."""
    step = editorial.paso(now, then)
    if step and papel in step.papeles:
        return step
    lines = [f"Ya está en «{then}»."] if now is then else []
    if step:
        lines.append(f"El paso de «{now}» a «{then}» le corresponde a {nombres(step.papeles)}.")
    elif now is not then:
        lines.append(f"De «{now}» no se pasa a «{then}».")
        lines.append(f"A «{then}» se llega desde:")
        lines += [f"  {s.de} ({nombres(s.papeles)})" for s in editorial.hacia(then)]
    mine = [str(s.a) for s in editorial.desde(now, papel)]
    lines.append(f"Desde «{now}», con el rol {papel}: {', '.join(mine) or 'ningún paso'}.")
    raise click.ClickException("\n".join(lines))


def _someone_else(project: Path, folder: str) -> Hand:
    """Two people: who approves did not write. There is no option to go round it; another person approves."""
    hand = hand_of(project, folder)
    if hand is Hand.SAME:
        raise click.ClickException(
            "Según la historia de git, usted escribió o cambió esta entrega, y quien la aprueba es otra persona.\n"
            "También si fue una tilde: pídale a otro curador que la lea. No hay opción para saltarse esto."
        )
    if hand is Hand.UNSAVED:
        raise click.ClickException(
            "Esta entrega tiene cambios que no están en la historia de git: no se sabe quién los hizo.\n"
            "Confírmelos primero (git commit)."
        )
    return hand


def _ready(seen: Look) -> None:
    blocking = seen.blocking
    if seen.consent and not blocking:
        click.echo(listed(seen.consent), err=True)
        say("Con eso puede salir, sin ese nombre o esa imagen.")
    if blocking:
        click.echo(listed([*blocking, *(d for d in seen.consent if not d.is_error)]))
        raise click.ClickException("Todavía no puede salir: falta lo anterior. La ficha queda como estaba.")


def _read_the_list() -> None:
    """Each question has its own yes, without one already given; who leaves changes nothing."""
    click.echo("Antes de aprobar, responda sí a cada una (s/n):")
    for number, question in enumerate(editorial.LISTA, 1):
        click.echo()
        click.echo(wrapped(f"{number}. {question}", "", "   "))
        try:
            answer = click.prompt("   ", prompt_suffix="> ", default="", show_default=False)
        except click.Abort:
            raise click.ClickException(
                "Nadie respondió la lista, y la ficha queda como estaba. En un guion: --lista-leida, si ya la leyó."
            ) from None
        if answer.strip().casefold() not in ("s", "si", "sí"):
            raise click.ClickException("Sin ese sí no se aprueba. La ficha queda como estaba.")


def _write(place: Bundle, text: str, before: Ficha, step: Paso, month: str) -> None:
    meant = before.model_copy(update={"estado": step.a})
    path = f"{place.folder}/{FICHA}"
    try:
        written = with_value(text, "estado", str(step.a))
        fact = Hecho(mes=month, evento=step.evento) if step.evento else None
        if fact and fact not in before.historial:
            meant = meant.model_copy(update={"historial": [*before.historial, fact]})
            written = with_item(written, "historial", {"mes": month, "evento": str(fact.evento)})
    except NoPlaceError:
        raise click.ClickException(
            "En esta ficha el estado o el historial están escritos de otra forma. Ábrala y póngalos así:\n"
            "estado: en_revision\nhistorial:\n  - mes: 2026-01\n    evento: recibida"
        ) from None
    after, findings = parsed(written, path)
    if after is None:
        click.echo(listed(findings))
    # Read back strictly, it holds the new state, the fact and what there was, and nothing besides.
    if after != meant:
        raise click.ClickException("No se pudo cambiar sin tocar lo demás: hágalo a mano en la ficha.")
    try:
        write_atomic(place.path / FICHA, written)
    except OSError:
        raise click.ClickException("No se pudo escribir la ficha: revise los permisos y el espacio.") from None


def _told(folder: str, step: Paso, today: date) -> None:
    click.echo(f"{shown(folder)}: de «{step.de.label}» a «{step.a.label}».")
    click.echo(step.palabras)
    if step.evento:
        click.echo(f"En su historial: {month_of(today)}, «{step.evento.label}».")
