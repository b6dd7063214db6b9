"""The accounts of people, given, renewed and switched off by the profesional ENI. A password is shown once."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection
from starlette.responses import Response

from generator.private import accounts, people
from generator.private.access import Action, Facts
from generator.private.people import Person
from generator.private.records import CuentaNueva
from generator.private.store import Writing
from generator.private.web.forms import Form
from generator.private.web.sending import Shown, Task, fill, send
from generator.private.web.visit import HiddenError, Page, Visit

PEOPLE = "/personas"
ONE = PEOPLE + "/{persona}"
BACK = (PEOPLE, "Personas y cuentas")
_OFTEN = "Son muchos intentos que no sirven. Espere cinco minutos y repita."


def of_path(visit: Visit, connection: Connection) -> tuple[Person, Facts]:
    """The person that an address names. Raises StoreError (D421), HiddenError."""
    person = people.by_pseudonym(connection, visit.params["persona"])
    if people.name_of(connection, person.id) is None:  # their identity was deleted, and with it their account
        raise HiddenError
    return person, Facts(person.regional, person.centro, about=person.id, roles=person.roles)


def password_shown(person: Person, user: str, password: str) -> Shown:
    """The only page where a password that was made up is ever seen."""
    return Shown("clave_dada", {"codigo": person.pseudonym, "usuario": user, "clave": password})


def guessing(visit: Visit, answer: Callable[[], Response]) -> Response:
    """What is refused because somebody has it already tells that they are in the store: not many times."""
    who = str(visit.actor.person)
    if visit.method == "POST" and not visit.web.pace.may_guess(who):
        return visit.page("mensaje", 429, titulo="Espere un momento", palabras=[_OFTEN])
    made = answer()
    if made.status_code == 409:
        visit.web.pace.guessed_wrong(who)
    return made


def give(visit: Visit) -> Response:
    """An account for somebody who was registered without one."""
    person = _managed(visit)

    def change(w: Writing, new: CuentaNueva) -> Shown:
        password = accounts.one_time_password()
        accounts.create(w, person.id, new.usuario, password)
        return password_shown(person, new.usuario, password)

    task = Task(
        Form(CuentaNueva),
        "Dar una cuenta",
        PEOPLE,
        change,
        button="Dar la cuenta",
        intro=f"Es para {person.pseudonym}. La clave la inventa el programa, y se muestra una vez.",
        back=(_path(person), person.pseudonym),
    )
    return guessing(visit, lambda: fill(visit, task))


def renew(visit: Visit) -> Response:
    """For who lost their password, and to open again an account that was switched off."""
    person = _managed(visit)

    def change(w: Writing) -> Shown:
        password = accounts.one_time_password()
        user = accounts.renew(w, person.id, password)
        return password_shown(person, user, password)

    shown = send(visit, change)
    return visit.page(shown.template, 200, **shown.context) if shown else visit.go(f"{PEOPLE}?hecho=si")


def switch_off(visit: Visit) -> Response:
    person = _managed(visit)
    send(visit, lambda w: accounts.deactivate(w, person.id))
    return visit.go(f"{_path(person)}?hecho=si")


def _managed(visit: Visit) -> Person:
    with visit.read() as connection:
        person, facts = of_path(visit, connection)
    visit.require(Action.MANAGE_ACCOUNT, facts)
    return person


def _path(person: Person) -> str:
    return f"{PEOPLE}/{person.pseudonym}"


PAGES = (
    Page(ONE + "/cuenta", give, ("GET", "POST"), form=True, drafts=False),
    Page(ONE + "/clave", renew, ("POST",), drafts=False),
    Page(ONE + "/apagar", switch_off, ("POST",), drafts=False),
)
