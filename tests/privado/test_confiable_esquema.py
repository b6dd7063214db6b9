"""The schema that the migrations make is the one that the program thinks it has, and it can be distributed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, Table, UniqueConstraint, text

from generator.private import migrate
from generator.private.engine import open_engine, sqlite_engine
from generator.private.keys import Key
from generator.private.place import Place
from generator.private.tables import APPEND_ONLY, EVERYWHERE, SCHEMA, auditoria, auditoria_cabeza, metadata

DISTRIBUTED = [t for t in metadata.sorted_tables if t not in (*EVERYWHERE, auditoria, auditoria_cabeza)]

# Every table of the schema, each column with its type and default, each constraint and each index, as a line of text.
CATALOGUE = (
    """
    SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
           || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
           || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE n.nspname = :schema AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    """,
    """
    SELECT c.relname || ': ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = :schema
    """,
    "SELECT indexdef FROM pg_indexes WHERE schemaname = :schema",
)


@pytest.fixture
def two_files(tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    engines = tuple(sqlite_engine(tmp_path / f"{n}.db", Key.new()) for n in range(2))
    yield engines[0], engines[1]
    for engine in engines:
        engine.dispose()


def test_the_file_has_the_schema_of_the_program(two_files: tuple[Engine, Engine]) -> None:
    migrated, made = two_files
    migrate.upgrade(migrated)
    metadata.create_all(made)
    with migrated.connect() as one, made.connect() as other:
        ours, theirs = _clauses(one), _clauses(other)
    assert ours.keys() == theirs.keys()
    assert len(ours) == sum(1 + len(table.indexes) for table in metadata.tables.values())
    for name, clauses in theirs.items():
        assert ours[name] == clauses, name


def test_the_server_has_the_schema_of_the_program(database: str) -> None:
    engine = open_engine(Place(url=database), None)
    migrate.upgrade(engine)
    with engine.begin() as connection:
        ours = _catalogue(connection)
        connection.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        metadata.create_all(connection)
        theirs = _catalogue(connection)
    engine.dispose()
    assert len(theirs) > sum(len(t.columns) for t in metadata.sorted_tables)
    assert ours == theirs


def test_what_is_only_added_to_has_its_triggers(two_files: tuple[Engine, Engine], database: str) -> None:
    server = open_engine(Place(url=database), None)
    for engine in (two_files[0], server):
        migrate.upgrade(engine)
    with two_files[0].connect() as connection:
        words = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    found = {word for sql in words for word in re.findall(r"BEFORE ([A-Z]+ ON \w+)", sql)}
    assert found == {f"{what} ON {t.name}" for t in APPEND_ONLY for what in ("UPDATE", "DELETE")}
    query = text(
        "SELECT event_object_table, event_manipulation FROM information_schema.triggers "
        "WHERE trigger_schema = :schema AND action_timing = 'BEFORE'"
    )
    with server.connect() as connection:
        told = {tuple(row) for row in connection.execute(query, {"schema": SCHEMA})}
        truncated = connection.execute(text("SELECT count(*) FROM pg_trigger WHERE tgtype & 32 > 0")).scalar()
    server.dispose()
    assert truncated == len(APPEND_ONLY)  # what the standard's own list does not tell
    assert told == {(t.name, what) for t in APPEND_ONLY for what in ("UPDATE", "DELETE")}


@pytest.mark.parametrize("table", DISTRIBUTED, ids=lambda t: t.name)
def test_a_table_can_be_distributed_by_regional(table: Table) -> None:
    """Citus asks for the column of distribution in every key, and in what refers to another distributed table."""
    assert "regional" in table.primary_key.columns
    assert not table.columns["regional"].nullable
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            assert "regional" in constraint.columns
    for index in table.indexes:
        assert not index.unique or "regional" in index.columns
    for reference in table.foreign_key_constraints:
        if reference.referred_table in DISTRIBUTED:
            pairs = {(e.parent.name, e.column.name) for e in reference.elements}
            assert ("regional", "regional") in pairs


def test_what_is_everywhere_refers_to_nothing_distributed() -> None:
    for table in EVERYWHERE:
        assert not {k.referred_table for k in table.foreign_key_constraints} & set(DISTRIBUTED), table.name


def _clauses(connection: Connection) -> dict[str, list[str]]:
    """What each table and index says in its own words, clause by clause, without the blanks."""
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL")
    )
    return {row.name: sorted(_split(row.sql)) for row in rows if row.name != "version"}


def _split(sql: str) -> Iterator[str]:
    flat = re.sub(r"\s+", " ", sql.replace('"', "")).replace("( ", "(").replace(" )", ")").strip()
    if flat.startswith("CREATE UNIQUE"):
        yield flat
        return
    inside, depth, start = flat[flat.index("(") + 1 : flat.rindex(")")], 0, 0
    for position, sign in enumerate(inside + ","):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            yield inside[start:position].strip()
            start = position + 1


def _catalogue(connection: Connection) -> list[str]:
    lines = [line for query in CATALOGUE for line in connection.execute(text(query), {"schema": SCHEMA}).scalars()]
    return sorted(line for line in lines if not re.match(r"version\b", line) and ".version " not in line[:60])
