"""Files that an earlier audit found nothing in, believed only where all that the verdict rested on is the same.

A verdict holds for the bytes of a file, what it was prepared from, and the rules that it was held to: those of the
whole site name the shard that keeps it, and those of each submission in it are part of it. What lies in other files or
changes with other submissions is held against every verdict in every run: that what the file leads to is there, that
no folder in it is gone, and that none of the redactions that are new since stands in it. On any doubt it is read again.

What is kept is digests and the places of pages; of a redaction, a digest made with the user's own key.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from generator.audit.facts import Earlier, Facts, mark, marks, word_keys
from generator.audit.inventory import Built, Role
from generator.audit.problem import Expectations
from generator.audit.secrets import Secrets
from generator.kept import Kept

_SHARDS = 256
_MOST_WAITING = 16_000_000
"""Bytes of new verdicts that are held before they are written: a large site takes no more memory because of them."""
_BLOBS = ("needs", "folders", "ids", "words", "texts", "forms")


class _Verdict(NamedTuple):
    rests: str
    facts: Facts

    def __repr__(self) -> str:
        return "<_Verdict>"


class Verdicts:
    """What is known of the files of one site, and what is going to be known of them."""

    def __init__(self, kept: Kept, expected: Expectations, rules: object, secrets: Secrets) -> None:
        """`rules`: all that every verdict rests on besides the program, told by its `repr`."""
        self._kept = kept
        self._expected = expected
        self._rules = sha256(repr(rules).encode("utf-8", "surrogatepass")).hexdigest()
        self._staged = {p.built: p.sha256 for p in expected.staged.pages}
        self._owners: dict[str, str] = {}
        self._secrets = {kept.name("tachado", told): key for told, key in secrets.everywhere()}
        self._held = kept.name("tachados", *sorted(self._secrets))
        self._new_since: dict[str, frozenset[int]] = {self._held: frozenset()}
        self._pages: dict[str, Built] = {}
        self._earlier: dict[str, Earlier] = {}
        self._good: dict[int, set[str]] = {}
        self._stale: set[int] = set()
        self._made: dict[int, dict[str, _Verdict]] = defaultdict(dict)
        self._waiting = 0

    def known(self, files: Collection[Built], present: Collection[str]) -> Iterator[tuple[Built, Facts]]:
        """The files that need not be read again, and their facts.

        `present`: all files of the site and what was staged, by their names and digests.
        """
        there, gone = frozenset(map(mark, present)), frozenset(map(mark, self._expected.gone))
        shards: dict[int, list[Built]] = defaultdict(list)
        for file in files:
            shards[_shard(_key(file))].append(file)
        self._pages = {f.path: f for f in files if f.role is Role.PAGE}
        for shard in range(_SHARDS):
            held, verdicts = self._opened(shard)
            new = self._since(held) if verdicts else frozenset()
            good = self._good[shard] = set()
            for file in shards[shard]:
                key = _key(file)
                verdict = verdicts.get(key)
                if verdict and self._holds(file, verdict, there, gone, new):
                    good.add(key)
                    yield file, verdict.facts
                elif verdict and verdict.facts.texts and new.isdisjoint(word_keys(verdict.facts.words)):
                    self._earlier[key] = Earlier(verdict.facts.texts, verdict.facts.words)
            if verdicts and (held != self._held or good != verdicts.keys()):
                self._stale.add(shard)

    def earlier(self, file: Built) -> Earlier:
        """What was known of the file that stood in the place of this one."""
        return self._earlier.get(_key(file), Earlier())

    def keep(self, file: Built, facts: Facts) -> None:
        """Remember that nothing is wrong with a file by itself."""
        key = _key(file)
        shard = _shard(key)
        self._made[shard][key] = _Verdict(self._rests(file, facts), facts)
        self._stale.add(shard)
        self._waiting += sum(len(getattr(facts, name)) for name in _BLOBS)
        if self._waiting > _MOST_WAITING:
            self._write()

    def close(self) -> None:
        """Keep what is known now, and nothing of what is not there any more."""
        if self._kept.get(self._held) is None:
            self._kept.put(self._held, json.dumps(sorted(self._secrets)).encode())
        self._write()

    def _write(self) -> None:
        """Write what waits, beside what was good before."""
        for shard in sorted(self._stale):
            good = self._good.setdefault(shard, set())
            verdicts = {p: v for p, v in self._opened(shard)[1].items() if p in good} | self._made.pop(shard, {})
            good.update(verdicts)
            self._kept.put(self._name(shard), _written(self._held, verdicts))
        self._stale.clear()
        self._waiting = 0

    def _name(self, shard: int) -> str:
        return self._kept.name("veredictos", shard, self._rules)

    def _opened(self, shard: int) -> tuple[str, dict[str, _Verdict]]:
        data = self._kept.get(self._name(shard))
        return _read(data) if data else ("", {})

    def _since(self, held: str) -> frozenset[int]:
        """The numbers of the redactions that some verdicts were not held to."""
        if held not in self._new_since:
            before = frozenset(json.loads(self._kept.get(held) or b"[]"))
            self._new_since[held] = frozenset(key for name, key in self._secrets.items() if name not in before)
        return self._new_since[held]

    def _holds(
        self, file: Built, verdict: _Verdict, there: frozenset[int], gone: frozenset[int], new: frozenset[int]
    ) -> bool:
        facts = verdict.facts
        return (
            verdict.rests == self._rests(file, facts)
            and there.issuperset(marks(facts.needs))
            and gone.isdisjoint(marks(facts.folders))
            and (not new or new.isdisjoint(word_keys(facts.words)))
        )

    def _rests(self, file: Built, facts: Facts) -> str:
        """The bytes of a file, what it was prepared from or is to say, and the rules of the submissions in it, as one
        digest."""
        told = (_key(file), file.role.value, file.origin, file.digest, self._staged.get(file.path), facts.owners)
        beside = self._pages.get(facts.page)
        page = (beside.path, beside.origin, beside.digest) if beside else facts.page
        return sha256(repr((*told, *map(self._rules_of, facts.owners), page)).encode()).hexdigest()

    def _rules_of(self, owner: str) -> str:
        if owner not in self._owners:
            expected = self._expected
            of = [sorted(kind.get(owner, ())) for kind in (expected.secrets, expected.named, expected.kept)]
            self._owners[owner] = self._kept.name("entrega", owner, *of)
        return self._owners[owner]


def _key(file: Built) -> str:
    """What a file is known by: its place, which is read with it; a text of the search, whose name is a number among
    those of all texts, by its bytes."""
    return f" {file.digest}" if file.role is Role.SEARCH else file.path


def _shard(key: str) -> int:
    return sha256(key.encode("utf-8", "surrogatepass")).digest()[0] % _SHARDS


def _written(held: str, verdicts: Mapping[str, _Verdict]) -> bytes:
    """One line of JSON that says how long each stretch of bytes after it is."""
    rows, blobs = [], []
    for path, (rests, facts) in sorted(verdicts.items()):
        stretches = [getattr(facts, name) for name in _BLOBS]
        rows.append([path, rests, facts.owners, facts.anchors, facts.page, facts.listed, *map(len, stretches)])
        blobs += stretches
    return b"\n".join((json.dumps([held, rows]).encode(), b"".join(blobs)))


def _read(data: bytes) -> tuple[str, dict[str, _Verdict]]:
    """The other way. The data carry a seal: they are as they were written."""
    head, _, body = data.partition(b"\n")
    held, rows = json.loads(head)
    return held, dict(_verdicts(rows, body))


def _verdicts(rows: list[list[Any]], body: bytes) -> Iterator[tuple[str, _Verdict]]:
    place = 0
    for path, rests, owners, anchors, page, listed, *lengths in rows:
        stretches = []
        for length in lengths:
            stretches.append(body[place : place + length])
            place += length
        told = dict(zip(_BLOBS, stretches, strict=True))
        facts = Facts(
            tuple(owners),
            needs=told["needs"],
            folders=told["folders"],
            ids=told["ids"],
            words=told["words"],
            texts=told["texts"],
            forms=told["forms"],
            anchors=tuple((target, anchor, owner, line) for target, anchor, owner, line in anchors),
            page=page,
            listed=listed,
        )
        yield path, _Verdict(rests, facts)
