"""`inspira libro` as somebody types it: what it says, what it leaves behind, and what a sudden end leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from generator.private import closing, cycles, migrate, trail
from generator.private.engine import sqlite_engine
from generator.private.keys import Key
from generator.private.options import RolPersona
from generator.private.people import Person
from generator.private.recorded import recorded
from generator.private.store import Store
from generator.private.tables import ciclo
from generator.private.workbook.files import import_files
from tests.listo import in_text, listo
from tests.ordenes import leaves
from tests.privado.canarios_libro import CASES
from tests.privado.gente import DAY, NOMBRES, REGIONAL, somebody
from tests.privado.libros import plain_book, silent, table, whole_cycle, written

ROOT = Path(__file__).parents[2]
CANARY = "Yurleidy Muchavisoy"
FREE = "el taller de la vereda Chapacual"
SECRETS = (*NOMBRES[0].split(), "Chapacual", "correo-inventado")
"""What no output and no file may hold, the books of the person themselves apart."""


TYPED = """
import json, sys
from generator.cli import main

for words in json.loads(sys.argv[1]):
    try:
        main(words, prog_name="inspira")
    except SystemExit as end:
        print("salió con", end.code)
"""


@dataclass(frozen=True)
class Place:
    """A folder with a store in it, and the people of one cycle."""

    folder: Path
    key: Key
    people: tuple[Person, Person, Person]

    @property
    def store(self) -> Store:
        return Store(sqlite_engine(self.folder / "almacen" / "almacen.db", self.key))

    def environment(self, **changed: str) -> dict[str, str]:
        own = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "INSPIRA_ALMACEN": str(self.folder / "almacen" / "almacen.db"),
            "INSPIRA_ALMACEN_CLAVE": self.key.hexadecimal,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        return {**own, **changed}

    def run(self, *commands: Sequence[str], **environment: str) -> subprocess.CompletedProcess[str]:
        """Type some commands, one after another, in a process of their own."""
        words, surroundings = [json.dumps(commands)], self.environment(**environment)
        return in_text(listo(private=True).run(words, cwd=self.folder, env=surroundings, code=TYPED))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    key = Key.new()
    (tmp_path / "almacen").mkdir(mode=0o700)
    store = Store(sqlite_engine(tmp_path / "almacen" / "almacen.db", key))
    migrate.upgrade(store.engine)
    store.write("eni", closing.publish_instrument, 1, DAY, {"evaluacion": "¿Cómo evalúo?"})
    roles = (RolPersona.ACOMPANANTE, RolPersona.ACOMPANADO, RolPersona.COORDINADOR_ACADEMICO)
    one, other, coordinator = (somebody(store, rol, nombre=NOMBRES[0]) for rol in roles)
    store.close()
    return Place(tmp_path, key, (one, other, coordinator))


def books(place: Place) -> None:
    """Every file that the cases name, with the canary wherever somebody could write it."""
    typed = whole_cycle("C-CANARIO", *place.people)
    typed["Acompañamientos"][0]["Lectura del contexto"] = f"{CANARY} en {FREE}"
    typed["Ciclo"][0]["Formación cuya aplicación se acompaña"] = f"=Curso de {CANARY}"[1:]
    written(place.folder / "bueno.xlsx", typed)
    bad = whole_cycle(CANARY, *place.people)
    bad["Acompañamientos"][0]["Fecha"] = bad["Horas"][0]["Minutos"] = bad["Ciclo"][0]["Regional"] = FREE
    bad["Ciclo"][0]["Acompañantes"] = CANARY
    written(place.folder / "malo.xlsx", bad)
    book = load_workbook(place.folder / "malo.xlsx")
    book["Momentos"]["A4"].value = f"Día de {CANARY}"
    book.create_sheet(f"De {CANARY}")["A1"].value = FREE
    book.save(place.folder / "malo.xlsx")
    with zipfile.ZipFile(place.folder / "bueno.xlsx") as old, zipfile.ZipFile(place.folder / "dañado.xlsx", "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(
                entry.filename, data[: len(data) // 2] + CANARY.encode() if "sheet2" in entry.filename else data
            )
    hours = ["Código del ciclo", "Acompañante", "Fecha", "Minutos"]
    plain_book(place.folder / "fórmula.xlsx", {"Horas": [hours, ["C-1", CANARY, f'="{CANARY}"', 5]]})
    table(place.folder / f"{CANARY} - Horas.csv", [[*hours, CANARY], [CANARY, CANARY, FREE, FREE, FREE]])
    (place.folder / f"{CANARY}.doc").write_text(CANARY)
    (place.folder / "archivo").write_text("")


def test_nothing_of_anybody_in_what_is_said_or_left_behind(place: Place) -> None:
    assert CASES.keys() == {path for path in leaves() if path[0] == "libro"}
    books(place)
    own = {path for path in place.folder.rglob("*") if path.is_file() and "almacen" not in path.parts}
    wrong = {"INSPIRA_ALMACEN_CLAVE": Key.new().hexadecimal}
    missing = {"INSPIRA_ALMACEN": str(place.folder / "otro" / "almacen.db")}
    typed = [(*path, *words) for path, cases in sorted(CASES.items()) for words, _ in cases]
    done = [place.run(*typed), place.run(typed[0], **wrong), place.run(typed[0], **missing)]
    everything = "\n".join(one.stdout + one.stderr for one in done)
    assert "Traceback" not in everything
    assert everything.count("salió con 0") == 4  # the good book twice, and two templates
    # The import of the good book worked once, and each failure was of its own kind.
    assert "1 ciclo: 15 registros nuevos." in everything and "Sin cambios" in everything
    assert {code for code in ("D401", "D405", "D420", "D421", "D450", "D453", "D454") if code in everything} == {
        "D401", "D405", "D420", "D421", "D450", "D453", "D454"
    }  # fmt: skip
    left = [path for path in place.folder.rglob("*") if path.is_file() and path not in own]
    assert {path.name for path in left} >= {"almacen.db", "hoja-de-ruta.xlsx", "ciclo.xlsx"}
    for path in left:
        data = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                data = b"".join(archive.read(name) for name in archive.namelist())
        if path.name == "ciclo.xlsx":  # made for the pair itself: what its cycle accompanies, and nothing else
            data = data.replace(f"Curso de {CANARY}".encode(), b"")
            assert place.people[0].pseudonym.encode() in data
        for secret in SECRETS:
            assert secret.encode() not in data, path.name
    for secret in SECRETS:
        assert secret not in everything


BLOCKED = """
import sys
from contextlib import contextmanager
from pathlib import Path
from generator.private.commands.shared import opened
from generator.private.workbook.files import import_files

