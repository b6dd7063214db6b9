"""Opening the store, the one place that knows both databases: SQLCipher in a file, PostgreSQL by its address."""

from __future__ import annotations

import logging
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from generator.private.errors import refusal, refuse, unreachable
from generator.private.keys import Key
from generator.private.place import Place, require_outside_git, require_private
from generator.private.tables import SCHEMA

_PATIENCE = 30_000
"""Milliseconds that a writer waits for another one before the attempt counts as refused."""
_SILENCE = 120
"""Seconds without a word after which a server counts as gone."""
_ROOMY = -96 * 1024
"""KiB of pages that are kept open, at most (the minus says that it is not a number of pages)."""
READING = "inspira_reading"
"""Execution option of a connection that only reads, and needs no turn."""
# Of a connection that broke, what matters is told by a refusal; SQLAlchemy would print its traceback besides.
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def open_engine(place: Place, key: Key | None) -> Engine:
    """A SQLAlchemy engine over a store that exists. Raises StoreError (D401, D403–D406, D414)."""
    if place.url is not None:
        return _postgresql(place.url)
    if place.file is None:
        raise refuse("D401")
    require_outside_git(place.file)
    if not place.file.exists():
        raise refuse("D401")
    require_private(place.file)
    if key is None:
        raise refuse("D406")
    return sqlite_engine(place.file, key)


def sqlite_engine(file: Path, key: Key) -> Engine:
    """An engine over an encrypted file, made when it is not there. The checks of the place are the caller's."""
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: connect(file, key),
        module=sqlcipher,
        poolclass=QueuePool,
        hide_parameters=True,
        execution_options={"schema_translate_map": {SCHEMA: None}},
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A writer takes its turn at the start: two that read first and write later would refuse each other.
        reads = connection.get_execution_options().get(READING)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def connect(file: Path, key: Key) -> sqlcipher.Connection:
    """A connection to an encrypted file. Raises StoreError (D405) with a wrong key or a file that is no store.

    Of the keys that are kept, the first that opens it is used.
    """
    for hexadecimal in key.all:
        if connection := _attempt(file, hexadecimal):
            return connection
    raise refuse("D405")


def opens(file: Path, hexadecimal: str) -> bool:
    """Whether a key opens a file."""
    connection = _attempt(file, hexadecimal)
    if connection:
        connection.close()
    return connection is not None


@contextmanager
def roomy(connection: Connection) -> Iterator[None]:
    """More memory for the pages of the encrypted file while very much is read: each would be opened again and again."""
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = {_ROOMY}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {before}")


def _for_its_owner(file: Path) -> None:
    """A new file that only its owner reads; SQLite gives those that go with it the same permissions.

    Not by the process's umask, which other threads change and restore at the same time. A file that is there is not
    opened: to close it again would let go of every lock that this process holds on it.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _attempt(file: Path, hexadecimal: str) -> sqlcipher.Connection | None:
    _for_its_owner(file)
    connection = sqlcipher.connect(str(file), isolation_level=None, timeout=_PATIENCE / 1000, check_same_thread=False)
    try:
        # Otherwise it tells the terminal in English what the caller tells in Spanish.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{hexadecimal}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlcipher.DatabaseError as problem:
        connection.close()
        if "not a database" in str(problem):
            return None
        raise refusal(DBAPIError("", None, problem)) from None
    return connection


def _postgresql(address: str) -> Engine:
    try:
        url = make_url(address)
        options = dict(parse_qsl(urlsplit(address).query))
        complete = url.drivername.startswith("postgresql") and all((url.host, url.username, url.database))
    except Exception:  # whatever it says, it may quote the password
        raise refuse("D415") from None
    if not complete:
        raise refuse("D415")
    mode = options.get("sslmode", "require")
    if mode == "disable" and url.host not in _LOOPBACK:
        raise refuse("D414")
    connect_args: dict[str, Any] = {"timeout": _SILENCE}
    if mode != "disable":
        connect_args["ssl_context"] = _tls(options.get("sslrootcert"))
    engine = create_engine(
        URL.create("postgresql+pg8000", url.username, url.password, url.host, url.port, url.database),
        connect_args=connect_args,
        isolation_level="SERIALIZABLE",
        hide_parameters=True,
        pool_pre_ping=True,
    )

    @event.listens_for(engine, "do_connect")
    def _dial(dialect: Any, _record: Any, args: Any, named: Any) -> Any:
        try:
            return dialect.connect(*args, **named)
        except (OSError, dialect.loaded_dbapi.Error) as problem:
            raise unreachable(problem) from None

    return engine


def _tls(root: str | None) -> ssl.SSLContext:
    """TLS that checks who answers, against the roots of the system or those of one file."""
    try:
        return ssl.create_default_context(cafile=root)
    except OSError:
        raise refuse("D415", "No se pudo leer el certificado que dice sslrootcert.") from None
