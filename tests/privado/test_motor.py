"""Whom the files of a store are made for, whatever the process that makes them would let others read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.private.engine import connect
from generator.private.keys import Key


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A process that hides nothing of what it makes."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_to_all")
def test_a_new_store_is_its_owners_without_the_umask_that_threads_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(_mask: int) -> int:
        raise AssertionError("other threads make files at the same time")

    file, key = tmp_path / "almacen.db", Key.new()
    with monkeypatch.context() as patch:
        patch.setattr(os, "umask", changed)
        made = connect(file, key)
        made.execute("CREATE TABLE algo (uno)")
        again = connect(file, key)
        again.execute("SELECT count(*) FROM algo").fetchone()
    seen = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    again.close()
    made.close()
    assert seen == dict.fromkeys(("almacen.db", "almacen.db-wal", "almacen.db-shm"), 0o600)
