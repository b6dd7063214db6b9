"""The two databases that the store runs on: every test that takes `store` runs on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text

from generator.private import migrate
from generator.private.engine import open_engine, sqlite_engine
from generator.private.keys import Key
from generator.private.place import Place
from generator.private.store import Store
from generator.private.tables.shape import SCHEMA
from tests.privado.servidor import postgresql


@pytest.fixture(scope="session")
def servidor() -> Iterator[str]:
    """The address of a PostgreSQL server for the whole run."""
    with postgresql() as address:
        yield address


@pytest.fixture(scope="session")
def emptied() -> list[str]:
    """The names of databases that a test had and emptied again: to make one takes longer than most tests."""
    return []


@pytest.fixture
def database(servidor: str, emptied: list[str]) -> Iterator[str]:
    """The address of an empty database of its own."""
    name = emptied.pop() if emptied else _made(servidor)
    address = servidor.replace("/postgres?", f"/{name}?")
    yield address
    with _asking(address) as connection:
        connection.execute(text(_OTHERS_OUT))
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        if connection.execute(text(_LEFT)).scalar_one() == 0:
            emptied.append(name)


_OTHERS_OUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_LEFT = """SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"""


def _made(servidor: str) -> str:
    name = f"t{uuid4().hex}"
    with _asking(servidor) as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return name


@contextmanager
def _asking(address: str) -> Iterator[Connection]:
    engine = open_engine(Place(url=address), None).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def ticking(start: datetime = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)) -> Callable[[], datetime]:
    """A clock that moves one second at a time, the same in every run: after all that the tests record of 2026."""
    seconds = count()
    return lambda: start + timedelta(seconds=next(seconds))


@pytest.fixture(params=["sqlcipher", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of the newest schema."""
    if request.param == "sqlcipher":
        engine = sqlite_engine(tmp_path / "almacen.db", Key.new())
    else:
        engine = open_engine(Place(url=request.getfixturevalue("database")), None)
    migrate.upgrade(engine)
    opened = Store(engine, ticking())
    yield opened
    opened.close()
