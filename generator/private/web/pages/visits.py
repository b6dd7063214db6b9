"""Acompañamientos: recorded by who accompanies, read and answered by whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select
from starlette.responses import Response

from generator.diagnostics import Diagnostic
from generator.private import visits
from generator.private.access import Action, Facts
from generator.private.cycles import VISITS, Ref
from generator.private.options import Ambiente, Tipo
from generator.private.quarters import Quarter
from generator.private.recorded import recorded
from generator.private.records import AcompanamientoNuevo, RespuestaAcompanado
from generator.private.reports.making import corte_of
from generator.private.store import Writing
from generator.private.tables import (
    NOTES,
    acompanamiento_acompanado,
    acompanamiento_nota,
    ciclo_acompanado,
    ciclo_acompanante,
    oportunidad,
)
from generator.private.themes import themes
from generator.private.web import reads
from generator.private.web.fields import Choice, words
from generator.private.web.forms import Form
from generator.private.web.pages.cycle import CYCLE, back_to, path_of
from generator.private.web.sending import Task, fill
from generator.private.web.visit import Page, Visit
from generator.schema.options import Enfasis

VISIT = "/acompanamientos/{regional}/{id:uuid}"


def record(visit: Visit) -> Response:
    with visit.read() as connection:
        _, facts = reads.cycle(connection, visit.ref)
        visit.require(Action.WRITE_CYCLE, facts)
        companions = reads.members(connection, visit.ref, ciclo_acompanante)
        accompanied = [p for p in reads.members(connection, visit.ref, ciclo_acompanado) if not p.left]
        done = {row["numero"] for row, _ in reads.visits(connection, visit.ref, facts)}
    number = next((n for n in range(1, VISITS + 1) if n not in done), VISITS)

    def change(w: Writing, new: AcompanamientoNuevo) -> Sequence[Diagnostic]:
        return visits.record(w, visit.ref, new)[1]

    form = Form(
        AcompanamientoNuevo,
        choices={
            "acompanantes": [Choice(str(p.id), p.name) for p in companions],
            "acompanados": [Choice(str(p.id), p.name) for p in accompanied],
            "oportunidades": _themes(),
        },
    )
    initial = {
        "numero": number,
        "fecha": visit.today,
        "acompanantes": [visit.actor.person],
        "acompanados": [p.id for p in accompanied] if len(accompanied) == 1 else [],
    }
    return fill(
        visit,
        Task(
            form,
            "Registrar un acompañamiento",
            path_of(visit),
            change,
            initial,
            intro="Lo leen quienes acompañan y a quienes acompañan, y nadie más.",
            back=back_to(visit),
        ),
    )


def correct(visit: Visit) -> Response:
    """What was written of it, said otherwise; who was in it stays."""
    ref = visit.ref
    with visit.read() as connection:
        row, facts = reads.visit(connection, ref)
        cycle = Ref(ref.regional, row["ciclo_id"])
        there = reads.who_accompanied(connection, ref)
        visit.require(Action.CORRECT_NOTES, replace(facts, acompanantes=there))
        before = recorded(connection, cycle).visits[row["numero"]][1]
        fixed = corte_of(connection, ref.regional, facts.centro, Quarter.of(row["fecha"]))
    kept = {name: before[name] for name in ("numero", "acompanantes", "acompanados")}
    form = Form(
        AcompanamientoNuevo, choices={"oportunidades": _themes()}, fixed={n: _plain(v) for n, v in kept.items()}
    )
    initial = {name: before[name] for name in AcompanamientoNuevo.model_fields if name not in kept}
    intro = "Si quien fue acompañado ya lo leyó, se le avisa para que lea lo corregido; lo que dijo se conserva."
    if fixed:
        intro += f" Las cifras del centro de ese trimestre quedaron fijas el {fixed:%d/%m/%Y}: corregir no las cambia."

    def change(w: Writing, new: AcompanamientoNuevo) -> Sequence[Diagnostic]:
        return visits.correct(w, cycle, ref, new, even_read=True)

    back = (_path(visit), "El acompañamiento")
    title = "Corregir el acompañamiento"
    return fill(visit, Task(form, title, _path(visit), change, initial, intro=intro, back=back))


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, set) else value


def _themes() -> list[Choice]:
    return [Choice(code, words) for code, words in themes().items()]


def show(visit: Visit) -> Response:
    """What was written of it, and what those who were accompanied say, to whom it is theirs."""
    with visit.read() as connection:
        row, facts = reads.visit(connection, visit.ref)
        visit.require(Action.SEE_NOTES, facts)
        written = _written(visit, connection)
        answers = _answers(visit, connection, facts)
        there = reads.who_accompanied(connection, visit.ref)
        table = oportunidad
        query = select(table.c.tema).where(
            table.c.regional == visit.ref.regional, table.c.acompanamiento_id == visit.ref.id
        )
        codes = sorted(connection.execute(query).scalars())
    return visit.page(
        "acompanamiento",
        visita=row,
        tipo=words(Tipo, row["tipo"]),
        enfasis=words(Enfasis, row["enfasis"]),
        ambiente=words(Ambiente, row["ambiente"]),
        notas=written,
        temas=[themes()[code] for code in codes],
        respuestas=answers,
        corrige=visit.may(Action.CORRECT_NOTES, replace(facts, acompanantes=there)),
        responde=visit.may(Action.ANSWER, reads.about(facts, visit.actor.person)),
        ciclo=f"/ciclos/{row['regional']}/{row['ciclo_id']}",
        base=_path(visit),
    )


def answer(visit: Visit) -> Response:
    """The acompañado's side: that they read it, how they see it, and whether it may go further."""
    person = visit.actor.person
    with visit.read() as connection:
        _, facts = reads.visit(connection, visit.ref)
        visit.require(Action.ANSWER, reads.about(facts, person))
        said = dict(_answer_of(visit, connection, person))
        about = _written(visit, connection)
        edition = visits.edition(connection, visit.ref)

    def change(w: Writing, new: RespuestaAcompanado) -> None:
        visits.answer(w, visit.ref, person, new, seen=visit.one("edicion"))

    initial = {**said, "leido": said["leido"] is not None}
    return fill(
        visit,
        Task(
            Form(RespuestaAcompanado),
            "Mi punto de vista",
            _path(visit),
            change,
            initial,
            intro="Usted tiene derecho a que se le escuche, a no estar de acuerdo y a exponer su punto de vista.",
            back=(_path(visit), "El acompañamiento"),
            about=about,
            edition=edition,
        ),
    )


