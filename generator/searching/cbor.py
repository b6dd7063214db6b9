"""The little of CBOR (RFC 8949) that the index is written in: numbers, texts and lists, each in its shortest form.

The bytes of a list are its head and the bytes of what it holds, so lists that are there already are joined as bytes,
without being read.
"""

from __future__ import annotations

from collections.abc import Iterable

LIST, TEXT = 4, 3
EMPTY = b"\x80"
THREE = b"\x83"
"""A list of nothing, and the head of one of three."""


def head(major: int, value: int) -> bytes:
    """The first bytes of a value of this kind: a number, or how many there are of what follows."""
    if value < 24:
        return bytes((major << 5 | value,))
    power = next(power for power in range(4) if value < 1 << (8 << power))
    return bytes((major << 5 | 24 + power,)) + value.to_bytes(1 << power, "big")


class _Numbers(dict[int, bytes]):
    """The bytes of each number, made the first time that it is asked for."""

    def __missing__(self, number: int) -> bytes:
        made = self[number] = head(0, number) if number >= 0 else head(1, -1 - number)
        return made


number = _Numbers().__getitem__


def numbers(values: list[int]) -> bytes:
    """A list of numbers."""
    return listed(len(values), map(number, values))


def listed(many: int, parts: Iterable[bytes]) -> bytes:
    """A list of so many values, of their bytes."""
    return head(LIST, many) + b"".join(parts)


def text(value: str) -> bytes:
    """A text."""
    data = value.encode()
    return head(TEXT, len(data)) + data
