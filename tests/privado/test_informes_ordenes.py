"""The commands of the reports as whoever types them meets them, over a store that is full of canaries."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.private import migrate
from generator.private.centre import SOFIAPLUS_PATH, SOFIAPLUS_REASON, SOFIAPLUS_TYPE
from generator.private.commands.informe import COMMANDS
from generator.private.engine import sqlite_engine
from generator.private.keys import KEY, Key
from generator.private.place import FILE
from generator.private.store import Store
from generator.vocabulary import plain
from tests.canarios import environment
from tests.listo import in_text, listo
from tests.privado.canarios_informes import CASES, DAY_OF_ALL, Planted, plant
from tests.privado.conftest import ticking
from tests.privado.gente import CENTRO
from tests.privado.paquetes import read_in

WHO = "zumbidotecleado"
"""What somebody types where it does not belong, which is not repeated to them."""


class Office:
    """A folder with a store in it, from which commands are run."""

    def __init__(self, root: Path) -> None:
        self.root, self.key = root, Key.new()
        self.file = root / "datos" / "almacen.db"
        self.work = root / "trabajo"
        for folder in (self.file.parent, self.work):
            folder.mkdir(mode=0o700)
        self.file.touch(0o600)
        engine = sqlite_engine(self.file, self.key)
        migrate.upgrade(engine)
        store = Store(engine, ticking())
        self.planted: Planted = plant(store)
        store.close()

    def run(self, words: Sequence[str], typed: str = "", **changed: str) -> subprocess.CompletedProcess[str]:
        surroundings = environment(self.root, **{FILE: str(self.file), KEY: self.key.hexadecimal, **changed})
        done = listo(private=True).run(words, cwd=self.work, env=surroundings, given=typed.encode())
        return in_text(done)

    def written(self) -> Iterator[Path]:
        return (p for p in self.root.rglob("*") if p.is_file())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("oficina"))


def _said(text: str, words: list[str]) -> list[str]:
    return [w for w in words if w.casefold() in text.casefold() or plain(w) in plain(text)]


def test_every_command_has_a_case() -> None:
    assert set(CASES) == {("informe", c.name) for c in COMMANDS}


def test_nothing_of_anybody_is_said_or_left_behind(office: Office) -> None:
    planted, guide = office.planted, office.planted.guides[0]
    secret = [*planted.of_people(), *planted.kept, *(t for some in planted.shared.values() for t in some)]
    own = [
        "informe",
        "eni",
        "--trimestre",
        "2026-T1",
        "--acompanante",
        guide.pseudonym,
        *DAY_OF_ALL,
        "--salida",
        "propio.docx",
    ]
    runs: list[tuple[list[str], str, dict[str, str]]] = [
        ([*path, *words], typed, {}) for path, cases in CASES.items() for words, typed in cases
    ]
    runs += [
        (own, "", {}),
        (["informe", "epc", "--trimestre", "2026-T1", "--centro", WHO, "--salida", "y.docx"], "", {}),
        ([*own[:-1], "clave.docx"], "", {KEY: "00" * 32}),
        ([*own[:-1], "falta.docx"], "", {FILE: str(office.root / WHO)}),
    ]
    codes = []
    for words, typed, changed in runs:
        done = office.run(words, typed, **changed)
        said = done.stdout + done.stderr
        codes.append(done.returncode)
        assert "Traceback" not in said and said.strip()
        assert _said(said, [*secret, WHO, office.key.hexadecimal, str(office.root)]) == [], words
    assert codes.count(0) == 4 and set(codes) == {0, 1}
    reports = {p.name for p in office.work.iterdir()}
    assert reports == {"epc.docx", "misional.xlsx", "propio.docx"}
    for path in office.written():
        data = path.read_bytes()
        if path.name == "propio.docx":
            assert read_in(data, planted.not_of(guide)) == []
        elif path.suffix in (".docx", ".xlsx"):
            assert read_in(data, planted.for_nobody()) == []
        else:
            assert not [w for w in (*secret, *planted.for_nobody()) if w.encode() in data], path.name


@pytest.mark.parametrize(
    "words",
    [
        ["eni", "--trimestre", WHO, "--salida", "x.docx"],
        ["eni", "--trimestre", "2026-T1", "--salida", f"{WHO}.odt"],
        ["epc", "--trimestre", "2026-T1", "--centro", CENTRO, "--salida", f"/{WHO}/x.docx"],
    ],
)
def test_what_was_typed_wrong_is_not_repeated(words: list[str]) -> None:
    done = CliRunner().invoke(main, ["informe", *words])
    assert done.exit_code in (1, 2) and isinstance(done.exception, SystemExit)
    assert done.output.strip() and _said(done.output, [WHO]) == []


def test_progress_says_what_to_do_with_the_exact_words(office: Office) -> None:
    guide = office.planted.guides[1]
    done = office.run(["informe", "avance", "--acompanante", guide.pseudonym, "--hoy", "2026-04-15"])
    assert done.returncode == 0, done.stdout
    for words in (*SOFIAPLUS_PATH, f"«{SOFIAPLUS_TYPE}»", f"«{SOFIAPLUS_REASON}»", "mínimo", "no es un tope"):
        assert words in done.stdout
    assert all(code in done.stdout for code in office.planted.codes[guide.pseudonym])
    others = [c for who, some in office.planted.codes.items() if who != guide.pseudonym for c in some]
    assert _said(done.stdout + done.stderr, [*others, *office.planted.of_people(), *office.planted.kept]) == []
