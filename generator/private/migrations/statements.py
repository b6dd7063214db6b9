"""The SQL of each migration, as SQL: a file for each database in `sql/`, its statements parted by an empty line."""

from __future__ import annotations

from importlib.resources import files

from alembic import op


def run(revision: str) -> None:
    """Run the statements of a migration on the database at hand."""
    dialect = op.get_bind().dialect.name
    text = (files("generator.private.migrations") / "sql" / f"{revision}.{dialect}.sql").read_text(encoding="utf-8")
    for statement in text.split(";\n\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement.strip().removesuffix(";"))
