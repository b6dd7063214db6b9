"""The autodiagnóstico: what somebody says of each aspect of their own practice."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select
from starlette.responses import Response

from generator.private import closing, cycles
from generator.private.access import Action
from generator.private.cycles import Ref
from generator.private.options import Aplicacion, Juicio, Momento
from generator.private.people import Person
from generator.private.records import Autodiagnostico
from generator.private.store import Writing
from generator.private.tables import autodiagnostico, instrumento
from generator.private.web import reads
from generator.private.web.fields import words
from generator.private.web.forms import Form
from generator.private.web.pages.cycle import CYCLE, back_to, path_of
from generator.private.web.sending import Task, fill
from generator.private.web.visit import HiddenError, Page, Visit


def show(visit: Visit) -> Response:
    """What was said at the beginning beside what was said at the end."""
    with visit.read() as connection:
        who, _ = _about(visit, connection, Action.SEE_DIAGNOSIS)
        said = {kind: _said(connection, visit.ref, who, kind) for kind in Aplicacion}
        asked: dict[str, str] = {}
        for found in said.values():
            if found:
                asked |= _instrument(connection, found[0])[1]
    lines = [
        (asked[aspect], [words(Juicio, said[k][1][aspect]) if aspect in said[k][1] else "—" for k in Aplicacion])
        for aspect in asked
        if any(aspect in said[k][1] for k in Aplicacion)
    ]
    return visit.page("autodiagnostico", lineas=lines, ciclo=path_of(visit), momentos=list(Aplicacion), base=visit.path)


def answer(visit: Visit) -> Response:
    """The form: an instrument's aspects, those of its newest version or of the one that was answered."""
    when = next((a for a in Aplicacion if a.value == visit.params["aplicacion"]), None)
    if when is None:
        raise HiddenError
    with visit.read() as connection:
        who, row = _about(visit, connection, Action.WRITE_DIAGNOSIS)
        version, judgements = _said(connection, visit.ref, who, when)
        version, aspects = _instrument(connection, version)
    if not aspects:
        told = "La ENI todavía no ha publicado el instrumento de autodiagnóstico."
        return visit.page("mensaje", titulo="Autodiagnóstico", palabras=[told])

    def change(w: Writing, said: Autodiagnostico) -> None:
        closing.diagnose(w, visit.ref, who.id, said)
        if when is Aplicacion.INICIO and row["autodiagnostico"] is None:
            cycles.reach(w, visit.ref, Momento.AUTODIAGNOSTICO, visit.today)

    form = Form(Autodiagnostico, keys={"juicios": aspects}, fixed={"version": version, "aplicacion": when.value})
    title = f"Autodiagnóstico: {when.label.lower()}"
    return fill(
        visit,
        Task(
            form,
            title,
            path_of(visit),
            change,
            {"juicios": judgements},
            intro="No es una evaluación: es una mirada a la propia práctica. Solo la ven usted y quien acompaña.",
            back=back_to(visit),
        ),
    )


def _about(visit: Visit, connection: Connection, action: Action) -> tuple[Person, Any]:
    who = reads.somebody(connection, visit.params["persona"])
    row, facts = reads.cycle(connection, visit.ref)
    visit.require(action, reads.about(facts, who.id))
    return who, row


def _said(connection: Connection, ref: Ref, who: Person, when: Aplicacion) -> tuple[int, dict[str, str]]:
    """The version that was answered and the answers; 0 and none when it was not."""
    table = autodiagnostico
    query = select(table.c.version, table.c.aspecto, table.c.juicio).where(
        table.c.regional == ref.regional,
        table.c.ciclo_id == ref.id,
        table.c.persona_id == who.id,
        table.c.aplicacion == when.value,
    )
    rows = connection.execute(query).all()
    return (rows[0].version if rows else 0), {r.aspecto: r.juicio for r in rows}


def _instrument(connection: Connection, version: int) -> tuple[int, dict[str, str]]:
    """A version of the instrument, or the newest one for 0."""
    query = select(instrumento).order_by(instrumento.c.version.desc()).limit(1)
    if version:
        query = query.where(instrumento.c.version == version)
    row = connection.execute(query).one_or_none()
    return (row.version, dict(row.aspectos)) if row else (0, {})


PAGES = (
    Page(CYCLE + "/autodiagnostico/{persona}", show),
    Page(CYCLE + "/autodiagnostico/{persona}/{aplicacion}", answer, ("GET", "POST"), form=True),
)
