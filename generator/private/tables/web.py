"""The web application's accounts, and what it keeps between two pages."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, DateTime, ForeignKey, String, Table, Text, Uuid

from generator.private.tables.people import persona
from generator.private.tables.shape import metadata

cuenta = Table(
    "cuenta",
    metadata,
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    Column("usuario", String(60), nullable=False, unique=True),
    Column("clave", Text, nullable=False),
    Column("activa", Boolean, nullable=False),
    # Given by whoever made the account: it opens nothing but the page where its owner changes it.
    Column("temporal", Boolean, nullable=False),
)
sesion = Table(
    "sesion",
    metadata,
    Column("huella", String(64), primary_key=True),
    Column("persona_id", Uuid, ForeignKey(cuenta.c.persona_id), nullable=False),
    Column("vence", DateTime(timezone=True), nullable=False),
)
borrador = Table(
    "borrador",
    metadata,
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    Column("formulario", String(120), primary_key=True),
    Column("datos", JSON, nullable=False),
    Column("guardado", DateTime(timezone=True), nullable=False),
)
# Forms that were received, so that one that arrives twice is recorded once.
envio = Table(
    "envio",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("persona_id", Uuid, ForeignKey(persona.c.id), nullable=False),
    Column("recibido", DateTime(timezone=True), nullable=False),
)
