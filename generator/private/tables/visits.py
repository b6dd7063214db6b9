"""The acompañamientos of a cycle. What was observed stays between the pair, in a table of its own."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from generator.private import options as op
from generator.private.tables.shape import SCHEMA, metadata, minutes, of_regional, option, to_cycle
from generator.schema.options import Enfasis

acompanamiento = Table(
    "acompanamiento",
    metadata,
    *of_regional("id"),
    Column("ciclo_id", Uuid, nullable=False),
    Column("numero", Integer, CheckConstraint("numero BETWEEN 1 AND 4", name="numero"), nullable=False),
    Column("plan_id", Uuid, nullable=False),
    Column("plan_estado", String(9), CheckConstraint("plan_estado = 'validado'", name="plan_validado"), nullable=False),
    Column("fecha", Date, nullable=False),
    option("tipo", op.Tipo),
    option("enfasis", Enfasis),
    option("ambiente", op.Ambiente),
    minutes("minutos", 1_440),
    Column("expertos_externos", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("regional", "ciclo_id", "numero"),
    UniqueConstraint("regional", "id", "ciclo_id", "tipo"),
    to_cycle(),
    # The plan that it belongs to is one of the same cycle, and stays validated.
    ForeignKeyConstraint(
        ["regional", "plan_id", "ciclo_id", "plan_estado"],
        [f"{SCHEMA}.plan.{c}" for c in ("regional", "id", "ciclo_id", "estado")],
    ),
)
# What figures are counted by (`figures/queries`).
Index(
    "ix_acompanamiento_cifras",
    *(acompanamiento.c[name] for name in ("regional", "id", "fecha", "tipo", "enfasis", "ambiente")),
)
NOTES = ("lectura_contexto", "aspectos_positivos", "aspectos_mejora", "realimentacion")
"""What is written of an acompañamiento: free texts about whom it is with."""
acompanamiento_nota = Table(
    "acompanamiento_nota",
    metadata,
    *of_regional("acompanamiento_id"),
    *(Column(name, Text, nullable=False, server_default="") for name in NOTES),
    ForeignKeyConstraint(
        ["regional", "acompanamiento_id"], [f"{SCHEMA}.acompanamiento.regional", f"{SCHEMA}.acompanamiento.id"]
    ),
)
acompanamiento_acompanante = Table(
    "acompanamiento_acompanante",
    metadata,
    *of_regional("acompanamiento_id"),
    Column("persona_id", Uuid, primary_key=True),
    Column("ciclo_id", Uuid, nullable=False),
    Column("tipo", String(10), nullable=False),
    ForeignKeyConstraint(
        ["regional", "acompanamiento_id", "ciclo_id", "tipo"],
        [f"{SCHEMA}.acompanamiento.{c}" for c in ("regional", "id", "ciclo_id", "tipo")],
    ),
    ForeignKeyConstraint(
        ["regional", "ciclo_id", "persona_id"],
        [f"{SCHEMA}.ciclo_acompanante.{c}" for c in ("regional", "ciclo_id", "persona_id")],
    ),
)
acompanamiento_acompanado = Table(
    "acompanamiento_acompanado",
    metadata,
    *of_regional("acompanamiento_id"),
    Column("persona_id", Uuid, primary_key=True),
    Column("ciclo_id", Uuid, nullable=False),
    Column("tipo", String(10), nullable=False),
    Column("punto_de_vista", Text, nullable=False, server_default=""),
    Column("leido", Date),
    Column("corregido", Date),  # after they read it: they have it still to read again
    Column("comparte", Boolean, nullable=False, server_default=text("false")),
    ForeignKeyConstraint(
        ["regional", "acompanamiento_id", "ciclo_id", "tipo"],
        [f"{SCHEMA}.acompanamiento.{c}" for c in ("regional", "id", "ciclo_id", "tipo")],
    ),
    ForeignKeyConstraint(
        ["regional", "ciclo_id", "persona_id"],
        [f"{SCHEMA}.ciclo_acompanado.{c}" for c in ("regional", "ciclo_id", "persona_id")],
    ),
)
# Individual is with one instructor (Anexo 1, «Tipos de acompañamiento»).
Index(
    "uq_individual_con_uno",
    acompanamiento_acompanado.c.regional,
    acompanamiento_acompanado.c.acompanamiento_id,
    unique=True,
    sqlite_where=text("tipo = 'individual'"),
    postgresql_where=text("tipo = 'individual'"),
)

oportunidad = Table(
    "oportunidad",
    metadata,
    *of_regional("acompanamiento_id"),
    Column("tema", String(60), primary_key=True),
    ForeignKeyConstraint(
        ["regional", "acompanamiento_id"], [f"{SCHEMA}.acompanamiento.regional", f"{SCHEMA}.acompanamiento.id"]
    ),
)
