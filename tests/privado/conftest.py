"""The two databases that the store runs on: every test that takes `store` runs on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from generator.private import migrate
from generator.private.engine import open_engine, sqlite_engine
from generator.private.keys import Key
from generator.private.place import Place
from generator.private.store import Store
from tests.privado.servidor import postgresql


@pytest.fixture(scope="session")
def servidor() -> Iterator[str]:
    """The address of a PostgreSQL server for the whole run."""
    with postgresql() as address:
        yield address


@pytest.fixture
def database(servidor: str) -> str:
    """The address of an empty database of its own."""
    name = f"t{uuid4().hex}"
    admin = open_engine(Place(url=servidor), None).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return servidor.replace("/postgres?", f"/{name}?")


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
