"""How much a page speaks of a word, in a small number: as Pagefind would put the pages in order, without its places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

STEPS = 5
"""Numbers from one to the next whole point of Pagefind's; `assets/inspira/buscar-comunes.js` divides by it."""
MOST = 63
"""The highest: the numbers of letters, which could spell something, come after."""
_TYPICAL = 700
"""Words of a page of middling length."""
_SATURATION, _LENGTH, _EXACT, _SAME, _TITLE = 1.4, 0.75, 0.889, 1.8, 5
"""How Pagefind 1.5 weighs a page for a word that is the one asked for (BM25): how soon more of the same counts for
little, how much the length of the page counts, what the word itself brings, and what its place in the title does."""
_UNIT, _UNMARKED = 24, 25
"""The weight of a place of an ordinary text, and of one without a mark."""


def worths(listed: Iterable[Sequence[Any]], pages: Sequence[int], fields: Sequence[str]) -> bytes:
    """How much each page of a shard speaks of a word: one byte a page, 0 where it does not stand.

    `listed` tells the pages of the word, its places there and those in their fields; `pages`, how many words each page
    has; `fields`, the names of the fields.
    """
    made = bytearray(len(pages))
    title = fields.index("title") if "title" in fields else -1
    page = 0
    for since, places, marked in listed:
        page += since
        # Nearly always one mark, and then the places that it is of.
        weight = -1 - places[0] if len(places) == 2 and places[0] < 0 else _weight(places)
        made[page] = _worth(pages[page], weight, _of_fields(marked, title) if marked else 0)
    return bytes(made)


def _weight(places: Sequence[int]) -> int:
    """What the places of a word weigh together: each, what the mark before it says (`-1 - weight`)."""
    weight, whole = _UNMARKED, 0
    for place in places:
        if place < 0:
            weight = -1 - place
        else:
            whole += weight
    return whole


def _of_fields(marked: Sequence[int], title: int) -> int:
    return sum(_TITLE if -1 - mark == title else 1 for mark in marked if mark < 0)


@lru_cache(maxsize=16_384)
def _worth(words: int, weight: int, fields: int) -> int:
    often = weight / _UNIT * _EXACT
    length = _SATURATION * (1 - _LENGTH + _LENGTH * words / _TYPICAL)
    worth = _SAME * (_SATURATION + 1) * often / (length + often) + fields
    return min(MOST, max(1, round(STEPS * worth)))
