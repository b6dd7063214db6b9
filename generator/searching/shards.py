"""The pages in shards, so that one that changes is indexed again with a few others and not with all of them.

A shard is a run of pages in the order of the index, and where it ends is told by the address of its last page:
whatever was there before, the same pages make the same shards, and adding, taking or changing one moves no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.runs import runs
from generator.searching.reading import Entry

USUAL = 32
"""Pages of a shard, on average. Pagefind takes as long for so many as it takes to be started."""


def in_shards(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The pages, in their order, in runs."""
    return runs(entries, lambda entry: entry.url, USUAL)
