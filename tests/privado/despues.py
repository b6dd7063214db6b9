"""A made-up later schema, to see what happens when there is one: a copy of every name, and a column more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from alembic.config import Config

from generator.private import migrate

LATER = "9001"
_MIGRATION = f"""
from alembic import op

revision = "{LATER}"
down_revision = "{migrate.newest()}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema = "inspira." if op.get_bind().dialect.name == "postgresql" else ""
    for statement in (
        "CREATE TABLE {{0}}nombre_de_antes AS SELECT persona_id, nombre FROM {{0}}identidad",
        "ALTER TABLE {{0}}persona ADD COLUMN inventada VARCHAR(10) DEFAULT 'nueva' NOT NULL",
    ):
        op.get_bind().exec_driver_sql(statement.format(schema))
"""


@contextmanager
def later(folder: Path) -> Iterator[None]:
    """The program as it will be when there is such a schema; its migration is written in a folder."""
    folder.mkdir(exist_ok=True)
    (folder / f"{LATER}_later.py").write_text(_MIGRATION, encoding="utf-8")
    real = migrate._config

    def config() -> Config:
        made = real()
        own = Path(migrate.__file__).parent / "migrations/versions"
        made.set_main_option("version_locations", os.pathsep.join((str(own), str(folder))))
        return made

    with patch.object(migrate, "_config", config):
        yield
