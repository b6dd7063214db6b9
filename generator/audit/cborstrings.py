"""The texts of CBOR (RFC 8949): of any that is well formed, and of a piece of the index, which is read in C.

A piece is words with numbers beside them, so it is read by a library and written again in the one way in which it is
ours: where that gives the same bytes, the words are all that it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.audit.problem import MalformedError
from generator.searching import cbor


def told_in(data: bytes) -> list[str]:
    """The texts of a CBOR value, which must fill `data` exactly. Raises MalformedError."""
    # Here, since only a machine that builds the site has it.
    import cbor2

    try:
        value = cbor2.loads(data)
        if _piece(value) == data:
            return [word[0] for word in value[0]]
    except (cbor2.CBORError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError):
        pass  # something else, or nothing well formed: read as what it may be
    return list(strings(data))


def _piece(value: Any) -> bytes:
    """A piece of the index of such words: a list of one list of [text, [[number, [number…], [number…]]…], []]."""
    ((*found,),) = value
    parts: list[bytes] = [cbor.listed(1, ()), cbor.listed(len(found), ())]
    for word, pages, forms in found:
        parts += (cbor.THREE, cbor.text(word), cbor.head(cbor.LIST, len(pages)))
        for since, places, fields in pages:
            parts += (cbor.THREE, cbor.number(since), cbor.head(cbor.LIST, len(places)))
            parts += map(cbor.number, places)
            parts.append(cbor.head(cbor.LIST, len(fields)))
            parts += map(cbor.number, fields)
        parts.append(cbor.listed(len(forms), forms))
    return b"".join(parts)


def strings(data: bytes) -> Iterator[str]:
    """The strings of a CBOR value (RFC 8949), which must fill `data` exactly. Raises MalformedError."""
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
