"""How long each stage took and how much memory it had taken by its end, for whoever wonders where a build goes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from generator.progress import Showing

MIB = 2**20


@dataclass(slots=True, repr=False)
class Timed:
    """A way of telling how things go that remembers when each thing was told."""

    say: Callable[[str], None]
    clock: Callable[[], float] = time.perf_counter
    told: list[tuple[str, float, int]] = field(default_factory=list)
    notes: dict[int, list[str]] = field(default_factory=dict)

    def __call__(self, message: str) -> None:
        """Tell it, and take it for the beginning of a stage."""
        self.told.append((message, self.clock(), _peak()))
        self.say(message)

    def note(self, words: str) -> None:
        """What the stage of now took over and what it made anew."""
        self.notes.setdefault(len(self.told) - 1, []).append(words)

    def show(self, done: int, total: int) -> None:
        """How far a stage is, for whoever shows that."""
        if isinstance(self.say, Showing):
            self.say.show(done, total)

    def lines(self) -> list[str]:
        """A line for each stage: seconds, and the most memory (MiB) needed by its end."""
        ends = [*self.told[1:], ("", self.clock(), _peak())]
        rows = []
        for number, ((message, start, _), (_, end, peak)) in enumerate(zip(self.told, ends, strict=True)):
            rows.append(f"{end - start:8.1f} s {peak / MIB:6.0f} MiB  {message}")
            rows += [f"{'':23}{words}" for words in self.notes.get(number, ())]
        whole = ends[-1][1] - self.told[0][1] if self.told else 0.0
        return [*rows, f"{whole:8.1f} s {_peak() / MIB:6.0f} MiB  en total"]


def _peak() -> int:
    """The most memory (bytes) of this process or of one that it waited for; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return unit * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
