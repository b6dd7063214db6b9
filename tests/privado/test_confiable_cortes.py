"""Killed processes, full disks, turned bits, several writers: nothing acknowledged is lost, nothing is in the clear."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from benchmarks.cortes import KINDS, round_of, spilled, template
from benchmarks.cortes_nombres import CANARY, KEY, STORE, surroundings
from generator.private import backup
from generator.private.engine import open_engine
from generator.private.errors import StoreError
from generator.private.keys import Key, find_key
from generator.private.place import Place
from generator.private.store import Store
from generator.private.tables import identidad
from generator.private.verify import verify
from tests.listo import in_text, listo

REPO = Path(__file__).parents[2]
WRITE = """
import sys
from benchmarks.cortes import somebody
from generator.private.commands.shared import opened
from generator.private.errors import StoreError
LIMIT
try:
    with opened(None) as store:
        for _ in range(int(sys.argv[1])):
            print(store.write("hijo", somebody), flush=True)
except StoreError as refusal:
    print(*(f"{d.code} {d.message}" for d in refusal.diagnostics), file=sys.stderr)
    sys.exit(1)
"""
LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))"


@pytest.fixture(scope="module")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("molde") / "molde", 30)


# After how many seconds each work is cut. Whatever the moment, what is left must be right: benchmarks/cortes.py
# tries hundreds of them.
CUTS = {"creación": 0.08, "migración": 0.08, "escritura": 0.5, "reclave": 0.2, "respaldo": 0.2, "restauración": 0.2}


@pytest.mark.parametrize("kind", KINDS)
def test_a_process_killed_at_work_loses_nothing(mould: Path, tmp_path: Path, kind: str) -> None:
    seen = round_of(kind, mould, tmp_path / "ronda", after=CUTS[kind])
    assert seen.wrong == ()


def test_what_a_killed_writer_had_said_is_there(mould: Path, tmp_path: Path) -> None:
    seen = round_of("escritura", mould, tmp_path / "ronda", line=900)
    assert seen.killed and len(seen.done) > 1 and seen.wrong == ()


@pytest.mark.parametrize(("kind", "step"), [("creación", 40), ("reclave", 16), ("restauración", 400)])
def test_wherever_our_code_is_cut_what_is_left_is_right(kind: str, step: int) -> None:
    command = [sys.executable, "-m", "benchmarks.cortes", "--barrer", kind, str(step)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPO, timeout=200)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) > 5
    assert [line for line in lines if " " in line] == []


@pytest.mark.parametrize(("kind", "line"), [("escritura", 1_500), ("migración", 15)])
def test_a_process_killed_while_it_uses_a_server(
    mould: Path, tmp_path: Path, database: str, kind: str, line: int
) -> None:
    if kind == "escritura":
        assert not round_of("migración", mould, tmp_path / "antes", url=database).wrong
    seen = round_of(kind, mould, tmp_path / "ronda", line=line, url=database)
    assert seen.killed and seen.wrong == ()


def writers(
    folder: Path, many: int, each: int, *, url: str | None = None, limit: str = ""
) -> list[tuple[int, str, str]]:
    """Processes that write at once: how each one ended, and what it said."""
    env = {**os.environ, **surroundings(folder, url), "PYTHONPATH": str(REPO)}
    command = [sys.executable, "-c", WRITE.replace("LIMIT", limit), str(each)]
    started = [
        subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=REPO)
        for _ in range(many)
    ]
    said = [(*p.communicate(timeout=120), p.returncode) for p in started]
    return [(code, out, err) for out, err, code in said]


def in_store(folder: Path, monkeypatch: pytest.MonkeyPatch, url: str | None = None) -> set[str]:
    """Who is in the store, after a look at whether it is whole."""
    for name, value in surroundings(folder, url).items():
        monkeypatch.setenv(name, value)
    engine = open_engine(Place(url=url) if url else Place(file=folder / STORE), None if url else find_key())
    verify(engine)
    with Store(engine).read() as connection:
        found = {str(one) for one in connection.execute(select(identidad.c.persona_id)).scalars()}
    engine.dispose()
    return found


@pytest.mark.parametrize("on", ["archivo", "servidor"])
def test_several_processes_write_at_once(
    request: pytest.FixtureRequest, mould: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on: str
) -> None:
    folder = shutil.copytree(mould, tmp_path / "a")
    url = request.getfixturevalue("database") if on == "servidor" else None
    if url:
        assert not round_of("migración", mould, tmp_path / "antes", url=url).wrong
    said = writers(folder, 3, 12, url=url)
    assert [(code, err) for code, _, err in said if code or err] == []
    acknowledged = {line for _, out, _ in said for line in out.split()}
    assert len(acknowledged) == 36
    assert acknowledged <= in_store(folder, monkeypatch, url)


def test_a_full_disk_is_told_and_loses_nothing(mould: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a limit on the size of files: where there is a real disk that is full, SQLite says the same and more."""
    folder = shutil.copytree(mould, tmp_path / "a")
    [(code, out, err)] = writers(folder, 1, 1_000, limit=LIMIT)
    assert code == 1 and err.startswith("D410"), err
    assert len(out.split()) > 1
    assert set(out.split()) <= in_store(folder, monkeypatch)
    assert spilled(folder, out + err) == []
    # With space again, it goes on.
    [(code, out, err)] = writers(folder, 1, 2)
    assert (code, err) == (0, "")


