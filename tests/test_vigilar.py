"""`inspira validar --vigilar` answers again when a file is saved, and ends with the last answer."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from generator.watching import arrivals, snapshot
from tests.fabrica import REPO, text


@pytest.mark.parametrize(("then", "code"), [(text(), 0), (text(area="no-existe"), 1)], ids=["bien", "mal"])
def test_it_answers_again_and_ends_with_the_last_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str, code: int
) -> None:
    index = tmp_path / "practicas/una/index.md"
    index.parent.mkdir(parents=True)
    index.write_text("nada", encoding="utf-8")
    naps = []

    def nap(_seconds: float) -> None:
        naps.append(1)
        if len(naps) == 2:
            index.write_text(then, encoding="utf-8")
        if len(naps) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr("generator.watching.time.sleep", nap)
    done = CliRunner().invoke(main, ["validar", "practicas/una", "--vigilar", "--proyecto", str(tmp_path)])
    assert done.exit_code == code, done.output
    assert done.stdout.count("E110") == 1 and done.stdout.count("E103") == code and "\x1b" not in done.output
    assert done.output.count("Ctrl+C para terminar") == 2


def test_a_file_that_goes_and_one_that_comes_are_noticed(tmp_path: Path) -> None:
    seen = snapshot([tmp_path, tmp_path / "no-existe"])
    (tmp_path / "uno").write_text("1")
    came = snapshot([tmp_path, tmp_path / "no-existe"])
    (tmp_path / "uno").unlink()
    assert came != seen and snapshot([tmp_path / "no-existe"]) == frozenset()


def test_of_what_is_only_read_the_system_is_not_asked_to_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten thousands of files that a construction reads, it would lose what is saved meanwhile."""
    asked: list[set[str]] = []

    def schedule(_observer: object, *_watch: object, event_filter: list[type], **_more: object) -> None:
        asked.append({kind.__name__ for kind in event_filter})

    monkeypatch.setattr("watchdog.observers.api.BaseObserver.schedule", schedule)
    arrivals([tmp_path])
    written = {f"{what}{how}Event" for what in ("File", "Dir") for how in ("Created", "Deleted", "Modified", "Moved")}
    assert asked == [written]


def test_a_folder_that_goes_while_it_is_looked_at_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("queda", "se-va"):
        (tmp_path / "practicas" / name).mkdir(parents=True)
    real = os.scandir

    def scandir(path: Path | str) -> object:
        if Path(path).name == "se-va":
            Path(path).rmdir()
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert {Path(path).name for path, *_ in snapshot([tmp_path])} >= {"practicas", "queda"}


def test_who_only_validates_waits_for_no_page_and_no_engine() -> None:
    """What `validar` imports is most of the time it takes for one submission."""
    code = "import sys, generator.checking; print([m for m in sys.modules if m in set(sys.argv[1:])])"
    heavy = ["jinja2", "mkdocs", "generator.site", "generator.audit", "generator.building", "generator.stage"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], cwd=REPO, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_hook_runs_on_what_is_in_a_bundle_and_on_nothing_else(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((REPO / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    told = (REPO / "docs/escribir.md").read_text(encoding="utf-8")
    assert hook["files"] in told and hook["entry"] == "inspira validar" and hook["require_serial"] is True
    inside = ["practicas/una/index.md", "expediciones/una/anexos/lista.md"]
    outside = ["content/guia/index.md", "practicas/suelto.md", "otra/practicas/una/index.md"]
    assert [f for f in inside + outside if re.search(hook["files"], f)] == inside
    for file, words in ((inside[0], text()), (inside[1], "# Lista\n")):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text(words, encoding="utf-8")
    done = CliRunner().invoke(main, ["validar", *inside, "--proyecto", str(tmp_path)])
    assert done.exit_code == 1 and "expediciones/una: E001" in done.output


def test_the_editor_is_told_of_schemas_that_exist() -> None:
    told = json.loads((REPO / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert told and all((REPO / schema).is_file() for schema in told)
