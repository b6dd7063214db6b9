"""The folders of what was released: putting one in its place, and whether those there are as they were made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.figures.catalog import KINDS
from generator.figures.files import FOLDER, read, written
from generator.figures.release import NAME, Figure, Release, Row
from generator.lock import WORK, held
from generator.private.errors import refuse
from generator.private.figures.kept import Kept
from generator.writing import write_folder

_TURN = "candado-cifras"
"""Held while a release is put in its place: two that wrote at once would share the temporary folder."""


def public(kept: Kept, illustrative: bool) -> Release:
    """What becomes public of a release: no number that is suppressed, and nobody counted."""
    figures = tuple(
        Figure(
            kind,
            tuple(Row(c.code, c.name, None if c.suppressed else c.value) for c in kept.cells if c.kind == key),
        )
        for key, kind in KINDS.items()
        if any(c.kind == key for c in kept.cells)
    )
    return Release(kept.quarter, kept.version, illustrative, figures)


def put(project: Path, one: Kept, illustrative: bool) -> None:
    """Write a release where there is nothing yet, one process at a time. Raises OSError with nothing in that place."""
    folder = project / FOLDER / one.name
    with held(project / WORK / _TURN, wait=True):
        if not occupied(folder):
            write_folder(folder, written(public(one, illustrative)))


def occupied(folder: Path) -> bool:
    """Whether anything is in that place, be it a link to nowhere."""
    return folder.exists() or folder.is_symlink()


def require_whole(target: Path, kept: Sequence[Kept], illustrative: bool) -> None:
    """Refuse to go on from releases that are not as they were made (D520)."""
    for one in kept:
        there = read(target / one.name)
        if there != public(one, illustrative):
            raise refuse("D520", where=f"{FOLDER}/{one.name}")


def require_ours(target: Path, kept: Sequence[Kept]) -> None:
    """Refuse to go on beside releases that this store did not make (D526). Illustrative ones tell of nobody."""
    ours = {one.name for one in kept}
    for folder in sorted(target.iterdir()) if target.is_dir() else []:
        if NAME.fullmatch(folder.name) and folder.name not in ours:
            there = read(folder)
            if there is None or not there.illustrative:
                raise refuse("D526", where=f"{FOLDER}/{folder.name}")