SMALL = """
import resource, sys
from generator.cli import main
import generator.private.commands.almacen
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
main(["almacen", *sys.argv[1:]])
"""
HEAVY = {
    "respaldar": ["r.age", "--para", "LLAVE"],
    "crear": ["--archivo", "otro.db"],
    "restaurar": ["copia.age", "--llave", "llave.txt", "--archivo", "otro.db"],
    "reclave": [],
}


@pytest.mark.parametrize("work", HEAVY)
def test_a_full_disk_stops_any_work_without_harm(
    mould: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    folder = shutil.copytree(mould, tmp_path / "a")
    words = [(folder / "publica.txt").read_text() if word == "LLAVE" else word for word in HEAVY[work]]
    before = {p.name for p in folder.iterdir()}
    env = {**os.environ, **surroundings(folder), "PYTHONPATH": str(REPO)}
    done = in_text(listo(private=True).run([work, *words], cwd=folder, env=env, code=SMALL))
    assert done.returncode == 1 and "D410" in done.stdout and done.stderr == "", done.stdout + done.stderr
    assert not {"r.age", "otro.db"} & {p.name for p in folder.iterdir()}
    assert {p.name for p in folder.iterdir()} - before <= {
        f"{STORE}-wal",
        f"{STORE}-shm",
        f".{STORE}.turno",
        ".otro.db.turno",
    }
    assert spilled(folder, done.stdout) == []
    assert len(in_store(folder, monkeypatch)) == 30


def test_a_backup_that_does_not_fit_is_told(mould: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(mould, tmp_path / "a")
    store = Store(open_engine(Place(file=folder / STORE), Key.read((folder / KEY).read_text())))

    def full(*_args: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(folder))

    monkeypatch.setattr(backup, "write_atomic", full)
    with pytest.raises(StoreError) as caught:
        backup.back_up(store, "x", folder / "r.age", to=[(folder / "publica.txt").read_text()])
    store.close()
    [told] = caught.value.diagnostics
    assert told.code == "D410" and str(folder) not in f"{told}"


def test_a_turned_bit_anywhere_is_refused(mould: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(mould, tmp_path / "a")
    whole = (folder / STORE).read_bytes()
    key = Key.read((folder / KEY).read_text())
    pages = len(whole) // 4096
    for number in range(24):
        position = (number * pages // 24) * 4096 + (number * 911) % 4096
        turned = bytearray(whole)
        turned[position] ^= 1 << number % 8
        (folder / STORE).write_bytes(turned)
        with pytest.raises(StoreError) as caught:
            engine = open_engine(Place(file=folder / STORE), key)
            try:
                verify(engine)
            finally:
                engine.dispose()
        assert caught.value.diagnostics[0].code in ("D405", "D407"), position
        assert CANARY not in str(caught.value)
    (folder / STORE).write_bytes(whole)
    assert len(in_store(folder, monkeypatch)) == 30
