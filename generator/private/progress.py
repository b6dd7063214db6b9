"""How far an acompañante is, against the least that the Circular expects of one.

For the eyes of that acompañante and of the profesional ENI alone; who is entitled is decided elsewhere. It is a minimum
and not a cap: what goes beyond is counted all the same. «No es una evaluación, medición, seguimiento o supervisión»
(Anexo 1, «¿Qué no lo caracteriza?»): there is no score here, no ranking, and no function that takes several people.

The numbers are in one place, the table `minimo`, a line for the year from which they hold; without any, they are those
of the Circular: two in the first and the fourth quarter, three in the second and the third, ten in the vigencia.
Whether acompañamientos or cycles count is in the same line, since the Circular may be read either way:

- an acompañamiento counts in the quarter of its date, for each acompañante who took part, with one or with many;
- a cycle counts once, in the quarter of the first of its acompañamientos in which this acompañante took part: being
  left early, which needs no reason, takes nothing from anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from generator.private.errors import refuse
from generator.private.options import Cuenta, chosen
from generator.private.people import Person, person
from generator.private.quarters import Quarter
from generator.private.store import Writing
from generator.private.tables import acompanamiento, acompanamiento_acompanante, acompanante, minimo

Four = tuple[int, int, int, int]
"""A number for each quarter of a year."""


@dataclass(frozen=True, slots=True, repr=False)
class Minimum:
    """The least that is expected in each quarter, and of what."""

    counts: Cuenta
    by_quarter: Four

    @property
    def year(self) -> int:
        return sum(self.by_quarter)


CIRCULAR = Minimum(Cuenta.ACOMPANAMIENTOS, (2, 3, 3, 2))
"""«Como mínimo diez (10) acompañamientos en cada vigencia» (Circular)."""


@dataclass(frozen=True, slots=True, repr=False)
class Progress:
    """What one acompañante did in each quarter of a year, beside the minimum."""

    year: int
    minimum: Minimum
    done: Four

    @property
    def done_in_year(self) -> int:
        return sum(self.done)


def minimum_of(connection: Connection, year: int) -> Minimum:
    """The minimum of a year: the latest that was recorded to hold from then or before, or the Circular's."""
    query = select(minimo).where(minimo.c.desde <= year).order_by(minimo.c.desde.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return Minimum(chosen(Cuenta, row.cuenta), (row.t1, row.t2, row.t3, row.t4)) if row else CIRCULAR


def set_minimum(w: Writing, since: int, new: Minimum) -> None:
    """Record the minimum that holds from a year on; said again for the same year, it replaces the former."""
    w.connection.execute(delete(minimo).where(minimo.c.desde == since))
    numbers = {f"t{n}": number for n, number in enumerate(new.by_quarter, start=1)}
    w.connection.execute(insert(minimo).values(desde=since, cuenta=new.counts.value, **numbers))
    w.note("definir", "minimo", str(since))


def progress_of(connection: Connection, who: UUID, year: int) -> Progress:
    """The progress of one acompañante in a year."""
    visit, part = acompanamiento, acompanamiento_acompanante
    mine = (
        select(visit.c.fecha)
        .join(part, (part.c.regional == visit.c.regional) & (part.c.acompanamiento_id == visit.c.id))
        .where(part.c.persona_id == who)
    )
    minimum = minimum_of(connection, year)
    if minimum.counts is Cuenta.CICLOS:
        mine = mine.with_only_columns(func.min(visit.c.fecha)).group_by(visit.c.regional, visit.c.ciclo_id)
    quarters = [Quarter.of(day) for day in connection.execute(mine).scalars()]
    return Progress(year, minimum, _by_quarter(quarters, year))


def _by_quarter(quarters: Iterable[Quarter], year: int) -> Four:
    found = [q.number for q in quarters if q.year == year]
    return (found.count(1), found.count(2), found.count(3), found.count(4))


def only_acompanante(connection: Connection) -> Person:
    """The acompañante of a store that has one, as somebody's own has. Raises StoreError (D474)."""
    known = connection.execute(select(acompanante.c.persona_id).limit(2)).scalars().all()
    if len(known) != 1:
        raise refuse("D474")
    return person(connection, known[0])
