"""The SHA-256 of a file, read once in a run however many steps ask for it.

A file is known again by its path, its number, its size and when it was last written to and changed. Nothing is kept
between runs, and what was written a moment ago is read again: within a tick of the clock it could have changed unseen.
"""

from __future__ import annotations

import hashlib
import os
import struct
import time
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

_TICK = 50_000_000
"""Nanoseconds, some times what systems need to tell two writings apart."""

_SMALL = 1 << 20
"""Bytes of a file that is read in one piece, which is quicker than to make room for reading it in several."""
_AS_IT_IS = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""A pipe put where a file was does not make us wait for a writer."""

_PACKED = struct.Struct("<QQQqq")
_DIGEST = hashlib.sha256().digest_size
_known: dict[str, bytes] = {}
"""Path → its mark and its digest in one piece: of a hundred thousand files each object counts."""


def digest(path: Path | str, status: os.stat_result | None = None) -> bytes:
    """The SHA-256 (32 bytes) of what a file holds; `status`, where it was just asked for. Raises OSError."""
    name = os.fspath(path)
    known = _known.get(name)
    # A link is another thing than what it leads to, and is read each time.
    if known is not None and known[:-_DIGEST] == _mark(status or os.lstat(name)):
        return known[-_DIGEST:]
    with _opened(name) as file:
        before = os.fstat(file.fileno())
        small = before.st_size <= _SMALL
        made = hashlib.sha256(file.read()).digest() if small else hashlib.file_digest(file, "sha256").digest()
        after = os.fstat(file.fileno())
    mark = _mark(before)
    if mark == _mark(after) and time.time_ns() - before.st_mtime_ns > _TICK:
        _known[name] = mark + made
    return made


def whole(name: str) -> bytes:
    """The bytes of a file, with as little around it as there can be: a site has thousands. Raises OSError."""
    with _opened(name) as file:
        return file.read()


def files_below(top: Path) -> Iterator[tuple[str, str]]:
    """The files below a folder: their names in it (`guia/index.html`), and their paths."""
    root = len(os.fspath(top)) + 1
    for folder, _, files in os.walk(top):
        inside = f"{folder[root:].replace(os.sep, '/')}/".removeprefix("/")
        yield from ((f"{inside}{name}", f"{folder}{os.sep}{name}") for name in files)


def forget() -> None:
    """Begin another run."""
    _known.clear()


def _opened(name: str) -> FileIO:
    return os.fdopen(os.open(name, os.O_RDONLY | _AS_IT_IS), "rb", buffering=0)


def _mark(status: os.stat_result) -> bytes:
    told = status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    try:
        return _PACKED.pack(*told)
    except struct.error:  # some systems have larger numbers
        return repr(told).encode()
