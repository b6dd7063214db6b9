"""Files that an earlier audit found nothing in, believed only where all that the verdict rested on is the same.

A verdict holds for the bytes of a file, what it was prepared from, and the rules that it was held to: those of the
whole site name the shard that keeps it, and those of each submission in it are part of it. What lies in other files or
changes with other submissions is held against every verdict in every run: that what the file leads to is there, that
no folder in it is gone, and that none of the redactions that are new since stands in it. On any doubt it is read again.

All of that is asked of the verdicts of a shard at once, and of each by itself where something of the shard differs.

What is kept is digests and the places of pages; of a redaction, a digest made with the user's own key.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from hashlib import sha256
from zlib import crc32

from generator.anonymize.originals import Secrets
from generator.audit.facts import Earlier, Facts, mark, marks, word_keys
from generator.audit.inventory import Built, Role
from generator.audit.problem import Expectations
from generator.audit.shards import Known, Leading, Shard, Together, Verdict, known, together, written
from generator.kept import Kept

_SHARDS, _OF_TEXTS = 256, 32
"""The texts of the search have shards of their own, after the others, and fewer: each tells the words of its texts, and
those of any two are nearly the same."""
_MOST_WAITING = 16_000_000
"""Bytes of new verdicts that are held before they are written: a large site takes no more memory because of them."""


class Verdicts:
    """What is known of the files of one site, and what is going to be known of them."""

    def __init__(self, kept: Kept, expected: Expectations, rules: object, secrets: Secrets) -> None:
        """`rules`: all that every verdict rests on besides the program, told by its `repr`."""
        self._kept = kept
        self._expected = expected
        self._rules = sha256(repr(rules).encode("utf-8", "surrogatepass")).hexdigest()
        self._staged = {p.built: p.sha256 for p in expected.staged.pages}
        self._rules_of = cache(partial(_rules_of, kept, expected))
        self._secrets = {kept.name("tachado", told): key for told, key in secrets.everywhere()}
        self._held = kept.name("tachados", *sorted(self._secrets))
        self._new_since: dict[str, frozenset[int]] = {self._held: frozenset()}
        self._there, self._gone = frozenset[int](), frozenset(map(mark, expected.gone))
        self._files: dict[int, list[Built]] = defaultdict(list)
        self._pages: dict[str, Built] = {}
        self._earlier: dict[str, Earlier] = {}
        self._good: dict[int, dict[str, str]] = defaultdict(dict)
        self._stale: set[int] = set()
        self._made: dict[int, dict[str, Verdict]] = defaultdict(dict)
        self._waiting = 0

    def known(self, files: Collection[Built], present: Collection[str]) -> Iterator[Known]:
        """The files that need not be read again, and their facts; of the texts of the search, `texts` tells.

        `present`: all files that others may lead to and what was staged, by their names and digests.
        """
        self._there = frozenset(map(mark, present))
        self._pages = {f.path: f for f in files if f.role is Role.PAGE}
        return self._known(files, range(_SHARDS))

    def texts(self, files: Collection[Built]) -> Iterator[Known]:
        """The same of the texts of the search, after those of the pages that they are of."""
        return self._known(files, range(_SHARDS, _SHARDS + _OF_TEXTS))

    def _known(self, files: Collection[Built], numbers: Iterable[int]) -> Iterator[Known]:
        for file in sorted(files, key=_key):
            self._files[_shard(file)].append(file)
        for number in numbers:
            if shard := self._opened(number):
                yield self._at_once(number, shard) or self._one_by_one(number, shard)

    def earlier(self, file: Built) -> Earlier:
        """What was known of the file that stood in the place of this one."""
        return self._earlier.get(_key(file), Earlier())

    def keep(self, file: Built, facts: Facts) -> None:
        """Remember that nothing is wrong with a file by itself."""
        number, verdict = _shard(file), Verdict(self._rests_of(file, facts), facts)
        self._made[number][_key(file)] = verdict
        self._stale.add(number)
        self._waiting += verdict.size
        if self._waiting > _MOST_WAITING:
            self.write()

    def close(self) -> None:
        """Keep what is known now, and nothing of what is not there any more."""
        if self._kept.get(self._held) is None:
            self._kept.put(self._held, json.dumps(sorted(self._secrets)).encode())
        self.write()

    def _at_once(self, number: int, shard: Shard) -> Known | None:
        """The files of a shard with what they say together, where all of them are as they were."""
        files, all_of = self._files[number], shard.together()
        rests = self._rests(files, all_of.owners, all_of.told.texts_of)
        if shard.rests != rests or not self._holds(all_of, shard.held):
            return None
        if shard.held != self._held:
            self._kept.put(self._name(number), shard.held_to(self._held))
        return Known(files, all_of.told, partial(self._leading, number))

    def _one_by_one(self, number: int, shard: Shard) -> Known:
        """Those of the files of a shard that are as they were."""
        verdicts, found = dict(shard.verdicts()), []
        new = self._since(shard.held)
        for file in self._files[number]:
            key = _key(file)
            verdict = verdicts.get(key)
            if not verdict:
                continue
            facts = verdict.facts
            if verdict.rests == self._rests_of(file, facts) and self._holds(facts, shard.held):
                self._good[number][key] = verdict.rests
                found.append((file, facts))
            elif facts.texts and new.isdisjoint(word_keys(facts.words)):
                self._earlier[key] = Earlier(facts.texts, facts.words)
        self._stale.add(number)
        return known(found)

    def write(self) -> None:
        """Write what waits, beside what was good before."""
        for number in sorted(self._stale):
            verdicts = dict(self._still(number)) | self._made.pop(number, {})
            self._good[number].update((key, verdict.rests) for key, verdict in verdicts.items())
            files = [file for file in self._files[number] if _key(file) in verdicts]
            all_of = together([(file, verdicts[_key(file)].facts) for file in files])
            rests = self._rests(files, all_of.owners, all_of.told.texts_of)
            self._kept.put(self._name(number), written(self._held, rests, all_of, verdicts))
        self._stale.clear()
        self._waiting = 0

    def _still(self, number: int) -> Iterator[tuple[str, Verdict]]:
        """The verdicts of a shard that were found to hold. It is opened again, and may be another one by now: only
        what rests on the same to the last digit is taken."""
        shard, good = self._opened(number), self._good[number]
        for key, verdict in shard.verdicts() if shard else ():
            if good.get(key) == verdict.rests:
                yield key, verdict

    def _name(self, number: int) -> str:
        return self._kept.name("veredictos", number, self._rules)

    def _opened(self, number: int) -> Shard | None:
        data = self._kept.get(self._name(number))
        return Shard(data) if data else None

    def _leading(self, number: int) -> Iterator[Leading]:
        """Who leads to which sections."""
        shard = self._opened(number)
        for path, verdict in shard.verdicts() if shard else ():
            yield from ((path, anchor) for anchor in verdict.facts.anchors)

    def _since(self, held: str) -> frozenset[int]:
        """The numbers of the redactions that some verdicts were not held to."""
        if held not in self._new_since:
            before = frozenset(json.loads(self._kept.get(held) or b"[]"))
            self._new_since[held] = frozenset(key for name, key in self._secrets.items() if name not in before)
        return self._new_since[held]

    def _holds(self, facts: Facts | Together, held: str) -> bool:
        """Whether what lies in other files is as it was, and nothing that was redacted since stands in these."""
        new = self._since(held)
        return (
            self._there.issuperset(marks(facts.needs))
            and self._gone.isdisjoint(marks(facts.folders))
            and (not new or new.isdisjoint(word_keys(facts.words)))
        )

    def _rests_of(self, file: Built, facts: Facts) -> str:
        return self._rests((file,), facts.owners, (facts.page,) if facts.page else ())

    def _rests(self, files: Sequence[Built], owners: Sequence[str], texts_of: Sequence[str]) -> str:
        """The bytes of some files, what they were prepared from or are to say, the rules of the submissions in them
        and the pages that they are texts of, as one digest."""
        told = [(_key(f), f.role.value, f.origin, f.digest, self._staged.get(f.path)) for f in files]
        rules = list(map(self._rules_of, owners))
        beside = [(p.path, p.origin, p.digest) if (p := self._pages.get(page)) else page for page in texts_of]
        return sha256(repr((told, rules, beside)).encode("utf-8", "surrogatepass")).hexdigest()


def _rules_of(kept: Kept, expected: Expectations, owner: str) -> str:
    of = [sorted(kind.get(owner, ())) for kind in (expected.secrets, expected.named, expected.kept)]
    return kept.name("entrega", owner, *of)


def _key(file: Built) -> str:
    """What a file is known by: its place, which is read with it; a text of the search, whose name is a number among
    those of all texts, by its bytes."""
    return f" {file.digest}" if file.role is Role.SEARCH else file.path


def _shard(file: Built) -> int:
    number = crc32(_key(file).encode("utf-8", "surrogatepass"))
    return _SHARDS + number % _OF_TEXTS if file.role is Role.SEARCH else number % _SHARDS
