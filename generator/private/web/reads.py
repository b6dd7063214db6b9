"""What the pages look at. Reading alone: who may see it was decided before, by the facts that come from here too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, Table, func, null, select

from generator.private import cycles, people
from generator.private.access import Facts
from generator.private.cycles import Ref
from generator.private.errors import refuse
from generator.private.tables import (
    acompanamiento,
    acompanamiento_acompanado,
    acompanamiento_acompanante,
    ciclo,
    ciclo_acompanado,
    ciclo_acompanante,
    cuenta,
    identidad,
    persona,
    plan,
    plan_fecha,
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Who:
    """Somebody of a cycle, for those entitled to their name. `left`: they were accompanied, and went."""

    id: UUID
    pseudonym: str
    name: str
    left: bool = False


def cycle(connection: Connection, ref: Ref) -> tuple[Row, Facts]:
    """A cycle and what decides who sees it. Raises StoreError (D421)."""
    row = cycles.row(connection, ref)
    companions = frozenset(w.id for w in members(connection, ref, ciclo_acompanante))
    accompanied = frozenset(w.id for w in members(connection, ref, ciclo_acompanado))
    return dict(row), Facts(ref.regional, row["centro"], companions, accompanied)


def members(connection: Connection, ref: Ref, table: Table) -> list[Who]:
    """The people of one side of a cycle: `table` is that of its acompañantes or of its acompañados."""
    went = table.c.dejo if "dejo" in table.c else null()
    query = (
        select(persona.c.id, persona.c.seudonimo, identidad.c.nombre, went.label("dejo"))
        .join(table, table.c.persona_id == persona.c.id)
        .join(identidad, identidad.c.persona_id == persona.c.id, isouter=True)
        .where(table.c.regional == ref.regional, table.c.ciclo_id == ref.id)
        .order_by(persona.c.seudonimo)
    )
    return [Who(r.id, r.seudonimo, r.nombre or r.seudonimo, r.dejo is not None) for r in connection.execute(query)]


def mine(connection: Connection, person: UUID) -> list[Row]:
    """The cycles that somebody is in, on either side, those that go on first."""
    found: dict[UUID, Row] = {}
    for table in (ciclo_acompanante, ciclo_acompanado):
        query = (
            select(ciclo)
            .join(table, (table.c.regional == ciclo.c.regional) & (table.c.ciclo_id == ciclo.c.id))
            .where(table.c.persona_id == person)
        )
        found |= {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    return sorted(found.values(), key=lambda r: (r["estado"] != "abierto", -r["vigencia"], r["codigo"]))


def visits(connection: Connection, ref: Ref, facts: Facts) -> list[tuple[Row, Facts]]:
    """The acompañamientos of a cycle in order, each with the facts of who was in it."""
    table = acompanamiento
    query = select(table).where(table.c.regional == ref.regional, table.c.ciclo_id == ref.id).order_by(table.c.numero)
    return [(row, _of_visit(connection, row, facts)) for row in map(dict, connection.execute(query).mappings().all())]


def visit(connection: Connection, ref: Ref) -> tuple[Row, Facts]:
    """One acompañamiento, by its own id. Raises StoreError (D421)."""
    query = select(acompanamiento).where(acompanamiento.c.regional == ref.regional, acompanamiento.c.id == ref.id)
    row = _only(connection, query)
    _, facts = cycle(connection, Ref(ref.regional, row["ciclo_id"]))
    return row, _of_visit(connection, row, facts)


def _of_visit(connection: Connection, row: Row, facts: Facts) -> Facts:
    table = acompanamiento_acompanado
    query = select(table.c.persona_id).where(
        table.c.regional == row["regional"], table.c.acompanamiento_id == row["id"]
    )
    there = frozenset(connection.execute(query).scalars())
    return Facts(facts.regional, facts.centro, facts.acompanantes, there)


def who_accompanied(connection: Connection, ref: Ref) -> frozenset[UUID]:
    """Those who accompanied in one acompañamiento."""
    table = acompanamiento_acompanante.c
    query = select(table.persona_id).where(table.regional == ref.regional, table.acompanamiento_id == ref.id)
    return frozenset(connection.execute(query).scalars())


def to_read_again(connection: Connection, person: UUID) -> list[Ref]:
    """The acompañamientos of somebody that were corrected after they read them."""
    table = acompanamiento_acompanado.c
    query = select(table.regional, table.acompanamiento_id).where(
        table.persona_id == person, table.corregido.is_not(None)
    )
    return [Ref(*found) for found in connection.execute(query)]


def plans(connection: Connection, ref: Ref) -> list[Row]:
    """The plans of a cycle."""
    query = select(plan).where(plan.c.regional == ref.regional, plan.c.ciclo_id == ref.id).order_by(plan.c.trimestre)
    return [dict(row) for row in connection.execute(query).mappings()]


def plan_of(connection: Connection, ref: Ref) -> Row:
    """One plan, by its own id. Raises StoreError (D421)."""
    query = select(plan).where(plan.c.regional == ref.regional, plan.c.id == ref.id)
    return _only(connection, query)


def dates(connection: Connection, ref: Ref) -> list[Row]:
    """The dates of a plan, in order."""
    query = select(plan_fecha).where(plan_fecha.c.regional == ref.regional, plan_fecha.c.plan_id == ref.id)
    return [dict(row) for row in connection.execute(query.order_by(plan_fecha.c.orden)).mappings()]


def plans_of_centre(connection: Connection, regional: str, centro: str) -> Sequence[Row]:
    """The plans of the cycles that go on in a centre, those still to be validated first."""
    query = (
        select(
            plan.c.regional, plan.c.id, plan.c.trimestre, plan.c.estado, ciclo.c.codigo, func.count().label("fechas")
        )
        .join(ciclo, (ciclo.c.regional == plan.c.regional) & (ciclo.c.id == plan.c.ciclo_id))
        .join(plan_fecha, (plan_fecha.c.regional == plan.c.regional) & (plan_fecha.c.plan_id == plan.c.id))
        .where(ciclo.c.regional == regional, ciclo.c.centro == centro, ciclo.c.estado == "abierto")
        .group_by(plan.c.regional, plan.c.id, plan.c.trimestre, plan.c.estado, ciclo.c.codigo)
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return sorted(rows, key=lambda r: (r["estado"] != "propuesto", r["trimestre"], r["codigo"]))


def somebody(connection: Connection, pseudonym: str) -> people.Person:
    """A person by their pseudonym, as it stands in an address. Raises StoreError (D421)."""
    return people.by_pseudonym(connection, pseudonym)


def people_of(connection: Connection, regional: str, wanted: str | None = None) -> list[Row]:
    """Those of a regional whose identity is kept, with the state of their accounts and never a name.

    `wanted`: only who has that document, or comes in with that user.
    """
    query = (
        select(persona.c.id, cuenta.c.activa, cuenta.c.temporal)
        .join(identidad, identidad.c.persona_id == persona.c.id)
        .join(cuenta, cuenta.c.persona_id == persona.c.id, isouter=True)
        .where(persona.c.regional == regional)
        .order_by(persona.c.centro, persona.c.seudonimo)
    )
    if wanted is not None:
        query = query.where((identidad.c.documento == wanted.upper()) | (cuenta.c.usuario == wanted.casefold()))
    return [dict(row) for row in connection.execute(query).mappings()]


def about(facts: Facts, person: UUID) -> Facts:
    """The facts of what is about one person among those of a record."""
    return replace(facts, about=person)


def shown_name(connection: Connection, person: UUID) -> str:
    """The name of somebody, for those entitled to it; their pseudonym once the identity was deleted."""
    return people.name_of(connection, person) or people.person(connection, person).pseudonym


def _only(connection: Connection, query: Select[Any]) -> Row:
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise refuse("D421")
    return dict(row)