@contextmanager
def bar(length, label):
    def advance(done):
        if label == "Registrando":
            print(done, flush=True)
            sys.stdin.readline()
    yield advance

with opened(None) as store:
    import_files(store, "prueba", [Path(name) for name in sys.argv[1:]], bar)
print("listo", flush=True)
"""
"""An import that says how many cycles are written and waits there."""


@pytest.mark.parametrize("after", [1, 3])
def test_killed_in_the_middle_it_keeps_nothing_by_half(place: Place, after: int) -> None:
    names = []
    for number in range(3):
        written(place.folder / f"{number}.xlsx", whole_cycle(f"C-{number:03}", *place.people))
        names.append(f"{number}.xlsx")
    store = place.store
    assert import_files(store, "prueba", [place.folder / names[0]], silent).cycles == 1
    store.close()
    command = [sys.executable, "-c", BLOCKED, *names]
    with subprocess.Popen(
        command, cwd=place.folder, env=place.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin is not None and running.stdout is not None
        for number in range(1, after + 1):
            assert running.stdout.readline() == f"{number}\n"
            if number < after:
                running.stdin.write("\n")
                running.stdin.flush()
        running.send_signal(signal.SIGKILL)
    store = place.store
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(ciclo)).scalar_one() == 1
        assert list(trail.broken(connection)) == []
        assert len(recorded(connection, cycles.find(connection, REGIONAL, "C-000")).visits) == 4
    again = import_files(store, "prueba", [place.folder / name for name in names], silent)
    assert (again.findings, again.cycles, again.new, again.same, again.changed) == ([], 3, 30, 15, 0)
    store.close()


def test_a_template_replaces_no_book_and_is_made_where_nobody_commits_it(place: Place) -> None:
    filled = place.folder / "hoja-de-ruta.xlsx"
    filled.write_bytes(b"lleno")
    (place.folder / "repo" / ".git").mkdir(parents=True)
    done = place.run(("libro", "plantilla"), ("libro", "plantilla", "--salida", "repo/nuevo.xlsx"))
    assert done.stdout.count("salió con 1") == 2
    assert all(code in done.stdout + done.stderr for code in ("D472", "D403"))
    assert filled.read_bytes() == b"lleno"
    assert [path.name for path in (place.folder / "repo").iterdir()] == [".git"]


def test_the_bar_of_progress_is_silent_where_nobody_looks(place: Place) -> None:
    written(place.folder / "a.xlsx", whole_cycle("C-1A", *place.people))
    done = place.run(("libro", "importar", "a.xlsx"))
    assert (done.stdout, done.stderr) == ("salió con 0\n", "1 ciclo: 15 registros nuevos.\n")
