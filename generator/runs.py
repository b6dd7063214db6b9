"""Long lists cut into runs so that one thing more or less in the list changes few of them.

Where a run ends is told by the name of its last thing, and not by how many came before: adding or taking one moves no
other end, or, where a run may be neither short nor long, a few of those that follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


def runs(
    things: Sequence[T], name: Callable[[T], str], usual: int, shortest: int = 1, longest: int | None = None
) -> Iterator[list[T]]:
    """The things, in their order, in runs; from the `shortest` length on, one thing in `usual` ends its run.

    Only the last run may be shorter. None is longer than `longest`, where that is told.
    """
    run: list[T] = []
    for thing in things:
        run.append(thing)
        if len(run) == longest or (len(run) >= shortest and _ends(name(thing), usual)):
            yield run
            run = []
    if run:
        yield run


def _ends(name: str, usual: int) -> bool:
    return int.from_bytes(sha256(name.encode()).digest()[:4], "big") % usual == 0
