"""Reading what strangers put on the disk: regular files only, no link followed, no more bytes than allowed."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from generator.model import Media

_CHUNK = 256 * 1024


class UnfitError(Exception):
    """A file that is not taken, with the code that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def opened(path: Path) -> BinaryIO:
    """A file opened for reading without following a link; OSError (ELOOP for a link) when it cannot be."""
    # O_NONBLOCK: a pipe put in place after lstat must not make us wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags), "rb")


def _checked_size(descriptor: int, limit: int, code: str) -> int:
    info = os.fstat(descriptor)
    if not stat.S_ISREG(info.st_mode):
        raise UnfitError("E006")
    if info.st_size > limit:
        raise UnfitError(code)
    return info.st_size


def contents(path: Path, limit: int) -> bytes:
    """The bytes of a regular file; a file over the limit is refused by its size, before reading."""
    with opened(path) as file:
        _checked_size(file.fileno(), limit, "E003")
        data = file.read(limit + 1)
    if len(data) > limit:  # it grew while we looked
        raise UnfitError("E003")
    return data


def hashed(path: Path, name: str, limit: int) -> Media:
    """An image as it is on disk, hashed without being held in memory; `limit` in bytes."""
    # Here, since many read files that hold none of what submissions are made of.
    from generator.model import Media

    with opened(path) as file:
        size = _checked_size(file.fileno(), limit, "E306")
        digest = hashlib.sha256()
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return Media(name, path, size, digest.hexdigest())


def committable(path: Path, project: Path) -> str | None:
    """Why nothing private may be written there: `proyecto` or `repositorio` (links resolved); None when it may."""
    folder = path.absolute().parent.resolve()
    if folder.is_relative_to(project.resolve()):
        return "proyecto"
    if any(os.path.lexists(place / ".git") for place in (folder, *folder.parents)):
        return "repositorio"
    return None
