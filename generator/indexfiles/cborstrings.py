"""The texts of CBOR (RFC 8949), all of them: in whatever way it is nested, its heads follow one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.indexfiles.packed import MalformedError

_ALONE, _LONGER = rb"[\x00-\x17\x20-\x37\x80-\x97]", rb"[\x18\x38\x98].|[\x19\x39\x99]..|[\x1a\x3a\x9a].{4}"
"""Numbers and the heads of lists, in one byte or in more. No byte begins both: read from the first one on, none is
taken for what follows another."""
_NUMBERS = re.compile(rb"(?:%b+|%b)*+" % (_ALONE, _LONGER), re.DOTALL)
_LONGER_ONES = re.compile(_LONGER, re.DOTALL)
_LISTS = range(0x81, 0x98)
"""The heads of lists of one, of two… in one byte."""
_LONGER_LISTS = re.compile(
    rb"(?:%b++|[\x18\x38].|[\x19\x39]..|[\x1a\x3a].{4})*+(\x98.|\x99..|\x9a.{4}|\Z)" % _ALONE, re.DOTALL
)
"""The heads of the others, one after another up to the end, which is found too."""
_TEXT = re.compile(rb"[\x60-\x77]|\x78.|\x79..", re.DOTALL)
_FIRST = re.compile(rb"\x81([\x80-\x97]|\x98.|\x99..)\x83", re.DOTALL)
_LAST, _NEXT = b"\x80", b"\x80\x83"
"""What the first word begins with; how the numbers of a word end, and what the next word begins with."""


def strings(data: bytes) -> list[str]:
    """The strings of a CBOR value, which must fill `data` exactly. Raises MalformedError."""
    found = _of_words(data)
    return list(_strings(data)) if found is None else found


def _of_words(data: bytes) -> list[str] | None:
    """The words of a piece of the index, which has nothing else but numbers; None of anything that is no such piece.

    A piece is a list of one list of [word, numbers, []].
    """
    words: list[str] = []
    runs: list[bytes] = []
    place = 0
    while run := _NUMBERS.match(data, place):
        runs.append(run[0])
        head = _TEXT.match(data, run.end())
        if not head:
            break
        place = head.end() + _value(head[0])
        words.append(data[head.end() : place].decode("utf-8", "replace"))
    first = _FIRST.fullmatch(runs[0])
    of_all = first is not None and _value(first[1]) == len(words)
    as_words = of_all and all(run.endswith(_NEXT) for run in runs[1:-1]) and runs[-1].endswith(_LAST)
    whole = as_words and place + len(runs[-1]) == len(data) and _missing(b"".join(runs)) == len(words)
    return words if whole else None


def _value(head: bytes) -> int:
    """How long a text is or how many a list has, by its head."""
    return int.from_bytes(head[1:], "big") if len(head) > 1 else head[0] & 31


def _missing(heads: bytes) -> int:
    """How many values more these lists and numbers need to be one whole value."""
    alone, longer = _LONGER_ONES.subn(b"", heads)
    in_lists = sum((head & 31) * alone.count(head) for head in _LISTS)
    in_lists += sum(int.from_bytes(head[1:], "big") for head in _LONGER_LISTS.findall(heads))
    return 1 + in_lists - len(alone) - longer


def _strings(data: bytes) -> Iterator[str]:
    position, pending = 0, 1
    while pending:
        if position >= len(data):
            raise MalformedError
        head = data[position]
        major, short = head >> 5, head & 31
        position += 1
        size = 1 << (short - 24) if 24 <= short < 28 else 0
        if short > 27 or position + size > len(data):
            raise MalformedError
        value = int.from_bytes(data[position : position + size], "big") if size else short
        position += size
        pending -= 1
        if major in (2, 3):
            text = data[position : position + value]
            if len(text) < value:
                raise MalformedError
            position += value
            yield text.decode("utf-8", "replace")
        elif major in (4, 5):
            pending += value * (major - 3)
        elif major == 6:
            pending += 1
    if position != len(data):
        raise MalformedError
