"""Impacto y avance autónomo: the comparison, what changed and what somebody takes on, with their own point of view."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select
from starlette.responses import Response

from generator.private import closing, cycles
from generator.private.access import Action, Facts
from generator.private.options import Momento
from generator.private.people import Person
from generator.private.records import Cierre
from generator.private.store import Writing
from generator.private.tables import cierre
from generator.private.web import reads
from generator.private.web.forms import Form
from generator.private.web.pages.cycle import CYCLE, back_to, path_of
from generator.private.web.sending import Task, fill
from generator.private.web.visit import Page, Visit

_COMPANION = ("comparacion", "avances", "compromisos")
_THEIRS = ("punto_de_vista",)


def show(visit: Visit) -> Response:
    with visit.read() as connection:
        who, facts = _about(visit, connection, Action.SEE_CLOSING)
        said = _said(visit, connection, who)
    titles = Cierre.model_fields
    return visit.page(
        "cierre",
        partes=[(titles[name].title, said[name]) for name in (*_COMPANION, *_THEIRS) if said.get(name)],
        escribe=visit.may(Action.WRITE_CLOSING, facts),
        dice=visit.may(Action.SAY_IN_CLOSING, facts),
        ciclo=path_of(visit),
        base=visit.path,
    )


def write(visit: Visit) -> Response:
    """What the acompañante writes; the acompañado's own words stay as they are."""
    return _part(visit, Action.WRITE_CLOSING, _COMPANION, "Impacto y avance autónomo")


def say(visit: Visit) -> Response:
    """What the acompañado writes; the rest stays as it is."""
    return _part(visit, Action.SAY_IN_CLOSING, _THEIRS, "Mi punto de vista del cierre")


def _part(visit: Visit, action: Action, names: tuple[str, ...], title: str) -> Response:
    with visit.read() as connection:
        who, _ = _about(visit, connection, action)
        said = _said(visit, connection, who)
        row = cycles.row(connection, visit.ref)
    kept = {name: said.get(name, "") for name in Cierre.model_fields if name not in names}

    def change(w: Writing, new: Cierre) -> None:
        written = {name: getattr(new, name) for name in names}
        closing.conclude_part(w, visit.ref, who.id, written)
        if action is Action.WRITE_CLOSING and row["cierre"] is None:
            cycles.reach(w, visit.ref, Momento.CIERRE, visit.today)

    initial = {name: said.get(name, "") for name in names}
    task = Task(Form(Cierre, fixed=kept), title, path_of(visit), change, initial, back=back_to(visit))
    return fill(visit, task)


def _about(visit: Visit, connection: Connection, action: Action) -> tuple[Person, Facts]:
    who = reads.somebody(connection, visit.params["persona"])
    facts = reads.about(reads.cycle(connection, visit.ref)[1], who.id)
    visit.require(action, facts)
    return who, facts


def _said(visit: Visit, connection: Connection, who: Person) -> dict[str, Any]:
    query = select(cierre).where(
        cierre.c.regional == visit.ref.regional, cierre.c.ciclo_id == visit.ref.id, cierre.c.persona_id == who.id
    )
    row = connection.execute(query).mappings().one_or_none()
    return dict(row) if row else {}


_BOTH = ("GET", "POST")
PAGES = (
    Page(CYCLE + "/cierre/{persona}", show),
    Page(CYCLE + "/cierre/{persona}/escribir", write, _BOTH, form=True),
    Page(CYCLE + "/cierre/{persona}/responder", say, _BOTH, form=True),
)
