"""Centres: reports, their figures, and the meetings of the Equipo Pedagógico de Centro."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)

from generator.private import options as op
from generator.private.tables.people import persona
from generator.private.tables.shape import (
    CENTRO,
    REGIONAL,
    TRIMESTRE,
    in_quarters,
    metadata,
    minutes,
    of_regional,
    option,
    quarter,
)

informe = Table(
    "informe",
    metadata,
    *of_regional("id"),
    option("clase", op.ClaseInforme),
    Column("centro", CENTRO, nullable=False),
    Column("persona_id", Uuid, ForeignKey(persona.c.id)),
    quarter(),
    Column("hecho", DateTime(timezone=True), nullable=False),
)
# The figures of a centre and a quarter, fixed when its first report is made and never changed: two versions of them,
# with one late record between, would tell about that record.
corte = Table(
    "corte",
    metadata,
    Column("regional", REGIONAL, primary_key=True),
    Column("centro", CENTRO, primary_key=True),
    Column("trimestre", TRIMESTRE, in_quarters("trimestre"), primary_key=True),
    Column("fecha", Date, nullable=False),
    Column("cifras", JSON, nullable=False),
)
# The least that is expected of an acompañante, from a year on (where nothing is recorded, the Circular's: 2, 3, 3, 2).
minimo = Table(
    "minimo",
    metadata,
    Column(
        "desde",
        Integer,
        CheckConstraint("desde BETWEEN 2020 AND 2100", name="desde"),
        primary_key=True,
        autoincrement=False,
    ),
    option("cuenta", op.Cuenta),
    *(
        Column(f"t{n}", Integer, CheckConstraint(f"t{n} BETWEEN 0 AND 99", name=f"t{n}"), nullable=False)
        for n in range(1, 5)
    ),
)
acta_epc = Table(
    "acta_epc",
    metadata,
    *of_regional("id"),
    Column("centro", CENTRO, nullable=False),
    Column("fecha", Date, nullable=False),
    Column("mes", String(7), nullable=False),
    # No longer than four hours a session (Anexo 1, «Subdirector de Centro»).
    minutes("minutos", 240, nullable=False),
    Column("temas", JSON, nullable=False),
    UniqueConstraint("regional", "centro", "mes"),
)
