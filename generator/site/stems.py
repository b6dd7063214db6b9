"""How often each stem stands in each submission, in little room, and remembered from one run to the next.

A text that did not change is not taken apart again. What is kept is written anew whenever the texts are others, so
that it holds nothing of one that is not there any more.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from snowballstemmer import stemmer

from generator.kept import Kept
from generator.markdown import inlines, plain_text
from generator.model import Anonymized
from generator.parcel import pack, unpack

_WORD = re.compile(r"[^\W\d_]{3,}")
_HEAD = 3
"""How much more a word weighs in the title, the summary or the tags."""
_NUMBERS = "I"
_KIND = "raices"


class Stems:
    """Stems by number, and for each text (by its digest) the numbers of its stems and how often each stands in it."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.texts: dict[str, tuple[array[int], array[int]]] = {}
        self._numbers: dict[str, int] = {}

    def __repr__(self) -> str:
        return "<Stems>"

    def add(self, digest: str, terms: Mapping[str, int]) -> None:
        """The stems of one text."""
        self.texts[digest] = array(_NUMBERS, map(self._number, terms)), array(_NUMBERS, terms.values())

    def take(self, before: Stems, digests: Iterable[str]) -> None:
        """The stems of those of some texts that were counted before, and no stem that stands in none of them."""
        there = {digest: before.texts[digest] for digest in digests if digest in before.texts}
        used = sorted(set[int]().union(*(numbers for numbers, _ in there.values())))
        now = dict(zip(used, map(self._number, map(before.words.__getitem__, used)), strict=True))
        for digest, (numbers, counts) in there.items():
            self.texts[digest] = array(_NUMBERS, map(now.__getitem__, numbers)), counts

    def _number(self, word: str) -> int:
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def packed(self) -> bytes:
        """All of it in one piece."""
        arrays = [one.tobytes() for pair in self.texts.values() for one in pair]
        return pack([self.words, list(self.texts)], arrays)


def _unpacked(data: bytes) -> Stems:
    found = Stems()
    (found.words, digests), parts = unpack(data)
    for digest, numbers, counts in zip(digests, parts[::2], parts[1::2], strict=True):
        found.texts[digest] = array(_NUMBERS, numbers), array(_NUMBERS, counts)
    return found


def stems_of(submissions: Sequence[Anonymized], rests: Mapping[str, str], kept: Kept) -> Stems:
    """The stems of these submissions, whose digests are `rests`; those of texts that were here before are not counted
    again."""
    name = kept.name(_KIND)
    data = kept.get(name)
    before = _unpacked(data) if data else Stems()
    wanted = {rests[a.folder]: a for a in submissions}
    if wanted.keys() == before.texts.keys():
        return before
    found = Stems()
    found.take(before, wanted)
    for digest, anonymized in wanted.items():
        if digest not in found.texts:
            found.add(digest, _terms(anonymized))
    kept.put(name, found.packed())
    return found


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
