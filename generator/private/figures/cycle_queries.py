"""What the figures of a quarter ask of the cycles: which of them count, gathered once, and then who was in them.

The joins are outer, because that keeps SQLite to this order; a cycle with nobody brings a null, which is not counted.
"""

from __future__ import annotations

from sqlalchemy import CTE, ColumnElement, Connection, case, func, literal, select, union_all

from generator.figures.release import TOTAL
from generator.private.figures.queries import Tally, row, tally
from generator.private.options import Aplicacion, EstadoCiclo, Juicio
from generator.private.quarters import Quarter
from generator.private.standing import VISITS
from generator.private.tables import acompanamiento, autodiagnostico, ciclo, ciclo_acompanado, ciclo_acompanante

STARTED, COMPLETED = "iniciados", "completados"
CYCLES, SERVED, GUIDES = "ciclos", "acompanados", "acompanantes"


def cycles(connection: Connection, quarter: Quarter) -> Tally:
    """Cycles by regional and the distinct people in them; STARTED or COMPLETED, a space, and what is counted.

    A cycle started on the date of its sensibilización, with all who were in it then. A complete one
    (`cycles.is_complete`) counts by the date on which it ended, with those who got there.
    """
    which = _which(quarter)
    left = ciclo_acompanado.c.dejo
    rows = []
    for what in (STARTED, COMPLETED):
        counted = select(which.c.regional).where(which.c[what] == 1).subquery()
        rows += [
            row(f"{what} {CYCLES}", TOTAL, func.count()).select_from(counted),
            row(f"{what} {CYCLES}", counted.c.regional, func.count()).group_by(counted.c.regional),
        ]
    for side, member, then, at_the_end in (
        (SERVED, ciclo_acompanado, left.is_(None) | (left >= which.c.sensibilizacion), left.is_(None)),
        (GUIDES, ciclo_acompanante, None, None),
    ):
        people = (
            select(
                which.c.regional,
                member.c.persona_id,
                _both(which.c[STARTED], then).label(STARTED),
                _both(which.c[COMPLETED], at_the_end).label(COMPLETED),
            )
            .select_from(which)
            .outerjoin(member, (member.c.regional == which.c.regional) & (member.c.ciclo_id == which.c.id))
            .distinct()
            .cte(side)
        )
        for what in (STARTED, COMPLETED):
            who, these = func.count(people.c.persona_id.distinct()), people.c[what] == 1
            rows += [
                row(f"{what} {side}", TOTAL, who).where(these),
                row(f"{what} {side}", people.c.regional, who).where(these).group_by(people.c.regional),
            ]
    return tally(connection, union_all(*rows))


def _which(quarter: Quarter) -> CTE:
    """The cycles that started or ended in a quarter: a 1 where they count."""
    visit, cycle = acompanamiento.c, ciclo.c
    visits = select(func.count()).where(visit.regional == cycle.regional, visit.ciclo_id == cycle.id)
    began = cycle.sensibilizacion.between(quarter.start, quarter.end)
    ended = (cycle.estado == EstadoCiclo.CERRADO.value) & cycle.terminado.between(quarter.start, quarter.end)
    complete = case((ended, visits.correlate(ciclo).scalar_subquery()), else_=0)
    return (
        select(
            cycle.regional,
            cycle.id,
            cycle.sensibilizacion,
            case((began, 1), else_=0).label(STARTED),
            case((complete == VISITS, 1), else_=0).label(COMPLETED),
        )
        .where(_begun_by(quarter), began | ended)
        .cte("cuales")
        .prefix_with("MATERIALIZED")
    )


def _both(counts: ColumnElement[int], there: ColumnElement[bool] | None) -> ColumnElement[int]:
    return counts if there is None else case((there, counts), else_=0)


def wanted(connection: Connection, quarter: Quarter) -> dict[str, int]:
    """Aspect → distinct people who said, when their cycle began, that they want to strengthen it."""
    said, cycle = autodiagnostico.c, ciclo.c
    which = (
        select(cycle.regional, cycle.id)
        .where(_begun_by(quarter), cycle.autodiagnostico.between(quarter.start, quarter.end))
        .cte("cuales")
        .prefix_with("MATERIALIZED")
    )
    of_them = (said.regional == which.c.regional) & (said.ciclo_id == which.c.id)
    # Written out, as in the index that holds only these: otherwise it would not be used.
    said_so = (said.aplicacion == literal(Aplicacion.INICIO.value, literal_execute=True)) & (
        said.juicio == literal(Juicio.FORTALECER.value, literal_execute=True)
    )
    people = (
        select(said.persona_id, said.aspecto)
        .select_from(which)
        .outerjoin(autodiagnostico, of_them & said_so)
        .distinct()
        .subquery()
    )
    rows = connection.execute(select(people.c.aspecto, func.count()).group_by(people.c.aspecto))
    return {row[0]: row[1] for row in rows if row[0] is not None}


def _begun_by(quarter: Quarter) -> ColumnElement[bool]:
    """True of every cycle that went further in a quarter: said so that its index is read, and not its rows."""
    return ciclo.c.sensibilizacion <= quarter.end
