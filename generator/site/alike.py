"""Which submissions are alike, by the words that few others use and by what they are for.

Cosine of tf-idf over word stems, cut to the words that tell a submission apart: the cost grows with the number of
submissions and not with its square, since a word that very many use brings no candidates.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log, sqrt

from snowballstemmer import stemmer

from generator.markdown import inlines, plain_text
from generator.model import Anonymized
from generator.site.facets import facets_of

_WORD = re.compile(r"[^\W\d_]{3,}")
_TOLD = 30
"""Words that tell one submission apart."""
_SHARED = 60
"""A word that more submissions share brings nobody together."""
_HEAD = 3
"""How much more a word weighs in the title, the summary or the tags."""
_FACETS: Mapping[str, float] = {"reto": 0.06, "area": 0.05, "estrategia": 0.04, "oferta": 0.02, "lugar": 0.02}
"""What a shared value adds to a likeness, which goes from 0 to 1."""


def alike(submissions: Sequence[Anonymized], most: int) -> Mapping[str, tuple[str, ...]]:
    """Folder → the folders most like it, `most` of them where there are so many others, the nearest first.

    The same submissions give the same answer in whatever order they come.
    """
    ordered = sorted(submissions, key=lambda a: a.folder)
    words = _weights([_terms(a) for a in ordered])
    values = [_values(a) for a in ordered]
    holders: dict[str, list[int]] = defaultdict(list)
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (vector, own) in enumerate(zip(words, values, strict=True)):
        for word in vector:
            holders[word].append(number)
        for value in own:
            sharing[value].append(number)
    found = {}
    for number, one in enumerate(ordered):
        scores: dict[int, float] = defaultdict(float)
        for word, weight in words[number].items():
            for other in holders[word]:
                scores[other] += weight * words[other][word]
        if len(scores) <= most:
            scores = dict.fromkeys(_some_like(number, values[number], sharing, len(ordered), most), 0.0) | scores
        scores.pop(number, None)
        for other in scores:
            scores[other] += sum(_FACETS.get(name, 0.0) for name, _ in values[number] & values[other])
        nearest = sorted(scores, key=lambda n: (-round(scores[n], 9), n))[:most]
        found[one.folder] = tuple(ordered[n].folder for n in nearest)
    return found


def _values(anonymized: Anonymized) -> set[tuple[str, str]]:
    return {(name, code) for name, v in facets_of(anonymized.record, anonymized.ficha).items() for code, _ in v}


def _some_like(
    number: int, own: Iterable[tuple[str, str]], sharing: Mapping[tuple[str, str], list[int]], total: int, most: int
) -> set[int]:
    """Others for one whose words nobody shares: the nearest in order with the same reto or area, else in order."""
    near = {n for value in own if value[0] in _FACETS for n in _around(sharing[value], number, most)}
    return near | set(_around(range(total), number, most)) if len(near) <= most else near


def _around(numbers: Sequence[int], number: int, most: int) -> Sequence[int]:
    """Those next to a number, of a sequence in order."""
    at = bisect_left(numbers, number)
    return numbers[max(0, at - most) : at + most + 1]


def _terms(anonymized: Anonymized) -> Counter[str]:
    """How often each stem stands in the redacted text, its head counted more."""
    record = anonymized.record
    head = " ".join((record.titulo, record.resumen, *(t.replace("-", " ") for t in record.etiquetas)))
    body = " ".join(plain_text(inline) for inline in inlines(anonymized.document))
    terms = Counter(map(_stem, _WORD.findall(body.casefold())))
    for word in _WORD.findall(head.casefold()):
        terms[_stem(word)] += _HEAD
    return terms


@cache
def _stem(word: str) -> str:
    return str(stemmer("spanish").stemWord(word))


def _weights(documents: Sequence[Counter[str]]) -> list[dict[str, float]]:
    """For each document, the words that tell it apart with their part of its length, which is 1."""
    used = Counter(word for document in documents for word in document)
    most = max(2, min(_SHARED, len(documents) // 3))
    vectors = []
    for document in documents:
        rated = {w: (1 + log(n)) * log(len(documents) / used[w]) for w, n in document.items() if 1 < used[w] <= most}
        told = sorted(rated, key=lambda w: (-rated[w], w))[:_TOLD]
        length = sqrt(sum(rated[w] ** 2 for w in told)) or 1.0
        vectors.append({w: rated[w] / length for w in told})
    return vectors
