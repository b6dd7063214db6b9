"""Which submissions are alike, by the words that few others use and by what they are for.

Cosine of tf-idf over word stems, cut to the words that tell a submission apart: the cost grows with the number of
submissions and not with its square, since a word that very many use brings no candidates.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from heapq import nlargest, nsmallest
from math import log, sqrt
from typing import NamedTuple

from generator.kept import NOTHING, Kept
from generator.model import Anonymized
from generator.parallel import begun
from generator.site.facets import facets_of
from generator.site.stems import Stems, stems_of

_TOLD = 30
"""Words that tell one submission apart."""
_SHARED = 60
"""A word that more submissions share brings nobody together."""
_ROUNDED = 1e-6
_WORTHWHILE = 2_000
"""Submissions from which another process pays for its start."""
_FACETS: Mapping[str, float] = {"reto": 0.06, "area": 0.05, "estrategia": 0.04, "oferta": 0.02, "lugar": 0.02}
"""What a shared value adds to a likeness, which goes from 0 to 1."""


class _Task(NamedTuple):
    """All that the likenesses of some submissions rest on: their folders, in order, the values and the stems of each,
    and how many others are asked for."""

    folders: list[str]
    values: list[frozenset[tuple[str, str]]]
    texts: list[Stems]
    most: int

    def __repr__(self) -> str:
        return "<_Task>"


Near = Mapping[str, tuple[str, ...]]


def alike(submissions: Sequence[Anonymized], most: int) -> Near:
    """Folder → the folders most like it, `most` of them where there are so many others, the nearest first.

    The same submissions give the same answer in whatever order they come.
    """
    with likeness(submissions, most, {a.folder: a.fingerprint for a in submissions}, NOTHING) as near:
        return near()


@contextmanager
def likeness(
    submissions: Sequence[Anonymized], most: int, rests: Mapping[str, str], kept: Kept
) -> Iterator[Callable[[], Near]]:
    """What `alike` finds, to be asked for when it is needed: of many, another process works on it meanwhile.

    `rests`: the digest of each; what was found of the same things before is taken from `kept`.
    """
    ordered = sorted(submissions, key=lambda a: a.folder)
    name = kept.name("parecidas", most, [rests[a.folder] for a in ordered])
    stems = stems_of(ordered, rests, kept)
    if (data := kept.get(name)) is not None:
        found = {folder: tuple(near) for folder, near in json.loads(data).items()}
        yield lambda: found
        return
    texts = [stems[rests[a.folder]] for a in ordered]
    task = _Task([a.folder for a in ordered], list(map(_values, ordered)), texts, most)
    with begun(_nearest, task) if len(ordered) >= _WORTHWHILE else nullcontext(partial(_nearest, task)) as asked:

        def near() -> Near:
            kept.put(name, json.dumps(made := asked()).encode())
            return made

        yield near


def _nearest(task: _Task) -> Near:
    folders, values, texts, most = task
    words = _weights(texts)
    holders: dict[int, list[tuple[int, float]]] = defaultdict(list)
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (vector, valued) in enumerate(zip(words, values, strict=True)):
        for word, weight in vector.items():
            holders[word].append((number, weight))
        for value in valued:
            sharing[value].append(number)
    patterns, worth = _patterns(values)
    found = {}
    for number, folder in enumerate(folders):
        scores: dict[int, float] = defaultdict(float)
        for word, weight in words[number].items():
            for other, others in holders[word]:
                scores[other] += weight * others
        if len(scores) <= most:
            scores = dict.fromkeys(_some_like(number, values[number], sharing, len(folders), most), 0.0) | scores
        scores.pop(number, None)
        # Only those that the facets could still bring among the nearest.
        own = patterns[number]
        least = _last(scores.values(), most) - worth[own] - _ROUNDED
        rated = {other: score + worth[own & patterns[other]] for other, score in scores.items() if score >= least}
        last = _last(rated.values(), most) - _ROUNDED
        nearest = sorted((-round(score, 9), other) for other, score in rated.items() if score >= last)[:most]
        found[folder] = tuple(folders[other] for _, other in nearest)
    return found


def _last(scores: Iterable[float], most: int) -> float:
    """The least of the `most` highest; 0 of none."""
    return min(nlargest(most, scores), default=0.0)


class _Worth(dict[int, float]):
    """What the values of a pattern add to a likeness, each pattern counted once."""

    def __init__(self, values: Iterable[tuple[str, str]]) -> None:
        self._bits = {1 << place: _FACETS[name] for place, (name, _) in enumerate(values)}

    def __missing__(self, pattern: int) -> float:
        worth = self[pattern] = sum(worth for bit, worth in self._bits.items() if bit & pattern)
        return worth


def _patterns(values: Sequence[frozenset[tuple[str, str]]]) -> tuple[list[int], _Worth]:
    """The values of each submission as bits of a number, and what those that two of them share are worth."""
    every = sorted({value for own in values for value in own})
    bits = {value: 1 << place for place, value in enumerate(every)}
    return [sum(bits[value] for value in own) for own in values], _Worth(every)


def _values(anonymized: Anonymized) -> frozenset[tuple[str, str]]:
    """The values that say how alike two are."""
    facets = facets_of(anonymized.record, anonymized.ficha)
    return frozenset((name, code) for name in _FACETS for code, _ in facets.get(name, ()))


def _some_like(
    number: int, own: Iterable[tuple[str, str]], sharing: Mapping[tuple[str, str], list[int]], total: int, most: int
) -> set[int]:
    """Others for one whose words nobody shares: the nearest in order with the same reto or area, else in order."""
    near = {n for value in own for n in _around(sharing[value], number, most)}
    return near | set(_around(range(total), number, most)) if len(near) <= most else near


def _around(numbers: Sequence[int], number: int, most: int) -> Sequence[int]:
    """Those next to a number, of a sequence in order."""
    at = bisect_left(numbers, number)
    return numbers[max(0, at - most) : at + most + 1]


def _weights(texts: Sequence[Stems]) -> list[dict[int, float]]:
    """For each text, the stems that tell it apart with their part of its length, which is 1."""
    used: Counter[int] = Counter()
    for numbers, _ in texts:
        used.update(numbers)
    most = max(2, min(_SHARED, len(texts) // 3))
    rare = {number: log(len(texts) / n) for number, n in used.items() if 1 < n <= most}
    vectors = []
    for numbers, counts in texts:
        rated = [(-(1 + log(n)) * rare[w], w) for w, n in zip(numbers, counts, strict=True) if w in rare]
        told = nsmallest(_TOLD, rated)
        length = sqrt(sum(weight**2 for weight, _ in told)) or 1.0
        vectors.append({w: -weight / length for weight, w in told})
    return vectors
