"""The illustrative figures of the site are those that their command makes, and say what they are."""

from __future__ import annotations

from pathlib import Path

from generator.figures.files import FOLDER, releases
from herramientas.cifras_ilustrativas import make
from tests.fabrica import REPO


def test_they_are_what_the_command_writes(tmp_path: Path) -> None:
    names = make(tmp_path)
    for name in names:
        now, there = tmp_path / FOLDER / name, REPO / FOLDER / name
        assert {p.name: p.read_bytes() for p in now.iterdir()} == {p.name: p.read_bytes() for p in there.iterdir()}


def test_every_release_of_the_project_says_that_it_is_illustrative() -> None:
    found, findings = releases(REPO / FOLDER)
    assert found
    assert not findings
    assert all(release.illustrative for release in found)
