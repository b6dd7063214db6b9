"""When Python need not look for objects that nobody holds any more: among a million of them it takes seconds.

What is let go of is freed at once all the same; only what holds itself in a circle waits.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """While objects by the hundred thousand are taken up and none is let go of."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
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
