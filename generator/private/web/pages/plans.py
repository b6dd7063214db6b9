"""Plans: proposed in a cycle, looked at and validated by the coordinador académico of the centre."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection
from starlette.responses import Response

from generator.private import access, cycles, plans
from generator.private.access import Action, Facts
from generator.private.cycles import Ref
from generator.private.errors import StoreError
from generator.private.options import Ambiente, EstadoPlan, Momento, Tipo
from generator.private.records import PlanNuevo
from generator.private.store import Writing
from generator.private.tables import ciclo_acompanado, ciclo_acompanante
from generator.private.web import reads
from generator.private.web.fields import Choice, words
from generator.private.web.forms import Form
from generator.private.web.messages import words_of
from generator.private.web.pages.cycle import CYCLE, back_to, path_of
from generator.private.web.sending import Task, fill, send
from generator.private.web.visit import Page, Visit
from generator.schema.options import Enfasis

_LISTS = (("tipo", Tipo), ("enfasis", Enfasis), ("ambiente", Ambiente))
PLAN = "/planes/{regional}/{id:uuid}"


def propose(visit: Visit) -> Response:
    with visit.read() as connection:
        row, facts = reads.cycle(connection, visit.ref)
    visit.require(Action.WRITE_CYCLE, facts)

    def change(w: Writing, new: PlanNuevo) -> None:
        plans.propose(w, visit.ref, new)
        if row["plan"] is None:
            cycles.reach(w, visit.ref, Momento.PLAN, visit.today)

    return fill(
        visit,
        Task(
            _form(row["vigencia"]),
            "Plan de acompañamiento y concertación",
            path_of(visit),
            change,
            button="Proponer el plan",
            intro="Lo que acordaron: después lo valida el coordinador académico.",
            back=back_to(visit),
        ),
    )


def adjust(visit: Visit) -> Response:
    """A plan that was sent back, or that nobody validated yet, with other dates."""
    ref = visit.ref
    with visit.read() as connection:
        plan, facts, cycle = _plan(visit, connection)
        visit.require(Action.WRITE_CYCLE, facts)
        dates = [dict(d) for d in reads.dates(connection, ref)]
        year = cycles.row(connection, cycle)["vigencia"]
    shown = ("fecha", "desde", "hasta", "tipo", "enfasis", "ambiente")
    initial = {"trimestre": plan["trimestre"], "fechas": [{k: d[k] for k in shown} for d in dates]}

    def change(w: Writing, new: PlanNuevo) -> None:
        plans.adjust(w, ref, new)

    title = "Ajustar el plan"
    return fill(visit, Task(_form(year), title, _path(ref), change, initial, back=(_path(ref), "El plan")))


def show(visit: Visit) -> Response:
    return _shown(visit)


def _shown(visit: Visit, status: int = 200, problems: Sequence[str] = ()) -> Response:
    ref = visit.ref
    with visit.read() as connection:
        plan, facts, cycle = _plan(visit, connection)
        visit.require(Action.SEE_PLAN, facts)
        row = cycles.row(connection, cycle)
        dates = reads.dates(connection, ref)
        edition = plans.edition(connection, ref)
        who = [reads.members(connection, cycle, table) for table in (ciclo_acompanante, ciclo_acompanado)]
    in_cycle = visit.may(Action.SEE_CYCLE, facts)
    whole = visit.may(Action.WRITE_CYCLE, facts) or visit.may(Action.VALIDATE_PLAN, facts)
    return visit.page(
        "plan",
        status,
        plan=plan,
        direccion=_path(ref),
        edicion=edition,
        problemas=problems,
        codigo=row["codigo"],
        estado=words(EstadoPlan, plan["estado"]),
        fechas=[
            (d, words(Tipo, d["tipo"]), words(Enfasis, d["enfasis"]), words(Ambiente, d["ambiente"])) for d in dates
        ],
        personas=[[w.pseudonym for w in side] for side in who] if whole else None,
        valida=visit.may(Action.VALIDATE_PLAN, facts) and plan["estado"] == EstadoPlan.PROPUESTO,
        ajusta=visit.may(Action.WRITE_CYCLE, facts) and plan["estado"] != EstadoPlan.VALIDADO,
        ciclo=f"/ciclos/{cycle.regional}/{cycle.id}" if in_cycle else None,
    )


def decide(visit: Visit) -> Response:
    """What the coordinador decides is about what they saw: of a plan that is another one by now, they see that one."""
    ref, seen = visit.ref, visit.one("edicion")
    with visit.read() as connection:
        _, facts, _ = _plan(visit, connection)
    visit.require(Action.VALIDATE_PLAN, facts)

    def change(w: Writing) -> None:
        if visit.one("decision") == "validar":
            plans.validate(w, ref, visit.actor.person, visit.today, seen=seen)
        else:
            plans.send_back(w, ref, seen=seen)

    try:
        send(visit, change)
    except StoreError as refusal:
        return _shown(visit, 409, words_of(refusal))
    return visit.go("/planes?hecho=si")


def pending(visit: Visit) -> Response:
    """The coordinador's list."""
    here = access.place(visit.actor)
    visit.require(Action.VALIDATE_PLAN, here)
    with visit.read() as connection:
        rows = reads.plans_of_centre(connection, here.regional, here.centro)
    return visit.page(
        "planes", planes=[(_path(Ref(r["regional"], r["id"])), r, words(EstadoPlan, r["estado"])) for r in rows]
    )


def _plan(visit: Visit, connection: Connection) -> tuple[reads.Row, Facts, Ref]:
    plan = reads.plan_of(connection, visit.ref)
    cycle = Ref(visit.ref.regional, plan["ciclo_id"])
    return plan, reads.cycle(connection, cycle)[1], cycle


def _form(year: int) -> Form[PlanNuevo]:
    quarters = [Choice(f"{year}-T{n}", f"Trimestre {n} de {year}") for n in range(1, 5)]
    return Form(PlanNuevo, choices={"trimestre": quarters})


def _path(ref: Ref) -> str:
    return f"/planes/{ref.regional}/{ref.id}"


_BOTH = ("GET", "POST")
PAGES = (
    Page(CYCLE + "/plan", propose, _BOTH, form=True),
    Page("/planes", pending),
    Page(PLAN, show),
    Page(PLAN + "/ajustar", adjust, _BOTH, form=True),
    Page(PLAN + "/decidir", decide, ("POST",)),
)
