"""When Python need not look for objects that nobody holds any more: among a million of them it takes seconds.

What is let go of is freed at once all the same; only what holds itself in a circle waits.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_SELDOM = 50_000
"""Objects made and not let go of after which Python looks: 700 by itself, which was a twelfth of a run."""


def look_seldom() -> None:
    """In a process that does nothing else: pages and texts come and go by the million, and none holds itself."""
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])


@contextmanager
def seldom() -> Iterator[None]:
    """The same while this lasts."""
    before = gc.get_threshold()
    look_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def uncollected() -> Iterator[None]:
    """While objects by the hundred thousand are taken up and none is let go of; nor are they looked through as soon as
    it is over."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if before:
            gc.enable()


@contextmanager
def lasting() -> Iterator[None]:
    """While what there is now lasts: it is not looked through, and what comes after it is."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def given_back() -> None:
    """Hand back to the system what was let go of, which the C library of Linux holds on to: after the stage of a large
    project, a fifth of all it takes."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another library, which may do so by itself
            ctypes.CDLL(None).malloc_trim(0)
