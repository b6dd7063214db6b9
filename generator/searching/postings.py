"""What Pagefind made of one shard, as it is kept: its fragments, and each word with the pages that have it, as bytes.

A page that has a word is told by how many pages there are since the one before, so of what is told of a word in a
shard only the first number depends on where the shard stands: the rest is copied into the index as it is (`merging`).
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from generator.searching import cbor
from generator.searching.forms import joined
from generator.searching.letters import exchanged
from generator.searching.packing import opened
from generator.searching.reading import Entry
from generator.searching.spelling import forms_of
from generator.searching.weighing import worths
from generator.searching.wordlist import counted

_PAGES, _CHUNKS, _FIELDS = 1, 2, 5
"""Where Pagefind's metadata has its lists of pages (name, words), of pieces of the index and of names of fields."""
_LONG = 0x98
"""The head of a list that says in the next bytes how many it has: in one, and from here on in twice as many each."""
COLUMNS = ("many", "first", "last", "ends", "marked")
"""What is told of each word of a shard, in numbers."""
USUAL = 16
"""One page in so many of a shard has a word of which its forms are told, and how much each page speaks of it."""


class OddError(ValueError):
    """Pagefind made something else of the pages than it always does."""


@dataclass(frozen=True, slots=True, repr=False)
class Shard:
    """About how many words each page of a shard has, the digests (SHA-256) of their fragments, the forms of its words
    with the pages of each, the names of fields, and its words.

    Of each word, in order: how many pages have it, the first and the last of them, where what is told of it ends in
    `told` (all but the first page's number), and whether any has it in a field. Of the words of many pages also in how
    many each of their forms stands (`spelled`, word → form → pages), and how much each page speaks of them (`weighed`,
    a byte a page). The forms and the words are texts, which take a fifth of the memory that each of them alone would.
    """

    pages: tuple[int, ...]
    texts: tuple[str, ...]
    forms: str
    fields: tuple[str, ...]
    words: str
    many: array[int]
    first: array[int]
    last: array[int]
    ends: array[int]
    marked: array[int]
    told: bytes
    spelled: str
    weighed: Mapping[str, bytes]

    def told_of(self, row: int) -> bytes:
        """What is told of a word."""
        return self.told[self.ends[row - 1] if row else 0 : self.ends[row]]

    def listed(self, row: int) -> list[Any]:
        """The pages of a word: pages since the one before, places, places in its fields."""
        # Here, since only a machine that builds the site has it.
        import cbor2

        pages = cbor2.loads(cbor.listed(self.many[row], (cbor.THREE, cbor.number(self.first[row]), self.told_of(row))))
        return list(pages)


def made(files: Mapping[str, bytes], entries: Sequence[Entry]) -> tuple[Shard, list[bytes]]:
    """A shard of the bundle that Pagefind made of these pages, and its fragments, as they are sent.

    Raises ValueError (also OddError), LookupError and OSError.
    """
    # Here, since only a machine that builds the site has it.
    import cbor2

    (meta,) = (cbor2.loads(opened(data)) for path, data in files.items() if path.endswith(".pf_meta"))
    fragments = [files[f"fragment/{name}.pf_fragment"] for name, _ in meta[_PAGES]]
    read = [json.loads(opened(data)) for data in fragments]
    if [fragment["url"] for fragment in read] != [entry.url for entry in entries]:
        raise OddError
    pages = [_about(many) for _, many in meta[_PAGES]]
    words, told, columns = [], bytearray(), {name: array("I") for name in COLUMNS}
    texts = [str(fragment["content"]) for fragment in read]
    split = [text.split() for text in texts]
    spelled: dict[str, dict[str, int]] = {}
    weighed: dict[str, bytes] = {}
    fields = tuple(meta[_FIELDS])
    for name in (name for _, _, name in meta[_CHUNKS]):
        for (word, listed, forms), data in _words(opened(files[f"index/{name}.pf_index"])):
            listed = joined([word, listed, forms])[1]
            words.append(word)
            if word.isalpha() and len(listed) * USUAL >= len(pages):  # Pagefind has «taller» beside taller
                spelled[word] = dict(forms_of(listed, split))
                weighed[word] = worths(listed, pages, fields)
            told += tail(listed) if forms else data[_before(word, listed) : -len(cbor.EMPTY)]
            last = sum(page[0] for page in listed)
            marked = any(page[2] for page in listed)
            told_of = (len(listed), listed[0][0], last, len(told), marked)
            for column, value in zip(columns.values(), told_of, strict=True):
                column.append(value)
    forms = counted(map(exchanged, texts))
    shard = Shard(
        tuple(pages),
        tuple(sha256(data).hexdigest() for data in fragments),
        json.dumps(forms),
        fields,
        "\n".join(words),
        told=bytes(told),
        spelled=json.dumps(spelled),
        weighed=weighed,
        **columns,
    )
    return shard, fragments


