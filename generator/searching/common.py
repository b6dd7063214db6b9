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

from generator.searching.columns import in_json
from generator.searching.postings import Shard
from generator.searching.weighing import worths

COMMON = "comunes.json"
COMMON_COLUMN = re.compile(r"comun-\d{1,5}\.json")
FLOOR = 2_000
"""Pages with a word from which on it has a column: of fewer, Pagefind's index tells in some ten kilobytes.
`buscar-motor.js` knows that a smaller site has none."""
RARE_FORM = 100
"""A form that not even one page in so many of those that a word must have is in is not told."""


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
        yield f"comun-{len(told)}.json", in_json(list(column))
        told.append(forms)
    yield COMMON, in_json({"letras": letters, "paginas": pages, "palabras": told})


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
    return shard.weighed.get(word) or worths(shard.listed(row), shard.pages, shard.fields)


def weighed(shards: Sequence[Shard], words: Sequence[str]) -> dict[str, bytes]:
    """The columns of some words in shards that follow one another, as one."""
    rows = [{word: row for row, word in enumerate(shard.words.split("\n"))} for shard in shards]
    return {
        word: b"".join(_of_shard(shard, word, row.get(word)) for shard, row in zip(shards, rows, strict=True))
        for word in words
    }
