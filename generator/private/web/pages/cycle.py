"""A cycle: its route, the dates of its moments, closing it, and leaving it with no reason asked."""

from __future__ import annotations

from starlette.responses import Response

from generator.private import cycles
from generator.private.access import Action
from generator.private.options import EstadoCiclo, EstadoPlan, Momento
from generator.private.records import FechaMomento, FinCiclo
from generator.private.store import Writing
from generator.private.tables import ciclo_acompanado, ciclo_acompanante
from generator.private.web import reads
from generator.private.web.fields import words
from generator.private.web.forms import Form
from generator.private.web.route import next_step, route
from generator.private.web.sending import Task, fill
from generator.private.web.visit import HiddenError, Page, Visit

_FREELY = "Puede dejarlo cuando quiera y no tiene que decir por qué. Lo registrado hasta hoy se conserva."
CYCLE = "/ciclos/{regional}/{id:uuid}"


def show(visit: Visit) -> Response:
    ref = visit.ref
    with visit.read() as connection:
        row, facts = reads.cycle(connection, ref)
        visit.require(Action.SEE_CYCLE, facts)
        met = [v for v, there in reads.visits(connection, ref, facts) if visit.may(Action.SEE_NOTES, there)]
        plans = reads.plans(connection, ref) if visit.may(Action.SEE_PLAN, facts) else []
        companions = reads.members(connection, ref, ciclo_acompanante)
        accompanied = [
            who
            for who in reads.members(connection, ref, ciclo_acompanado)
            if visit.may(Action.SEE_DIAGNOSIS, reads.about(facts, who.id))
        ]
    steps = route(row, plans, met)
    return visit.page(
        "ciclo",
        ciclo=row,
        estado=words(EstadoCiclo, row["estado"]),
        abierto=row["estado"] == EstadoCiclo.ABIERTO,
        escribe=visit.may(Action.WRITE_CYCLE, facts),
        puede_dejar=visit.may(Action.LEAVE_CYCLE, facts),
        pasos=steps,
        sigue=next_step(steps),
        acompanamientos=met,
        planes=[(p, words(EstadoPlan, p["estado"])) for p in plans],
        acompanantes=companions,
        acompanados=accompanied,
    )


def moment(visit: Visit) -> Response:
    """The date of a moment, for the first time or corrected."""
    names = {m.value: m for m in Momento}
    if visit.params["momento"] not in names:
        raise HiddenError
    which = names[visit.params["momento"]]
    with visit.read() as connection:
        row, facts = reads.cycle(connection, visit.ref)
    visit.require(Action.WRITE_CYCLE, facts)

    def change(w: Writing, said: FechaMomento) -> None:
        cycles.reach(w, visit.ref, which, said.fecha)

    return fill(
        visit,
        Task(
            Form(FechaMomento),
            which.label,
            path_of(visit),
            change,
            {"fecha": row[which.value] or visit.today},
            back=back_to(visit),
        ),
    )


def finish(visit: Visit) -> Response:
    return _end(visit, closes=True)


def leave(visit: Visit) -> Response:
    """Whoever accompanies ends the cycle; one who is accompanied goes, and the others may go on."""
    with visit.read() as connection:
        _, facts = reads.cycle(connection, visit.ref)
    visit.require(Action.LEAVE_CYCLE, facts)
    if visit.may(Action.WRITE_CYCLE, facts):
        return _end(visit, closes=False)

    def change(w: Writing, said: FechaMomento) -> None:
        cycles.step_out(w, visit.ref, visit.actor.person, said.fecha)

    task = Task(
        Form(FechaMomento),
        "Dejar el ciclo",
        path_of(visit),
        change,
        {"fecha": visit.today},
        button="Dejar el ciclo",
        intro=_FREELY,
        back=back_to(visit),
    )
    return fill(visit, task)


def _end(visit: Visit, *, closes: bool) -> Response:
    with visit.read() as connection:
        row, facts = reads.cycle(connection, visit.ref)
    visit.require(Action.WRITE_CYCLE, facts)

    def change(w: Writing, said: FinCiclo) -> None:
        (cycles.close if closes else cycles.leave)(w, visit.ref, said.fecha, said.minutos)

    words = "Cerrar el ciclo" if closes else "Dejar el ciclo"
    task = Task(
        Form(FinCiclo),
        words,
        path_of(visit),
        change,
        {"fecha": visit.today, "minutos": row["minutos"]},
        button=words,
        intro="El ciclo completo estima veinte horas; anote las que fueron." if closes else _FREELY,
        back=back_to(visit),
    )
    return fill(visit, task)


def path_of(visit: Visit) -> str:
    """Where a cycle is looked at."""
    return f"/ciclos/{visit.ref.regional}/{visit.ref.id}"


def back_to(visit: Visit) -> tuple[str, str]:
    return path_of(visit), "El ciclo"


_BOTH = ("GET", "POST")
PAGES = (
    Page(CYCLE, show),
    Page(CYCLE + "/momento/{momento}", moment, _BOTH, form=True),
    Page(CYCLE + "/cerrar", finish, _BOTH, form=True),
    Page(CYCLE + "/dejar", leave, _BOTH, form=True),
)
