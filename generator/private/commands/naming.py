"""What people type to name a record: a pseudonym for a person, a code for a cycle, a number within it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import click
from sqlalchemy import Connection, select

from generator.private import cycles, people
from generator.private.cycles import Ref
from generator.private.errors import refuse
from generator.private.tables import acompanamiento, plan
from generator.schema.records import Record
from generator.validate.expected import types_at

person_argument = click.argument("seudonimo", metavar="P-XXXXXX")
cycle_argument = click.argument("codigo", metavar="CÓDIGO")


def cycle_named(connection: Connection, code: str) -> Ref:
    """A cycle by its code, `C-001`, or `52/C-001` where two regionales have it. Raises StoreError (D420, D421)."""
    regional, slash, rest = code.partition("/")
    return cycles.find(connection, regional, rest) if slash else cycles.by_code(connection, code)


def plan_named(connection: Connection, cycle: Ref, quarter: str) -> Ref:
    """The plan of a cycle for a quarter. Raises StoreError (D421)."""
    query = select(plan.c.id).where(plan.c.regional == cycle.regional, plan.c.ciclo_id == cycle.id)
    return _found(connection, cycle, query.where(plan.c.trimestre == quarter.strip().upper()), "Ese plan")


def visit_named(connection: Connection, cycle: Ref, number: int) -> Ref:
    """The acompañamiento of a cycle with a number. Raises StoreError (D421)."""
    table = acompanamiento
    query = select(table.c.id).where(table.c.regional == cycle.regional, table.c.ciclo_id == cycle.id)
    return _found(connection, cycle, query.where(table.c.numero == number), "Ese acompañamiento")


def named_in(connection: Connection, model: type[Record], data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a record with ids in place of pseudonyms and codes. Raises StoreError (D420, D421)."""
    out = dict(data)
    for name in model.model_fields:
        value = out.get(name)
        if UUID not in (*types_at(model, (name,)), *types_at(model, (name, 0))) or value in (None, "", []):
            continue
        if name == "anterior":
            out[name] = _former(connection, str(value), out.get("regional"))
        elif isinstance(value, list):
            out[name] = [_person(connection, each) for each in value]
        else:
            out[name] = _person(connection, value)
    return out


def _former(connection: Connection, code: str, regional: object) -> UUID:
    """The cycle that a new one comes from, which is of the same regional. Raises StoreError (D420, D421, D484)."""
    if not isinstance(regional, str):
        return cycle_named(connection, code).id  # what is wrong with the regional is told with the record
    former = cycle_named(connection, code if "/" in code else f"{regional}/{code}")
    if former.regional != regional:
        raise refuse("D484", "El ciclo del que viene es de otra regional.")
    return former.id


def _person(connection: Connection, value: Any) -> UUID:
    return value if isinstance(value, UUID) else people.by_pseudonym(connection, str(value)).id


def _found(connection: Connection, cycle: Ref, query: Any, what: str) -> Ref:
    identifier = connection.execute(query).scalar()
    if identifier is None:
        raise refuse("D421", f"{what} no está en el almacén.")
    return Ref(cycle.regional, identifier)
