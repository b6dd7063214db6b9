"""A bundle as it lies on the disk, told by one digest, without decoding or understanding anything of it.

What came of a bundle is remembered by its imprint (`accepting`, `judging`): `load` reads names, kinds and bytes and
nothing else, and two bundles with the same imprint are the same to it. Bytes are hashed once in a run, whoever asks
(`digests`), so that a bundle that did not change costs a look at each of its entries.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from generator.digests import digest
from generator.load import Bundle
from generator.shelf import ATTACHMENT_SUFFIXES, ATTACHMENTS, MAX_ATTACHMENT, MAX_FILES, MAX_IMAGE

_MOST = MAX_FILES + 1
"""Entries of a full bundle, `anexos/` among them. Of a fuller one `load` reads some, and the disk says which."""


@dataclass(frozen=True, slots=True, repr=False)
class Imprint:
    """`digest` tells the folder, and the name, the kind and the bytes of each thing in it; `moment`, when each was last
    written to: with the same one before and after, what was read in between is what the digest tells.

    `length` are the bytes of its texts that may be read, by which work is shared.
    """

    digest: str
    moment: str
    length: int


ENOUGH = 20_000
"""Bytes of texts that a process is handed at a time."""


def weight(mark: Imprint | None) -> int:
    """By what the work on a bundle is shared, of one that cannot be told as well."""
    return mark.length + 1 if mark else 1


def imprint(bundle: Bundle) -> Imprint | None:
    """The imprint of a bundle as it is now; None when it has too many files, or one that cannot be read."""
    told, when, length = sha256(repr(bundle.folder).encode()), sha256(), 0
    try:
        found = sorted(islice(_entries(os.fspath(bundle.path)), _MOST + 1))
        if len(found) > _MOST:
            return None
        for name, path, info in found:
            regular = stat.S_ISREG(info.st_mode)
            # Nothing larger than the largest image is ever read: it is refused by its size.
            data = digest(path, info) if regular and info.st_size <= MAX_IMAGE else b""
            told.update(repr((name, stat.S_IFMT(info.st_mode), regular and info.st_size, data)).encode())
            when.update(repr((info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns)).encode())
            length += min(info.st_size, MAX_ATTACHMENT) if name.endswith(ATTACHMENT_SUFFIXES) else 0
    except OSError:
        return None
    return Imprint(told.hexdigest(), when.hexdigest(), length)


def _entries(root: str) -> Iterator[tuple[str, str, os.stat_result]]:
    """(name within the bundle, path, what it is) of all that `load` looks at and all it passes over; no link is
    followed. Raises OSError."""
    with os.scandir(root) as entries:
        for entry in entries:
            info = entry.stat(follow_symlinks=False)
            yield entry.name, entry.path, info
            if entry.name == ATTACHMENTS and stat.S_ISDIR(info.st_mode):
                with os.scandir(entry.path) as inside:
                    for inner in inside:
                        yield f"{ATTACHMENTS}/{inner.name}", inner.path, inner.stat(follow_symlinks=False)
