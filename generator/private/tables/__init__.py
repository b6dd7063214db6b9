"""The tables of the store, with every rule of the source that a database can hold.

`shape` holds what they share; each of the others, the tables of one subject. The migrations make them
(`migrations/sql`, which a test compares with these), and `errors` says each of their rules in Spanish, by its name.
"""

from __future__ import annotations

from generator.private.tables.centre import acta_epc, corte, informe, minimo
from generator.private.tables.consents import consentimiento, consentimiento_prueba, publicacion_pendiente
from generator.private.tables.cycles import autodiagnostico, ciclo, ciclo_acompanado, ciclo_acompanante, cierre, horas
from generator.private.tables.figures import cifras_publicadas
from generator.private.tables.people import acompanante, identidad, instrumento, persona, persona_rol
from generator.private.tables.plans import plan, plan_fecha
from generator.private.tables.shape import SCHEMA, metadata
from generator.private.tables.trail import auditoria, auditoria_cabeza
from generator.private.tables.visits import (
    NOTES,
    acompanamiento,
    acompanamiento_acompanado,
    acompanamiento_acompanante,
    acompanamiento_nota,
    oportunidad,
)
from generator.private.tables.web import borrador, cuenta, envio, sesion

APPEND_ONLY = (auditoria, consentimiento, corte, cifras_publicadas)
"""Tables whose lines are neither changed nor deleted: the database itself refuses (triggers of the migrations)."""
EVERYWHERE = (
    persona,
    identidad,
    persona_rol,
    acompanante,
    instrumento,
    consentimiento,
    consentimiento_prueba,
    publicacion_pendiente,
    minimo,
    cifras_publicadas,
    cuenta,
    sesion,
    borrador,
    envio,
)
"""Tables that are the same on every node of a distributed database; the audit trail stays on one."""

__all__ = [
    "APPEND_ONLY",
    "EVERYWHERE",
    "NOTES",
    "SCHEMA",
    "acompanamiento",
    "acompanamiento_acompanado",
    "acompanamiento_acompanante",
    "acompanamiento_nota",
    "acompanante",
    "acta_epc",
    "auditoria",
    "auditoria_cabeza",
    "autodiagnostico",
    "borrador",
    "ciclo",
    "ciclo_acompanado",
    "ciclo_acompanante",
    "cierre",
    "cifras_publicadas",
    "consentimiento",
    "consentimiento_prueba",
    "corte",
    "cuenta",
    "envio",
    "horas",
    "identidad",
    "informe",
    "instrumento",
    "metadata",
    "minimo",
    "oportunidad",
    "persona",
    "persona_rol",
    "plan",
    "plan_fecha",
    "publicacion_pendiente",
    "sesion",
]
