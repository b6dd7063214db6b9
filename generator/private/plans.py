"""Plans: proposed by those who will meet, validated by the coordinador académico before the first acompañamiento."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, insert, select, update

from generator.private import cycles, people
from generator.private.cycles import Ref
from generator.private.errors import refuse
from generator.private.options import EstadoPlan, RolPersona
from generator.private.quarters import Quarter
from generator.private.records import PlanNuevo
from generator.private.store import Writing
from generator.private.tables import acompanamiento, plan, plan_fecha


def propose(w: Writing, cycle: Ref, new: PlanNuevo) -> Ref:
    """Record a plan of a quarter. Raises StoreError (D422 when the cycle has one for it, D429, D481)."""
    found = cycles.require_open(w.connection, cycle)
    for when in new.fechas:
        cycles.require_vigencia(found, when.fecha)
    ref = Ref(cycle.regional, uuid4())
    w.connection.execute(
        insert(plan).values(
            regional=ref.regional,
            id=ref.id,
            ciclo_id=cycle.id,
            trimestre=new.trimestre,
            estado=EstadoPlan.PROPUESTO.value,
        )
    )
    _write_dates(w, ref, new)
    w.note("proponer", "plan", ref.id)
    return ref


def adjust(w: Writing, ref: Ref, new: PlanNuevo) -> None:
    """Other dates for a plan that nobody validated, which goes back to be looked at.

    Raises StoreError (D421, D429, D457, D481).
    """
    key = (plan.c.regional == ref.regional, plan.c.id == ref.id)
    row = w.connection.execute(select(plan.c.estado, plan.c.ciclo_id).where(*key)).one_or_none()
    if row is None:
        raise refuse("D421", "Ese plan no está en el almacén.")
    found = cycles.require_open(w.connection, Ref(ref.regional, row.ciclo_id))
    for when in new.fechas:
        cycles.require_vigencia(found, when.fecha)
    if row.estado == EstadoPlan.VALIDADO.value:
        raise refuse("D457", "El plan ya está validado.", hint="Pida al coordinador académico que lo devuelva.")
    w.connection.execute(
        delete(plan_fecha).where(plan_fecha.c.regional == ref.regional, plan_fecha.c.plan_id == ref.id)
    )
    w.connection.execute(update(plan).where(*key).values(estado=EstadoPlan.PROPUESTO.value, trimestre=new.trimestre))
    _write_dates(w, ref, new)
    w.note("ajustar", "plan", ref.id)


def _write_dates(w: Writing, ref: Ref, new: PlanNuevo) -> None:
    lines = []
    for order, when in enumerate(new.fechas, start=1):
        values = when.model_dump(mode="python")
        named = {k: v.value for k, v in values.items() if k in ("tipo", "enfasis", "ambiente")}
        lines.append({**values, **named, "regional": ref.regional, "plan_id": ref.id, "orden": order})
    w.connection.execute(insert(plan_fecha), lines)


def edition(connection: Connection, ref: Ref) -> str:
    """What a plan says now, in a word: another one as soon as its quarter or any of its dates is another."""
    quarter = select(plan.c.trimestre).where(plan.c.regional == ref.regional, plan.c.id == ref.id)
    dates = select(*(plan_fecha.c[name] for name in ("fecha", "desde", "hasta", "tipo", "enfasis", "ambiente"))).where(
        plan_fecha.c.regional == ref.regional, plan_fecha.c.plan_id == ref.id
    )
    lines = [connection.execute(quarter).scalar(), *connection.execute(dates.order_by(plan_fecha.c.orden))]
    said = "\n".join(line if isinstance(line, str) else " ".join(map(str, line)) for line in lines if line)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def validate(w: Writing, ref: Ref, coordinator: UUID, day: date, *, seen: str | None = None) -> None:
    """The coordinador académico of the cycle's centre agrees with dates, type, emphasis and environment.

    `seen` is the `edition` that they looked at, where they looked at one. Raises StoreError (D421, D422 when somebody
    did already, D429, D482, D490 while one sent back waits for other dates, D491 when it is another one by now).
    """
    query = select(plan.c.ciclo_id, plan.c.estado).where(plan.c.regional == ref.regional, plan.c.id == ref.id)
    proposed = w.connection.execute(query).one_or_none()
    if proposed is None:
        raise refuse("D421", "Ese plan no está en el almacén.")
    if proposed.estado == EstadoPlan.VALIDADO:
        raise refuse("D422", "Ese plan ya estaba validado.")
    if proposed.estado == EstadoPlan.DEVUELTO:
        raise refuse("D490")
    cycles.require_past(w, day)
    _require_edition(w, ref, seen)
    found = cycles.require_open(w.connection, Ref(ref.regional, proposed.ciclo_id))
    if found["plan"] is not None and day < found["plan"]:
        raise refuse("D423", "El plan se valida después de concertarlo.")
    who = people.person(w.connection, coordinator)
    if RolPersona.COORDINADOR_ACADEMICO not in who.roles or who.centro != found["centro"]:
        raise refuse("D482")
    _decide(w, ref, EstadoPlan.VALIDADO, validado_por=coordinator, validado=day)


def send_back(w: Writing, ref: Ref, *, seen: str | None = None) -> None:
    """The plan needs to be adjusted.

    Raises StoreError (D421, D429; D438 once it has acompañamientos; D491 when it is not the one that was `seen`).
    """
    belongs = select(plan.c.ciclo_id).where(plan.c.regional == ref.regional, plan.c.id == ref.id)
    cycle = w.connection.execute(belongs).scalar()
    if cycle is None:
        raise refuse("D421", "Ese plan no está en el almacén.")
    cycles.require_open(w.connection, Ref(ref.regional, cycle))
    query = select(acompanamiento.c.id).where(
        acompanamiento.c.regional == ref.regional, acompanamiento.c.plan_id == ref.id
    )
    if w.connection.execute(query.limit(1)).first():
        raise refuse("D438")
    _require_edition(w, ref, seen)
    _decide(w, ref, EstadoPlan.DEVUELTO, validado_por=None, validado=None)


def valid_on(connection: Connection, cycle: Ref, days: Sequence[date]) -> list[UUID]:
    """The plan of a cycle that was validated by each day: that of its quarter, or else the latest one.

    What was agreed for a quarter may slip into the next one. Raises StoreError (D425).
    """
    query = (
        select(plan.c.id, plan.c.validado, plan.c.trimestre)
        .where(
            plan.c.regional == cycle.regional,
            plan.c.ciclo_id == cycle.id,
            plan.c.estado == EstadoPlan.VALIDADO.value,
        )
        .order_by(plan.c.validado.desc(), plan.c.trimestre.desc())
    )
    validated = connection.execute(query).all()
    found: list[UUID] = []
    for day in days:
        by_then = [one for one in validated if one.validado <= day]
        if not by_then:
            raise refuse("D425")
        same = (one for one in by_then if one.trimestre == str(Quarter.of(day)))
        found.append(next(same, by_then[0]).id)
    return found


def _require_edition(w: Writing, ref: Ref, seen: str | None) -> None:
    if seen is not None and seen != edition(w.connection, ref):
        raise refuse("D491")


def _decide(w: Writing, ref: Ref, state: EstadoPlan, **values: object) -> None:
    changed = w.connection.execute(
        update(plan).where(plan.c.regional == ref.regional, plan.c.id == ref.id).values(estado=state.value, **values)
    )
    if changed.rowcount != 1:
        raise refuse("D421", "Ese plan no está en el almacén.")
    w.note(state.value, "plan", ref.id)
