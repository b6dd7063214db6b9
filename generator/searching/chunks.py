"""The index in small pieces: at 5,000 pages one word of a search brings a few kilobytes instead of forty.

Pagefind cuts its index every so many mentions, which is not for its users to choose, and a search of four words is four
pieces. Here it is cut by weight, and its metadata says where each is: by the shortest
beginnings that tell one piece from the next, and without gaps, since for a word that falls in a gap Pagefind brings the
first piece that could have something longer, which may be the heaviest of all.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

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
Again = Callable[[str, str], bool]
"""Whether the published file of that name (`es_3162`) holds just that (SHA-256), and is the new one, too."""


class Piece(NamedTuple):
    """What the metadata says of a piece (first word, last, name), the SHA-256 of its file, and the file, where the
    published one is not the same."""

    told: list[str]
    sha256: str
    file: bytes | None

    def __repr__(self) -> str:
        return "<Piece>"


def pieces(words: Iterable[Word], language: str, kept: Kept, again: Again) -> Iterator[Piece]:
    """The index in pieces. What an earlier run compressed and published is not compressed again."""
    name = kept.name("pedazos", language)
    before: dict[str, str] = json.loads(kept.get(name) or b"{}")
    files: dict[str, str] = {}
    waiting: _Made | None = None
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # compressing lets go of the interpreter
        for made in _made(words, language, pool, before, again):
            first = _telling(waiting.last if waiting else "", made.first)
            if waiting:
                yield waiting.piece(files, _just_before(first))
            waiting = replace(made, first=first)
        if waiting:
            yield waiting.piece(files, _AFTER_ALL)
    if files != before:
        kept.put(name, json.dumps(files).encode())


@dataclass(frozen=True, slots=True, repr=False)
class _Made:
    """A piece: its first and last word, its name, a digest of what it holds, and its file, which may still be made;
    where it is published, its SHA-256."""

    first: str
    last: str
    name: str
    holds: str
    sha256: str
    file: Callable[[], bytes] | None

    def piece(self, files: dict[str, str], last: str) -> Piece:
        """What it is, when it is known what comes after it; its file is noted in `files`."""
        file = self.file() if self.file else None
        files[self.holds] = self.sha256 if file is None else sha256(file).hexdigest()
        return Piece([self.first, last, self.name], files[self.holds], file)


def _made(
    words: Iterable[Word], language: str, pool: ThreadPoolExecutor, before: Mapping[str, str], again: Again
) -> Iterator[_Made]:
    """Each piece in order; some of those that follow are compressed meanwhile."""
    waiting: deque[_Made] = deque()
    names: set[str] = set()
    for part in _parts(words):
        held = cbor.listed(1, (cbor.listed(len(part), (data for _, data in part)),))
        holds = sha256(held).hexdigest()
        name, published = _free(names, f"{language}_", holds), before.get(holds, "")
        file = None if published and again(name, published) else pool.submit(closed, held).result
        waiting.append(_Made(part[0][0], part[-1][0], name, holds, published, file))
        if len(waiting) > _TOGETHER:
            yield waiting.popleft()
    yield from waiting


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
