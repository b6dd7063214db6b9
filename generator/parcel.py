"""Several files and what is said of them in one piece of bytes, as it is kept (`Kept`).

It is read without doubting it: what is kept was sealed by whoever reads it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


def pack(head: object, parts: Sequence[bytes]) -> bytes:
    """`head` is anything that JSON can say."""
    return json.dumps([head, [len(part) for part in parts]]).encode() + b"\n" + b"".join(parts)


def unpack(data: bytes) -> tuple[Any, list[bytes]]:
    """The head and the parts of what `pack` made."""
    said, _, body = data.partition(b"\n")
    head, lengths = json.loads(said)
    parts, start = [], 0
    for length in lengths:
        parts.append(body[start : start + length])
        start += length
    return head, parts
