"""The index in smaller pieces: at 5,000 pages one word of a search brings a few kilobytes instead of forty.

Pagefind cuts its index every so many mentions, which is not for its users to choose, and a search of four words is four
pieces. The same words in the same order are cut again, by weight, and its metadata says where each is: by the shortest
beginnings that tell one piece from the next, and without gaps, since for a word that falls in a gap Pagefind brings the
first piece that could have something longer, which may be the heaviest of all.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.searching.forms import joined

LIGHT = 16_000
"""Bytes of a piece before it is compressed, unless a single word has more."""
_SIGNATURE = b"pagefind_dcd"
_AFTER_ALL = "\uffff"


def read_packed(path: Path) -> bytes:
    """What one of Pagefind's files holds."""
    return gzip.decompress(path.read_bytes())[len(_SIGNATURE) :]


def write_packed(path: Path, data: bytes) -> None:
    """Write it as Pagefind does, the same bytes every time."""
    squeeze(path, _SIGNATURE + data)


def squeeze(path: Path, data: bytes) -> None:
    """Write it compressed as far as it goes in the time that zlib takes: a fifth less for the metadata."""
    # Here, since only a machine that builds the site has it.
    import deflate

    path.write_bytes(deflate.gzip_compress(data, 12))


def cut(folder: Path, chunks: Sequence[Sequence[str]], language: str) -> list[list[str]]:
    """Cut the index in `folder` again. `chunks` and what is returned: first word, last, name, as in the metadata."""
    # Here, since only a machine that builds the site has it.
    import cbor2

    def words() -> Iterator[tuple[Any, int]]:
        # One piece at a time: all of them at once are a gigabyte.
        for _, _, name in chunks:
            path = folder / f"{name}.pf_index"
            read = cbor2.loads(read_packed(path))[0]
            path.unlink()
            for word in map(joined, read):
                yield word, len(cbor2.dumps(word))

    told: list[list[str]] = []
    before = ""
    for part in _parts(words()):
        data = cbor2.dumps([part])
        name = _free(folder, language, sha256(data).hexdigest())
        write_packed(folder / f"{name}.pf_index", data)
        first = _telling(before, part[0][0])
        if told:
            told[-1][1] = _just_before(first)
        told.append([first, _AFTER_ALL, name])
        before = part[-1][0]
    return told


def _parts(words: Iterable[tuple[Any, int]]) -> Iterator[list[Any]]:
    part: list[Any] = []
    so_far = 0
    for word, weight in words:
        if part and so_far + weight > LIGHT:
            yield part
            part, so_far = [], 0
        part.append(word)
        so_far += weight
    if part:
        yield part


def _free(folder: Path, language: str, digest: str) -> str:
    """The shortest name that no other piece has."""
    sizes = (size for size in range(4, 64) if not (folder / f"{language}_{digest[:size]}.pf_index").exists())
    return f"{language}_{digest[: next(sizes)]}"


def _telling(before: str, word: str) -> str:
    """The shortest beginning of `word` that comes after `before`; of the first word of all, nothing."""
    return next((word[:size] for size in range(1, len(word)) if word[:size] > before), word) if before else ""


def _just_before(word: str) -> str:
    """What comes after every word that comes before `word`."""
    return word[:-1] + chr(ord(word[-1]) - 1) + _AFTER_ALL
