"""The words of many pieces of the index, for another process to find while this one has something else to do."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from generator.indexfiles.cborstrings import strings
from generator.indexfiles.packed import MalformedError, unpack


def words_of(paths: Sequence[str]) -> dict[str, list[str]]:
    """SHA-256 of the bytes of each piece, in hexadecimal → its words; nothing of one that is malformed.

    By their bytes, whoever asks knows that they are of the piece that it read itself. Raises OSError.
    """
    found = {}
    for path in paths:
        data = Path(path).read_bytes()
        with suppress(MalformedError):
            found[sha256(data).hexdigest()] = strings(unpack(data))
    return found
