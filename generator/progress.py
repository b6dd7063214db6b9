"""How far a long stage has come: one line that is drawn over on a terminal, now and then a line of its own elsewhere.

Stages tell what they do to a `say`, which may be any function; one that can `show` is told how far they are, too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TextIO, TypeVar, runtime_checkable

T = TypeVar("T")
Say = Callable[[str], None]
"""How a stage tells what it does."""
_EVERY = 0.1
"""Seconds between two drawings of the bar."""
_WIDTH = 30
_PARTS = 4
_MANY = 1_000
"""How many steps a stage has where it is worth a line for each quarter of them."""


def silent(_message: str) -> None:
    """Say nothing."""


@runtime_checkable
class Showing(Protocol):
    """A `say` that can also show how far something is."""

    def show(self, done: int, total: int) -> None: ...


@runtime_checkable
class Noting(Protocol):
    """A `say` that remembers what a stage took over and what it made anew, for whoever asks afterwards."""

    def note(self, words: str) -> None: ...


def noted(say: Callable[[str], None], words: str) -> None:
    """Tell what a stage took over and what it made anew, where somebody keeps that."""
    if isinstance(say, Noting):
        say.note(words)


def counted(items: Iterable[T], total: int, say: Callable[[str], None]) -> Iterator[T]:
    """The items, telling how many were taken and dealt with where somebody is shown that."""
    shown = say if isinstance(say, Showing) else None
    for done, item in enumerate(items):
        if shown:
            shown.show(done, total)
        yield item
    if shown:
        shown.show(total, total)


@dataclass(slots=True, repr=False)
class Terminal:
    """Tells things on a stream, a line each, and draws a bar where it is a terminal."""

    stream: TextIO
    clock: Callable[[], float] = time.monotonic
    _drawn: float = field(default=0.0, init=False)
    _bar: int = field(default=0, init=False)
    _part: int = field(default=0, init=False)

    def __call__(self, message: str) -> None:
        self._erase()
        self._part = 0
        self._write(f"{message}\n")

    def show(self, done: int, total: int) -> None:
        """`done` of `total` steps of the stage that was told last."""
        if self.stream.isatty():
            self._draw(done, total)
        elif total >= _MANY and done * _PARTS // total > self._part:
            self._part = done * _PARTS // total
            self._write(f"  {done} de {total}\n")

    def _draw(self, done: int, total: int) -> None:
        now = self.clock()
        if done >= total:
            self._erase()
        elif now - self._drawn >= _EVERY:
            self._drawn = now
            full = _WIDTH * done // total
            bar = f"  {'█' * full}{'░' * (_WIDTH - full)} {done} de {total}"
            self._erase()
            self._bar = len(bar)
            self._write(bar)

    def _erase(self) -> None:
        if self._bar:
            self._write(f"\r{' ' * self._bar}\r")
            self._bar = 0

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
