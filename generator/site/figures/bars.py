"""A chart of horizontal bars: where each thing is drawn. The template draws it; the order is the caller's.

The drawing is as wide as a phone and grows with its place, so that letters are read on both. Names that do not fit in
a line go on several: none is cut. A suppressed value gets a hatched mark of one size, which says nothing of it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

WIDTH = 360
_LINE, _BAR, _ROW = 18, 9, 18
_LETTERS = 28
"""Letters of a name in a line, beside the words of a suppressed value."""
_MARK = 60
_STEP = 8


class State(Enum):
    """What is known of a value. A zero is a number that is said; what is suppressed or was not published is none."""

    VALUE = "valor"
    ZERO = "cero"
    HIDDEN = "suprimido"
    ABSENT = "sin"


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """A row of a chart: its name, its value (None where there is none to show) and the words for it."""

    name: str
    value: int | None
    said: str
    absent: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """A line of a name and its place."""

    words: str
    y: int


@dataclass(frozen=True, slots=True, repr=False)
class Bar:
    """A row as it is drawn. `hatch` is the path of the stripes of a suppressed value."""

    lines: Sequence[Line]
    said: str
    state: State
    y: int
    width: str
    hatch: str


@dataclass(frozen=True, slots=True, repr=False)
class Chart:
    """A drawing: `key` makes its identifiers, `description` says it to whoever does not see it."""

    key: str
    title: str
    description: str
    height: int
    bars: Sequence[Bar]
    width: int = WIDTH
    mark: int = _MARK
    thick: int = _BAR


def chart(key: str, title: str, description: str, entries: Sequence[Entry]) -> Chart:
    """A bar for each entry, in the order in which they come, all to the scale of the longest."""
    most = max((entry.value for entry in entries if entry.value), default=1)
    bars: list[Bar] = []
    top = 0
    for entry in entries:
        names = textwrap.wrap(entry.name, _LETTERS) or [""]
        lines = [Line(words, top + _LINE * n - 3) for n, words in enumerate(names, 1)]
        y = top + _LINE * len(lines) + 3
        state = _state(entry)
        hatch = hatched(0, y, _MARK, _BAR) if state is State.HIDDEN else ""
        bars.append(Bar(lines, entry.said, state, y, f"{WIDTH * (entry.value or 0) / most:.1f}", hatch))
        top = y + _ROW
    return Chart(key, title, description, top, bars)


def hatched(x: int, y: int, width: int, height: int) -> str:
    """The path of diagonal stripes inside a rectangle."""
    return "".join(
        f"M{x + max(0, c - height)} {y + min(c, height)}L{x + min(c, width)} {y + max(0, c - width)}"
        for c in range(_STEP, width + height, _STEP)
    )


def _state(entry: Entry) -> State:
    if entry.absent:
        return State.ABSENT
    if entry.value is None:
        return State.HIDDEN
    return State.VALUE if entry.value else State.ZERO
