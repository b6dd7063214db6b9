"""Telling when something in a tree has changed, without asking the system for more than the dates of its files."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

_PAUSE = 0.5


def changes(paths: Iterable[Path]) -> Iterator[None]:
    """Yield each time that something below `paths` is not as it was when this was called, until interrupted."""
    watched = tuple(paths)
    return _changes(watched, snapshot(watched))


def _changes(watched: Sequence[Path], seen: frozenset[tuple[str, int, int]]) -> Iterator[None]:
    while True:
        time.sleep(_PAUSE)
        now = snapshot(watched)
        if now != seen:
            seen = now
            yield


def snapshot(paths: Iterable[Path]) -> frozenset[tuple[str, int, int]]:
    """Every file and folder below some paths, with its date and size. What cannot be read is as if it were not."""
    return frozenset(stamp for path in paths for stamp in _stamps(path))


def _stamps(top: Path) -> Iterator[tuple[str, int, int]]:
    # os.walk, and not rglob, which some versions of Python end with an error when a folder goes while it is read.
    folders = os.walk(top) if top.is_dir() else ()
    below = (Path(folder, name) for folder, inner, files in folders for name in (*inner, *files))
    for path in (top, *below):
        try:
            info = path.lstat()
        except OSError:
            continue
        if "__pycache__" not in path.parts:
            yield str(path), info.st_mtime_ns, info.st_size
