"""Hours of an acompañante: noted in a cycle, and registered by them in SofiaPlus with its exact texts."""

from __future__ import annotations

from sqlalchemy import select
from starlette.responses import Response

from generator.private import access, centre
from generator.private.access import Action
from generator.private.cycles import Ref
from generator.private.options import EstadoHoras
from generator.private.records import HorasNuevas
from generator.private.store import Writing
from generator.private.tables import ciclo, horas
from generator.private.web import reads
from generator.private.web.forms import Form
from generator.private.web.pages.cycle import CYCLE, back_to
from generator.private.web.sending import Task, fill, send
from generator.private.web.visit import HiddenError, Page, Visit


def note(visit: Visit) -> Response:
    with visit.read() as connection:
        _, facts = reads.cycle(connection, visit.ref)
    visit.require(Action.WRITE_HOURS, reads.about(facts, visit.actor.person))

    def change(w: Writing, new: HorasNuevas) -> None:
        centre.spend(w, visit.ref, visit.actor.person, new)

    initial = {"fecha": visit.today}
    return fill(visit, Task(Form(HorasNuevas), "Anotar horas", "/horas", change, initial, back=back_to(visit)))


def mine(visit: Visit) -> Response:
    visit.require(Action.WRITE_HOURS, access.own(visit.actor))
    query = (
        select(horas, ciclo.c.codigo)
        .join(ciclo, (ciclo.c.regional == horas.c.regional) & (ciclo.c.id == horas.c.ciclo_id))
        .where(horas.c.persona_id == visit.actor.person)
        .order_by(horas.c.fecha.desc())
    )
    with visit.read() as connection:
        rows = connection.execute(query).mappings().all()
    pending = [r for r in rows if r["estado"] == EstadoHoras.PENDIENTE]
    return visit.page(
        "horas",
        pendientes=pending,
        total=sum(r["minutos"] for r in pending),
        registradas=[r for r in rows if r["estado"] == EstadoHoras.REGISTRADA],
        ruta=centre.SOFIAPLUS_PATH,
        tipo=centre.SOFIAPLUS_TYPE,
        justificacion=centre.SOFIAPLUS_REASON,
    )


def registered(visit: Visit) -> Response:
    ref = visit.ref
    query = select(horas).where(horas.c.regional == ref.regional, horas.c.id == ref.id)
    with visit.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
        if row is None:
            raise HiddenError
        _, facts = reads.cycle(connection, Ref(ref.regional, row["ciclo_id"]))
    visit.require(Action.WRITE_HOURS, reads.about(facts, row["persona_id"]))
    send(visit, lambda w: centre.registered(w, ref, visit.today))
    return visit.go("/horas?hecho=si")


PAGES = (
    Page(CYCLE + "/horas", note, ("GET", "POST"), form=True),
    Page("/horas", mine),
    Page("/horas/{regional}/{id:uuid}/registrada", registered, ("POST",)),
)
