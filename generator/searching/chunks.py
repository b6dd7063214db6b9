"""The index in small pieces: at 5,000 pages one word of a search brings a few kilobytes instead of forty.

Pagefind cuts its index every so many mentions, which is not for its users to choose, and a search of four words is four
pieces. Here it is cut by weight, and its metadata says where each is: by the shortest
beginnings that tell one piece from the next, and without gaps, since for a word that falls in a gap Pagefind brings the
first piece that could have something longer, which may be the heaviest of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import islice

from generator.kept import Kept
from generator.parallel import workers_here
from generator.searching import cbor
from generator.searching.packing import closed

LIGHT = 16_000
"""Bytes of a piece before it is compressed, unless a single word has more."""
_TOGETHER = 64
"""Pieces that are held at a time."""
_AFTER_ALL = "\uffff"
Word = tuple[str, bytes]


def pieces(words: Iterable[Word], language: str, kept: Kept) -> Iterator[tuple[list[str], bytes]]:
    """The index in pieces: what the metadata says of each (first word, last, name), and its file.

    A piece that an earlier run compressed is not compressed again.
    """
    names: set[str] = set()
    told: list[str] = []
    file, before = b"", ""
    with ThreadPoolExecutor(workers_here()) as pool:  # compressing lets go of the interpreter
        for part, digest, made in _files(_parts(words), pool, kept):
            first = _telling(before, part[0])
            if told:
                yield [told[0], _just_before(first), told[1]], file
            told = [first, _free(names, f"{language}_", digest)]
            file, before = made, part[1]
    if told:
        yield [told[0], _AFTER_ALL, told[1]], file


def _files(
    parts: Iterator[list[Word]], pool: ThreadPoolExecutor, kept: Kept
) -> Iterator[tuple[tuple[str, str], str, bytes]]:
    """Of each piece, its first and last word, the digest of what it holds, and its file."""
    while some := list(islice(parts, _TOGETHER)):
        ends = [(part[0][0], part[-1][0]) for part in some]
        held = [cbor.listed(1, (cbor.listed(len(part), (data for _, data in part)),)) for part in some]
        digests = [sha256(data).hexdigest() for data in held]
        names = [kept.name("pedazo", digest) for digest in digests]
        files = [kept.get(name) for name in names]
        new = iter(pool.map(closed, [data for data, file in zip(held, files, strict=True) if file is None]))
        for end, digest, name, file in zip(ends, digests, names, files, strict=True):
            if file is None:
                kept.put(name, file := next(new))
            yield end, digest, file


def _parts(words: Iterable[Word]) -> Iterator[list[Word]]:
    part: list[Word] = []
    so_far = 0
    for word, data in words:
        if part and so_far + len(data) > LIGHT:
            yield part
            part, so_far = [], 0
        part.append((word, data))
        so_far += len(data)
    if part:
        yield part


def _free(taken: set[str], before: str, digest: str) -> str:
    """The shortest name that no other piece has."""
    name = next(name for size in range(4, 64) if (name := f"{before}{digest[:size]}") not in taken)
    taken.add(name)
    return name


def _telling(before: str, word: str) -> str:
    """The shortest beginning of `word` that comes after `before`; of the first word of all, nothing."""
    return next((word[:size] for size in range(1, len(word)) if word[:size] > before), word) if before else ""


def _just_before(word: str) -> str:
    """What comes after every word that comes before `word`."""
    return word[:-1] + chr(ord(word[-1]) - 1) + _AFTER_ALL
