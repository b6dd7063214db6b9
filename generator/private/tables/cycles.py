"""A cycle from its beginning to its end: who is in it, its moments, and the time that it took."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
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
from generator.private.tables.people import acompanante, instrumento, persona
from generator.private.tables.shape import (
    CENTRO,
    CODIGO,
    SCHEMA,
    metadata,
    minutes,
    of_regional,
    one_of,
    option,
    to_cycle,
)

ciclo = Table(
    "ciclo",
    metadata,
    *of_regional("id"),
    Column("codigo", CODIGO, nullable=False),
    Column("centro", CENTRO, nullable=False),
    Column("vigencia", Integer, CheckConstraint("vigencia BETWEEN 2020 AND 2100", name="vigencia"), nullable=False),
    Column(
        "voluntario",
        Boolean(name="voluntario_logico"),
        CheckConstraint("voluntario", name="voluntario"),
        nullable=False,
    ),
    option("estado", op.EstadoCiclo),
    Column("sensibilizacion", Date),
    Column("autodiagnostico", Date),
    Column("plan", Date),
    Column("cierre", Date),
    Column("terminado", Date),
    minutes("minutos", 60_000),
    Column("anterior_id", Uuid),
    Column("formacion_aplicada", Text),
    UniqueConstraint("regional", "codigo"),
    ForeignKeyConstraint(
        ["regional", "anterior_id"],
        [f"{SCHEMA}.ciclo.regional", f"{SCHEMA}.ciclo.id"],
        name="fk_ciclo_anterior",
    ),
    CheckConstraint(
        "(autodiagnostico IS NULL OR (sensibilizacion IS NOT NULL AND autodiagnostico >= sensibilizacion)) AND "
        "(plan IS NULL OR (autodiagnostico IS NOT NULL AND plan >= autodiagnostico)) AND "
        "(cierre IS NULL OR (plan IS NOT NULL AND cierre >= plan))",
        name="momentos",
    ),
    CheckConstraint("(estado = 'abierto') = (terminado IS NULL)", name="terminado"),
    CheckConstraint("estado <> 'cerrado' OR cierre IS NOT NULL", name="cerrado_con_cierre"),
    CheckConstraint("anterior_id IS NULL OR anterior_id <> id", name="anterior"),
)
ciclo_acompanante = Table(
    "ciclo_acompanante",
    metadata,
    *of_regional("ciclo_id"),
    Column("persona_id", Uuid, ForeignKey(acompanante.c.persona_id), primary_key=True),
    to_cycle(),
)
ciclo_acompanado = Table(
    "ciclo_acompanado",
    metadata,
    *of_regional("ciclo_id"),
    Column("persona_id", Uuid, ForeignKey(persona.c.id), primary_key=True),
    # One of several leaves by themselves: the cycle of the others goes on.
    Column("dejo", Date),
    to_cycle(),
)
# What figures are counted by (`figures/cycle_queries`), in the order of the cycles.
Index(
    "ix_ciclo_cifras",
    *(ciclo.c[name] for name in ("regional", "id", "sensibilizacion", "autodiagnostico", "terminado", "estado")),
)
Index(
    "ix_ciclo_acompanado_cifras",
    *(ciclo_acompanado.c[name] for name in ("regional", "ciclo_id", "persona_id", "dejo")),
)
autodiagnostico = Table(
    "autodiagnostico",
    metadata,
    *of_regional("ciclo_id"),
    Column("persona_id", Uuid, primary_key=True),
    Column("aplicacion", String(6), one_of("aplicacion", op.Aplicacion), primary_key=True),
    Column("aspecto", String(60), primary_key=True),
    Column("version", Integer, ForeignKey(instrumento.c.version), nullable=False),
    option("juicio", op.Juicio),
    ForeignKeyConstraint(
        ["regional", "ciclo_id", "persona_id"],
        [f"{SCHEMA}.ciclo_acompanado.{c}" for c in ("regional", "ciclo_id", "persona_id")],
    ),
)
# The same: only what was said at the beginning and is counted.
_COUNTED = text("aplicacion = 'inicio' AND juicio = 'fortalecer'")
Index(
    "ix_autodiagnostico_cifras",
    *(autodiagnostico.c[name] for name in ("regional", "ciclo_id", "aspecto", "persona_id")),
    sqlite_where=_COUNTED,
    postgresql_where=_COUNTED,
)

cierre = Table(
    "cierre",
    metadata,
    *of_regional("ciclo_id"),
    Column("persona_id", Uuid, primary_key=True),
    Column("comparacion", Text, nullable=False, server_default=""),
    Column("avances", Text, nullable=False, server_default=""),
    Column("compromisos", Text, nullable=False, server_default=""),
    Column("punto_de_vista", Text, nullable=False, server_default=""),
    ForeignKeyConstraint(
        ["regional", "ciclo_id", "persona_id"],
        [f"{SCHEMA}.ciclo_acompanado.{c}" for c in ("regional", "ciclo_id", "persona_id")],
    ),
)

horas = Table(
    "horas",
    metadata,
    *of_regional("id"),
    Column("ciclo_id", Uuid, nullable=False),
    Column("persona_id", Uuid, nullable=False),
    Column("fecha", Date, nullable=False),
    minutes("minutos", 1_440, nullable=False),
    option("estado", op.EstadoHoras),
    Column("registrada", Date),
    CheckConstraint("(estado = 'registrada') = (registrada IS NOT NULL)", name="registrada"),
    ForeignKeyConstraint(
        ["regional", "ciclo_id", "persona_id"],
        [f"{SCHEMA}.ciclo_acompanante.{c}" for c in ("regional", "ciclo_id", "persona_id")],
    ),
)
Index("ix_horas_ciclo", horas.c.regional, horas.c.ciclo_id)
# The same, person after person.
Index("ix_horas_cifras", horas.c.regional, horas.c.persona_id, horas.c.fecha, horas.c.minutos)
