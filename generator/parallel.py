"""Work over many texts, shared among the processors: a help that may fail, never a reason to miss a text.

Whoever asks gets every item back, in order, with its result or with None: «do it yourself». So one processor, a worker
that was killed, a fault inside one and a system without processes all end in the code that runs without any of this,
and a fault is told where it always is. What is private goes through pipes between processes of ours and nowhere else:
a worker has no terminal, writes no file, and tells nothing of what went wrong in it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import chain
from types import ModuleType
from typing import Any, TypeVar

from generator.collecting import look_seldom

X = TypeVar("X")
R = TypeVar("R")
Work = Callable[[X], R]
Submit = Callable[[list[X]], "Future[list[R | None]] | None"]

MOST_WORKERS = 8
"""Each holds some 130 MiB of lists and model."""
WORTHWHILE = 400_000
"""Characters from which the start of the workers pays for itself (`benchmarks/README.md`)."""
_CHUNK = 20_000
_AHEAD = 3
_STARTING = threading.Lock()


def spread(work: Callable[[str, X], R], items: Iterable[tuple[str, X]]) -> Iterator[tuple[tuple[str, X], R | None]]:
    """Every (text, more) in order, with what `work` makes of it in another process, or None when it is to be done here.

    `work` is a function without effects (or a partial of one) of a module that is not `__main__`; it never makes None.
    """
    return share(partial(partial, _apart, work), items, lambda item: len(item[0]) + 1, WORTHWHILE, _CHUNK)


def share(
    prepare: Callable[[], Work[X, R]], items: Iterable[X], size: Callable[[X], int], worthwhile: int, enough: int
) -> Iterator[tuple[X, R | None]]:
    """Every item in order, with what is made of it in another process, or None when it is to be done here.

    `prepare` makes, once in each worker, what does the work: all that it needs goes there with it, through a pipe. No
    worker is started until the sizes add up to `worthwhile`; each is handed `enough` at a time. The work has no effects
    and never makes None.
    """
    stream, workers = iter(items), workers_here()
    first, total = [], 0
    for item in stream if workers > 1 else ():
        first.append(item)
        total += size(item)
        if total >= worthwhile and len(first) >= workers:
            break
    else:
        yield from ((item, None) for item in chain(first, stream))
        return
    with _pool(workers, prepare) as submit:
        waiting: deque[tuple[list[X], Future[list[R | None]] | None]] = deque()
        for chunk in _chunks(chain(first, stream), size, enough):
            waiting.append((chunk, submit(chunk)))
            if len(waiting) > workers * _AHEAD:
                yield from _settled(*waiting.popleft())
        while waiting:
            yield from _settled(*waiting.popleft())


@contextmanager
def waiting(work: Work[X, R]) -> Iterator[Callable[[X], Callable[[], R]]]:
    """Another process that loads itself while we go on. What is given begins one piece of work there, and gives what
    asks for what came of it, which is made here where no other process could.

    The work is a function of a module that is not `__main__`, which can be done twice; it never makes None.
    """
    if workers_here() < 2:
        yield partial(partial, work)
        return
    with _pool(1, partial(partial, work)) as submit:
        submit([])

        def begin(item: X) -> Callable[[], R]:
            future = submit([item])

            def asked() -> R:
                ((_, made),) = _settled([item], future)
                return work(item) if made is None else made

            return asked

        yield begin


@contextmanager
def begun(work: Work[X, R], item: X) -> Iterator[Callable[[], R]]:
    """One piece of work that begins at once, as in `waiting`."""
    with waiting(work) as begin:
        yield begin(item)


def workers_here() -> int:
    """How many processes may work at once: the processors that this one may use. A worker has none of its own.

    Nor has a program packed in one executable, which would have to know that it is started to work for another.
    """
    if getattr(sys, "frozen", False) or multiprocessing.parent_process() is not None:
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, MOST_WORKERS)


def _chunks(items: Iterable[X], size: Callable[[X], int], enough: int) -> Iterator[list[X]]:
    chunk, total = [], 0
    for item in items:
        chunk.append(item)
        total += size(item)
        if total >= enough:
            yield chunk
            chunk, total = [], 0
    if chunk:
        yield chunk


def _settled(chunk: list[X], future: Future[list[R | None]] | None) -> Iterator[tuple[X, R | None]]:
    try:
        results = future.result() if future else None
    except Exception:  # a worker that was killed, or what cannot be sent: it is done here
        results = None
    yield from zip(chunk, results or [None] * len(chunk), strict=True)


@contextmanager
def _pool(workers: int, prepare: Callable[[], Work[X, R]]) -> Iterator[Submit[X, R]]:
    """A way to hand over work while this lasts; what cannot be handed over is None."""
    pool: ProcessPoolExecutor | None = None

    def submit(chunk: list[X]) -> Future[list[R | None]] | None:
        nonlocal pool
        try:
            context = multiprocessing.get_context("spawn")
            pool = pool or ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(prepare,))
            with _main_apart():
                return pool.submit(_done, chunk)
        except Exception:  # no semaphores, no more processes, a pool that broke: it is done here
            return None

    try:
        yield submit
    except BaseException:  # nobody waits any more for what they do
        for process in ((pool and pool._processes) or {}).values():
            process.kill()
        raise
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _main_apart() -> Iterator[None]:
    """Start processes that do not run `__main__` again: they have no use for it, and a script may not bear it."""
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


_WORK: list[Callable[[Any], Any]] = []
"""In a worker: what it does with each item."""


def _begin(prepare: Callable[[], Callable[[Any], Any]]) -> None:
    """A worker has no terminal, leaves interruptions to the process that started it, and ends when that one does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _WORK.append(prepare())
    gc.freeze()
    look_seldom()


def _end_with_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
    os._exit(1)


def _done(chunk: list[Any]) -> list[Any]:
    """In a worker: the results, and None for what went wrong, of which nothing is told."""
    return [_one(item) for item in chunk]


def _one(item: Any) -> Any:
    try:
        return _WORK[0](item)
    except Exception:
        return None


def _apart(work: Callable[[str, X], R], item: tuple[str, X]) -> R:
    return work(*item)
