"""More training text made from the annotated one: other names, capitals, lower case, Markdown around them.

The annotated texts are news and clinical reports with names of Spain. What is learnt of where a name stands should
hold for any name, so names are swapped for others of the project's lexicons, Colombian ones first.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from generator.anonymize.lexicons import own_names

_WORD = re.compile(r"[^\W\d_]+")
_PARTICLES = frozenset("de del la las los el y e i da van von der d l".split())


@dataclass(frozen=True, slots=True, repr=False)
class Annotated:
    """A text and the ranges of its entities: (start, end, label), in order."""

    text: str
    spans: tuple[tuple[int, int, str], ...]

    def label(self, start: int, end: int) -> str:
        """The label of a word: that of the entity it touches."""
        for first, last, label in self.spans:
            if first < end and start < last:
                return label
        return "O"


# Shares of the texts with names that get a copy of each kind. More copies with other names, or with names in lower
# case, made the model less sure of what it already knew (measured on the development sets).
_CAPITALS, _EMPHASIZED, _RENAMED, _LOWERED = 0.2, 0.15, 0.15, 0.05
_CAPITALS_OF_OTHERS = 0.08


def variants(document: Annotated, chance: random.Random) -> Iterator[Annotated]:
    """At most one copy of a text, changed in one way: capitals, Markdown around names, other names, lower case."""
    people = any(label == "P" for _, _, label in document.spans)
    roll = chance.random()
    if not people:
        if roll < _CAPITALS_OF_OTHERS:
            yield capitals(document)
    elif roll < _CAPITALS:
        yield capitals(_excerpt(rename(document, chance) if chance.random() < 0.4 else document, chance))
    elif roll < _CAPITALS + _EMPHASIZED:
        yield emphasized(_excerpt(document, chance), chance)
    elif roll < _CAPITALS + _EMPHASIZED + _RENAMED:
        yield _excerpt(rename(document, chance), chance)
    elif roll < _CAPITALS + _EMPHASIZED + _RENAMED + _LOWERED:
        yield lower_names(_excerpt(document, chance))


def _excerpt(document: Annotated, chance: random.Random) -> Annotated:
    """A few lines of a long text: its start, where the names of a report stand, or any others."""
    if len(document.text) <= 1500:
        return document
    first = 0 if chance.random() < 0.5 else chance.randrange(len(document.text) - 800)
    last = document.text.find("\n", first + 700)
    first = document.text.find("\n", first) + 1 if first else 0
    last = len(document.text) if last < 0 else last
    inside = [(max(s, first) - first, min(e, last) - first, k) for s, e, k in document.spans if s < last and e > first]
    return Annotated(document.text[first:last], tuple(inside))


def replaced(document: Annotated, change: dict[int, str]) -> Annotated:
    """The text with other words for the entities of some indices."""
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    position = length = 0
    for index, (start, end, label) in enumerate(document.spans):
        if start < position:
            continue
        before, now = document.text[position:start], change.get(index, document.text[start:end])
        spans.append((length + len(before), length + len(before) + len(now), label))
        pieces += [before, now]
        length += len(before) + len(now)
        position = end
    pieces.append(document.text[position:])
    return Annotated("".join(pieces), tuple(spans))


@cache
def _pool() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return own_names()


def _invented(name: str, chance: random.Random) -> str:
    """Another name of the same build: as many words, particles and initials kept."""
    given, surnames = _pool()
    words = list(_WORD.finditer(name))
    full = [w for w in words if len(w.group()) > 1 and w.group().lower() not in _PARTICLES]
    firsts = 1 if len(full) < 3 else 2 if len(full) > 3 or chance.random() < 0.4 else 1
    if len(full) == 1:
        firsts = int(chance.random() < 0.5)
    parts: list[str] = []
    position = 0
    for word in words:
        parts.append(name[position : word.start()])
        position = word.end()
        if word not in full:
            parts.append(word.group())
            continue
        chosen = chance.choice(given if full.index(word) < firsts else surnames)
        parts.append(chosen.upper() if word.group().isupper() else chosen)
    return "".join([*parts, name[position:]])


def rename(document: Annotated, chance: random.Random) -> Annotated:
    """The same text about other people."""
    change = {
        i: _invented(document.text[s:e], chance) for i, (s, e, label) in enumerate(document.spans) if label == "P"
    }
    return replaced(document, change)


def capitals(document: Annotated) -> Annotated:
    """The text all in capitals, as in rulings and lists."""
    text = "".join(c.upper() if len(c.upper()) == 1 else c for c in document.text)
    return Annotated(text, document.spans)


def lower_names(document: Annotated) -> Annotated:
    """Names as people type them in a hurry."""
    change = {i: document.text[s:e].lower() for i, (s, e, label) in enumerate(document.spans) if label == "P"}
    return replaced(document, change)


_MARKS = (("**", "**"), ("_", "_"), ("[", "](https://ejemplo.co)"), ("*", "*"), ("«", "»"))


def emphasized(document: Annotated, chance: random.Random) -> Annotated:
    """Names inside Markdown, and the whole as an item, a quotation, a heading or a cell."""
    change: dict[int, str] = {}
    for index, (start, end, label) in enumerate(document.spans):
        if label != "O" and chance.random() < 0.5:
            before, after = chance.choice(_MARKS)
            change[index] = f"{before}{document.text[start:end]}{after}"
    marked = replaced(document, change)
    head = chance.choice(("", "- ", "> ", "## ", "| ", "1. "))
    return Annotated(head + marked.text, tuple((s + len(head), e + len(head), k) for s, e, k in marked.spans))
