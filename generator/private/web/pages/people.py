"""People, for the profesional ENI of their regional: registered there, found by what is theirs alone, shown by code."""

from __future__ import annotations

from itertools import groupby
from uuid import uuid4

from starlette.responses import Response

from generator.private import access, accounts, people
from generator.private.access import Action, Facts
from generator.private.errors import refuse
from generator.private.options import RolPersona
from generator.private.people import Person
from generator.private.records import PersonaConCuenta
from generator.private.store import Writing
from generator.private.web import reads
from generator.private.web.fields import Choice
from generator.private.web.forms import Form
from generator.private.web.pages.accounts import BACK, ONE, PEOPLE, guessing, of_path, password_shown
from generator.private.web.sending import Shown, Task, fill
from generator.private.web.visit import Page, Visit
from generator.vocabulary import name_of, vocabulary

_INTRO = (
    "La persona ve lo que se anota aquí en «Mis datos y derechos»; los demás la conocen por un código. No se guarda "
    "borrador: si la sesión termina antes de enviar, se escribe otra vez."
)


def listed(visit: Visit) -> Response:
    return _listed(visit, None)


def search(visit: Visit) -> Response:
    """Of the regional alone, by what tells of one person and no other; what is written goes in no address."""
    here = access.place(visit.actor)
    visit.require(Action.SEE_PEOPLE, here)

    def look(w: Writing) -> list[reads.Row]:
        found = reads.people_of(w.connection, here.regional, visit.one("buscado").strip())
        for row in found:
            w.note("buscar", "persona", row["id"])
        return found

    return _listed(visit, visit.write(look))


def _listed(visit: Visit, found: list[reads.Row] | None) -> Response:
    here = access.place(visit.actor)
    visit.require(Action.SEE_PEOPLE, here)
    with visit.read() as connection:
        rows = reads.people_of(connection, here.regional) if found is None else found
        lines = [(row, people.person(connection, row["id"])) for row in rows]
    return visit.page(
        "personas",
        regional=name_of("regionales", here.regional),
        centros=[
            (name_of("centros", centre), [(p.pseudonym, _roles(p), _state(row)) for row, p in those])
            for centre, those in groupby(lines, lambda line: line[1].centro)
        ],
        buscado=found is not None,
    )


def register(visit: Visit) -> Response:
    """Somebody of the regional, with an account; never another profesional ENI."""
    actor = visit.actor
    visit.require(Action.REGISTER_PERSON, access.place(actor))
    centres = vocabulary("centros").items()
    offered = [r for r in RolPersona if visit.may(Action.REGISTER_PERSON, _with(actor.regional, actor.centro, [r]))]
    choices = {
        "centro": [Choice(code, term.name) for code, term in centres if term.extra["regional"] == actor.regional],
        "roles": [Choice(role.value, role.label) for role in offered],
    }

    def change(w: Writing, new: PersonaConCuenta) -> Shown:
        if not visit.may(Action.REGISTER_PERSON, _with(new.regional, new.centro, new.roles)):
            raise refuse("D434", "Ese rol no se da aquí", hint="Pídaselo a quien administra el almacén.")
        person = people.register(w, new)
        password = accounts.one_time_password()
        accounts.create(w, person.id, new.usuario, password)
        return password_shown(person, new.usuario, password)

    task = Task(
        Form(PersonaConCuenta, choices=choices, fixed={"regional": actor.regional}),
        "Registrar a una persona",
        PEOPLE,
        change,
        button="Registrar y darle cuenta",
        intro=_INTRO,
        back=BACK,
    )
    return guessing(visit, lambda: fill(visit, task))


def show(visit: Visit) -> Response:
    with visit.read() as connection:
        person, facts = of_path(visit, connection)
        visit.require(Action.SEE_PEOPLE, facts)
        account = accounts.standing(connection, person.id)
    return visit.page(
        "persona",
        persona=person,
        centro=name_of("centros", person.centro),
        roles=_roles(person),
        cuenta=account,
        puede=visit.may(Action.MANAGE_ACCOUNT, facts),
        envio=uuid4(),
        envio_apagar=uuid4(),
    )


def _with(regional: str, centro: str, roles: list[RolPersona]) -> Facts:
    return Facts(regional, centro, roles=frozenset(roles))


def _roles(person: Person) -> str:
    return ", ".join(sorted(role.label for role in person.roles))


def _state(row: reads.Row) -> str:
    if row["activa"] is None:
        return "Sin cuenta"
    if not row["activa"]:
        return "Apagada"
    return "Clave por cambiar" if row["temporal"] else "Entra"


PAGES = (
    Page(PEOPLE, listed),
    Page(PEOPLE + "/buscar", search, ("POST",)),
    Page(PEOPLE + "/nueva", register, ("GET", "POST"), form=True, drafts=False),
    Page(ONE, show),
)
