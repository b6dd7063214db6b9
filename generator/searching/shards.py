"""The pages in shards, so that one that changes is indexed again with a few others and not with all of them.

A shard is a run of pages in the order of the index, and where it ends is told by the address of its last page alone:
whatever was there before, the same pages make the same shards, and adding, taking or changing one moves no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from generator.searching.reading import Entry

USUAL = 32
"""Pages of a shard, on average. Pagefind takes as long for so many as it takes to be started."""


def in_shards(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The pages, in their order, in runs."""
    shard: list[Entry] = []
    for entry in entries:
        shard.append(entry)
        if _ends(entry.url):
            yield shard
            shard = []
    if shard:
        yield shard


def _ends(url: str) -> bool:
    return int.from_bytes(sha256(url.encode()).digest()[:4], "big") % USUAL == 0
