"""The words that thousands of pages have: of each, a column that says how much every page speaks of it.

Pagefind tells where a word stands in each page, which of such a word is a hundred kilobytes at 20,000 pages, and its
program compares each page that it finds with all the others: three of them were 450 KB and a quarter of a minute before
the first result. A small number a page is enough to put the pages in order; where the words stand is looked for in the
few that are shown, by the forms in which they are written. `assets/inspira/buscar-comunes.js` reads this. Whatever is
not here, a form that few pages have among it, is searched as always: Pagefind's index holds every word.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from generator.searching import cbor
from generator.searching.postings import Shard

COMMON = "comunes.json"
COMMON_COLUMN = re.compile(r"comun-(\d{1,4})\.json")
FLOOR = 2_000
"""Pages with a word from which on it has a column: of fewer, Pagefind's index tells in some ten kilobytes."""
RARE_FORM = 100
"""A form that not even one page in so many of those that a word must have is in is not told."""
_USUAL = 8
"""One page in so many of a shard has a word whose column is kept with it."""
STEPS = 5
"""Numbers of a column from one to the next whole point of Pagefind's."""
MOST = 63
"""The highest number of a column: those of letters, which could spell something, come after."""
_TYPICAL = 700
"""Words of a page of middling length."""
_SATURATION, _LENGTH, _EXACT, _SAME, _TITLE = 1.4, 0.75, 0.889, 1.8, 5
"""How Pagefind 1.5 weighs a page for a word that is the one asked for (BM25): how soon more of the same counts for
little, how much the length of the page counts, what the word itself brings, and what its place in the title does."""
_UNIT, _UNMARKED = 24, 25
"""The weight of a place of an ordinary text, and of one without a mark."""


def files(shards: Sequence[Shard], letters: str) -> Iterator[tuple[str, bytes]]:
    """The list of these words in their forms, and the column of each, by the place of the word in the list.

    None of an index of fewer than `FLOOR` pages. `letters` begin the names of its pages, which are called by their
    numbers after that: a column is of one index alone.
    """
    pages = sum(len(shard.pages) for shard in shards)
    if pages < FLOOR:
        return
    rows = _rows(shards)
    told: list[list[str]] = []
    for word, forms in _spelled(shards, rows):
        column = b"".join(_of_shard(shard, word, row) for shard, row in zip(shards, rows[word], strict=True))
        yield f"comun-{len(told)}.json", _json(list(column))
        told.append(forms)
    yield COMMON, _json({"letras": letters, "paginas": pages, "palabras": told})


def _rows(shards: Sequence[Shard]) -> dict[str, list[int | None]]:
    """Each word of `FLOOR` pages or more, in order, and its row in each shard that has it."""
    least = FLOOR // len(shards)
    found = {
        word
        for shard in shards
        for word, many in zip(shard.words.split("\n"), shard.many, strict=True)
        if many >= least
    }
    rows: dict[str, list[int | None]] = {word: [None] * len(shards) for word in sorted(found)}
    many: Counter[str] = Counter()
    for place, shard in enumerate(shards):
        for row, word in enumerate(shard.words.split("\n")):
            if word in rows:
                rows[word][place] = row
                many[word] += shard.many[row]
    return {word: where for word, where in rows.items() if many[word] >= FLOOR}


def _spelled(shards: Sequence[Shard], words: Mapping[str, object]) -> Iterator[tuple[str, list[str]]]:
    """Each of the words that some form tells, with the forms in which enough pages have it."""
    counted: dict[str, Counter[str]] = {word: Counter() for word in words}
    for shard in shards:
        for word, forms in json.loads(shard.spelled).items():
            if word in counted:
                counted[word].update(forms)
    words_of = Counter(form for forms in counted.values() for form in forms)
    for word, forms in counted.items():
        told = sorted(form for form, many in forms.items() if many * RARE_FORM >= FLOOR and words_of[form] == 1)
        if told:
            yield word, told


def _of_shard(shard: Shard, word: str, row: int | None) -> bytes:
    if row is None:
        return bytes(len(shard.pages))
    return shard.weighed.get(word) or column_of(shard, row)


def weighed(shard: Shard) -> dict[str, bytes]:
    """The columns of the words of so many of its pages that they may be of as many in all the index."""
    least = len(shard.pages) / _USUAL
    words = enumerate(shard.words.split("\n"))
    return {word: column_of(shard, row) for row, word in words if shard.many[row] >= least}


def column_of(shard: Shard, row: int) -> bytes:
    """How much each page of a shard speaks of the word of a row: one byte a page, 0 where it does not stand."""
    # Here, since only a machine that builds the site has it.
    import cbor2

    pages = shard.pages
    column = bytearray(len(pages))
    title = shard.fields.index("title") if "title" in shard.fields else -1
    page = 0
    told = cbor.listed(shard.many[row], (cbor.THREE, cbor.number(shard.first[row]), shard.told_of(row)))
    for since, places, marked in cbor2.loads(told):
        page += since
        column[page] = _worth(pages[page], _weight(places), _of_fields(marked, title) if marked else 0)
    return bytes(column)


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


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
