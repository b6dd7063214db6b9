"""What happened: appended to and never changed, each line bound to the one before."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, String, Table

from generator.private.tables.shape import metadata

auditoria = Table(
    "auditoria",
    metadata,
    Column("numero", BigInteger, primary_key=True, autoincrement=False),
    Column("cuando", String(32), nullable=False),
    Column("quien", String(60), nullable=False),
    Column("accion", String(40), nullable=False),
    Column("objeto", String(160), nullable=False),
    Column("anterior", String(64), nullable=False),
    Column("sello", String(64), nullable=False, unique=True),
)
auditoria_cabeza = Table(
    "auditoria_cabeza",
    metadata,
    Column("unica", Integer, CheckConstraint("unica = 1", name="unica"), primary_key=True, autoincrement=False),
    Column("numero", BigInteger, nullable=False),
    Column("sello", String(64), nullable=False),
)
