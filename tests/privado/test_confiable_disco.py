"""A disk that fills up, as a limit on the size of files: it is told, nothing is lost, and with space it goes on."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine, func, select

from benchmarks import cortes_llegan as arriving
from benchmarks.cortes import spilled, template
from benchmarks.cortes_nombres import CANARY, KEY, PRIVATE, PUBLIC, STORE, surroundings
from generator.private import backup, engine, migrate
from generator.private.engine import sqlite_engine
from generator.private.errors import StoreError
from generator.private.keys import Key
from generator.private.rekey import rekey
from generator.private.store import Store
from generator.private.tables import acompanamiento, borrador, horas, identidad
from generator.private.verify import verify
from generator.private.web.security import csrf_of
from generator.private.web.site import local_site
from tests.fabrica import REPO
from tests.listo import in_text, listo
from tests.privado.despues import LATER, later

TYPED = """
import resource, sys
from contextlib import nullcontext
from pathlib import Path
from generator.cli import main
import generator.private.commands.almacen, generator.private.commands.libro
from tests.privado.despues import later
limit, later_too, *words = sys.argv[1:]
if int(limit):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
with later(Path(later_too)) if later_too else nullcontext():
    main(words)
"""
ROOM = 120_000
"""Bytes: enough for a store to be opened and for some of the work, not for all of it."""
MANY = 300


@pytest.fixture(scope="module")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return arriving.furnish(template(tmp_path_factory.mktemp("molde") / "molde", MANY), 12)


@pytest.fixture
def folder(mould: Path, tmp_path: Path) -> Path:
    return shutil.copytree(mould, tmp_path / "a")


def typed(folder: Path, *words: str, room: int = 0, later_too: str = "") -> tuple[int, str]:
    """A command in a process of its own, whose files do not grow beyond `room` bytes: how it ended, what it said."""
    given, env = [str(room), later_too, *words], {**os.environ, **surroundings(folder), "PYTHONPATH": str(REPO)}
    done = in_text(listo(private=True).run(given, cwd=folder, env=env, code=TYPED))
    said = done.stdout + done.stderr
    assert "Traceback" not in said and str(folder) not in said, said
    assert spilled(folder, said) == []
    return done.returncode, said


@contextmanager
def looking(folder: Path, *, current: bool = True) -> Iterator[Engine]:
    """The store of a folder, which is whole."""
    found = sqlite_engine(folder / STORE, Key.read((folder / KEY).read_text(encoding="ascii")))
    try:
        if current:
            verify(found)
        yield found
    finally:
        found.dispose()


def held(folder: Path, *, current: bool = True) -> tuple[int, int]:
    """How many people there are, and how many acompañamientos."""
    with looking(folder, current=current) as whole, Store(whole).read() as connection:
        people, visits = (
            connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (identidad, acompanamiento)
        )
        return people, visits


def _words(folder: Path) -> Mapping[str, list[str]]:
    return {
        "importar": arriving.words("importación", folder),
        "respaldar": ["almacen", "respaldar", "otra.age", "--para", (folder / PUBLIC).read_text(encoding="ascii")],
        "reclave": ["almacen", "reclave"],
    }


@pytest.mark.parametrize("work", ["importar", "respaldar", "reclave"])
def test_a_full_disk_is_told_and_the_same_work_succeeds_with_space(folder: Path, work: str) -> None:
    words, before = _words(folder)[work], held(folder)
    code, said = typed(folder, *words, room=ROOM)
    assert code == 1 and "D410" in said, said
    assert held(folder) == before
    assert not (folder / "otra.age").exists() and not list(folder.glob(".*.tmp"))
    code, said = typed(folder, *words)
    assert code == 0, said
    assert held(folder) == ((before[0], 48) if work == "importar" else before)
    if work == "respaldar":
        backup.opened(backup.read(folder / "otra.age"), own=backup.identities(folder / PRIVATE))


def test_the_key_does_not_change_while_another_one_writes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_PATIENCE", 100)
    key = Key.read((folder / KEY).read_text(encoding="ascii"))
    other = engine.connect(folder / STORE, key)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as caught:
        rekey(folder / STORE, key, lambda _keys: None)
    other.close()
    assert [d.code for d in caught.value.diagnostics] == ["D411"]
    held(folder)  # opens with the key of before


def test_a_full_disk_stops_a_migration_whole(folder: Path, tmp_path: Path) -> None:
    """To a made-up later schema, which copies what the largest table holds."""
    before, place = held(folder), str(tmp_path / "despues")
    code, said = typed(folder, "almacen", "migrar", room=ROOM // 2, later_too=place)
    assert code == 1 and "D410" in said, said
    assert held(folder) == before  # of the schema that it had
    code, said = typed(folder, "almacen", "migrar", later_too=place)
    assert code == 0, said
    with looking(folder, current=False) as migrated, later(Path(place)):
        assert migrate.version_or_none(migrated) == LATER
        verify(migrated)
    assert held(folder, current=False) == before


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client, str]]:
    """The web application in a process of its own, a browser that is in, and what proves that its forms are ours."""
    env = {**os.environ, **surroundings(folder)}
    command = [sys.executable, "-m", "generator", *arriving.words("formularios", folder)]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, cwd=REPO) as process:
        assert process.stderr is not None
        found = arriving.ADDRESS.search(process.stderr.readline())
        assert found
        token = arriving.house_of(folder).token
        cookies = {local_site(int(found[1])).cookie: token}
        with httpx.Client(
            base_url=found[0], cookies=cookies, headers={"origin": found[0]}, timeout=60, trust_env=False
        ) as browser:
            try:
                yield process, browser, csrf_of(token)
            finally:
                process.send_signal(signal.SIGINT)
                _, said = process.communicate(timeout=30)
    assert "Traceback" not in said and CANARY not in said, said


def test_a_full_disk_is_told_on_the_page_and_what_was_written_is_not_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in surroundings(folder).items():
        monkeypatch.setenv(name, value)
    arriving.enter(folder)
    cycle = arriving.house_of(folder).cycle
    long = {"aspectos_mejora": f"{CANARY} escribió mucho. " * 2_000}
    with serving(folder) as (process, browser, csrf):

        def hours(minutes: int) -> httpx.Response:
            form = {"csrf": csrf, "envio": str(uuid4()), "fecha": "2026-02-17", "minutos": str(minutes)}
            return browser.post(f"{cycle}/horas", data=form)

        def draft(action: str, **values: str) -> httpx.Response:
            return browser.post(f"{cycle}/acompanamiento", data={"csrf": csrf, "accion": action, **values})

        assert hours(1).status_code == 303
        assert draft("borrador-solo", aspectos_mejora=f"{CANARY} al comienzo").status_code == 204
        room = (folder / f"{STORE}-wal").stat().st_size + ROOM // 2
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        said = [hours(minutes) for minutes in range(2, 30)]
        refused = [answer for answer in said if answer.status_code != 303]
        # With the disk full a small one may still fit after one that did not.
        kept = [1, *(minutes for minutes, answer in enumerate(said, 2) if answer.status_code == 303)]
        assert refused and len(kept) > 1
        by_script, by_button = draft("borrador-solo", **long), draft("borrador", **long)
        for answer in (*refused, by_script, by_button):
            assert answer.status_code == 507, answer.text
            assert "disco" in answer.text or "espacio" in answer.text
        assert 'value="29"' in refused[-1].text and CANARY in by_button.text  # still in the form
        assert browser.get(f"{cycle}/horas").status_code == 200  # and what is there can be read
        with looking(folder) as whole, Store(whole).read() as connection:
            there = list(connection.execute(select(horas.c.minutos).order_by(horas.c.minutos)).scalars())
            [data] = connection.execute(select(borrador.c.datos)).scalars()
        assert there == kept
        assert data == {"aspectos_mejora": [f"{CANARY} al comienzo"]}
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert hours(30).status_code == 303
        assert draft("borrador", **long).status_code == 303
    assert spilled(folder) == []
    with looking(folder) as whole, Store(whole).read() as connection:
        assert connection.execute(select(func.count()).select_from(horas)).scalar_one() == len(kept) + 1
