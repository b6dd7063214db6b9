"""Acompañamientos: up to four in a cycle, under a plan that was validated, with what each side has to say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID, uuid4

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from generator.diagnostics import Diagnostic, find
from generator.private import cycles, plans
from generator.private.cycles import Ref
from generator.private.errors import STORE, refuse
from generator.private.options import EstadoPlan, Tipo
from generator.private.records import AcompanamientoNuevo
from generator.private.replies import answer, edition, said, say_again
from generator.private.store import Writing
from generator.private.tables import (
    NOTES,
    acompanamiento,
    acompanamiento_acompanado,
    acompanamiento_acompanante,
    acompanamiento_nota,
    ciclo_acompanado,
    ciclo_acompanante,
    oportunidad,
)
from generator.schema.options import Enfasis

__all__ = ["answer", "correct", "edition", "record", "record_all", "warnings"]


def record(w: Writing, cycle: Ref, new: AcompanamientoNuevo) -> tuple[Ref, list[Diagnostic]]:
    """Record an acompañamiento; with the warnings it deserves. Raises StoreError (D422–D427, D429, D481)."""
    return record_all(w, cycle, [new])[0]


def record_all(w: Writing, cycle: Ref, several: Sequence[AcompanamientoNuevo]) -> list[tuple[Ref, list[Diagnostic]]]:
    """Record acompañamientos of one cycle, by the same rules as one. Raises StoreError (D422–D427, D429, D481)."""
    plan_ids = _require_place(w, cycle, several)
    refs = [Ref(cycle.regional, uuid4()) for _ in several]
    facts = [
        {"regional": ref.regional, "id": ref.id, "ciclo_id": cycle.id, "numero": new.numero, **_facts(new, plan_id)}
        for ref, new, plan_id in zip(refs, several, plan_ids, strict=True)
    ]
    w.connection.execute(insert(acompanamiento), facts)
    _write_rest(w, cycle, list(zip(refs, several, strict=True)))
    for ref in refs:
        w.note("registrar", "acompanamiento", ref.id)
    return [(ref, warnings(new)) for ref, new in zip(refs, several, strict=True)]


def correct(w: Writing, cycle: Ref, ref: Ref, new: AcompanamientoNuevo, *, even_read: bool = False) -> list[Diagnostic]:
    """Say otherwise what was recorded of an acompañamiento. What those who were accompanied said of it stays theirs.

    Once one of them read it, only with `even_read`: for whoever tells them. They have the new text still to read, and
    whatever they agreed to share was the one before. Raises StoreError (D423, D425–D427, D429, D457, D481).
    """
    [plan_id] = _require_place(w, cycle, [new], instead_of=ref)
    before = said(w.connection, ref)
    if not even_read and any(one["leido"] for one in before.values()):
        raise refuse("D457", "El acompañado ya leyó este acompañamiento.")
    if any(one["leido"] or one["punto_de_vista"] for person, one in before.items() if person not in new.acompanados):
        raise refuse("D457", "Quien ya lo leyó o dijo algo de este acompañamiento estuvo en él.")
    for table in (acompanamiento_acompanante, acompanamiento_acompanado, acompanamiento_nota, oportunidad):
        w.connection.execute(delete(table).where(table.c.regional == ref.regional, table.c.acompanamiento_id == ref.id))
    w.connection.execute(
        update(acompanamiento)
        .where(acompanamiento.c.regional == ref.regional, acompanamiento.c.id == ref.id)
        .values(**_facts(new, plan_id))
    )
    _write_rest(w, cycle, [(ref, new)])
    for person in before.keys() & set(new.acompanados):
        say_again(w, ref, person, before[person])
    w.note("corregir", "acompanamiento", ref.id)
    return warnings(new)


def _require_place(
    w: Writing, cycle: Ref, several: Sequence[AcompanamientoNuevo], instead_of: Ref | None = None
) -> list[UUID]:
    """The plan that each acompañamiento falls under, in an open cycle of those who take part in it, in its turn."""
    found = cycles.require_open(w.connection, cycle)
    for new in several:
        cycles.require_past(w, new.fecha)
        cycles.require_vigencia(found, new.fecha)
    _require_their_turns(w.connection, cycle, found, several, instead_of)
    cycles.require_members(w.connection, cycle, ciclo_acompanante, {p for new in several for p in new.acompanantes})
    cycles.require_members(w.connection, cycle, ciclo_acompanado, {p for new in several for p in new.acompanados})
    cycles.require_still_in(w.connection, cycle, {p for new in several for p in new.acompanados})
    return plans.valid_on(w.connection, cycle, [new.fecha for new in several])


def _facts(new: AcompanamientoNuevo, plan_id: UUID) -> dict[str, object]:
    return {
        "plan_id": plan_id,
        "plan_estado": EstadoPlan.VALIDADO.value,
        "fecha": new.fecha,
        "tipo": new.tipo.value,
        "enfasis": new.enfasis.value,
        "ambiente": new.ambiente.value,
        "minutos": new.minutos,
        "expertos_externos": new.expertos_externos,
    }


def _write_rest(w: Writing, cycle: Ref, several: Sequence[tuple[Ref, AcompanamientoNuevo]]) -> None:
    """What hangs from acompañamientos: the notes, who took part, and the opportunities."""

    def lines(name: str, key: str, **more: str) -> list[dict[str, object]]:
        return [
            {"regional": ref.regional, "acompanamiento_id": ref.id, key: value}
            | {column: getattr(new, field) for column, field in more.items()}
            for ref, new in several
            for value in sorted(set(getattr(new, name)))
        ]

    notes = [
        {"regional": ref.regional, "acompanamiento_id": ref.id, **{name: getattr(new, name) for name in NOTES}}
        for ref, new in several
    ]
    w.connection.execute(insert(acompanamiento_nota), notes)
    for table, name in ((acompanamiento_acompanante, "acompanantes"), (acompanamiento_acompanado, "acompanados")):
        people = lines(name, "persona_id", tipo="tipo")
        w.connection.execute(insert(table), [{**p, "ciclo_id": cycle.id, "tipo": str(p["tipo"])} for p in people])
    if themes := lines("oportunidades", "tema"):
        w.connection.execute(insert(oportunidad), themes)


def _require_their_turns(
    connection: Connection,
    cycle: Ref,
    found: RowMapping,
    several: Sequence[AcompanamientoNuevo],
    instead_of: Ref | None,
) -> None:
    """Refuse (D423) one before the plan was agreed, after the closing, or before one of a lower number."""
    if any(found["plan"] is None or new.fecha < found["plan"] for new in several):
        raise refuse("D423", "El acompañamiento va después del plan y su concertación.")
    if any(found["cierre"] is not None and new.fecha > found["cierre"] for new in several):
        raise refuse("D423", "El acompañamiento va antes del cierre.")
    table = acompanamiento
    query = select(table.c.numero, table.c.fecha).where(
        table.c.regional == cycle.regional, table.c.ciclo_id == cycle.id
    )
    if instead_of is not None:
        query = query.where(table.c.id != instead_of.id)
    known = [(number, day) for number, day in connection.execute(query)]
    numbered = sorted([*known, *((new.numero, new.fecha) for new in several)])
    if any(day > later and number < after for (number, day), (after, later) in pairwise(numbered)):
        raise refuse("D423", "Los acompañamientos se numeran en el orden de sus fechas.")


def warnings(new: AcompanamientoNuevo, where: str = STORE) -> list[Diagnostic]:
    """What may be right and deserves a second look (Anexo 1, «Tipos» and «Énfasis»)."""
    found = []
    if new.expertos_externos and new.tipo is Tipo.INDIVIDUAL:
        found.append(find("D428", where))
    if new.enfasis is Enfasis.TECNICO_PEDAGOGICO and len(set(new.acompanantes)) < 2:
        found.append(find("D436", where))
    if new.tipo is Tipo.COLECTIVO and len(set(new.acompanados)) < 2:
        found.append(find("D483", where))
    return found
