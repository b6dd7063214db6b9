"""What the audit remembers of the search index, which changes in few places when a page does.

It is no verdict: the words of its pieces are held to those of the pages in every run, and only not unpacked again. Its
other texts, the names of its files, are held to what was redacted, and only not given to the detectors again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import cache
from hashlib import sha256

from generator.audit.people import Reader
from generator.digests import digest
from generator.indexfiles.cborstrings import strings
from generator.indexfiles.packed import unpack
from generator.indexfiles.words import words_of
from generator.kept import Kept
from generator.parallel import begun

WORTHWHILE = 200
"""Pieces from which the start of another process pays for itself."""


class Recalled:
    """Opens and reads, or remembers: all together, since each is small and all are asked for."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._name = kept.name("índice leído")
        data = kept.get(self._name)
        self._before: dict[str, list[str]]
        self._before, silent = json.loads(data) if data else ({}, [])
        self._silent = set(silent)
        self._pieces: dict[str, list[str]] = {}
        self._texts: set[str] = set()
        self._elsewhere: Callable[[], Mapping[str, list[str]]] = dict

    @contextmanager
    def ahead(self, paths: Iterable[str]) -> Iterator[None]:
        """While this lasts, another process reads those pieces that are not remembered, where they are many."""
        new = [path for path in paths if digest(path).hex() not in self._before]
        with begun(words_of, new) if len(new) >= WORTHWHILE else nullcontext(dict) as asked:
            self._elsewhere = cache(asked)
            yield

    def piece(self, data: bytes) -> list[str]:
        """The words of a piece. Raises MalformedError."""
        of = sha256(data).hexdigest()
        words = self._before.get(of)
        if words is None:
            words = self._elsewhere().get(of)
        if words is None:
            words = strings(unpack(data))
        self._pieces[of] = words
        return words

    def text(self, reader: Reader, text: str, path: str) -> None:
        """Read a text of nobody's in which the names of everyone who agreed may stand."""
        if text in self._silent:
            reader.read_again(text, path)
        else:
            reader.read(text, path, None, shared=True)
        if text in self._silent or reader.tells_nothing(text):
            self._texts.add(text)

    def close(self) -> None:
        """Keep what was read, and nothing of what is not there any more."""
        if self._pieces.keys() != self._before.keys() or self._texts != self._silent:
            self._kept.put(self._name, json.dumps((self._pieces, sorted(self._texts))).encode())
