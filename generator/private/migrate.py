"""The schema of the store: made, checked against this program, and brought up to date."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from generator.private.errors import refuse
from generator.private.tables import SCHEMA, metadata


def upgrade(engine: Engine) -> None:
    """Bring a store to the schema of this program, all of it or nothing. Raises StoreError (D408)."""
    with engine.begin() as connection:
        _require_known(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        _run(connection)


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
    table, schema = _version_table(connection)
    options = {"version_table": table, "version_table_schema": schema}
    version = MigrationContext.configure(connection, opts=options).get_current_revision()
    if version is not None and version not in {s.revision for s in _scripts().walk_revisions()}:
        raise refuse("D408")
    return version


def _run(connection: Connection) -> None:
    """Alembic without its `env.py`: what that file would say is said here, where types are checked."""
    scripts = _scripts()
    steps = EnvironmentContext(_config(), scripts, fn=lambda rev, _context: scripts._upgrade_revs("head", rev))
    with steps:
        table, schema = _version_table(connection)
        steps.configure(
            connection=connection, target_metadata=metadata, version_table=table, version_table_schema=schema
        )
        steps.run_migrations()


def _version_table(connection: Connection) -> tuple[str, str | None]:
    """The table in which Alembic keeps the version, and its schema."""
    return "version", SCHEMA if connection.dialect.name == "postgresql" else None


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
