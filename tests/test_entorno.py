"""The environment is made once, mended when it was left half done, and made anew when what it depends on changes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from herramientas import entorno, navegador


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "requirements").mkdir()
    for name in (*entorno.CONJUNTOS, *entorno.SALIDAS):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"# {name}\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything but pip and venv is real: what would be run is noted down instead."""
    seen: list[str] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        if not Path(command[0]).exists():
            raise FileNotFoundError
        if "venv" in command:
            python = entorno.python_of(Path(command[-1]))
            python.parent.mkdir(parents=True)
            python.touch()
            seen.append("venv")
        elif "pip" in command:
            seen.append(" ".join(command[command.index("--quiet") + 1 :][:2]))
        version = ".".join(map(str, entorno.sys.version_info[:2]))
        return subprocess.CompletedProcess(command, 0, stdout=version)

    monkeypatch.setattr(entorno.subprocess, "run", run)
    return seen


INSTALLED = ["install --require-hashes", "install --no-index", "check"]


def test_the_second_time_does_nothing(root: Path, calls: list[str]) -> None:
    entorno.prepare("sitio", root / ".venv", root)
    assert calls == ["venv", *INSTALLED]
    calls.clear()
    entorno.prepare("sitio", root / ".venv", root)
    assert calls == []


def test_a_bigger_set_serves_for_a_smaller_one_and_not_the_other_way(root: Path, calls: list[str]) -> None:
    entorno.prepare("sitio", root / ".venv", root)
    assert not entorno.is_ready("pruebas", root / ".venv", root)
    entorno.prepare("pruebas", root / ".venv", root)
    assert entorno.is_ready("sitio", root / ".venv", root)


@pytest.mark.parametrize("name", entorno.SALIDAS)
def test_another_engine_has_an_environment_of_its_own(root: Path, calls: list[str], name: str) -> None:
    entorno.prepare("pruebas", entorno.place_of("pruebas", root), root)
    place = entorno.place_of(name, root)
    assert place != entorno.place_of("pruebas", root) and not entorno.is_ready(name, root / ".venv", root)
    calls.clear()
    entorno.prepare(name, place, root)
    assert calls == ["venv", *INSTALLED]
    assert entorno.is_ready(name, place, root) and not entorno.is_ready("sitio", place, root)


@pytest.mark.parametrize("name", ["requirements/sitio.txt", "pyproject.toml"])
def test_a_change_of_what_it_depends_on_installs_again(root: Path, calls: list[str], name: str) -> None:
    entorno.prepare("sitio", root / ".venv", root)
    calls.clear()
    (root / name).write_text("# otra cosa\n", encoding="utf-8")
    entorno.prepare("sitio", root / ".venv", root)
    assert calls == INSTALLED


def test_what_was_interrupted_is_begun_anew(root: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, ["pip"])

    with monkeypatch.context() as patch:
        patch.setattr(entorno, "_pip", fail)
        with pytest.raises(subprocess.CalledProcessError):
            entorno.prepare("sitio", root / ".venv", root)
    (root / ".venv" / "a-medias").touch()
    calls.clear()
    entorno.prepare("sitio", root / ".venv", root)
    assert calls == ["venv", *INSTALLED]
    assert not (root / ".venv" / "a-medias").exists()


def test_a_folder_that_was_moved_is_set_up_again(root: Path, calls: list[str], tmp_path: Path) -> None:
    entorno.prepare("sitio", root / ".venv", root)
    assert entorno.key("sitio", root) == json.loads((root / ".venv/inspira.json").read_text(encoding="utf-8"))["clave"]
    moved = tmp_path.parent / f"{tmp_path.name}-movida"
    root.rename(moved)
    assert not entorno.is_ready("sitio", moved / ".venv", moved)
    calls.clear()
    entorno.prepare("sitio", moved / ".venv", moved)
    assert calls == ["venv", *INSTALLED]


@pytest.mark.parametrize("stamp", ["", "{}", "[]", '{"conjunto": "otro", "clave": ""}', '{"conjunto": 1, "clave": 2}'])
def test_a_damaged_stamp_is_no_stamp(root: Path, calls: list[str], stamp: str) -> None:
    entorno.prepare("sitio", root / ".venv", root)
    (root / ".venv" / "inspira.json").write_text(stamp, encoding="utf-8")
    assert not entorno.is_ready("sitio", root / ".venv", root)
    entorno.prepare("sitio", root / ".venv", root)
    assert entorno.is_ready("sitio", root / ".venv", root)


def test_a_wrong_call_says_how(capsys: pytest.CaptureFixture[str]) -> None:
    assert entorno.main(["otro"]) == 2
    assert "base|sitio|privado|pruebas" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="los guiones de prueba son de shell")
def test_a_browser_that_does_not_draw_is_no_browser(tmp_path: Path) -> None:
    """Some systems install, under the browser's name, a script that says where to get it."""
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\necho 'instale el paquete'\n", encoding="utf-8")
    stub.chmod(0o755)
    assert navegador.find({navegador.VARIABLE: str(stub)}) is None


@pytest.mark.navegador
def test_there_is_a_real_browser() -> None:
    assert navegador.find() is not None
