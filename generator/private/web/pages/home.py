"""«Mis ciclos»: those that somebody is in, where each one is and what is next."""

from __future__ import annotations

from starlette.responses import Response

from generator.private import access
from generator.private.access import Action
from generator.private.cycles import Ref
from generator.private.options import EstadoCiclo
from generator.private.web import reads
from generator.private.web.fields import words
from generator.private.web.route import next_step, route
from generator.private.web.visit import Page, Visit


def home(visit: Visit) -> Response:
    lines = []
    with visit.read() as connection:
        for row in reads.mine(connection, visit.actor.person):
            ref = Ref(row["regional"], row["id"])
            _, facts = reads.cycle(connection, ref)
            if not visit.may(Action.SEE_CYCLE, facts):
                continue
            met = [v for v, there in reads.visits(connection, ref, facts) if visit.may(Action.SEE_NOTES, there)]
            steps = route(row, reads.plans(connection, ref), met)
            lines.append(
                {
                    "path": f"/ciclos/{ref.regional}/{ref.id}",
                    "codigo": row["codigo"],
                    "vigencia": row["vigencia"],
                    "estado": words(EstadoCiclo, row["estado"]),
                    "abierto": row["estado"] == EstadoCiclo.ABIERTO,
                    "rol": "Usted acompaña" if visit.may(Action.WRITE_CYCLE, facts) else "A usted lo acompañan",
                    "sigue": next_step(steps),
                    "hechos": sum(s.done for s in steps),
                    "total": len(steps),
                }
            )
        again = reads.to_read_again(connection, visit.actor.person)
    starts = visit.may(Action.START_CYCLE, access.own(visit.actor))
    return visit.page("inicio", ciclos=lines, corregidos=again, puede_abrir=starts)


PAGES = (Page("/", home),)
