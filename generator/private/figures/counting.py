"""The figures of a quarter out of the store, before they are protected: counted by the database, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from generator.figures.catalog import AMBIENTE, ENFASIS, KINDS, NO_REGIONAL, REGIONAL, TIPO, Kind, names_of
from generator.figures.release import TOTAL
from generator.private.engine import roomy
from generator.private.figures import cycle_queries, queries
from generator.private.quarters import Quarter
from generator.private.tables import acompanamiento_acompanado, acompanamiento_acompanante, instrumento

Cells = dict[str, "Counted"]
_ALL = {REGIONAL: "Todo el país"}


@dataclass(frozen=True, slots=True, repr=False)
class Counted:
    """A number before it is protected: how much, and who stands behind it.

    `people`: how many distinct ones on each side, in the order of `Kind.people`. `largest`: the two largest parts that
    one person has in it (minutes only).
    """

    name: str
    value: int
    people: tuple[int, ...]
    largest: tuple[int, int] = (0, 0)


def count(connection: Connection, quarter: Quarter) -> dict[str, Cells]:
    """{key of a table: {code: number}} for every table that comes from the store: the total first, zeros too.

    A regional that is no longer in the official list comes after the others, so that they still add up.
    """
    with roomy(connection):
        found = {
            **_visits(connection, quarter),
            **_cycles(connection, quarter),
            "horas-por-regional": _hours(connection, quarter),
            "aspectos-por-fortalecer": _aspects(connection, quarter),
        }
    return {key: found[key] for key in KINDS if key in found}


def _visits(connection: Connection, quarter: Quarter) -> dict[str, Cells]:
    amounts = queries.visit_amounts(connection, quarter)
    served = queries.visit_people(connection, quarter, acompanamiento_acompanado)
    guides = queries.visit_people(connection, quarter, acompanamiento_acompanante)
    found = {}
    for column in (REGIONAL, TIPO, ENFASIS, AMBIENTE):
        key = f"acompanamientos-por-{column}"
        found[key] = _cells(KINDS[key], amounts[column], served[column], guides[column])
    for key, people in (("acompanados-por-regional", served), ("acompanantes-por-regional", guides)):
        found[key] = _cells(KINDS[key], people[queries.OWN], people[queries.OWN])
    return found


def _cycles(connection: Connection, quarter: Quarter) -> dict[str, Cells]:
    amounts = cycle_queries.cycles(connection, quarter)
    found = {}
    for what in (cycle_queries.STARTED, cycle_queries.COMPLETED):
        key = f"ciclos-{what}-por-regional"
        sides = (cycle_queries.CYCLES, cycle_queries.SERVED, cycle_queries.GUIDES)
        found[key] = _cells(KINDS[key], *(amounts[f"{what} {side}"] for side in sides))
    return found


def _hours(connection: Connection, quarter: Quarter) -> Cells:
    found = queries.minutes(connection, quarter)
    cells = {}
    for code, name in _names(KINDS["horas-por-regional"], found).items():
        value, people, first, second = found.get(code, (0, 0, 0, 0))
        cells[code] = Counted(name, value, (people,), (first, second))
    return cells


def _aspects(connection: Connection, quarter: Quarter) -> Cells:
    found = cycle_queries.wanted(connection, quarter)
    names = _aspect_names(connection, quarter, found)
    return {code: Counted(name, found.get(code, 0), (found.get(code, 0),)) for code, name in names.items()}


def _aspect_names(connection: Connection, quarter: Quarter, found: Iterable[str]) -> dict[str, str]:
    """What the instrument had asked until the end of the quarter, in the newest words, and whatever was answered."""
    asked: dict[str, str] = {}
    later: dict[str, str] = {}
    versions = select(instrumento.c.desde, instrumento.c.aspectos).order_by(instrumento.c.version)
    for since, aspects in connection.execute(versions):
        (asked if since <= quarter.end else later).update(aspects)
    return asked | {code: later[code] for code in sorted(found) if code not in asked}


def _cells(kind: Kind, amounts: Mapping[str, int], *sides: Mapping[str, int]) -> Cells:
    return {
        code: Counted(name, amounts.get(code, 0), tuple(side.get(code, 0) for side in sides))
        for code, name in _names(kind, amounts).items()
    }


def _names(kind: Kind, found: Iterable[str]) -> dict[str, str]:
    """The total and the codes of the catalogue, each with its words; and those of the store that it lacks."""
    listed = {code: name for code, name in names_of(kind.column).items() if code != NO_REGIONAL}
    former = {code: code for code in sorted(found) if code != TOTAL and code not in listed}
    return {TOTAL: _ALL.get(kind.column, "Todos")} | listed | former
