"""What prints the pages, in a process of its own, which may be started before there is anything to print.

What it says may quote a page, so it goes to a file under `.build`, not out; the file goes, too, when all went well.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from generator.configuration import CONFIG

TOLD, LOG = "prensa-hecho.json", "mkdocs.log"
_TIMEOUT = 3600


class Process:
    """A module of Python's that runs, and its log. Its own end does not end it: leaving the context does."""

    def __init__(self, module: str, words: Sequence[str], log: Path) -> None:
        """Raises OSError."""
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        environment["SOURCE_DATE_EPOCH"] = "0"  # the engine would date the map of the site with today
        self.log = log
        with log.open("wb") as out:
            self._running = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                bufsize=0,  # what it did not take is not tried again when it is over
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=out,
                env=environment,
            )

    def __enter__(self) -> Process:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._running.kill()
        self._running.__exit__(kind, fault, at)

    def begin(self) -> None:
        """Tell it that all it needs is in its place but what `finish` is given."""
        assert self._running.stdin is not None
        with suppress(OSError):  # it ended already: `finish` says so
            self._running.stdin.write(b"\n")

    def finish(self, asked: bytes = b"") -> bool:
        """Give it what it is asked for, and wait until it ends. Returns whether it went well."""
        with suppress(subprocess.TimeoutExpired):
            self._running.communicate(asked, timeout=_TIMEOUT)
        if self._running.poll() != 0:
            return False
        self.log.unlink()
        return True


def begun(work: Path) -> Process:
    """The press, which reads the configuration of `work` (`.build`) when it is told to `begin`. Raises OSError."""
    return Process("generator.press", (str(work / CONFIG), str(work / TOLD)), work / LOG)
