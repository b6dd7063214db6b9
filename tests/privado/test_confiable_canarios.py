"""Nothing of what the store holds, nor the folder that it is in, comes out of the commands that keep it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from benchmarks.cortes import template
from benchmarks.cortes_nombres import CANARY, COPY, KEY, PRIVATE, PUBLIC, STORE, surroundings
from generator.private import backup, visits
from generator.private.engine import sqlite_engine
from generator.private.keys import Key
from generator.private.store import Store
from tests.canarios import found_in, needles
from tests.fabrica import REPO
from tests.listo import listo
from tests.privado.canarios_confiable import CANARY_KEY, CASES
from tests.privado.gente import a_visit, cycle_of_two, planned

HOME = "casa-de-yurleidy-muchavisoy"


@pytest.fixture(scope="module")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the canary in names and in what was freely written, and a backup that was cut."""
    folder = template(tmp_path_factory.mktemp("molde") / HOME, 5)
    store = Store(sqlite_engine(folder / STORE, Key.read((folder / KEY).read_text())))
    pair = cycle_of_two(store)
    planned(store, pair)
    store.write("x", visits.record, pair.cycle, a_visit(pair, lectura_contexto=CANARY, realimentacion=CANARY))
    store.close()
    (folder / "rota.age").write_bytes((folder / COPY).read_bytes()[:-9])
    return folder


def _damage(folder: Path) -> None:
    data = bytearray((folder / STORE).read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 + 99] ^= 1
    (folder / STORE).write_bytes(data)


def _foreign(folder: Path) -> None:
    (folder / STORE).write_text(CANARY, encoding="utf-8")


def _spoiled_backup(folder: Path) -> None:
    """A backup that is one, with a row that breaks a rule: what the database says of it quotes it."""
    own = backup.identities(folder / PRIVATE)
    lines = backup.opened((folder / COPY).read_bytes(), own=own).split(b"\n")
    at = next(n for n, line in enumerate(lines) if CANARY.encode() in line)
    row = json.loads(lines[at])
    row[0] = "0" * 32
    lines[at] = json.dumps(row).encode()
    public = pyrage.x25519.Recipient.from_str((folder / PUBLIC).read_text())
    (folder / COPY).write_bytes(pyrage.encrypt(b"\n".join(lines), [public]))


MOODS: dict[str, Callable[[Path], object]] = {
    "como está": lambda folder: None,
    "sin almacén": lambda folder: (folder / STORE).unlink(),
    "con otra clave": lambda folder: (folder / KEY).write_text(Key.new().kept()),
    "sin clave": lambda folder: (folder / KEY).unlink(),
    "dañado": _damage,
    "otra cosa": _foreign,
    "con un respaldo que no cuadra": _spoiled_backup,
}


TYPED = """
import json, os, sys
from generator.cli import main
for folder, words in json.loads(sys.stdin.read()):
    os.chdir(folder)
    os.environ.update({name: os.path.join(folder, file) for name, file in NAMES.items()})
    try:
        main(words)
    except SystemExit as ended:
        assert ended.code in (None, 0, 1, 2), ended.code
"""
NAMES = {"INSPIRA_ALMACEN": STORE, "INSPIRA_ALMACEN_ARCHIVO_CLAVE": KEY, "TMPDIR": "", "SQLITE_TMPDIR": "", "HOME": ""}


@pytest.mark.parametrize("mood", MOODS)
def test_nothing_that_is_held_is_said_or_left_in_the_clear(mould: Path, tmp_path: Path, mood: str) -> None:
    """Each command in a folder of its own, all of them typed into one process, since to start one takes a second."""
    wanted = needles(iter(()))
    typed = []
    for number, words in enumerate([*path, *more] for path, cases in CASES.items() for more, _ in cases):
        folder = shutil.copytree(mould, tmp_path / str(number) / HOME)
        MOODS[mood](folder)
        typed.append((str(folder), words))
    done = listo(private=True).run(
        [], cwd=REPO, env=os.environ, given=json.dumps(typed).encode(), code=TYPED.replace("NAMES", repr(NAMES))
    )
    printed = done.stdout + done.stderr
    assert b"Traceback" not in printed and done.returncode == 0, printed.decode()
    assert not found_in(printed, wanted), printed.decode()
    assert printed.count(b"pista:") + printed.count(b"Error:") >= (3 if mood == "como está" else 7)
    for file in tmp_path.rglob("*"):
        if file.is_file() and not (mood == "otra cosa" and file.name == STORE):
            assert not found_in(file.read_bytes() + file.name.encode(), wanted), file.name


def test_a_command_that_is_typed_by_itself_says_no_more(mould: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(mould, tmp_path / HOME)
    _damage(folder)
    env = {**os.environ, **surroundings(folder), "PYTHONPATH": str(REPO)}
    command = [sys.executable, "-X", "dev", "-m", "generator", "almacen", "verificar"]
    done = subprocess.run(command, capture_output=True, cwd=folder, env=env)
    assert done.returncode == 1 and b"D407" in done.stdout and done.stderr == b""
    assert not found_in(done.stdout, needles(iter(())))


def test_the_case_of_a_backup_encrypts_to_a_key_that_is_one() -> None:
    assert len(backup.recipients([CANARY_KEY])) == 1
