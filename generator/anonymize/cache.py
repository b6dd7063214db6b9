"""Findings remembered between runs: by text, never with the text, and never a reason to find less.

What is kept is where spans begin and end, keyed by an HMAC of the text with a random key that stays in the user's own
cache folder: whoever copies `.build` can confirm no guess with it. The file carries a seal with the same key, so that
who can write it cannot make a finding go away; anything odd about it (another version, a byte changed, a span outside
its text) and it is as if it were not there. The audit of what was built does not use it: it looks again.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from generator import vocabularios, vocabulary
from generator.anonymize import detect as detectors
from generator.anonymize.detect import DETECTOR_VERSION, Where
from generator.anonymize.spans import Kind, Level, Span
from generator.lock import FINDINGS
from generator.parallel import spread
from generator.sealed import KEY_SIZE, opened, save, sealed, user_key

_FORMAT = 1
MAX_BYTES = 20_000_000
MAX_ENTRIES = 100_000
_LONGEST_REASON = 200

Row = list[object]


class Memory:
    """What was found in each text of the last run, and in each of this one."""

    def __init__(self, key: bytes, known: dict[str, list[Row]]) -> None:
        self._key = key
        self._known = known
        self.used: dict[str, list[Row]] = {}

    def __repr__(self) -> str:
        return "<Memory>"

    def name(self, text: str, where: Where) -> str:
        """What a text is kept by: it says nothing to who has not the key."""
        data = f"{where.value}\0{text}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, b"texto\0" + data, hashlib.sha256).hexdigest()

    def detect(self, text: str, where: Where) -> tuple[Span, ...]:
        """The spans of a text, remembered when they can be of it, else found again."""
        name = self.name(text, where)
        spans = _spans(self._known.get(name), len(text))
        if spans is None:
            spans = detectors.detect(text, where, part=True)
        if len(self.used) < MAX_ENTRIES:
            self.used[name] = _rows(spans)
        return spans

    def look_ahead(self, texts: Iterable[tuple[str, Where]]) -> None:
        """Find in several processes what will be asked for, where it is much and not known yet.

        What fails or is forgotten here is found when it is asked for: this only makes it sooner.
        """
        named = {self.name(text, where): (text, where) for text, where in texts}
        new = {name: one for name, one in named.items() if _spans(self._known.get(name), len(one[0])) is None}
        for name, (_, rows) in zip(new, spread(_found, new.values()), strict=True):
            if rows is not None:
                self._known[name] = rows

    def sealed(self, *, keep: bool) -> bytes:
        """The file: its seal, then what this run used (and with `keep` what it knew before)."""
        return sealed({**self._known, **self.used} if keep else self.used, self._key, version())


_MEMORY: ContextVar[Memory | None] = ContextVar("memoria", default=None)


def detect(text: str, where: Where = Where.PROSA) -> tuple[Span, ...]:
    """`detect.detect` of a part of a bundle, remembered where a run has something to remember with."""
    memory = _MEMORY.get()
    return memory.detect(text, where) if memory else detectors.detect(text, where, part=True)


@contextmanager
def remembering(work: Path, *, keep: bool = False) -> Iterator[Memory]:
    """Remember findings in a folder of work while this lasts; with `keep`, also what this run did not look at.

    Nothing fails because of it: without a key of our own or a folder to write in, all is found again next time.
    """
    key = user_key()
    memory = (
        Memory(key, opened(work / FINDINGS, key, version(), MAX_BYTES))
        if key
        else Memory(secrets.token_bytes(KEY_SIZE), {})
    )
    token = _MEMORY.set(memory)
    try:
        yield memory
    finally:
        _MEMORY.reset(token)
        if key:
            _save(work, memory, keep)


def _save(work: Path, memory: Memory, keep: bool) -> None:
    if not memory.used:
        return
    data = memory.sealed(keep=keep)
    save(work / FINDINGS, data if len(data) <= MAX_BYTES else memory.sealed(keep=False), MAX_BYTES)


@cache
def version() -> str:
    """Everything that what is found depends on: detectors, their data, the lists, Python and its Unicode."""
    digest = hashlib.sha256(f"{_FORMAT} {DETECTOR_VERSION} {sys.version} {unicodedata.unidata_version}".encode())
    lists = sorted(Path(str(vocabularios.__file__)).parent.glob("*.csv"))
    for path in (Path(vocabulary.__file__), *lists):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _found(text: str, where: Where) -> list[Row]:
    return _rows(detectors.detect(text, where, part=True))


def _rows(spans: Iterable[Span]) -> list[Row]:
    return [[s.start, s.end, s.kind.value, s.level.value, s.reason] for s in spans]


def _spans(rows: object, length: int) -> tuple[Span, ...] | None:
    """Spans of a text of that length, or None where something about them cannot be."""
    if not isinstance(rows, list):
        return None
    spans: list[Span] = []
    for row in rows:
        try:
            start, end, kind, level, reason = row
            span = Span(start, end, Kind(kind), Level(level), reason)
        except (TypeError, ValueError):
            return None
        whole = type(start) is int and type(end) is int and isinstance(reason, str) and len(reason) <= _LONGEST_REASON
        if not whole or end > length or (spans and start < spans[-1].end):
            return None
        spans.append(span)
    return tuple(spans)
