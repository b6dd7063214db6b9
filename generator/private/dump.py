"""All that a store holds as lines of text, the same from either database: what a backup has inside.

A line says what it is and for which schema; then, table by table, the names of the columns, their kinds (so that a
later program can still read what it has no tables for any more) and a line for each row;
the last one says how many rows there were and the head of the audit trail. Sessions are not in it: whoever restores
a copy should not let in those who were inside when it was made.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    MetaData,
    Table,
    Text,
    Time,
    Uuid,
    delete,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from generator.private import migrate, trail
from generator.private.errors import refuse, trouble
from generator.private.tables import SCHEMA, auditoria_cabeza, metadata, sesion

FORMAT, VERSION = "inspira-respaldo", 1
TABLES = tuple(t for t in metadata.sorted_tables if t is not sesion)
"""What a backup has, in an order in which it can be written."""
WHERE = "respaldo"
_AT_ONCE = 200
"""Rows written in one statement: 17 columns of them stay below what SQLite takes."""


def lines(connection: Connection) -> Iterator[bytes]:
    """The lines of a store, as it stands in one transaction."""
    yield _line({"formato": FORMAT, "version": VERSION, "esquema": migrate.version_of(connection)})
    counts: dict[str, int] = {}
    for table in TABLES:
        yield _line(_headed(table))
        rows = _parents_first(table, connection.execute(select(table).order_by(*table.primary_key)).all())
        for row in rows:
            yield _line([_said(value) for value in row])
        counts[table.name] = len(rows)
    head = trail.head(connection)
    yield _line({"filas": counts, "cabeza": [head.number, head.seal]})


def write(connection: Connection, text: bytes) -> bool:
    """Write the lines into an empty place, and check what came in: counts, references, the audit trail.

    The schema is made as it was when they were written, and then brought up to date: whether that was needed.
    Raises StoreError: D413 for lines that are not a whole backup, D408 for a newer schema, D412 for a broken audit
    trail.
    """
    try:
        return _write(connection, [json.loads(line) for line in text.removesuffix(b"\n").split(b"\n")])
    except DBAPIError as problem:
        raise trouble(problem) or refuse("D413", where=WHERE) from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise refuse("D413", where=WHERE) from None  # their words may quote what was recorded


def _write(connection: Connection, said: Sequence[Any]) -> bool:
    first, last = said[0], said[-1]
    if first["formato"] != FORMAT or first["version"] != VERSION:
        raise refuse("D413", where=WHERE)
    version, counts = first["esquema"], last["filas"]
    if not migrate.known(version):
        raise refuse("D408", "El respaldo es de una versión más nueva del programa.", where=WHERE)
    migrate.upgrade_in(connection, version)
    older = bool(version != migrate.newest())
    tables = _as_they_were(connection, said, counts) if older else TABLES
    connection.execute(delete(auditoria_cabeza))
    position = 1
    for table in tables:
        if said[position] != _headed(table):
            raise refuse("D413", where=WHERE)
        rows = said[position + 1 : position + 1 + counts[table.name]]
        _insert(connection, table, rows)
        position += 1 + counts[table.name]
    if position != len(said) - 1 or set(counts) != {t.name for t in tables}:
        raise refuse("D413", where=WHERE)
    for table in tables:
        if connection.execute(select(func.count()).select_from(table)).scalar_one() != counts[table.name]:
            raise refuse("D413", where=WHERE)
    migrate.upgrade_in(connection)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise refuse("D413", where=WHERE)
    if any(trail.broken(connection, trail.Head(*last["cabeza"]))):
        raise refuse("D412", where=WHERE)
    return older


def _as_they_were(connection: Connection, said: Sequence[Any], counts: Mapping[str, int]) -> list[Table]:
    """The tables of an older schema, as the lines tell them; they must be all that its migrations made."""
    tables, position = list[Table](), 1
    while position < len(said) - 1:
        head = said[position]
        pairs = zip(head["columnas"], head["clases"], strict=True)
        tables.append(Table(head["tabla"], MetaData(SCHEMA), *(Column(name, _TYPES[kind]) for name, kind in pairs)))
        position += 1 + counts[head["tabla"]]
    seen = inspect(connection)
    schema = SCHEMA if connection.dialect.name == "postgresql" else None
    made = set(seen.get_table_names(schema)) - {"version", sesion.name}
    if made != {t.name for t in tables} or len(made) != len(tables):
        raise refuse("D413", where=WHERE)
    for table in tables:
        if {c["name"] for c in seen.get_columns(table.name, schema)} != set(table.columns.keys()):
            raise refuse("D413", where=WHERE)
    return tables


def _headed(table: Table) -> dict[str, object]:
    kinds = [_KINDS[c.type.python_type] for c in table.columns]
    return {"tabla": table.name, "columnas": [c.name for c in table.columns], "clases": kinds}


def _insert(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    columns = list(table.columns)
    values = ({c.name: _heard(c, value) for c, value in zip(columns, row, strict=True)} for row in rows)
    while chunk := list(islice(values, _AT_ONCE)):
        connection.execute(insert(table).values(chunk))


def _parents_first(table: Table, rows: Sequence[Any]) -> list[Any]:
    """Rows in an order in which each comes after the one of the same table that it refers to."""
    inside = next((c for c in table.foreign_key_constraints if c.referred_table is table), None)
    if inside is None:
        return list(rows)
    there = [element.column.name for element in inside.elements]
    by_name = {tuple(getattr(row, name) for name in there): row for row in rows}
    ordered: dict[tuple[Any, ...], Any] = {}
    for start in by_name:
        chain, name = [], start
        while name in by_name and name not in ordered and name not in chain:
            chain.append(name)
            name = tuple(getattr(by_name[name], column.name) for column in inside.columns)
        ordered.update((n, by_name[n]) for n in reversed(chain))
    return list(ordered.values())


def _line(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        # SQLite gives it back without its zone, which was this one.
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _heard(column: Column[Any], value: Any) -> Any:
    if value is None and column.nullable:
        return None
    return _READ[column.type.python_type](value)


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError
        return value

    return read


_READ: Mapping[type, Callable[[Any], Any]] = {
    UUID: UUID,
    date: date.fromisoformat,
    time: time.fromisoformat,
    datetime: datetime.fromisoformat,
    bool: _exactly(bool),
    int: _exactly(int),
    str: _exactly(str),
    object: lambda value: value,  # JSON, which is already what it says
}
_TYPES: Mapping[str, TypeEngine[Any]] = {
    "uuid": Uuid(),
    "fecha": Date(),
    "hora": Time(),
    "momento": DateTime(timezone=True),
    "sino": Boolean(),
    "entero": BigInteger(),
    "texto": Text(),
    "json": JSON(),
}
_KINDS = {kind.python_type: name for name, kind in _TYPES.items()}
