"""The compressed part of a JPEG, read to its last bit: what comes after the last block is no part of the picture.

Nobody sees it, every viewer skips it, and a repository keeps it. Only the simplest form can be read in the time that a
command has: one scan, Huffman codes, no restarts (ITU-T T.81, annexes B and F). Whatever is in another form has to be
saved again, so that what cannot be told is closed.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_SIMPLE = (0xC0, 0xC1)
"""Frames of sequential Huffman codes."""
_OTHER_FRAMES = frozenset(range(0xC2, 0xD0)) - {0xC4}
_DHT, _SOS, _DQT, _DRI = 0xC4, 0xDA, 0xDB, 0xDD
_COEFFICIENTS = 64
_END, _NO_CODE = 128, 1 << 20
"""Steps beyond any block: the code that ends it, and a code that no table has."""
_REACH = 16
"""Bits of the longest code."""
_TABLES = 4
"""Of each kind, in one file."""

Table = Sequence[int]
"""By the next sixteen bits: how many of them to skip, and from the ninth bit on how many coefficients those were."""


@dataclass(slots=True, repr=False)
class _Header:
    """What stands before the scan. `tables` are by class and number, `parts` by component: (horizontal, vertical).

    `quantities` are the numbers of the tables of quantities, `asked` those that the components ask for.
    """

    width: int = 0
    height: int = 0
    parts: dict[int, tuple[int, int]] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    tables: dict[tuple[int, int], Table] = field(default_factory=dict)
    quantities: set[int] = field(default_factory=set)


class _OtherFormError(Exception):
    """It is not in the one form that is read here."""


def ends_with_its_picture(data: bytes) -> bool:
    """Whether a JPEG is one simple scan whose bits end with its last block, and then the file too.

    False for any other form, and for what is broken. The markers of its segments must have been looked at already.
    """
    try:
        header, order, start = _before_scan(data)
        end = len(data) - 2
        packed = data[start:end]
        if data[end:] != b"\xff\xd9" or packed.count(b"\xff") != packed.count(b"\xff\x00"):
            return False
        return _is_all(packed.replace(b"\xff\x00", b"\xff"), header, order)
    except (_OtherFormError, IndexError, KeyError, ValueError):
        return False


def _before_scan(data: bytes) -> tuple[_Header, list[tuple[int, int, int]], int]:
    """The header, the components of the scan as (number, DC table, AC table), and where the scan begins."""
    header, position = _Header(), 2
    while True:
        marker, size = data[position + 1], int.from_bytes(data[position + 2 : position + 4], "big")
        body = data[position + 4 : position + 2 + size]
        position += 2 + size
        if marker in _OTHER_FRAMES or (marker == _DRI and any(body)):
            raise _OtherFormError
        if marker in _SIMPLE:
            _frame(body, header)
        elif marker == _DHT:
            _codes(body, header)
        elif marker == _DQT:
            _quantities(body, header)
        elif marker == _SOS:
            order = [(body[1 + 2 * n], body[2 + 2 * n] >> 4, body[2 + 2 * n] & 15) for n in range(body[0])]
            used = {(kind, one[1 + kind]) for one in order for kind in (0, 1)}
            whole = len(body) == 4 + 2 * body[0] and [one[0] for one in order] == [*header.parts]
            if not whole or body[-3:] != b"\x00\x3f\x00":
                raise _OtherFormError
            # A table that nothing asks for says something else.
            if header.tables.keys() != used or header.quantities != header.asked:
                raise _OtherFormError
            return header, order, position


def _frame(body: bytes, header: _Header) -> None:
    if header.parts or body[0] != 8 or len(body) != 6 + 3 * body[5]:
        raise _OtherFormError
    header.height, header.width = (int.from_bytes(body[n : n + 2], "big") for n in (1, 3))
    for n in range(6, len(body), 3):
        header.parts[body[n]] = (body[n + 1] >> 4, body[n + 1] & 15)
        header.asked.add(body[n + 2])
    if not (header.width and header.height and header.parts and all(h and v for h, v in header.parts.values())):
        raise _OtherFormError


def _quantities(body: bytes, header: _Header) -> None:
    """Each table of quantities once: a second one would take the place of the first, and say what it likes."""
    while body:
        kind, number = body[0] >> 4, body[0] & 15
        size = 1 + _COEFFICIENTS * (1 + kind)
        if kind > 1 or number in header.quantities or number >= _TABLES or len(body) < size:
            raise _OtherFormError
        header.quantities.add(number)
        body = body[size:]


def _codes(body: bytes, header: _Header) -> None:
    while body:
        kind, number = body[0] >> 4, body[0] & 15
        lengths = body[1 : 1 + _REACH]
        symbols = body[1 + _REACH : 1 + _REACH + sum(lengths)]
        if kind > 1 or (kind, number) in header.tables or len(symbols) < sum(lengths) or len({*symbols}) < len(symbols):
            raise _OtherFormError
        header.tables[kind, number] = _table(lengths, symbols, alternating=bool(kind))
        body = body[1 + _REACH + len(symbols) :]


def _table(lengths: bytes, symbols: bytes, *, alternating: bool) -> Table:
    found: list[int] = []
    at = iter(symbols)
    for length, several in enumerate(lengths, 1):
        for symbol in (next(at) for _ in range(several)):
            zeros, bits = symbol >> 4, symbol & 15
            # A block ends early by the symbol 0; sixteen zeros in a row are one symbol too.
            step = (_END if not symbol else zeros + 1) if alternating else 1
            found += [length + bits | step << 8] * (1 << _REACH - length)
    if len(found) > 1 << _REACH:
        raise _OtherFormError
    return found + [_NO_CODE << 8] * ((1 << _REACH) - len(found))


def _is_all(bits: bytes, header: _Header, order: Sequence[tuple[int, int, int]]) -> bool:
    """Whether the blocks of the picture take all the bits: what is left of the last byte is ones, as it must be."""
    whole, at = 8 * len(bits), 0
    words = _words(bits)
    for table_of_first, table_of_others in _blocks(header, order):
        entry = table_of_first[words[at >> 3] >> 8 - (at & 7) & 0xFFFF]
        at += entry & 255
        step = entry >> 8
        while step < _COEFFICIENTS:
            entry = table_of_others[words[at >> 3] >> 8 - (at & 7) & 0xFFFF]
            at += entry & 255
            step += entry >> 8
        if at > whole or not (step == _COEFFICIENTS or _END < step < 2 * _END):
            return False
    left = whole - at
    return left < 8 and (not left or bits[-1] & (1 << left) - 1 == (1 << left) - 1)


def _words(bits: bytes) -> array[int]:
    """At each byte, it and the two that follow as one number: a symbol is looked up in one step."""
    padded = bits + bytes(3)
    words = bytearray(4 * len(bits) + 4)
    for place in range(3):
        words[2 - place :: 4] = padded[place : place + len(bits) + 1]
    found = array("I", words)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _blocks(header: _Header, order: Sequence[tuple[int, int, int]]) -> Iterator[tuple[Table, Table]]:
    """The tables of each block, in the order in which the blocks stand."""
    tables: Mapping[tuple[int, int], Table] = header.tables
    wide, high = (max(size) for size in zip(*header.parts.values(), strict=True))
    if len(order) == 1:
        # Alone, a component is not divided in groups (A.2.2).
        wide, high, sizes = 1, 1, [(1, 1)]
    else:
        sizes = [header.parts[number] for number, _, _ in order]
    group = [
        (tables[0, first], tables[1, others])
        for (_, first, others), (h, v) in zip(order, sizes, strict=True)
        for _ in range(h * v)
    ]
    for _ in range(-(-header.width // (8 * wide)) * -(-header.height // (8 * high))):
        yield from group
