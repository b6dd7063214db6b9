"""Autodiagnóstico and closing: what somebody says of their own practice at both ends, and what they take on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, Table, delete, func, insert, select

from generator.private import cycles
from generator.private.cycles import Ref
from generator.private.errors import refuse
from generator.private.records import Autodiagnostico, Cierre
from generator.private.store import Writing
from generator.private.tables import autodiagnostico, ciclo_acompanado, cierre, instrumento


def publish_instrument(w: Writing, version: int, since: date, asked: dict[str, str]) -> None:
    """A version of the instrument that ENI defines: code of each aspect → its words. It is never changed later.

    Raises StoreError (D422) for a version that is not the next one, or of a day before the last one.
    """
    last = w.connection.execute(select(func.max(instrumento.c.version), func.max(instrumento.c.desde))).one()
    if last[0] is not None and (version <= last[0] or since < last[1]):
        raise refuse("D422", "Ya hay una versión igual o más nueva del instrumento.", hint="Dele el número que sigue.")
    w.connection.execute(insert(instrumento).values(version=version, desde=since, aspectos=asked))
    w.note("publicar", "instrumento", str(version))


def aspects(connection: Connection, version: int) -> dict[str, str]:
    """What a version of the instrument asks about. Raises StoreError (D421)."""
    found = connection.execute(select(instrumento.c.aspectos).where(instrumento.c.version == version)).scalar()
    if found is None:
        raise refuse("D421", "Esa versión del instrumento no está en el almacén.")
    return dict(found)


def diagnose(w: Writing, cycle: Ref, identifier: UUID, said: Autodiagnostico) -> None:
    """What an acompañado says of each aspect; said again, it replaces the former.

    Raises StoreError (D420, D421, D427, D429, D485).
    """
    cycles.require_open(w.connection, cycle)
    cycles.require_members(w.connection, cycle, ciclo_acompanado, [identifier])
    cycles.require_still_in(w.connection, cycle, [identifier])
    if set(said.juicios) - set(aspects(w.connection, said.version)):
        raise refuse("D420", "Hay un aspecto que esa versión del instrumento no tiene.")
    _require_same_version(w.connection, cycle, identifier, said)
    _replace(w, autodiagnostico, cycle, identifier, aplicacion=said.aplicacion.value)
    for aspect, judgement in sorted(said.juicios.items()):
        w.connection.execute(
            insert(autodiagnostico).values(
                regional=cycle.regional,
                ciclo_id=cycle.id,
                persona_id=identifier,
                aplicacion=said.aplicacion.value,
                version=said.version,
                aspecto=aspect,
                juicio=judgement.value,
            )
        )
    w.note("autodiagnostico", "ciclo", cycle.id)


def conclude(w: Writing, cycle: Ref, identifier: UUID, said: Cierre) -> None:
    """What comes out of a cycle for one acompañado; said again, it replaces the former.

    Raises StoreError (D427, D429).
    """
    cycles.require_open(w.connection, cycle)
    cycles.require_members(w.connection, cycle, ciclo_acompanado, [identifier])
    cycles.require_still_in(w.connection, cycle, [identifier])
    _replace(w, cierre, cycle, identifier)
    w.connection.execute(
        insert(cierre).values(
            regional=cycle.regional, ciclo_id=cycle.id, persona_id=identifier, **said.model_dump(mode="python")
        )
    )
    w.note("impacto", "ciclo", cycle.id)


def _require_same_version(connection: Connection, cycle: Ref, identifier: UUID, said: Autodiagnostico) -> None:
    """Refuse (D485) answers at one end that cannot be compared with those of the other one."""
    columns = autodiagnostico.c
    query = select(columns.version).where(
        columns.regional == cycle.regional,
        columns.ciclo_id == cycle.id,
        columns.persona_id == identifier,
        columns.aplicacion != said.aplicacion.value,
    )
    if connection.execute(query.limit(1)).scalar() not in (None, said.version):
        raise refuse("D485")


def conclude_part(w: Writing, cycle: Ref, identifier: UUID, written: Mapping[str, str]) -> None:
    """Change some of what comes out of a cycle, and keep the rest. Raises StoreError (D427, D429)."""
    query = select(cierre).where(
        cierre.c.regional == cycle.regional, cierre.c.ciclo_id == cycle.id, cierre.c.persona_id == identifier
    )
    before = w.connection.execute(query).mappings().one_or_none()
    kept = {name: before[name] for name in Cierre.model_fields} if before else {}
    conclude(w, cycle, identifier, Cierre(**{**kept, **written}))


def _replace(w: Writing, table: Table, cycle: Ref, identifier: UUID, **more: object) -> None:
    columns = table.c
    conditions = [columns.regional == cycle.regional, columns.ciclo_id == cycle.id, columns.persona_id == identifier]
    conditions += [columns[name] == value for name, value in more.items()]
    w.connection.execute(delete(table).where(*conditions))
