"""`inspira persona`: people, their rights and their consents, one at a time. A person is named by their pseudonym."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.clock import today
from generator.private import consents, people
from generator.private.commands import consentir, derechos, retirar
from generator.private.commands.asking import record_options, typed
from generator.private.commands.naming import person_argument
from generator.private.commands.shared import actor, file_option, opened
from generator.private.people import Person
from generator.private.records import PersonaNueva
from generator.private.store import Writing
from generator.vocabulary import name_of

_IDENTITY = ("nombre", "documento", "correo")


@click.command()
@record_options(PersonaNueva)
@file_option
def registrar(archivo: Path | None, datos: Path | None, **options: Any) -> None:
    """Registra a una persona y le da un seudónimo. Su identidad se pregunta o va en --datos."""
    with opened(archivo) as store:
        with store.read() as connection:
            new = typed(connection, PersonaNueva, options, datos)
        person = store.write(actor(), people.register, new)
    click.echo(f"{person.pseudonym}: registrada. Con ese seudónimo se nombra desde ahora.")


@click.command()
@person_argument
@click.option("--nombre", "named", is_flag=True, help="Muestra también el nombre; queda en el registro de auditoría.")
@file_option
def ver(archivo: Path | None, seudonimo: str, named: bool) -> None:
    """Muestra lo registrado de una persona, sin su identidad si no se pide."""
    with opened(archivo) as store:
        with store.read() as connection:
            person = people.by_pseudonym(connection, seudonimo)
            given = list(consents.standing(connection, person.id, today()))
        name = store.write(actor(), _reveal, person) if named else None
    _show(person)
    if named:
        click.echo(f"Nombre: {name or 'fue suprimido'}")
    for one in given:
        what = ", ".join(sorted(f.label for f in one.purposes))
        until = f", hasta {one.expires}" if one.expires else ""
        about = f" ({one.subject.partition('#')[0]})" if one.subject else ""
        receipt = f", recibo {one.rid}" if one.rid else ""
        click.echo(f"Consentimiento {one.state}: {what}{about}{until}{receipt}")


@click.command()
@file_option
def buscar(archivo: Path | None) -> None:
    """Dice el seudónimo de quien tiene un nombre o un documento; se preguntan, y no se repiten."""
    wanted = click.prompt("Nombre o documento", type=str)
    with opened(archivo) as store:
        found = store.write(actor(), _look_up, wanted)
    for person in found:
        _show(person)
    if not found:
        raise click.ClickException("Nadie del almacén tiene ese nombre o ese documento.")


@click.command()
@person_argument
@record_options(PersonaNueva)
@file_option
def corregir(archivo: Path | None, seudonimo: str, datos: Path | None, **options: Any) -> None:
    """Corrige lo registrado de una persona: solo lo que se diga. Una respuesta vacía deja el dato como está."""
    with opened(archivo) as store:
        with store.read() as connection:
            person = people.by_pseudonym(connection, seudonimo)
            before = people.recorded(connection, person.id)
            asked = () if any(v not in (None, ()) for v in options.values()) else _IDENTITY
            new = typed(connection, PersonaNueva, options, datos, base=before, ask=asked)
        store.write(actor(), people.correct, person.id, new)
    click.echo(f"{person.pseudonym}: corregida.")


def _reveal(w: Writing, person: Person) -> str | None:
    w.note("ver nombre", "persona", person.id)
    return people.name_of(w.connection, person.id)


def _look_up(w: Writing, wanted: str) -> list[Person]:
    found = people.search(w.connection, wanted)
    for person in found:
        w.note("buscar", "persona", person.id)
    return found


def _show(person: Person) -> None:
    roles = ", ".join(sorted(r.label for r in person.roles))
    where = f"{name_of('regionales', person.regional)}, {name_of('centros', person.centro)}"
    click.echo(f"{person.pseudonym}: {roles or 'sin rol'} ({where})")


COMMANDS = (registrar, buscar, ver, corregir, *derechos.COMMANDS, *consentir.COMMANDS, *retirar.COMMANDS)
