"""What is recorded of one cycle, as the records that it came in as: to show it, or to see what a new one changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Table, select

from generator.private import tables as t
from generator.private.cycles import Ref, row

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Recorded:
    """A cycle with all that it has, each record as plain values by what tells it from others."""

    cycle: Values
    plans: dict[str, tuple[Ref, Values]]
    """By quarter."""
    visits: dict[int, tuple[Ref, Values]]
    """By number."""
    answers: dict[tuple[int, UUID], Values]
    diagnoses: dict[tuple[UUID, str], Values]
    closings: dict[UUID, Values]
    hours: dict[tuple[UUID, date], tuple[tuple[Ref, Values], ...]]


def recorded(connection: Connection, ref: Ref) -> Recorded:
    """All that the store has of a cycle. Raises StoreError (D421)."""

    def rows(table: Table, *order: str) -> list[RowMapping]:
        query = select(table).where(table.c.regional == ref.regional, table.c.ciclo_id == ref.id)
        return list(connection.execute(query.order_by(*(table.c[name] for name in order))).mappings())

    recorded_visits = rows(t.acompanamiento)
    identifiers = [visit["id"] for visit in recorded_visits]

    def of_visits(table: Table) -> dict[UUID, list[RowMapping]]:
        found: dict[UUID, list[RowMapping]] = {}
        if not identifiers:
            return found
        query = select(table).where(table.c.regional == ref.regional, table.c.acompanamiento_id.in_(identifiers))
        for one in connection.execute(query).mappings():
            found.setdefault(one["acompanamiento_id"], []).append(one)
        return found

    cycle: Values = {
        **row(connection, ref),
        "acompanantes": {m["persona_id"] for m in rows(t.ciclo_acompanante)},
        "acompanados": {m["persona_id"] for m in rows(t.ciclo_acompanado)},
    }
    cycle["anterior"] = cycle.pop("anterior_id")
    accompanying = of_visits(t.acompanamiento_acompanante)
    accompanied = of_visits(t.acompanamiento_acompanado)
    notes, themes = of_visits(t.acompanamiento_nota), of_visits(t.oportunidad)
    visits: dict[int, tuple[Ref, Values]] = {}
    answers: dict[tuple[int, UUID], Values] = {}
    for visit in recorded_visits:
        key = visit["id"]
        values = {
            **notes[key][0],
            **visit,
            "acompanantes": {m["persona_id"] for m in accompanying.get(key, ())},
            "acompanados": {m["persona_id"] for m in accompanied.get(key, ())},
            "oportunidades": {o["tema"] for o in themes.get(key, ())},
        }
        visits[visit["numero"]] = (Ref(ref.regional, key), values)
        for member in accompanied.get(key, ()):
            said = {**member, "leido": member["leido"] is not None}
            answers[visit["numero"], member["persona_id"]] = said
    diagnoses: dict[tuple[UUID, str], Values] = {}
    for one in rows(t.autodiagnostico):
        said = diagnoses.setdefault((one["persona_id"], one["aplicacion"]), {"version": one["version"], "juicios": {}})
        said["juicios"][one["aspecto"]] = one["juicio"]
    hours: dict[tuple[UUID, date], tuple[tuple[Ref, Values], ...]] = {}
    for one in rows(t.horas, "fecha", "id"):
        key_of_day = (one["persona_id"], one["fecha"])
        hours[key_of_day] = (*hours.get(key_of_day, ()), (Ref(ref.regional, one["id"]), dict(one)))
    closings = {one["persona_id"]: dict(one) for one in rows(t.cierre)}
    return Recorded(cycle, _plans(connection, ref, rows(t.plan)), visits, answers, diagnoses, closings, hours)


def _plans(connection: Connection, ref: Ref, rows: list[RowMapping]) -> dict[str, tuple[Ref, Values]]:
    found: dict[str, tuple[Ref, Values]] = {}
    names = ("fecha", "desde", "hasta", "tipo", "enfasis", "ambiente")
    for one in rows:
        dates = t.plan_fecha
        query = select(dates).where(dates.c.regional == ref.regional, dates.c.plan_id == one["id"])
        days = [{n: d[n] for n in names} for d in connection.execute(query.order_by(dates.c.orden)).mappings()]
        found[one["trimestre"]] = (Ref(ref.regional, one["id"]), {**one, "fechas": days})
    return found
