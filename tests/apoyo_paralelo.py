"""Work that goes wrong in every way it can, but only inside a worker. It imports little: each worker imports it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable


def odd(text: str, what: str) -> tuple[str, int] | Callable[[], None]:
    """The text in capitals and the process that did it, unless `what` says otherwise."""
    if multiprocessing.parent_process() is not None:
        if what == "muere":
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "falla":
            raise ValueError(text)
        if what == "habla":
            os.write(1, text.encode())
            print(text, file=sys.stderr, flush=True)
        if what == "no viaja":
            return lambda: None
        while what == "no acaba":
            signal.pause()
    return text.upper(), os.getpid()
