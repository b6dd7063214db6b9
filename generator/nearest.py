"""Which texts are nearest each other, by the words that few others use and by the values that they share.

Cosine of tf-idf over word stems, cut to the words that tell a text apart: the cost grows with the number of texts and
not with its square, since a word that very many use brings no candidates. It is told everything and imports nothing of
ours, so that another process can begin with it at once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest, nsmallest
from math import log, sqrt
from typing import NamedTuple, TypeAlias

Stems: TypeAlias = "tuple[array[int], array[int]]"
"""The numbers of the stems of a text, in order, and how often each stands in it."""
Value = tuple[str, str]
"""The name of a facet and one of its codes."""
_TOLD = 30
"""Words that tell one text apart."""
_SHARED = 60
"""A word that more texts share brings nobody together."""
_ROUNDED = 1e-6


class Task(NamedTuple):
    """All that the likenesses of some texts rest on: the values and the stems of each, what a shared value of a facet
    adds to a likeness (from 0 to 1), by its facet, and how many others are asked for."""

    values: list[frozenset[Value]]
    texts: list[Stems]
    worth: Mapping[str, float]
    most: int

    def __repr__(self) -> str:
        return "<Task>"


def nearest(task: Task) -> list[list[int]]:
    """Of each text, the places of those nearest it, the nearest first, and `most` of them where there are so many."""
    values, texts, worths, most = task
    words = _weights(texts)
    holders: dict[int, list[tuple[int, float]]] = defaultdict(list)
    sharing: dict[Value, list[int]] = defaultdict(list)
    for number, (vector, valued) in enumerate(zip(words, values, strict=True)):
        for word, weight in vector.items():
            holders[word].append((number, weight))
        for value in valued:
            sharing[value].append(number)
    patterns, worth = _patterns(values, worths)
    found = []
    for number in range(len(texts)):
        scores: dict[int, float] = defaultdict(float)
        for word, weight in words[number].items():
            for other, others in holders[word]:
                scores[other] += weight * others
        if len(scores) <= most:
            scores = dict.fromkeys(_some_like(number, values[number], sharing, len(texts), most), 0.0) | scores
        scores.pop(number, None)
        # Only those that the facets could still bring among the nearest.
        own = patterns[number]
        least = _last(scores.values(), most) - worth[own] - _ROUNDED
        rated = {other: score + worth[own & patterns[other]] for other, score in scores.items() if score >= least}
        last = _last(rated.values(), most) - _ROUNDED
        first = sorted((-round(score, 9), other) for other, score in rated.items() if score >= last)[:most]
        found.append([other for _, other in first])
    return found


def _last(scores: Iterable[float], most: int) -> float:
    """The least of the `most` highest; 0 of none."""
    return min(nlargest(most, scores), default=0.0)


class _Worth(dict[int, float]):
    """What the values of a pattern add to a likeness, each pattern counted once."""

    def __init__(self, values: Iterable[Value], worths: Mapping[str, float]) -> None:
        self._bits = {1 << place: worths[name] for place, (name, _) in enumerate(values)}

    def __missing__(self, pattern: int) -> float:
        worth = self[pattern] = sum(worth for bit, worth in self._bits.items() if bit & pattern)
        return worth


def _patterns(values: Sequence[frozenset[Value]], worths: Mapping[str, float]) -> tuple[list[int], _Worth]:
    """The values of each text as bits of a number, and what those that two of them share are worth."""
    every = sorted({value for own in values for value in own})
    bits = {value: 1 << place for place, value in enumerate(every)}
    return [sum(bits[value] for value in own) for own in values], _Worth(every, worths)


def _some_like(
    number: int, own: Iterable[Value], sharing: Mapping[Value, list[int]], total: int, most: int
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