def _written(visit: Visit, connection: Connection) -> list[tuple[str, str]]:
    """The notes that say something, under their titles."""
    notes, titles = _notes(visit, connection), AcompanamientoNuevo.model_fields
    return [(titles[name].title or name, notes[name]) for name in NOTES if notes[name]]


def _notes(visit: Visit, connection: Connection) -> reads.Row:
    table = acompanamiento_nota
    query = select(table).where(table.c.regional == visit.ref.regional, table.c.acompanamiento_id == visit.ref.id)
    return dict(connection.execute(query).mappings().one())


def _answers(visit: Visit, connection: Connection, facts: Facts) -> list[tuple[str | None, reads.Row]]:
    """The answers that whoever looks may see, with the name of whose they are; no name for one's own."""
    found = []
    for person in sorted(facts.acompanados):
        if visit.may(Action.SEE_ANSWER, reads.about(facts, person)):
            mine = person == visit.actor.person
            name = None if mine else reads.shown_name(connection, person)
            found.append((name, _answer_of(visit, connection, person)))
    return found


def _answer_of(visit: Visit, connection: Connection, person: object) -> reads.Row:
    table = acompanamiento_acompanado
    query = select(table.c.punto_de_vista, table.c.leido, table.c.corregido, table.c.comparte).where(
        table.c.regional == visit.ref.regional,
        table.c.acompanamiento_id == visit.ref.id,
        table.c.persona_id == person,
    )
    return dict(connection.execute(query).mappings().one())


def _path(visit: Visit) -> str:
    return f"/acompanamientos/{visit.ref.regional}/{visit.ref.id}"


_BOTH = ("GET", "POST")
PAGES = (
    Page(CYCLE + "/acompanamiento", record, _BOTH, form=True),
    Page(VISIT, show),
    Page(VISIT + "/corregir", correct, _BOTH, form=True),
    Page(VISIT + "/respuesta", answer, _BOTH, form=True),
)
