"""Access (Ley 1581 de 2012, «conocer»): everything held about a person, and nothing of anybody else.

Where they were accompanied, what others wrote about them is theirs to know; the names of the others in it are not. What
they wrote, or began to write, about somebody they accompanied belongs to that other person, and is not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from generator.clock import hour_of
from generator.private import people
from generator.private.begun import drafts
from generator.private.held import Held
from generator.private.store import Writing
from generator.private.tables import ciclo_acompanado, ciclo_acompanante, cuenta, identidad, informe, sesion


def export(w: Writing, identifier: UUID) -> dict[str, Any]:
    """Everything held about a person, as plain values; that it was asked for is recorded. Raises StoreError (D421)."""
    connection = w.connection
    person = people.person(connection, identifier)
    w.note("exportar", "persona", identifier)
    w.tell()  # what is handed over says that it was
    of = Held(connection, identifier)
    who = of.rows(identidad, "nombre", "documento", "correo")
    everything = {
        "hecho": w.now,
        "horas_de": "Colombia (UTC-5)",
        "seudonimo": person.pseudonym,
        "creada": of.created(),
        "identidad": who[0] if who else "suprimida",
        "regional": person.regional,
        "centro": person.centro,
        "roles": sorted(r.value for r in person.roles),
        "formacion_como_acompanante": of.training(),
        "ciclos_como_acompanado": of.cycles(ciclo_acompanado, accompanied=True),
        "ciclos_como_acompanante": of.cycles(ciclo_acompanante, accompanied=False),
        "planes_que_valido": of.plans(),
        "informes": of.rows(informe, "clase", "centro", "trimestre", "hecho"),
        "consentimientos": of.consents(),
        "cuenta": of.rows(cuenta, "usuario", "activa"),
        "sesiones_abiertas": of.rows(sesion, "vence"),
        "borradores": drafts(of),
        "auditoria": of.audit(),
    }
    tidy: dict[str, Any] = _tidy(everything)
    return tidy


def _tidy(value: Any) -> Any:
    """The value with dates, hours and ids as texts."""
    if isinstance(value, Mapping):
        return {k: _tidy(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_tidy(v) for v in value]
    if isinstance(value, datetime):
        return hour_of(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
