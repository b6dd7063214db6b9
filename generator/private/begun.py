"""What somebody had begun to write. What is about somebody they accompany is not theirs to be handed."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select

from generator.private.held import SOMEBODY_ELSE, Held, without
from generator.private.tables import acompanamiento, borrador, ciclo_acompanado, ciclo_acompanante, persona, plan

_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def drafts(of: Held) -> list[dict[str, Any]]:
    """Their drafts; of one that names somebody else, or is of a cycle they accompany, only that it is there."""
    accompanied = {identifier for _, identifier in _cycles(of, ciclo_acompanante)}
    for table in (acompanamiento, plan):
        accompanied |= {row.id for row in of.all(select(table.c.id).where(table.c.ciclo_id.in_(accompanied)))}
    keys = {key for member in (ciclo_acompanado, ciclo_acompanante) for key in _cycles(of, member)}
    others = [one for key in sorted(keys) for one in of.others(key)]
    found = []
    for draft in of.rows(borrador, "formulario", "datos", "guardado"):
        named = {UUID(one) for one in _ID.findall(json.dumps([draft["formulario"], draft["datos"]]))}
        somebody = of.all(select(persona.c.id).where(persona.c.id.in_(named), persona.c.id != of.id))
        if somebody or named & accompanied:
            found.append({**draft, "formulario": _ID.sub("…", draft["formulario"]), "datos": SOMEBODY_ELSE})
        else:
            found.append(without(draft, others))
    return found


def _cycles(of: Held, member: Table) -> list[tuple[str, UUID]]:
    rows = of.all(select(member.c.regional, member.c.ciclo_id).where(member.c.persona_id == of.id))
    return [(row.regional, row.ciclo_id) for row in rows]
