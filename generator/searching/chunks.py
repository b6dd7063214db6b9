"""The index in smaller pieces: at 5,000 pages one word of a search brings a few kilobytes instead of forty.

Pagefind cuts its index every so many mentions, which is not for its users to choose, and a search of four words is four
pieces. The same words in the same order are cut again, by weight, and its metadata says where each is.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

LIGHT = 16_000
"""Bytes of a piece before it is compressed, unless a single word has more."""
_SIGNATURE = b"pagefind_dcd"
_CHUNKS = 2
"""Where the metadata has the list of pieces, each by its first word, its last and its name."""


def read_packed(path: Path) -> bytes:
    """What one of Pagefind's files holds."""
    return gzip.decompress(path.read_bytes())[len(_SIGNATURE) :]


def cut(output: Path, language: str) -> None:
    """Cut the index in `output` again."""
    # Here, since only a machine that builds the site has it.
    import cbor2

    entry = output / "pagefind-entry.json"
    (meta,) = output.glob(f"pagefind.{language}_*.pf_meta")
    told = cbor2.loads(read_packed(meta))
    pieces = []
    for first, last, name in told[_CHUNKS]:
        path = output / "index" / f"{name}.pf_index"
        (words,) = cbor2.loads(read_packed(path))
        path.unlink()
        parts = list(_parts(words, [len(cbor2.dumps(word)) for word in words]))
        for number, part in enumerate(parts):
            data = _packed(cbor2.dumps([part]))
            own = f"{language}_{sha256(data).hexdigest()[:10]}"
            (output / "index" / f"{own}.pf_index").write_bytes(data)
            begins = first if number == 0 else part[0][0]
            ends = last if number == len(parts) - 1 else part[-1][0]
            pieces.append([begins, ends, own])
    told[_CHUNKS] = pieces
    data = _packed(cbor2.dumps(told))
    old, new = meta.name.split(".")[1], f"{language}_{sha256(data).hexdigest()[:10]}"
    meta.unlink()
    (output / f"pagefind.{new}.pf_meta").write_bytes(data)
    entry.write_text(entry.read_text(encoding="utf-8").replace(f'"{old}"', f'"{new}"'), encoding="utf-8")


def _parts(words: Sequence[Any], weights: Sequence[int]) -> Iterator[list[Any]]:
    part: list[Any] = []
    so_far = 0
    for word, weight in zip(words, weights, strict=True):
        if part and so_far + weight > LIGHT:
            yield part
            part, so_far = [], 0
        part.append(word)
        so_far += weight
    yield part


def _packed(data: bytes) -> bytes:
    return gzip.compress(_SIGNATURE + data, 9, mtime=0)
