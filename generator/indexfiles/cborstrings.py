"""The texts of CBOR (RFC 8949), all of them: in whatever way it is nested, its heads follow one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.indexfiles.packed import MalformedError

_NUMBER = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a].{4})"
_TOLD = 128
"""Places of a word in one page that `_NUMBERS` knows of: a piece with more is read value by value."""


def _several(head: bytes, many: int) -> bytes:
    return re.escape(head) + (b"%b{%d}" % (_NUMBER, many) if many else b"")


_NUMBERS = b"|".join(
    [_several(bytes((0x80 + many,)), many) for many in range(24)]
    + [_several(bytes((0x98, many)), many) for many in range(24, _TOLD)]
)
"""A list of numbers, as many as it says."""
_PAGE = rb"\x83%b(?:%b){2}" % (_NUMBER, _NUMBERS)
_AT_ONCE = 32
_ONE, _MANY = re.compile(_PAGE, re.DOTALL), re.compile(rb"(?:%b){%d}+" % (_PAGE, _AT_ONCE), re.DOTALL)
"""What is told of a word in one page (the page, and two lists of numbers), and in several."""
_LIST = re.compile(rb"[\x80-\x97]|\x98.|\x99..|\x9a.{4}", re.DOTALL)
_WORD = re.compile(rb"\x83([\x60-\x77]|\x78.|\x79..)", re.DOTALL)
_PIECE, _NO_FORMS = b"\x81", b"\x80"


def strings(data: bytes) -> list[str]:
    """The strings of a CBOR value, which must fill `data` exactly. Raises MalformedError."""
    found = _of_words(data)
    return list(_strings(data)) if found is None else found


def _of_words(data: bytes) -> list[str] | None:
    """The words of a piece of the index, which has nothing else but numbers; None of anything that is no such piece.

    A piece is a list of one list of [word, what is told of it in each page, []].
    """
    words: list[str] = []
    head = _LIST.match(data, 1) if data.startswith(_PIECE) else None
    if not head:
        return None
    place = head.end()
    for _ in range(_value(head[0])):
        if not (word := _WORD.match(data, place)):
            return None
        place = word.end() + _value(word[1])
        words.append(data[word.end() : place].decode("utf-8", "replace"))
        if not (pages := _LIST.match(data, place)):
            return None
        place = _after(data, pages.end(), _value(pages[0]))
        if data[place : place + 1] != _NO_FORMS:
            return None
        place += 1
    return words if place == len(data) else None


def _after(data: bytes, place: int, pages: int) -> int:
    """Where what is told of a word in so many pages ends; where it is something else, the end of all."""
    for match, times in ((_MANY.match, pages // _AT_ONCE), (_ONE.match, pages % _AT_ONCE)):
        for _ in range(times):
            if not (found := match(data, place)):
                return len(data)
            place = found.end()
    return place


def _value(head: bytes) -> int:
    """How long a text is or how many a list has, by its head."""
    return int.from_bytes(head[1:], "big") if len(head) > 1 else head[0] & 31


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
