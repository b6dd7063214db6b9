"""One process at a time: a lock that the system frees by itself when its holder is killed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_RETRY = 0.05
"""Seconds between attempts where the system cannot wait for us."""

WORK = ".build"
"""The folder of a project in which things are made: caches, locks, the site before it is published."""
DOCS = "docs"
"""The folder there in which the pages are staged, over those of the last time."""
BUILT = "sitio"
"""The folder there in which a site is built; between runs it holds folders and nothing in them (`scaffold`)."""
FINDINGS = "cache/hallazgos.json"
"""The file there of what `inspira validar` remembers of single texts."""
EARLIER = "antes-"
"""How the folders there begin that hold a bundle as it was, while it is compared."""


@contextmanager
def held(path: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the lock at `path`, a file made for that; its folder is made too.

    Yields True once it is ours. When another process has it, waits for as long as it takes, or yields False at
    once without `wait`. Between threads of one process it works the same. Raises OSError when the file cannot
    be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield _lock(handle, wait)
    finally:
        os.close(handle)


def _lock(handle: int, wait: bool) -> bool:
    while not _locked(handle):
        if not wait:
            return False
        time.sleep(_RETRY)
    return True


def _locked(handle: int) -> bool:
    """One attempt, which never waits: Windows gives up waiting by itself after ten seconds."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
