"""Consents: a line for everything that happened; none is ever changed."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, DateTime, ForeignKey, String, Table, Text, Uuid

from generator.private import options as op
from generator.private.tables.people import persona
from generator.private.tables.shape import SCHEMA, metadata, option

consentimiento = Table(
    "consentimiento",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("persona_id", Uuid, ForeignKey(persona.c.id), nullable=False),
    option("evento", op.EventoConsentimiento),
    Column("retira_id", Uuid, ForeignKey(f"{SCHEMA}.consentimiento.id", name="fk_consentimiento_retira"), unique=True),
    Column("aviso", String(40), nullable=False),
    Column("aviso_sha256", String(64), nullable=False),
    Column("finalidades", JSON, nullable=False),
    Column("objeto", String(200)),
    Column("rid", String(32)),
    option("canal", op.Canal),
    Column("menor", Boolean(name="menor_logico"), nullable=False),
    Column("representado", Boolean, nullable=False),
    Column("datos_sensibles", Boolean, nullable=False),
    Column("ocurrio", DateTime(timezone=True), nullable=False),
    Column("vence", Date),
    CheckConstraint("(evento = 'retirado') = (retira_id IS NOT NULL)", name="retira"),
    CheckConstraint("NOT menor OR representado", name="menor_con_representante"),
)
# What names somebody in a consent, apart: the consent is kept as proof when this is deleted (Ley 1581).
consentimiento_prueba = Table(
    "consentimiento_prueba",
    metadata,
    Column("consentimiento_id", Uuid, ForeignKey(consentimiento.c.id), primary_key=True),
    Column("evidencia", Text),
    Column("representante", Text),
)
# What a consent still has to change in the public files: recorded with it, deleted once it is done.
publicacion_pendiente = Table(
    "publicacion_pendiente",
    metadata,
    Column("rid", String(32), primary_key=True),
    Column("consentimiento_id", Uuid, ForeignKey(consentimiento.c.id), nullable=False),
    option("clase", op.ClasePendiente),
    Column("carpeta", String(120), nullable=False),
    Column("recibo", Text),
    CheckConstraint("(clase = 'emitir') = (recibo IS NOT NULL)", name="recibo"),
)
