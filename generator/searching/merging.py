"""The words of the shards as the words of one index: what Pagefind would have made of all the pages at once.

One index and not several that a browser joins: each of those brings its own program, list of pages and pieces, and at
5,000 pages a search would take half as many bytes again with two of them and more than twice as many with four. Joined
here, a page that changes costs its shard, and a reader nothing.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from generator.searching import cbor
from generator.searching.common import weighed
from generator.searching.postings import COLUMNS, USUAL, Shard, tail
from generator.searching.wordlist import added

_ROW = 24
"""Bits of a number that are a row; those above are the place of its shard."""
_ROWS = (1 << _ROW) - 1


def fields_of(shards: Sequence[Shard]) -> list[str]:
    """The names of the fields of all, in the order in which Pagefind numbers them."""
    return sorted({name for shard in shards for name in shard.fields})


def merged(shards: Sequence[Shard]) -> Iterator[tuple[str, bytes]]:
    """Each word of the index, in order, and its bytes."""
    for word, many, first, _, told, _ in _words(shards):
        pages = cbor.listed(many, (cbor.THREE, cbor.number(first), told))
        yield word, cbor.THREE + cbor.text(word) + pages + cbor.EMPTY


def joined(shards: Sequence[Shard]) -> Shard:
    """Shards that follow one another as one: what Pagefind would have made of their pages together."""
    words, told = [], bytearray()
    columns = {name: array("I") for name in COLUMNS}
    for word, many, first, last, part, marked in _words(shards):
        words.append(word)
        told += part
        for column, value in zip(columns.values(), (many, first, last, len(told), marked), strict=True):
            column.append(value)
    pages = tuple(page for shard in shards for page in shard.pages)
    forms = json.dumps(added(json.loads(shard.forms) for shard in shards))
    fields = tuple(fields_of(shards))
    spelled = json.dumps(_spelled(shards))
    # Of a word that is rarer than that, some shard did not tell how much its pages speak of it.
    usual = [word for word, many in zip(words, columns["many"], strict=True) if many * USUAL >= 2 * len(pages)]
    return Shard(
        pages,
        tuple(text for shard in shards for text in shard.texts),
        forms,
        fields,
        "\n".join(words),
        told=bytes(told),
        spelled=spelled,
        weighed=weighed(shards, usual),
        **columns,
    )


def _spelled(shards: Sequence[Shard]) -> dict[str, dict[str, int]]:
    """The forms of the words of several shards, and in how many of their pages each stands."""
    found: dict[str, Counter[str]] = {}
    for shard in shards:
        for word, forms in json.loads(shard.spelled).items():
            found.setdefault(word, Counter()).update(forms)
    return {word: dict(found[word]) for word in sorted(found)}


def _words(shards: Sequence[Shard]) -> Iterator[tuple[str, int, int, int, bytes, bool]]:
    """Each word of the shards, in order, as a shard has it: how many pages, the first, the last, what is told of them,
    whether any has it in a field."""
    fields = fields_of(shards)
    starts = accumulate((len(shard.pages) for shard in shards), initial=0)
    known = [(shard, start, _marks(shard, fields)) for shard, start in zip(shards, starts, strict=False)]
    places = _places(shards)
    for word in sorted(places):
        many = first = last = 0
        marked = False
        parts: list[bytes] = []
        for place in places.pop(word):
            shard, start, marks = known[place >> _ROW]
            row = place & _ROWS
            told = shard.told_of(row)
            if shard.marked[row]:
                marked = True
                told = _renamed(told, shard.many[row], marks) if marks else told
            number = start + shard.first[row]
            if many:
                parts += (cbor.THREE, cbor.number(number - last), told)
            else:
                first, parts = number, [told]
            many += shard.many[row]
            last = start + shard.last[row]
        yield word, many, first, last, b"".join(parts), marked


def _places(shards: Sequence[Shard]) -> dict[str, list[int]]:
    """Where each word is: the place of each shard that has it and its row there, as one number."""
    places: dict[str, list[int]] = {}
    for place, shard in enumerate(shards):
        for row, word in enumerate(shard.words.split("\n"), place << _ROW):
            if word in places:
                places[word].append(row)
            else:
                places[word] = [row]
    return places


def _marks(shard: Shard, fields: Sequence[str]) -> dict[int, int]:
    """The marks of the fields of a shard that are others in the index, where there are any."""
    marks = {-1 - number: -1 - fields.index(name) for number, name in enumerate(shard.fields)}
    return marks if any(a != b for a, b in marks.items()) else {}


def _renamed(told: bytes, many: int, marks: dict[int, int]) -> bytes:
    # Here, since only a machine that builds the site has it.
    import cbor2

    listed = cbor2.loads(cbor.listed(many, (cbor.THREE, cbor.number(0), told)))
    return tail([[since, places, [marks[n] if n < 0 else n for n in found]] for since, places, found in listed])