def _words(data: bytes) -> Iterator[tuple[Any, bytes]]:
    """Each word of a piece of Pagefind's index, read, and its bytes."""
    # Here, since only a machine that builds the site has it.
    import cbor2

    stream = BytesIO(data)
    reader = cbor2.CBORDecoder(stream, read_size=1)  # it may not read ahead: where it is tells where a word ends
    if stream.read(1) != cbor.listed(1, (b"",)):
        raise OddError
    (first,) = stream.read(1)
    size = 1 << first - _LONG if first >= _LONG else 0
    many = int.from_bytes(stream.read(size), "big") if size else first - cbor.EMPTY[0]
    before = stream.tell()
    for _ in range(many):
        word = reader.decode()
        yield word, data[before : (before := stream.tell())]
    if before != len(data):
        raise OddError


def _before(word: str, listed: Sequence[Any]) -> int:
    """Bytes of a word before what is told of its pages: all but the first one's number."""
    heads = (cbor.THREE, cbor.text(word), cbor.listed(len(listed), (cbor.THREE,)), cbor.number(listed[0][0]))
    return sum(map(len, heads))


def tail(listed: Sequence[Any]) -> bytes:
    """The bytes of the pages of a word without the number of the first one."""
    parts: list[bytes] = []
    for since, places, fields in listed:
        parts += (cbor.THREE, cbor.number(since)) if parts else ()
        for numbers in (places, fields):
            parts.append(cbor.head(cbor.LIST, len(numbers)))
            parts += map(cbor.number, numbers)
    return b"".join(parts)


def _about(many: int) -> int:
    """A number with its four highest bits alone: as exactly as closeness needs, an eighth more or less."""
    low = max(0, many.bit_length() - 4)
    return many >> low << low


def packed(shard: Shard, fragments: Sequence[bytes]) -> bytes:
    """A shard and its fragments as bytes: a line that says what there is, and then it."""
    columns = [getattr(shard, name) for name in COLUMNS]
    line = json.dumps(
        {
            "pages": shard.pages,
            "texts": shard.texts,
            "forms": shard.forms,
            "fields": shard.fields,
            "words": shard.words,
            "spelled": shard.spelled,
            "weighed": list(shard.weighed),
            "columns": len(shard.many),
            "fragments": [len(fragment) for fragment in fragments],
        }
    )
    numbers = (*(column.tobytes() for column in columns), *shard.weighed.values())
    return b"".join((line.encode(), b"\n", *numbers, *fragments, shard.told))


def unpacked(data: bytes) -> tuple[Shard, list[bytes]]:
    """A shard and its fragments, of their bytes."""
    rest = BytesIO(data)
    kinds = json.loads(rest.readline())
    columns = {name: array("I", rest.read(4 * kinds["columns"])) for name in COLUMNS}
    weighed = {word: rest.read(len(kinds["pages"])) for word in kinds["weighed"]}
    fragments = [rest.read(size) for size in kinds["fragments"]]
    shard = Shard(
        tuple(kinds["pages"]),
        tuple(kinds["texts"]),
        kinds["forms"],
        tuple(kinds["fields"]),
        kinds["words"],
        told=rest.read(),
        spelled=kinds["spelled"],
        weighed=weighed,
        **columns,
    )
    return shard, fragments
