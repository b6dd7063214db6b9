"""The words of the shards as the words of one index: what Pagefind would have made of all the pages at once.

One index and not several that a browser joins: each of those brings its own program, list of pages and pieces of the
index, and a search would take twice the bytes with two of them (`benchmarks/README.md`). Joined here, a page that
changes costs its shard and a reader nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from generator.searching import cbor
from generator.searching.postings import Shard, tail


def fields_of(shards: Sequence[Shard]) -> list[str]:
    """The names of the fields of all, in the order in which Pagefind numbers them."""
    return sorted({name for shard in shards for name in shard.fields})


def merged(shards: Sequence[Shard]) -> Iterator[tuple[str, bytes]]:
    """Each word of the index, in order, and its bytes."""
    starts = list(accumulate((len(shard.pages) for shard in shards), initial=0))
    fields = fields_of(shards)
    marks = [_marks(shard, fields) for shard in shards]
    places: dict[str, list[tuple[int, int]]] = {}
    for place, shard in enumerate(shards):
        for row, word in enumerate(shard.words):
            places.setdefault(word, []).append((place, row))
    for word in sorted(places):
        many = before = 0
        parts = []
        for place, row in places.pop(word):
            shard, start = shards[place], starts[place]
            told = shard.told[shard.ends[row - 1] if row else 0 : shard.ends[row]]
            if shard.marked[row] and marks[place]:
                told = _renamed(told, shard.many[row], marks[place])
            parts.append(cbor.THREE + cbor.number(start + shard.first[row] - before) + told)
            many += shard.many[row]
            before = start + shard.last[row]
        yield word, cbor.THREE + cbor.text(word) + cbor.listed(many, parts) + cbor.EMPTY


def _marks(shard: Shard, fields: Sequence[str]) -> dict[int, int]:
    """The marks of the fields of a shard that are others in the index, where there are any."""
    marks = {-1 - number: -1 - fields.index(name) for number, name in enumerate(shard.fields)}
    return marks if any(a != b for a, b in marks.items()) else {}


def _renamed(told: bytes, many: int, marks: dict[int, int]) -> bytes:
    # Here, since only a machine that builds the site has it.
    import cbor2

    listed = cbor2.loads(cbor.listed(many, (cbor.THREE, cbor.number(0), told)))
    return tail([[since, places, [marks[n] if n < 0 else n for n in found]] for since, places, found in listed])
