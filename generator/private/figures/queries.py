"""What the figures of a quarter ask of the database: few queries, each of which reads its table once and in order.

Of an encrypted file every page that is read has to be opened first, so what decides is how many are read and how often:
the indexes of migration 0002 hold what is asked here, in the order in which the tables are joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Label,
    Select,
    Table,
    case,
    func,
    literal,
    select,
    union_all,
)

from generator.figures.catalog import AMBIENTE, ENFASIS, REGIONAL, TIPO, names_of
from generator.figures.release import TOTAL
from generator.private.options import Aplicacion, EstadoCiclo, Juicio
from generator.private.quarters import Quarter
from generator.private.standing import VISITS
from generator.private.tables import (
    acompanamiento,
    autodiagnostico,
    ciclo,
    ciclo_acompanado,
    ciclo_acompanante,
    horas,
    persona,
)

Tally = Mapping[str, Mapping[str, int]]
"""What is counted → code → how many, with all of them at TOTAL."""
CYCLES, SERVED, GUIDES = "ciclos", "acompanados", "acompanantes"
OWN = "propia"
"""People by their own regional, wherever it was."""
_CODES = [(column, code) for column in (TIPO, ENFASIS, AMBIENTE) for code in names_of(column)]
_FLAGS = [f"es_{number}" for number in range(len(_CODES))]


def visit_amounts(connection: Connection, quarter: Quarter) -> Tally:
    """Acompañamientos of a quarter by the regional of their cycle, tipo, énfasis and ambiente."""
    visit = acompanamiento.c
    rows = connection.execute(
        select(visit.regional, func.count(), *map(func.sum, _flags()))
        .where(visit.fecha.between(quarter.start, quarter.end))
        .group_by(visit.regional)
    ).all()
    found = {column: {TOTAL: sum(row[1] for row in rows)} for column in (REGIONAL, TIPO, ENFASIS, AMBIENTE)}
    found[REGIONAL] |= {row[0]: row[1] for row in rows}
    for number, (column, code) in enumerate(_CODES, start=2):
        found[column][code] = sum(int(row[number]) for row in rows)
    return found


def visit_people(connection: Connection, quarter: Quarter, part: Table) -> Tally:
    """The distinct people of one side of them, by the same columns and by their own regional."""
    visit = acompanamiento.c
    # In the order of the index of those who took part, person after person: nothing is sorted.
    there = (
        select(part.c.regional, part.c.persona_id, *(func.max(flag).label(flag.name) for flag in _flags()))
        .select_from(part)
        .join(acompanamiento, (visit.regional == part.c.regional) & (visit.id == part.c.acompanamiento_id))
        .where(visit.fecha.between(quarter.start, quarter.end))
        .group_by(part.c.regional, part.c.persona_id)
        .cte("en_cada_regional")
    )
    each = (
        select(there.c.persona_id, *(func.max(there.c[flag]).label(flag) for flag in _FLAGS))
        .group_by(there.c.persona_id)
        .cte("en_el_pais")
    )
    home, everybody = persona.c.regional, func.count()
    rows = [_row(what, TOTAL, everybody).select_from(each) for what in (REGIONAL, OWN, TIPO, ENFASIS, AMBIENTE)]
    rows.append(_row(REGIONAL, there.c.regional, everybody).group_by(there.c.regional))
    rows.append(_row(OWN, home, everybody).join(each, each.c.persona_id == persona.c.id).group_by(home))
    for (column, code), flag in zip(_CODES, _FLAGS, strict=True):
        rows.append(_row(column, code, func.coalesce(func.sum(each.c[flag]), 0)))
    return _tally(connection, union_all(*rows))


def started(connection: Connection, quarter: Quarter) -> Tally:
    """Cycles by the date of their sensibilización, and all who were in them then."""
    began = ciclo.c.sensibilizacion.between(quarter.start, quarter.end)
    left = ciclo_acompanado.c.dejo
    return _cycles(connection, began, left.is_(None) | (left >= ciclo.c.sensibilizacion))


def completed(connection: Connection, quarter: Quarter) -> Tally:
    """Complete cycles (`cycles.is_complete`) by the date on which they ended, and those who got there."""
    visit, cycle = acompanamiento.c, ciclo.c
    visits = select(func.count()).where(visit.regional == cycle.regional, visit.ciclo_id == cycle.id)
    complete = (
        _begun_by(quarter)
        & (cycle.estado == EstadoCiclo.CERRADO.value)
        & cycle.terminado.between(quarter.start, quarter.end)
        & (visits.correlate(ciclo).scalar_subquery() == VISITS)
    )
    return _cycles(connection, complete, ciclo_acompanado.c.dejo.is_(None))


def _cycles(connection: Connection, which: ColumnElement[bool], there: ColumnElement[bool]) -> Tally:
    """Cycles by regional, and the distinct people in them. `there`: which of the acompañados count."""
    cycle = ciclo.c
    amounts = select(cycle.regional, func.count()).where(which).group_by(cycle.regional)
    of_each = {row[0]: row[1] for row in connection.execute(amounts)}
    found: dict[str, Mapping[str, int]] = {CYCLES: {TOTAL: sum(of_each.values()), **of_each}}
    for what, member, who in ((SERVED, ciclo_acompanado, which & there), (GUIDES, ciclo_acompanante, which)):
        people = (
            select(member.c.regional, member.c.persona_id)
            .join(ciclo, (cycle.regional == member.c.regional) & (cycle.id == member.c.ciclo_id))
            .where(who)
            .distinct()
            .cte("personas")
        )
        all_of_them = _row(what, TOTAL, func.count(people.c.persona_id.distinct()))
        by_regional = _row(what, people.c.regional, func.count()).group_by(people.c.regional)
        found |= _tally(connection, union_all(all_of_them, by_regional))
    return found


def minutes(connection: Connection, quarter: Quarter) -> dict[str, tuple[int, int, int, int]]:
    """Minutes by regional and in all (TOTAL): the sum, how many people, and the two largest parts of one person.

    Who has only zeros written down does not stand behind a sum.
    """
    spent = horas.c
    sums = (
        select(spent.regional, spent.persona_id, func.sum(spent.minutos).label("suma"))
        .where(spent.fecha.between(quarter.start, quarter.end), spent.minutos > 0)
        .group_by(spent.regional, spent.persona_id)
        .cte("sumas")
    )
    of_all = select(func.sum(sums.c.suma).label("suma")).group_by(sums.c.persona_id).cte("sumas_del_pais")
    by_size = func.row_number()
    ranked = union_all(
        select(
            sums.c.regional.label("codigo"),
            sums.c.suma,
            by_size.over(partition_by=sums.c.regional, order_by=sums.c.suma.desc()).label("puesto"),
        ),
        select(literal(TOTAL), of_all.c.suma, by_size.over(order_by=of_all.c.suma.desc())),
    ).cte("por_tamano")
    first, second = (func.coalesce(func.max(case((ranked.c.puesto == n, ranked.c.suma))), 0) for n in (1, 2))
    rows = select(ranked.c.codigo, func.sum(ranked.c.suma), func.count(), first, second).group_by(ranked.c.codigo)
    return {code: (int(all_), people, int(one), int(two)) for code, all_, people, one, two in connection.execute(rows)}


def wanted(connection: Connection, quarter: Quarter) -> dict[str, int]:
    """Aspect → distinct people who said, when their cycle began, that they want to strengthen it."""
    said = autodiagnostico.c
    people = (
        select(said.persona_id, said.aspecto)
        .join(ciclo, (ciclo.c.regional == said.regional) & (ciclo.c.id == said.ciclo_id))
        .where(
            # Written out, as in the index that holds only these: otherwise it would not be used.
            said.aplicacion == literal(Aplicacion.INICIO.value, literal_execute=True),
            said.juicio == literal(Juicio.FORTALECER.value, literal_execute=True),
            _begun_by(quarter),
            ciclo.c.autodiagnostico.between(quarter.start, quarter.end),
        )
        .distinct()
        .subquery()
    )
    rows = connection.execute(select(people.c.aspecto, func.count()).group_by(people.c.aspecto))
    return {row[0]: row[1] for row in rows}


def _flags() -> list[Label[int]]:
    """A column of 1 and 0 for each code, so that people are gathered once and not once for each code."""
    visit = acompanamiento.c
    return [
        case((visit[column] == code, 1), else_=0).label(flag)
        for (column, code), flag in zip(_CODES, _FLAGS, strict=True)
    ]


def _begun_by(quarter: Quarter) -> ColumnElement[bool]:
    """True of every cycle that went further in a quarter: said so that its index is read, and not its rows."""
    return ciclo.c.sensibilizacion <= quarter.end


def _row(what: str, code: str | ColumnElement[str], number: ColumnElement[int]) -> Select[str, str, int]:
    return select(literal(what), literal(code) if isinstance(code, str) else code, number)


def _tally(connection: Connection, rows: CompoundSelect[Any]) -> Tally:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for what, code, number in connection.execute(rows):
        found[what][code] = int(number)
    return found
