"""The forms of a word that differ in accents, made one: readers do not tell them apart, and nor does search.

Pagefind keeps «técnico» and «tecnico» side by side, so that who writes the accent sees first the pages that have it:
twice the bytes for the commonest words, and another order for a search without accents, which is how people write them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

_Marked = dict[int, set[int]]
"""Mark (the weight of a place, or which field it is in; below zero) → the places with it."""


def joined(word: Any) -> list[Any]:
    """A word of the index, `[stem, pages, [[form, pages], …]]`, with the pages of its forms among its own.

    A page is `[pages since the one before, places, places in its fields]`, and places are numbers since the one before,
    with a mark before the first of each weight or field.
    """
    stem, pages, forms = word
    if not forms:
        return [stem, pages, []]
    found: dict[int, tuple[_Marked, _Marked]] = {}
    for listed in (pages, *(pages for _, pages in forms)):
        numbers = accumulate(page[0] for page in listed)
        for number, (_, places, fields) in zip(numbers, listed, strict=True):
            body, meta = found.setdefault(number, ({}, {}))
            _add(body, places)
            _add(meta, fields)
    ordered = sorted(found)
    return [
        stem,
        [
            [number - before, list(_listed(found[number][0])), list(_listed(found[number][1]))]
            for before, number in zip((0, *ordered), ordered, strict=False)
        ],
        [],
    ]


def _add(to: _Marked, places: Iterable[int]) -> None:
    mark = place = 0
    for one in places:
        if one < 0:
            mark, place = one, 0
        else:
            place += one
            to.setdefault(mark, set()).add(place)


def _listed(marked: _Marked) -> Iterable[int]:
    for mark in sorted(marked, reverse=True):
        yield mark
        before = 0
        for place in sorted(marked[mark]):
            yield place - before
            before = place
