"""Promote: an audited site takes the place of the published one, in one step.

`renameat2(RENAME_EXCHANGE)` swaps two directories at once where the system has it (Linux). Elsewhere two
renames do, with a journal: killed between them, the next run finds the last good site and puts it back.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.lock import held
from generator.scaffold import leave

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2

SITE = "site"
_ASIDE = "anterior"
_NEXT = "siguiente"


def promote(work: Path, built: Path, site: Path) -> None:
    """Put `built` where `site` is; what was there before is deleted afterwards, but for the folders that both have.

    `work` (`.build`) and `site` must be on the same file system, as they are in a project. Raises OSError when
    the system refuses, with the last good site in its place.
    """
    upcoming = work / _NEXT
    shutil.rmtree(upcoming, ignore_errors=True)
    _flush(built)
    built.rename(upcoming)
    if not site.exists():
        upcoming.rename(site)
    elif _exchange(upcoming, site):
        leave(upcoming, site)
        with suppress(OSError):  # the next run takes it away
            upcoming.rename(built)
    else:
        _swap_by_renames(work, upcoming, site)
    _flush_directory(site.parent)


def recover(work: Path, site: Path) -> bool:
    """Undo a promotion that was killed half way. Returns whether there was something to put back.

    Call it before anything else touches `.build`. What is left over of a finished promotion is deleted.
    """
    aside = work / _ASIDE
    restored = False
    if aside.is_dir() and not site.exists():
        aside.rename(site)
        restored = True
    for leftover in (aside, work / _NEXT):
        shutil.rmtree(leftover, ignore_errors=True)
    return restored


def _swap_by_renames(work: Path, upcoming: Path, site: Path) -> None:
    aside = work / _ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    site.rename(aside)
    try:
        upcoming.rename(site)
    except OSError:
        aside.rename(site)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two paths in one step. False where the system or the file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done: int = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0


def _flush(folder: Path) -> None:
    """Ask the system to write the new site out before the old one goes: a power cut must not leave empty files."""
    if hasattr(os, "sync"):
        os.sync()
    _flush_directory(folder)


def _flush_directory(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def only_one(work: Path) -> Iterator[bool]:
    """Hold the project's build lock; yields False when another process has it. Freed by the system on a kill."""
    with held(work / "candado", wait=False) as mine:
        yield mine
