"""Who takes part, and the instruments of the autodiagnóstico: small, and the same everywhere.

Who somebody is stands apart from what they do.
"""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Date, DateTime, ForeignKey, Integer, String, Table, Text, Uuid

from generator.private import options as op
from generator.private.tables.shape import CENTRO, CODIGO, REGIONAL, metadata, one_of, option

persona = Table(
    "persona",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("seudonimo", CODIGO, nullable=False, unique=True),
    Column("regional", REGIONAL, nullable=False),
    Column("centro", CENTRO, nullable=False),
    Column("creada", DateTime(timezone=True), nullable=False),
)
identidad = Table(
    "identidad",
    metadata,
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    Column("nombre", Text, nullable=False),
    Column("documento", Text, unique=True),
    Column("correo", Text),
)
persona_rol = Table(
    "persona_rol",
    metadata,
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    Column("rol", String(24), one_of("rol", op.RolPersona), primary_key=True),
)
acompanante = Table(
    "acompanante",
    metadata,
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    option("formacion", op.Formacion),
    option("nivel", op.NivelAcompanante),
    option("enfasis_senior", op.EnfasisSenior, nullable=True),
    CheckConstraint("(nivel = 'senior') = (enfasis_senior IS NOT NULL)", name="senior_con_enfasis"),
)
instrumento = Table(
    "instrumento",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("desde", Date, nullable=False),
    Column("aspectos", JSON, nullable=False),
)
