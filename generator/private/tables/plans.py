"""What was agreed for a quarter, and that the coordinador académico agreed to it."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Table,
    Time,
    UniqueConstraint,
    Uuid,
)

from generator.private import options as op
from generator.private.tables.people import persona
from generator.private.tables.shape import SCHEMA, metadata, of_regional, option, quarter, to_cycle
from generator.schema.options import Enfasis

plan = Table(
    "plan",
    metadata,
    *of_regional("id"),
    Column("ciclo_id", Uuid, nullable=False),
    quarter(),
    option("estado", op.EstadoPlan),
    Column("validado_por", Uuid, ForeignKey(persona.c.id)),
    Column("validado", Date),
    UniqueConstraint("regional", "ciclo_id", "trimestre"),
    UniqueConstraint("regional", "id", "ciclo_id", "estado"),
    CheckConstraint(
        "(estado = 'validado') = (validado IS NOT NULL) AND (validado IS NULL) = (validado_por IS NULL)",
        name="validacion",
    ),
    to_cycle(),
)
plan_fecha = Table(
    "plan_fecha",
    metadata,
    *of_regional("plan_id"),
    Column("orden", Integer, CheckConstraint("orden BETWEEN 1 AND 4", name="orden"), primary_key=True),
    Column("fecha", Date, nullable=False),
    Column("desde", Time, nullable=False),
    Column("hasta", Time, nullable=False),
    option("tipo", op.Tipo),
    option("enfasis", Enfasis),
    option("ambiente", op.Ambiente),
    CheckConstraint("hasta > desde", name="horario"),
    ForeignKeyConstraint(["regional", "plan_id"], [f"{SCHEMA}.plan.regional", f"{SCHEMA}.plan.id"]),
)
