"""What the tables share: where they are, how their rules are named and the columns that they repeat.

`regional` is in every key of what belongs to a cycle, so that PostgreSQL can distribute it by that column (Citus).
Times are whole minutes.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Integer, MetaData, String, Uuid

from generator.schema.options import Option

SCHEMA = "inspira"
"""The schema of its own that the store has in PostgreSQL. SQLCipher has no schemas: there it is translated to none."""

metadata = MetaData(
    schema=SCHEMA,
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    },
)

REGIONAL = String(2)
CENTRO = String(4)
TRIMESTRE = String(7)
CODIGO = String(12)


def one_of(column: str, options: type[Option]) -> CheckConstraint:
    values = ", ".join(f"'{o.value}'" for o in options)
    return CheckConstraint(f"{column} IN ({values})", name=column)


def option(name: str, options: type[Option], *, nullable: bool = False) -> Column[str]:
    return Column(name, String(max(len(o.value) for o in options)), one_of(name, options), nullable=nullable)


def minutes(name: str, most: int, *, nullable: bool = True) -> Column[int]:
    return Column(name, Integer, CheckConstraint(f"{name} BETWEEN 0 AND {most}", name=name), nullable=nullable)


def in_quarters(name: str) -> CheckConstraint:
    return CheckConstraint(" OR ".join(f"{name} LIKE '20__-T{n}'" for n in range(1, 5)), name=name)


def quarter(name: str = "trimestre") -> Column[str]:
    return Column(name, TRIMESTRE, in_quarters(name), nullable=False)


def of_regional(name: str, *columns: Column[object]) -> tuple[Column[object], ...]:
    return (Column("regional", REGIONAL, primary_key=True), Column(name, Uuid, primary_key=True), *columns)


def to_cycle() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["regional", "ciclo_id"], [f"{SCHEMA}.ciclo.regional", f"{SCHEMA}.ciclo.id"])
