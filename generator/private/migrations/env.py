"""How Alembic meets the store: with the connection that it is given, and the tables of this package."""

from __future__ import annotations

from alembic import context

from generator.private.tables import SCHEMA, metadata

connection = context.config.attributes["connection"]
sqlite = connection.dialect.name == "sqlite"
context.configure(
    connection=connection,
    target_metadata=metadata,
    version_table="version",
    version_table_schema=None if sqlite else SCHEMA,
    transactional_ddl=True,
    compare_type=True,
    include_schemas=not sqlite,
)
context.run_migrations()
