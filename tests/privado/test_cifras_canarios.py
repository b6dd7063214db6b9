"""Nothing of anybody in what `inspira agregar` says, in the figures, or in the site that is built with them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.figures.files import FOLDER
from generator.private.figures import releasing
from tests.canarios import found_in, needles
from tests.fabrica import CANARY_ID, CANARY_NAME, REPO
from tests.listo import listo
from tests.privado.canarios_cifras import CASES
from tests.privado.canarios_registro import plant, surroundings

NEEDLES = needles(iter(()))
ENDS = (0, 0, 0, 1, 1, 1, 1, 1, 2, 2)
"""How each case ends."""
SAID = ("Cifras en", "ya estaban", "Cifras en", "D523", "D522", "D470", "D401", "D405", "2026-T1", "Uso:")


def search(root: Path, seen: dict[Path, bytes]) -> None:
    """In every file that was not there or is not as it was, whatever it is called."""
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        assert not found_in(str(path.relative_to(root)).encode(), NEEDLES), path
        data = path.read_bytes()
        if seen.get(path) != data:
            assert not found_in(data, NEEDLES), path
            seen[path] = data


def test_the_figures_tell_of_nobody(tmp_path: Path) -> None:
    known = plant(tmp_path)
    env, project = surroundings(tmp_path), tmp_path / "proyecto"
    shutil.copytree(REPO / "content", project / "content", ignore=shutil.ignore_patterns("cifras"))
    seen = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    program = listo(private=True)
    for (words, answers), code, expected in zip(CASES["agregar",], ENDS, SAID, strict=True):
        given = ["agregar", *(known.get(word, word) for word in words)]
        done = program.run(given, cwd=tmp_path, env=env, given=answers.encode())
        printed = done.stdout + done.stderr
        said = printed.decode("utf-8", "replace")
        assert (done.returncode, expected in said) == (code, True), said
        assert "Traceback" not in said and "inesperado" not in said
        assert not found_in(printed, NEEDLES), said
        assert str(tmp_path) not in said and not [p for p in known.values() if p.startswith("P-") and p in said]
        search(tmp_path, seen)
    built = program.run(
        ["construir", "--proyecto", str(project), "--hoy", "2026-11-22"], cwd=tmp_path, env=env, given=b""
    )
    assert built.returncode in (0, 3), built.stdout.decode() + built.stderr.decode()
    assert (project / "site/cifras/2026-T1/index.html").is_file()
    assert not found_in(built.stdout + built.stderr, NEEDLES)
    search(tmp_path, seen)
    codes = [known[who].encode() for who in ("ELLA", "EL", "APARTE", "COORDINA")] + [b"C-LISTO", b"C-ANTES"]
    for path in [*(project / FOLDER).rglob("*.*"), *(project / "site/cifras").rglob("*.*")]:
        assert not [code for code in codes if path.is_file() and code in path.read_bytes()], path


@pytest.mark.parametrize("step", ["count", "protect", "put", "_attack"])
def test_a_fault_of_ours_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    plant(tmp_path)

    def fails(*args: Any) -> None:
        raise RuntimeError(f"{args!r} {CANARY_NAME} {CANARY_ID}")

    monkeypatch.setattr(releasing, step, fails)
    words = ["agregar", "2026-T1", "--proyecto", str(tmp_path / "proyecto"), "--hoy", "2026-11-22"]
    done = CliRunner().invoke(main, words, env=surroundings(tmp_path))
    assert done.exit_code == 1 and "Algo inesperado (RuntimeError)" in done.output
    assert not found_in(done.output_bytes, NEEDLES)
    assert not (tmp_path / "proyecto" / FOLDER).exists()
