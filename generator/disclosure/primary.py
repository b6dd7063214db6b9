"""The rule: which cells are sensitive by themselves, and how much must stay unknown of a cell that is suppressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.disclosure.table import Table

Room = tuple[int, int]
"""How far up and how far down from its count a cell has to be able to go, for all that a reader can prove."""
Secrets = Mapping[int, Room]
"""The cells that are sensitive by themselves, and the room that each needs."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Fewer than `threshold` are sensitive: nobody may prove that there are not `threshold`, nor that there are not
    `above` more than there are, nor that there are not `below` fewer (0 where there are not that many).

    The cells that go with them have no secret of their own, but none may be known so well that whoever does not know
    which is which could tell. `floor` is the least that a reader takes a suppressed count to be: 1 for who knows that
    every zero is shown.
    """

    threshold: int = 5
    above: int = 1
    below: int = 2
    floor: int = 0

    def secrets(self, table: Table) -> dict[int, Room]:
        """The cells to suppress by themselves. A zero tells nothing that is not known: it never is."""
        return {i: self.room(n) for i, n in enumerate(table.counts) if n is not None and 0 < n < self.threshold}

    def room(self, count: int) -> Room:
        """The room of a cell with this count."""
        return max(self.above, self.threshold - count), max(0, min(self.below, count - self.floor))

    def wide(self, least: int, most: int) -> bool:
        """Whether an interval covers some count: all that can be asked by whoever does not know it."""
        far = most - least >= self.above + self.below or (least <= self.floor and most >= 1 + self.above)
        return most >= self.threshold and far


STRICT = Rule(above=5, floor=1)
"""The rule of what the Escuela releases: whatever the count, five more are possible, and who reads it knows the method,
which says that zeros are shown."""


def covers(room: Room, count: int, least: int, most: int) -> bool:
    """Whether an interval leaves a count the room that it needs."""
    up, down = room
    return least <= count - down and count + up <= most
