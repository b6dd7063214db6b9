"""Pages shared among processors: each worker is this process as it was when the pages were to be printed.

That takes a system where a process can be split in two; elsewhere, and with one processor, this one prints them all.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

R = TypeVar("R")

_CHUNK = 8
_WORTHWHILE = 60
"""Pages from which another process pays for itself."""
_MOST = 8

_work: Callable[[int], object] | None = None


def shared(work: Callable[[int], R], numbers: Sequence[int]) -> Iterator[R]:
    """What `work` makes of every number, in no certain order. What it raises is raised here, too.

    What a worker that was killed did not tell of is done again here.
    """
    workers = min(_processors(), _MOST)
    if workers < 2 or len(numbers) < _WORTHWHILE or sys.platform != "linux":
        yield from map(work, numbers)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(work,)) as pool:
        chunks = [numbers[at : at + _CHUNK] for at in range(0, len(numbers), _CHUNK)]
        futures: list[Future[list[Any]]] = [pool.submit(_done, chunk) for chunk in chunks]
        try:
            for chunk, future in zip(chunks, futures, strict=True):
                yield from _settled(work, chunk, future)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _settled(work: Callable[[int], R], chunk: Sequence[int], future: Future[list[Any]]) -> list[R]:
    try:
        return future.result()
    except BrokenProcessPool:
        return [work(number) for number in chunk]


def _begin(work: Callable[[int], object]) -> None:
    global _work
    _work = work


def _done(chunk: Sequence[int]) -> list[object]:
    assert _work is not None
    return [_work(number) for number in chunk]


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
