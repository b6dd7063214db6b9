"""The SHA-256 of a file, read once in a run however many steps ask for it and whatever it is called.

A file is known again by its number, its size and when it was last written to and changed. Nothing is kept between runs,
and what was written a moment ago is read again: within a tick of the clock it could have changed unseen.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import time
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import FileIO
from itertools import chain, islice
from pathlib import Path

from generator.parallel import begun, workers_here

_TICK = 50_000_000
"""Nanoseconds, some times what systems need to tell two writings apart."""

_SMALL = 1 << 20
"""Bytes of a file that is read in one piece, which is quicker than to make room for reading it in several."""
_AS_IT_IS = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""A pipe put where a file was does not make us wait for a writer."""

_PACKED = struct.Struct("<QQqqq")
_NUMBER = struct.Struct("<Q")
_WRITTEN = _PACKED.size - 8
"""Bytes of a mark that stay when a file has another name besides: all but when it was last changed."""
_DIGEST = hashlib.sha256().digest_size
_TOGETHER, _AT_A_TIME = 64, 4_096
"""Files that a thread is handed, and those that are held at a time."""
_known: dict[int, bytes] = {}
"""The number of a file → its mark and its digest in one piece: of a hundred thousand files each object counts."""
_ROW = _WRITTEN + _DIGEST
_WORTHWHILE = 2_000
"""Files from which the start of another process pays for itself."""


def digest(path: Path | str, status: os.stat_result | None = None) -> bytes:
    """The SHA-256 (32 bytes) of what a file holds; `status`, where it was just asked for. Raises OSError."""
    name = os.fspath(path)
    if status is None or not status.st_ino:  # some systems tell the number only to who asks for the file itself
        status = os.lstat(name)
    mark, number = _mark(status), status.st_ino
    if mark and (known := _known.get(number)) and known.startswith(mark):
        return known[-_DIGEST:]
    for ours in _ours if mark else ():
        if found := ours.digest(name, number, mark):
            return found
    with _opened(name) as file:
        before = os.fstat(file.fileno())
        small = before.st_size <= _SMALL
        made = hashlib.sha256(file.read()).digest() if small else hashlib.file_digest(file, "sha256").digest()
        after = os.fstat(file.fileno())
    mark = _mark(before)
    if mark and mark == _mark(after) and time.time_ns() - before.st_mtime_ns > _TICK:
        _known[before.st_ino] = mark + made
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


def tree_digest(top: Path, besides: str = "") -> str:
    """A digest of everything below a path `besides` one file: names, kinds, and the bytes of every file.

    Raises OSError.
    """
    whole, root = hashlib.sha256(), len(os.fspath(top))
    apart = os.fspath(top / besides) if besides else ""
    below = (entry for entry in _below(top) if entry[0] != apart)
    with ThreadPoolExecutor(workers_here()) as pool:  # hashing lets go of the interpreter
        while found := list(islice(below, _AT_A_TIME)):
            several = [found[at : at + _TOGETHER] for at in range(0, len(found), _TOGETHER)]
            for (path, info), data in zip(found, chain.from_iterable(pool.map(_of_entries, several)), strict=True):
                name = os.fsencode(path[root:])
                whole.update(b"%d %d " % (len(name), stat.S_IFMT(info.st_mode)) + name + b"\0" + data)
    return whole.hexdigest()


def forget() -> None:
    """Begin another run."""
    _known.clear()


class _Ours:
    """Files that get other names while a run lasts and in which nobody else writes, as another process read them."""

    def __init__(self, tops: Sequence[str], asked: Callable[[], bytes]) -> None:
        self._below = tuple(f"{top}{os.sep}" for top in tops)
        self._asked: Callable[[], bytes] | None = asked
        self._numbers, self.told = array("Q"), b""

    def digest(self, name: str, number: int, mark: bytes) -> bytes:
        """The SHA-256 of the file of that number, where it was written to when its mark says; b"" of any other."""
        if self._asked and name.startswith(self._below):
            asked, self._asked = self._asked, None  # now: it may be this process that reads
            self.take(asked())
        row = bisect_left(self._numbers, number) * _ROW
        return self.told[row + _WRITTEN : row + _ROW] if self.told.startswith(mark[:_WRITTEN], row) else b""

    def take(self, told: bytes) -> None:
        """What another process told (`read_below`)."""
        self.told = told
        self._numbers.extend(_NUMBER.unpack_from(told, at + 8)[0] for at in range(0, len(told), _ROW))


_ours: list[_Ours] = []


@contextmanager
def ahead(*folders: Path) -> Iterator[None]:
    """While this lasts, another process reads what is below those folders, where it is much: our own files, which are
    given other names in a run and in which nobody else writes.
    """
    if sum(1 for _ in islice(chain.from_iterable(map(files_below, folders)), _WORTHWHILE)) < _WORTHWHILE:
        yield
        return
    tops = [os.fspath(folder) for folder in folders]
    with begun(read_below, tops) as asked:
        ours = _Ours(tops, asked)
        _ours.append(ours)
        try:
            yield
        finally:
            _ours.remove(ours)


def handed_on() -> tuple[bytes, ...]:
    """What other processes told of our own files so far, for one more that begins now (`take_on`)."""
    return tuple(ours.told for ours in _ours if ours.told)


def take_on(handed: Sequence[bytes]) -> None:
    """In another process: what is known already need not be read there. In the one that knows it, nothing happens."""
    for told in handed:
        if all(told != ours.told for ours in _ours):
            _ours.append(_Ours((), bytes))
            _ours[-1].take(told)


def read_below(tops: Sequence[str]) -> bytes:
    """For another process: what it can tell of each file below those folders, in the order of their numbers: its mark
    but for the last change, and its digest."""
    for top in tops:
        for _, path in files_below(Path(top)):
            with suppress(OSError):  # whoever needs it will read it
                if stat.S_ISREG((status := os.lstat(path)).st_mode):
                    digest(path, status)
    return b"".join(known[:_WRITTEN] + known[-_DIGEST:] for _, known in sorted(_known.items()))


def _opened(name: str) -> FileIO:
    return os.fdopen(os.open(name, os.O_RDONLY | _AS_IT_IS), "rb", buffering=0)


def _mark(status: os.stat_result) -> bytes:
    told = status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    try:
        return _PACKED.pack(*told)
    except struct.error:  # some systems have larger numbers: their files are read each time
        return b""


def _below(top: Path) -> Iterator[tuple[str, os.stat_result]]:
    """A path and all that is below it, in order, without following links."""
    try:
        info = top.lstat()
    except FileNotFoundError:
        return
    yield str(top), info
    waiting = [str(top)] if stat.S_ISDIR(info.st_mode) else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            yield entry.path, entry.stat(follow_symlinks=False)
        waiting += [entry.path for entry in found if entry.is_dir(follow_symlinks=False)]


def _of_entries(entries: Sequence[tuple[str, os.stat_result]]) -> list[bytes]:
    return [_of_entry(path, info) for path, info in entries]


def _of_entry(path: str, info: os.stat_result) -> bytes:
    if stat.S_ISLNK(info.st_mode):
        return os.fsencode(Path(path).readlink()) + b"\0"
    return digest(path, info) if stat.S_ISREG(info.st_mode) else b""
