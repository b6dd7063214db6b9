"""A cycle that begins: opened by who accompanies in it, in their own centre, with people by the code that they gave."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection
from starlette.responses import Response

from generator.private import access, cycles, people
from generator.private.access import Action, Facts
from generator.private.errors import StoreError, refuse
from generator.private.options import EstadoCiclo, RolPersona
from generator.private.records import CicloNuevo
from generator.private.store import Writing
from generator.private.web import reads
from generator.private.web.fields import Choice
from generator.private.web.forms import Form
from generator.private.web.sending import NOT_SENT, Task, fill
from generator.private.web.visit import Page, Visit

_SIDES = {"acompanantes": RolPersona.ACOMPANANTE, "acompanados": RolPersona.ACOMPANADO}
_INTRO = (
    "Participar es voluntario: ábralo con quien ya le dijo que quiere. Cada persona le da su código; aquí no se busca "
    "a nadie por su nombre o su documento."
)


def start(visit: Visit) -> Response:
    actor = visit.actor
    visit.require(Action.START_CYCLE, access.own(actor))
    blank = Form(CicloNuevo, choices={"anterior": ()}, fixed={"regional": actor.regional, "centro": actor.centro})
    written = {f.name: f.value_of(visit.sent) for s in blank.sections({}, {}) for f in s.fields if f.name in _SIDES}
    # Whoever tries codes at random would learn whose they are once the cycle is theirs. A draft looks at none.
    sent = visit.method == "POST" and visit.one("accion") not in NOT_SENT
    if sent and not visit.web.pace.may_guess(str(actor.person)):
        words = ["Son muchos códigos que no sirven. Espere cinco minutos y pídaselos a cada persona."]
        return visit.page("mensaje", 429, titulo="Abrir un ciclo", palabras=words)
    with visit.read() as connection:
        known = {name: _codes(connection, written[name], role) for name, role in _SIDES.items()}
        former = _former(visit, connection)
    if sent and any(not set(_list(written[n])) <= codes.keys() for n, codes in known.items()):
        visit.web.pace.guessed_wrong(str(actor.person))

    def change(w: Writing, new: CicloNuevo) -> None:
        who = Facts(new.regional, new.centro, acompanantes=frozenset(new.acompanantes))
        if not access.may(actor, Action.START_CYCLE, who):
            raise refuse("D434", "Un ciclo lo abre quien acompaña en él", hint="Deje su código entre los acompañantes.")
        cycles.start(w, new)

    fixed: dict[str, object] = {"regional": actor.regional, "centro": actor.centro}
    if not former:
        fixed["anterior"] = None
    assert visit.session is not None
    initial = {"vigencia": visit.today.year, "acompanantes": [visit.session.pseudonym]}
    form = Form(CicloNuevo, choices={"anterior": former}, fixed=fixed, codes=known)
    return fill(visit, Task(form, "Abrir un ciclo", "/", change, initial, button="Abrir el ciclo", intro=_INTRO))


def _codes(connection: Connection, written: object, role: RolPersona) -> dict[str, UUID]:
    """Whom the codes that were written stand for, of those who have a role: nothing tells unknown ones from others."""
    found = {}
    for code in _list(written):
        try:
            person = people.by_pseudonym(connection, code)
        except StoreError:
            continue
        if role in person.roles:
            found[code] = person.id
    return found


def _former(visit: Visit, connection: Connection) -> list[Choice]:
    """The cycles that ended among those whom somebody accompanies: one may lead to this one."""
    found = []
    for row in reads.mine(connection, visit.actor.person):
        _, facts = reads.cycle(connection, cycles.Ref(row["regional"], row["id"]))
        ended = row["estado"] != EstadoCiclo.ABIERTO and row["regional"] == visit.actor.regional
        if ended and visit.may(Action.WRITE_CYCLE, facts):
            found.append(Choice(str(row["id"]), f"{row['codigo']} ({row['vigencia']})"))
    return found


def _list(written: object) -> Iterable[str]:
    return written if isinstance(written, list) else []


PAGES = (Page("/ciclos/nuevo", start, ("GET", "POST"), form=True),)
