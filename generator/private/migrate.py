"""The schema of the store: made, checked against this program, and brought up to date."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from generator.private.errors import refuse
from generator.private.tables import SCHEMA


def upgrade(engine: Engine) -> None:
    """Bring a store to the schema of this program, all of it or nothing. Raises StoreError (D408)."""
    with engine.begin() as connection:
        _require_known(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        command.upgrade(_config(connection), "head")


def require_current(engine: Engine) -> None:
    """Refuse a store of another version: older (D409), newer (D408), or none at all (D401)."""
    with engine.connect() as connection:
        version = _require_known(connection)
    if version is None:
        raise refuse("D401")
    if version != _scripts().get_current_head():
        raise refuse("D409")


def _require_known(connection: Connection) -> str | None:
    """The version of a store. Refuses (D408) one that this program has never heard of."""
    server = connection.dialect.name == "postgresql"
    options = {"version_table": "version", "version_table_schema": SCHEMA if server else None}
    version = MigrationContext.configure(connection, opts=options).get_current_revision()
    if version is not None and version not in {s.revision for s in _scripts().walk_revisions()}:
        raise refuse("D408")
    return version


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
