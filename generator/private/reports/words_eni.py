"""The acompañante's report to the Escuela Nacional de Instructores in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from generator.private.centre import SOFIAPLUS_PATH, SOFIAPLUS_REASON, SOFIAPLUS_TYPE
from generator.private.options import Ambiente, EstadoHoras, Tipo, chosen
from generator.private.records import REFERENCE_HOURS
from generator.private.reports.document import Cell, Document, Section, Table, shown_day, shown_time
from generator.private.reports.traceability import Traceability, Visit
from generator.private.themes import themes
from generator.schema.options import Enfasis
from generator.vocabulary import name_of


def to_eni(told: Traceability, made: date) -> Document:
    """Traceability, hours and coded opportunities; observations where those who were accompanied agreed."""
    who = told.acompanante
    return Document(
        "Informe trimestral de acompañamiento",
        (
            ("Para", "Escuela Nacional de Instructores"),
            ("Acompañante", who.pseudonym),
            ("Centro", f"{name_of('centros', who.centro)} ({who.centro})"),
            ("Trimestre", f"{told.quarter.words} ({told.quarter})"),
            ("Hecho el", shown_day(made)),
        ),
        tuple(s for s in (_cycles(told), _visits(told), _opportunities(told), _hours(told), _observations(told)) if s),
        made,
        wide=True,
    )


def _cycles(told: Traceability) -> Section:
    columns = ("Ciclo", "Sensibilización", "Autodiagnóstico", "Plan y concertación", "Impacto y avance autónomo")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (c.codigo, *c.moments, c.estado.label, shown_time(c.minutes) if c.minutes is not None else None)
        for c in told.cycles
    )
    about = "La fecha de cada momento de los ciclos en que pasó algo en el trimestre."
    note = (
        f"Como estaban al final del trimestre. Las horas son las que de verdad tomó, también si se dejó antes; "
        f"{REFERENCE_HOURS} es una referencia, ni condición ni tope."
    )
    return _section("Ciclos y momentos", Table((*columns, "Estado", "Horas del ciclo"), rows, about), note)


def _visits(told: Traceability) -> Section:
    columns = ("Ciclo", "N.º", "Fecha", "Tipo", "Énfasis", "Ambiente", "Minutos", "Personas", "Oportunidades de mejora")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            v.codigo,
            v.number,
            v.day,
            chosen(Tipo, v.tipo).label,
            chosen(Enfasis, v.enfasis).label,
            chosen(Ambiente, v.ambiente).label,
            v.minutes,
            v.people,
            "; ".join(themes().get(t, t) for t in v.themes),
        )
        for v in told.visits
    )
    about = "Los acompañamientos del trimestre, por fecha. «Personas» es cuántas se acompañaron."
    return _section("Acompañamientos", Table(columns, rows, about))


def _opportunities(told: Traceability) -> Section | None:
    found = Counter(theme for visit in told.visits for theme in visit.themes)
    rows = tuple((name, found[code]) for code, name in themes().items() if found[code])
    if not rows:
        return None
    about = "En cuántos de estos acompañamientos se anotó cada tema."
    return _section("Oportunidades por tema", Table(("Tema", "Acompañamientos"), rows, about))


def _hours(told: Traceability) -> Section:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (t.codigo, t.day, shown_time(t.minutes), t.estado.label) for t in told.times
    )
    pending = sum(t.minutes for t in told.times if t.estado is EstadoHoras.PENDIENTE)
    notes = [f"En total, {shown_time(sum(t.minutes for t in told.times))}."] if rows else []
    if pending:
        notes.append(f"Faltan por registrar {shown_time(pending)}. {how_to_register()}")
    about = "El tiempo del trimestre y si ya está en SofiaPlus."
    return _section("Horas", Table(("Ciclo", "Fecha", "Tiempo", "Estado"), rows, about), *notes)


def how_to_register() -> str:
    """Where and how time is registered in SofiaPlus, with its exact words."""
    return (
        f"En SofiaPlus: {' → '.join(SOFIAPLUS_PATH)}. Tipo de actividad adicional del instructor: «{SOFIAPLUS_TYPE}». "
        f"Justificación: «{SOFIAPLUS_REASON}»."
    )


def _observations(told: Traceability) -> Section:
    shared = [v for v in told.visits if v.observations]
    heading = "Observaciones"
    if not shared:
        return Section(heading, ("Quedan entre quien acompaña y quien es acompañado: nadie aceptó que vayan aquí.",))
    columns = (
        "Acompañamiento",
        "Lectura del contexto",
        "Aspectos positivos",
        "Aspectos por mejorar",
        "Realimentación",
        "Punto de vista de quien fue acompañado",
    )
    table = Table(
        columns,
        tuple(row for v in shared for row in _texts(v)),
        "Lo que se observó y lo que dijo quien fue acompañado.",
        True,
    )
    return Section(heading, ("Solo las de acompañamientos en que todos los acompañados aceptaron que vayan.",), table)


def _texts(visit: Visit) -> Iterator[tuple[Cell, ...]]:
    """What was written of an acompañamiento; a row for each point of view, since a cell cannot hold forty of them."""
    assert visit.observations
    notes: tuple[str, ...] = visit.observations.notes
    for view in visit.observations.views or ("",):
        yield (f"{visit.codigo}, acompañamiento {visit.number}", *notes, view)
        notes = ("",) * len(notes)


def _section(heading: str, table: Table, *paragraphs: str) -> Section:
    return Section(heading, paragraphs, table) if table.rows else Section(heading, ("No hay registros del trimestre.",))
