"""The schema of the store: made, checked against this program, and brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from generator.private.engine import READING
from generator.private.errors import refusal, refuse, told
from generator.private.tables import SCHEMA, metadata


def upgrade(engine: Engine, then: Callable[[Connection], object] = lambda connection: None) -> None:
    """Bring a store to the schema of this program and do `then`, all or nothing. Raises StoreError (D408, D411)."""
    try:
        with engine.begin() as connection:
            upgrade_in(connection)
            then(connection)
    except DBAPIError as problem:
        known = refusal(problem)
        # A rule of the schema that breaks here means that two were making it at once.
        raise refuse("D411") if known.diagnostics[0].code in ("D420", "D422") else known from None


def upgrade_in(connection: Connection, to: str = "head") -> None:
    """The same in a transaction of the caller's, and to an older schema if that is asked for."""
    version_of(connection)
    # Asked first: an account that may not make schemas may still use the one that was made for it.
    if connection.dialect.name == "postgresql" and not _has_schema(connection):
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    _run(connection, to)


def version_or_none(engine: Engine) -> str | None:
    """The version of the store behind an engine, None when nothing is there. Raises StoreError (D408)."""
    with told(), engine.connect().execution_options(**{READING: True}) as connection:
        return version_of(connection)


def newest() -> str:
    """The version of the schema of this program."""
    return str(_scripts().get_current_head())


def known(version: str) -> bool:
    """Whether a version of the schema is one that this program has heard of."""
    return version in {s.revision for s in _scripts().walk_revisions()}


def require_current(engine: Engine) -> None:
    """Refuse a store of another version: older (D409), newer (D408), or none at all (D401)."""
    version = version_or_none(engine)
    if version is None:
        raise refuse("D401")
    if version != newest():
        raise refuse("D409")


def version_of(connection: Connection) -> str | None:
    """The version of a store, or None. Refuses (D408) one that this program has never heard of."""
    table, schema = _version_table(connection)
    options = {"version_table": table, "version_table_schema": schema}
    version = MigrationContext.configure(connection, opts=options).get_current_revision()
    if version is not None and not known(version):
        raise refuse("D408")
    return version


def _run(connection: Connection, to: str) -> None:
    """Alembic without its `env.py`: what that file would say is said here, where types are checked."""
    scripts = _scripts()
    steps = EnvironmentContext(_config(), scripts, fn=lambda rev, _context: scripts._upgrade_revs(to, rev))
    with steps:
        table, schema = _version_table(connection)
        steps.configure(
            connection=connection, target_metadata=metadata, version_table=table, version_table_schema=schema
        )
        steps.run_migrations()


def _has_schema(connection: Connection) -> bool:
    return connection.execute(text("SELECT to_regnamespace(:name)"), {"name": SCHEMA}).scalar() is not None


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
