"""The pages in shards, so that one that changes is indexed again with a few others and not with all of them.

A shard is a run of pages in the order of the index, and where it ends is told by the address of its last page:
whatever was there before, the same pages make the same shards, and adding, taking or changing one moves no other. In
the same way some shards that follow one another are kept joined: to join all of them anew takes longer than the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.runs import runs
from generator.searching.reading import Entry

USUAL = 32
"""Pages of a shard, on average. Pagefind takes as long for so many as it takes to be started."""
_JOINT = 12
"""Shards that are joined and kept as one, on average."""


def in_shards(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The pages, in their order, in runs."""
    return runs(entries, lambda entry: entry.url, USUAL)


def several(shards: Sequence[Sequence[Entry]]) -> Iterator[list[int]]:
    """The places of the shards that are joined, in runs of them."""
    return runs(range(len(shards)), lambda place: f"junto {shards[place][-1].url}", _JOINT)
