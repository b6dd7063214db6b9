"""`inspira persona` and `inspira ciclo` as people type them: nothing private in what they print, write or leave."""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.private import consents, cycles, people
from generator.private.commands.naming import named_in
from generator.private.engine import sqlite_engine
from generator.private.errors import StoreError
from generator.private.keys import Key
from generator.private.records import CicloNuevo
from generator.private.store import Store
from tests.canarios import found_in, needles
from tests.fabrica import CANARY_NAME
from tests.listo import listo
from tests.ordenes import leaves
from tests.privado.canarios_registro import CASES, SHOWN, plant, surroundings
from tests.privado.gente import cycle_of_two

NEEDLES = [n for n in needles(iter(())) if n]
LEAVES = {path: command for path, command in leaves().items() if path[0] in ("persona", "ciclo")}


class Place:
    """A store with canaries in a folder that is all that the commands can write to."""

    def __init__(self, root: Path) -> None:
        self.root, self.known = root, plant(root)
        self.env = surroundings(root)
        self.seen: dict[Path, bytes] = {}

    def run(
        self, path: Sequence[str], words: Sequence[str], answers: str, *, apart: bool, **env: str
    ) -> tuple[int, str]:
        """What a command prints, in a process `apart` or, which is quicker, in this one."""
        given = [*path, *(self.known.get(w, w) for w in words)]
        for name, value in self.known.items():
            answers = re.sub(rf"\b{name}\b", value, answers)
        surroundings = {**self.env, **env}
        if apart:
            done = listo(private=True).run(given, cwd=self.root, env=surroundings, given=answers.encode())
            code, printed, told = done.returncode, done.stdout + done.stderr, done.stderr
        else:
            ran = CliRunner().invoke(main, given, input=answers, env=surroundings)
            assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
            code, printed, told = ran.exit_code, ran.output_bytes, ran.stderr_bytes
        said = printed.decode("utf-8", "replace")
        assert "Traceback" not in said and "inesperado" not in said, said
        if not any(shows(tuple(path), words) for shows in SHOWN):
            assert not found_in(printed, NEEDLES), said
        assert not found_in(told or b"", NEEDLES)
        self.search()
        return code, said

    def search(self) -> None:
        """In every file but what was handed over on purpose, which nobody else can read."""
        for path in sorted(p for p in self.root.rglob("*") if p.is_file()):
            data = path.read_bytes()
            if path.parent.name == "entregado":
                assert stat.S_IMODE(path.stat().st_mode) == 0o600
            elif self.seen.get(path) != data:
                self.seen[path] = data
                assert not [n for n in NEEDLES if n in data.lower()], path


def asks(words: Sequence[str], answers: str) -> bool:
    """Whether it asks: a runner in this process would print the answers itself."""
    return bool(answers) and "-" not in words


def test_every_command_has_a_case() -> None:
    assert CASES.keys() == LEAVES.keys()


def test_no_command_says_or_leaves_anything_private(tmp_path: Path) -> None:
    place = Place(tmp_path)
    for path, cases in CASES.items():
        for number, (words, answers) in enumerate(cases):
            code, said = place.run(path, words, answers, apart=number == 0 or asks(words, answers))
            assert code in ((0,) if number == 0 else (0, 1, 2)), (path, words, said)
    handed = sorted((tmp_path / "entregado").iterdir())
    assert [p.suffix for p in handed] == [".json", ".md"]
    assert all(CANARY_NAME in p.read_text(encoding="utf-8") for p in handed)


FAILURES = [
    ({"INSPIRA_ALMACEN_ARCHIVO_CLAVE": "", "INSPIRA_ALMACEN_CLAVE": Key.new().hexadecimal}, "D405"),
    ({"INSPIRA_ALMACEN_ARCHIVO_CLAVE": "", "INSPIRA_ALMACEN_CLAVE": f"{CANARY_NAME}"}, "D406"),
    ({"INSPIRA_ALMACEN": f"/no/existe/{CANARY_NAME}.db"}, "D401"),
]


