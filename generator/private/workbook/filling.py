"""What the template of a cycle brings filled in: codes of people and of the cycle, never a name."""

from __future__ import annotations

from sqlalchemy import Connection, select

from generator.private import cycles, people
from generator.private.errors import refuse
from generator.private.options import RolPersona
from generator.private.recorded import recorded
from generator.private.tables import instrumento, persona, persona_rol
from generator.private.workbook.lists import Filling


def filled(connection: Connection, code: str, regional: str | None) -> Filling:
    """What the store has of a cycle, by its code (and its regional, where two have that code).

    Raises StoreError (D421).
    """
    known = cycles.refs(connection)
    refs = [ref for ref in known.get(code.strip().upper(), ()) if regional in (None, ref.regional)]
    if len(refs) != 1:
        message = "Hay un ciclo con ese código en más de una regional." if refs else "Ese ciclo no está en el almacén."
        raise refuse("D421", message, hint="Diga cuál con --regional." if refs else None)
    cycle = recorded(connection, refs[0]).cycle
    named = {identifier: pseudonym for pseudonym, identifier in people.pseudonyms(connection).items()}
    codes = {identifier: code for code, found in known.items() for identifier in [r.id for r in found]}
    query = (
        select(persona.c.seudonimo)
        .join(persona_rol, persona_rol.c.persona_id == persona.c.id)
        .where(persona_rol.c.rol == RolPersona.COORDINADOR_ACADEMICO.value, persona.c.centro == cycle["centro"])
    )
    instrument = connection.execute(select(instrumento).order_by(instrumento.c.version.desc()).limit(1)).first()
    facts = {n: cycle[n] for n in ("codigo", "regional", "centro", "vigencia", "voluntario", "formacion_aplicada")}
    return Filling(
        cycle={**facts, "anterior": codes.get(cycle["anterior"])},
        acompanantes=tuple(sorted(named[i] for i in cycle["acompanantes"])),
        acompanados=tuple(sorted(named[i] for i in cycle["acompanados"])),
        coordinators=tuple(sorted(connection.execute(query).scalars())),
        instrument=(instrument.version, instrument.aspectos) if instrument else None,
    )
