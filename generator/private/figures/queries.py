"""What the figures of a quarter ask of the database: few queries, each of which reads its table once and in order.

Of an encrypted file every page that is read has to be opened first, so what decides is how many are read and how often:
the indexes of migration 0002 hold what is asked here, in the order in which the tables are joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    CTE,
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
from generator.private.quarters import Quarter
from generator.private.tables import acompanamiento, horas, persona

Tally = Mapping[str, Mapping[str, int]]
"""What is counted → code → how many, with all of them at TOTAL."""
OWN = "propia"
"""People by their own regional, wherever it was."""
_CODES = [(column, code) for column in (TIPO, ENFASIS, AMBIENTE) for code in names_of(column)]
_FLAGS = [f"es_{number}" for number in range(len(_CODES))]


def visit_amounts(connection: Connection, quarter: Quarter) -> Tally:
    """Acompañamientos of a quarter by the regional of their cycle, tipo, énfasis and ambiente."""
    visit = acompanamiento.c
    rows = connection.execute(
        select(visit.regional, func.count(), *(func.count().filter(visit[column] == code) for column, code in _CODES))
        .where(visit.fecha.between(quarter.start, quarter.end))
        .group_by(visit.regional)
    ).all()
    found = {column: {TOTAL: sum(row[1] for row in rows)} for column in (REGIONAL, TIPO, ENFASIS, AMBIENTE)}
    found[REGIONAL] |= {row[0]: row[1] for row in rows}
    for number, (column, code) in enumerate(_CODES, start=2):
        found[column][code] = sum(row[number] for row in rows)
    return found


def visit_people(connection: Connection, quarter: Quarter, part: Table) -> Tally:
    """The distinct people of one side of them, by the same columns and by their own regional."""
    visit = acompanamiento.c
    # Outer, because it keeps SQLite to this order: it reads the index of the visits once, and only those of the quarter
    # lead to the other, which has the same order. What repeats goes at once: nothing that long is sorted.
    seen = (
        select(visit.regional, part.c.persona_id, visit.tipo, visit.enfasis, visit.ambiente)
        .select_from(acompanamiento)
        .outerjoin(part, (part.c.regional == visit.regional) & (part.c.acompanamiento_id == visit.id))
        .where(visit.fecha.between(quarter.start, quarter.end))
        .distinct()
        .cte("vistos")
    )
    there = (
        select(seen.c.regional, seen.c.persona_id, *(_flag(seen, *code) for code in _CODES))
        .where(seen.c.persona_id.is_not(None))
        .group_by(seen.c.regional, seen.c.persona_id)
        .cte("en_cada_regional")
    )
    each = (
        select(there.c.persona_id, *(func.max(there.c[flag]).label(flag) for flag in _FLAGS))
        .group_by(there.c.persona_id)
        .cte("en_el_pais")
    )
    home, everybody = persona.c.regional, func.count()
    rows = [row(what, TOTAL, everybody).select_from(each) for what in (REGIONAL, OWN, TIPO, ENFASIS, AMBIENTE)]
    rows.append(row(REGIONAL, there.c.regional, everybody).group_by(there.c.regional))
    rows.append(row(OWN, home, everybody).join(each, each.c.persona_id == persona.c.id).group_by(home))
    for (column, code), flag in zip(_CODES, _FLAGS, strict=True):
        rows.append(row(column, code, func.coalesce(func.sum(each.c[flag]), 0)))
    return tally(connection, union_all(*rows))


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


def _flag(seen: CTE, column: str, code: str) -> Label[int]:
    """1 for who was seen with that code: people are gathered once, and not once for each code."""
    return func.max(case((seen.c[column] == code, 1), else_=0)).label(_FLAGS[_CODES.index((column, code))])


def row(what: str, code: str | ColumnElement[str], number: ColumnElement[int]) -> Select[str, str, int]:
    return select(literal(what), literal(code) if isinstance(code, str) else code, number)


def tally(connection: Connection, rows: CompoundSelect[Any]) -> Tally:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for what, code, number in connection.execute(rows):
        found[what][code] = int(number)
    return found