def test_a_store_that_does_not_open_says_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path)
    for env, expected in FAILURES:
        for path, words, answers in (
            (("persona", "buscar"), (), f"{CANARY_NAME}\n"),
            (("ciclo", "ver"), (CANARY_NAME,), ""),
            (("persona", "registrar"), ("--datos", "-"), f"nombre: {CANARY_NAME}\n"),
        ):
            code, said = place.run(path, words, answers, apart=asks(words, answers), **env)
            assert code == 1 and expected in said, (env, path, said)


PRIVATE_FIELDS = re.compile(
    r"--(nombre-completo|documento|correo|evidencia|representante|lectura|aspectos|realimentacion|punto|avances"
    r"|comparacion|compromisos|formacion-aplicada)"
)


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_what_is_private_has_no_option(path: tuple[str, ...]) -> None:
    """What is typed in a command stays in the history of the terminal, and `ps` shows it to others."""
    options = [name for p in LEAVES[path].params for name in p.opts]
    assert [o for o in options if PRIVATE_FIELDS.match(o)] == []
    assert [p for p in LEAVES[path].params if p.name == "nombre"] == []


def test_nothing_is_handed_over_inside_a_repository(tmp_path: Path) -> None:
    place = Place(tmp_path)
    (tmp_path / "repo/.git").mkdir(parents=True)
    salida = tmp_path / "repo/salida"
    code, said = place.run(("persona", "exportar"), ("ELLA", "--salida", str(salida)), "", apart=False)
    assert code == 1 and "D403" in said and not salida.exists()


def test_a_consent_to_what_is_not_published_expires_when_it_was_said(tmp_path: Path) -> None:
    place = Place(tmp_path)
    said = ("--canal", "correo", "--proyecto", "PROYECTO", "--meses", "6", "--hoy", "2026-11-22", "--datos", "-")
    words = ("ELLA", "--finalidad", "informe_eni", *said)
    code, told = place.run(("persona", "consentir"), words, "menor: false\ndatos_sensibles: true\n", apart=False)
    assert code == 0, told
    key = Key.read((tmp_path / "clave").read_text())
    store = Store(sqlite_engine(tmp_path / "almacen.db", key))
    with store.read() as connection:
        her = people.by_pseudonym(connection, place.known["ELLA"])
        assert [s.expires for s in consents.standing(connection, her.id, date(2026, 11, 22))] == [date(2027, 5, 31)]
        [until] = consents.standing(connection, her.id, date(2027, 6, 1))
        assert not until.holds
    store.close()


def test_the_cycle_that_another_comes_from_is_of_its_regional(store: Store) -> None:
    pair = cycle_of_two(store, "C-MISMO")
    here = {"codigo": "C-MISMO", "vigencia": 2026, "voluntario": True}
    who = {"acompanantes": [pair.acompanante.id], "acompanados": [pair.acompanado.id]}
    there = store.write("x", cycles.start, CicloNuevo(**here, **who, regional="05", centro="9101"))
    with store.read() as connection:

        def named(code: str, regional: str) -> object:
            return named_in(connection, CicloNuevo, {"regional": regional, "anterior": code})["anterior"]

        assert named("C-MISMO", "52") == named("52/C-MISMO", "52") == pair.cycle.id
        assert named("C-MISMO", "05") == named("05/c-mismo", "05") == there.id
        with pytest.raises(StoreError) as caught:
            named("52/C-MISMO", "05")
    assert caught.value.diagnostics[0].code == "D484"


START = ("--regional", "52", "--centro", "9534", "--acompanantes", "EL", "--acompanados", "ELLA", "--vigencia", "2026")


def test_a_script_with_nobody_to_ask_leaves_out_what_may_be_left_out(tmp_path: Path) -> None:
    place = Place(tmp_path)
    code, said = place.run(("ciclo", "iniciar"), ("--codigo", "C-SOLO", *START, "--voluntario"), "", apart=True)
    assert code == 0 and "C-SOLO: ciclo abierto." in said
    code, said = place.run(("ciclo", "iniciar"), ("--codigo", "C-OTRO", *START), "", apart=True)
    assert code == 1 and "abierto" not in said
