"""Is this ZIP safe to open? Asked of its table of contents alone, before anything that understands it sees it."""

from __future__ import annotations

import stat
import zipfile
from collections import Counter
from dataclasses import dataclass
from enum import Enum

_LINK = stat.S_IFLNK >> 12
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Limits:
    """What a ZIP may be: its entries, the bytes of all of them unpacked, and how many times one may grow once it has
    more than `small` bytes (text grows ten to fifty times, the same line over and over or a bomb a thousand)."""

    entries: int
    unpacked: int
    ratio: int = 200
    small: int = 1_000_000


class Trouble(Enum):
    """Why a ZIP is not opened."""

    TOO_MUCH = "too much"
    LIES = "lies"
    GROWS = "grows"
    OUTSIDE = "outside"
    LINK = "link"
    ENCRYPTED = "encrypted"


def trouble(archive: zipfile.ZipFile, size: int, limits: Limits) -> Trouble | None:
    """The first thing that is wrong with an archive of `size` bytes; reading an entry never gives more than it says."""
    entries = archive.infolist()
    names = Counter(entry.filename for entry in entries)
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked:
        return Trouble.TOO_MUCH
    if len(names) != len(entries) or sum(entry.compress_size for entry in entries) > size:
        return Trouble.LIES
    if any(e.file_size > limits.small and e.file_size > limits.ratio * max(e.compress_size, 1) for e in entries):
        return Trouble.GROWS
    if any(_leaves(name) for name in names):
        return Trouble.OUTSIDE
    if any(e.external_attr >> 28 == _LINK for e in entries):
        return Trouble.LINK
    if any(e.flag_bits & _ENCRYPTED for e in entries):
        return Trouble.ENCRYPTED
    return None


def _leaves(name: str) -> bool:
    """Whether a path would end outside the folder in which the archive is unpacked, on any system."""
    return name.startswith(("/", "\\")) or name[1:2] == ":" or ".." in name.replace("\\", "/").split("/")
