"""Laying a pull request's submissions over the base branch: ordinary files, and nothing else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from herramientas import superponer

PERSON = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@example.org"}
PERSON |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in PERSON.items()}


def _git(repository: Path, *arguments: str) -> str:
    settings = {**os.environ, **PERSON, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=settings).stdout.strip()


def _write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


class Proposal:
    """A clone with a base commit, a head to be made by the test, and a copy of the base to lay over."""

    def __init__(self, folder: Path) -> None:
        self.clone, self.target = folder / "clon", folder / "base"
        files = {
            "practicas/huerta/index.md": "antes\n",
            "practicas/sola/index.md": "se borra\n",
            "generator/cli.py": "print('base')\n",
        }
        _write(self.clone, files)
        _write(self.target, files)
        _git(self.clone, "init", "-q", "-b", "main")
        self.base = self.commit()
        _git(self.clone, "switch", "-q", "-c", "propuesta")

    def commit(self) -> str:
        _git(self.clone, "add", "-A")
        _git(self.clone, "commit", "-q", "--allow-empty", "-m", "x")
        return _git(self.clone, "rev-parse", "HEAD")

    def run(self, head: str) -> int:
        call = ["--git", str(self.clone), "--base", self.base, "--cabeza", head, "--destino", str(self.target)]
        return superponer.main(call)

    def tree(self) -> dict[str, str]:
        paths = (path for path in self.target.rglob("*") if path.is_file())
        return {path.relative_to(self.target).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture
def proposal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Proposal:
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "salida"))
    return Proposal(tmp_path)


def _answers(proposal: Proposal) -> dict[str, str]:
    lines = (proposal.clone.parent / "salida").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=") for line in lines)


def test_changes_additions_and_deletions_arrive(proposal: Proposal) -> None:
    _write(proposal.clone, {"practicas/huerta/index.md": "después\n", "expediciones/rio/anexos/tabla.csv": "a,b\n"})
    (proposal.clone / "practicas/sola/index.md").unlink()
    assert proposal.run(proposal.commit()) == 0
    assert proposal.tree() == {
        "practicas/huerta/index.md": "después\n",
        "expediciones/rio/anexos/tabla.csv": "a,b\n",
        "generator/cli.py": "print('base')\n",
    }
    assert not (proposal.target / "practicas/sola").exists()
    assert _answers(proposal) == {"codigo": "false", "entregas": "true"}


def test_code_is_reported_and_stays_as_in_the_base(proposal: Proposal) -> None:
    hostile = {
        "generator/cli.py": "print('ajeno')\n",
        "Makefile": "todo:\n",
        "mkdocs.yml": "hooks: [x.py]\n",
        "consentimiento/llaves.json": "{}\n",
        "practicas/nueva/index.md": "hola\n",
    }
    _write(proposal.clone, hostile)
    before = proposal.tree()
    assert proposal.run(proposal.commit()) == 0
    assert proposal.tree() == before | {"practicas/nueva/index.md": "hola\n"}
    assert _answers(proposal) == {"codigo": "true", "entregas": "true"}


def test_what_changed_in_the_base_meanwhile_is_kept(proposal: Proposal) -> None:
    _write(proposal.clone, {"practicas/nueva/index.md": "hola\n"})
    head = proposal.commit()
    _git(proposal.clone, "switch", "-q", "main")
    _write(proposal.clone, {"practicas/huerta/index.md": "otra cosa\n"})
    proposal.base = proposal.commit()
    _write(proposal.target, {"practicas/huerta/index.md": "otra cosa\n"})
    assert proposal.run(head) == 0
    assert proposal.tree()["practicas/huerta/index.md"] == "otra cosa\n"


def test_a_link_refuses_everything(proposal: Proposal, capsys: pytest.CaptureFixture[str]) -> None:
    _write(proposal.clone, {"practicas/a-primera/index.md": "hola\n"})
    (proposal.clone / "practicas/pasadizo").symlink_to("/etc")
    before = proposal.tree()
    assert proposal.run(proposal.commit()) == 1
    assert proposal.tree() == before
    shown = capsys.readouterr().out
    assert "::error" in shown
    assert "pasadizo" not in shown


def test_a_submodule_is_refused(proposal: Proposal) -> None:
    _git(proposal.clone, "update-index", "--add", "--cacheinfo", f"160000,{proposal.base},practicas/ajeno")
    _git(proposal.clone, "commit", "-q", "-m", "x")
    assert proposal.run(_git(proposal.clone, "rev-parse", "HEAD")) == 1


def test_a_whole_tree_turned_into_a_link_is_code(proposal: Proposal) -> None:
    for name in ("huerta", "sola"):
        (proposal.clone / "practicas" / name / "index.md").unlink()
        (proposal.clone / "practicas" / name).rmdir()
    (proposal.clone / "practicas").rmdir()
    (proposal.clone / "practicas").symlink_to("generator")
    assert proposal.run(proposal.commit()) == 0
    assert _answers(proposal)["codigo"] == "true"
    assert not (proposal.target / "practicas").is_symlink()
    assert proposal.tree() == {"generator/cli.py": "print('base')\n"}


def test_a_link_on_the_way_in_the_target_is_not_followed(proposal: Proposal, tmp_path: Path) -> None:
    _write(proposal.clone, {"practicas/nueva/index.md": "hola\n"})
    (proposal.target / "practicas/nueva").symlink_to(tmp_path)
    assert proposal.run(proposal.commit()) == 1
    assert not (tmp_path / "index.md").exists()


def test_too_much_is_refused_before_it_is_written(proposal: Proposal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(superponer, "MAX_FILE", 10)
    _write(proposal.clone, {"practicas/a/index.md": "hola\n", "practicas/b/index.md": "x" * 11})
    before = proposal.tree()
    assert proposal.run(proposal.commit()) == 1
    assert proposal.tree() == before


@pytest.mark.parametrize(
    "path",
    [
        "practicas/../generator/cli.py",
        "practicas//x",
        "practicas/x/.GIT/hooks/y",
        "practicas/a\\b",
        "practicas/a\nb",
        "practicas/" + "á" * 130,
    ],
)
def test_a_path_that_leaves_its_folder_is_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(superponer.RefusedError):
        superponer.lay(tmp_path, [superponer.Change(path, "000000", "0" * 40)], tmp_path)


def test_a_ficha_is_pointed_out(proposal: Proposal, capsys: pytest.CaptureFixture[str]) -> None:
    _write(proposal.clone, {"practicas/huerta/ficha.yml": "estado: publicada\n"})
    assert proposal.run(proposal.commit()) == 0
    assert "::notice title=Ficha::" in capsys.readouterr().out


def test_a_name_of_a_branch_is_not_taken_for_a_commit(proposal: Proposal) -> None:
    with pytest.raises(SystemExit):
        proposal.run("--output=/tmp/x")


def test_a_proposal_with_no_common_history_is_refused_without_a_traceback(proposal: Proposal) -> None:
    _git(proposal.clone, "switch", "-q", "--orphan", "otra")
    _write(proposal.clone, {"practicas/nueva/index.md": "hola\n"})
    assert proposal.run(proposal.commit()) == 1
