"""The index in small pieces: at 5,000 pages one word of a search brings a few kilobytes instead of forty.

Pagefind cuts its index every so many mentions, which is not for its users to choose, and a search of four words is four
pieces. Here it is cut by weight, and its metadata says where each is: by the shortest
beginnings that tell one piece from the next, and without gaps, since for a word that falls in a gap Pagefind brings the
first piece that could have something longer, which may be the heaviest of all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from generator.kept import Kept
from generator.searching import cbor
from generator.searching.packing import closed

LIGHT = 16_000
"""Bytes of a piece before it is compressed, unless a single word has more."""
_TOGETHER = 64
"""Pieces that are held at a time."""
_AT_ONCE = 2
"""Pieces that are compressed at once: more would wait for those that are cut."""
_AFTER_ALL = "\uffff"
Word = tuple[str, bytes]


def pieces(words: Iterable[Word], language: str, kept: Kept) -> Iterator[tuple[list[str], bytes]]:
    """The index in pieces: what the metadata says of each (first word, last, name), and its file.

    A piece that an earlier run compressed is not compressed again.
    """
    names: set[str] = set()
    told: list[str] = []
    file, before = b"", ""
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # compressing lets go of the interpreter
        for piece in _made(words, pool, kept):
            first = _telling(before, piece.ends[0])
            if told:
                yield [told[0], _just_before(first), told[1]], file
            told = [first, _free(names, f"{language}_", piece.digest)]
            file, before = piece.file(), piece.ends[1]
    if told:
        yield [told[0], _AFTER_ALL, told[1]], file


@dataclass(frozen=True, slots=True, repr=False)
class _Piece:
    """A piece: its first and last word, the digest of what it holds, and its file, which may still be made."""

    ends: tuple[str, str]
    digest: str
    file: Callable[[], bytes]


def _made(words: Iterable[Word], pool: ThreadPoolExecutor, kept: Kept) -> Iterator[_Piece]:
    """Each piece in order; some of those that follow are compressed meanwhile."""
    waiting: deque[_Piece] = deque()
    for part in _parts(words):
        held = cbor.listed(1, (cbor.listed(len(part), (data for _, data in part)),))
        waiting.append(_piece((part[0][0], part[-1][0]), held, pool, kept))
        if len(waiting) > _TOGETHER:
            yield waiting.popleft()
    yield from waiting


def _piece(ends: tuple[str, str], held: bytes, pool: ThreadPoolExecutor, kept: Kept) -> _Piece:
    digest = sha256(held).hexdigest()
    name = kept.name("pedazo", digest)
    file = kept.get(name)
    if file is not None:
        return _Piece(ends, digest, partial(bytes, file))
    future = pool.submit(closed, held)

    def made() -> bytes:
        kept.put(name, future.result())
        return future.result()

    return _Piece(ends, digest, made)


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
