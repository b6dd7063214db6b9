"""What became public of each quarter, with the true numbers behind it: the next release is attacked with it."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Integer, Table

from generator.private.tables.shape import TRIMESTRE, in_quarters, metadata

cifras_publicadas = Table(
    "cifras_publicadas",
    metadata,
    Column("trimestre", TRIMESTRE, in_quarters("trimestre"), primary_key=True),
    # The first one and its corrections, each of them whole.
    Column(
        "version",
        Integer,
        CheckConstraint("version BETWEEN 1 AND 99", name="version"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("celdas", JSON, nullable=False),
)
