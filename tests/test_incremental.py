"""What is made from what was there before is byte for byte what is made from nothing, whatever happened in between."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from generator import kept
from generator.pipeline import construct
from tests.ediciones import CHANGES, another_program, beginning
from tests.fabrica import TODAY, Proyecto

SEED = int(os.environ.get("INSPIRA_SEMILLA", "1"))
STEPS = int(os.environ.get("INSPIRA_PASOS", "3"))
"""How often the two are compared; four changes go before each, and all of them come in turn."""


def tree(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


def differing(one: Path, other: Path) -> list[str]:
    ours, theirs = tree(one), tree(other)
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def test_after_any_changes_the_site_is_that_of_a_first_construction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small sites with the columns of large ones: what search has of a word that many pages have.
    monkeypatch.setattr("generator.searching.common.FLOOR", 5)
    chance = random.Random(SEED)
    (tmp_path / "vivo").mkdir()
    project = Proyecto(tmp_path / "vivo")
    beginning(project)
    assert construct(project.root, TODAY).promoted
    waiting: list[str] = []
    for step in range(STEPS):
        done = []
        for number in range(4):
            waiting = waiting or chance.sample(sorted(CHANGES), len(CHANGES))
            done.append(waiting.pop())
            CHANGES[done[-1]](project, 10 * step + number)
        if step % 3 == 2:
            monkeypatch.setattr(kept, "program", another_program(step))
        fresh = tmp_path / "nuevo"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(project.root, fresh, ignore=shutil.ignore_patterns(".build", "site"), symlinks=True)
        ours, theirs = construct(project.root, TODAY), construct(fresh, TODAY)
        assert ours.promoted and theirs.promoted, (done, ours.findings)
        assert (ours.published, ours.left_out, ours.findings) == (theirs.published, theirs.left_out, theirs.findings)
        assert differing(project.root / "site", fresh / "site") == [], done
        assert (fresh / "site/pagefind/comun-0.json").is_file()
