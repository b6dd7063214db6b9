"""The rule: which cells are sensitive by themselves, and how much must stay unknown of a cell that is suppressed."""

from __future__ import annotations

from dataclasses import dataclass

from generator.disclosure.table import Table


@dataclass(frozen=True, slots=True)
class Rule:
    """Fewer than `threshold` people are sensitive, and what can be proved of any suppressed cell reaches at least
    `above` more and `below` less than its count (0 where there are not that many)."""

    threshold: int = 5
    above: int = 5
    below: int = 2

    def sensitive(self, table: Table) -> list[int]:
        """The cells to suppress by themselves. A zero tells nothing that is not known: it never is."""
        return [i for i, n in enumerate(table.counts) if n is not None and 0 < n < self.threshold]

    def room(self, count: int) -> tuple[int, int]:
        """How far up and how far down a cell with this count has to be able to go."""
        return self.above, min(self.below, count)

    def covers(self, count: int, least: int, most: int) -> bool:
        """Whether an interval reaches that far around a count."""
        up, down = self.room(count)
        return least <= count - down and count + up <= most

    def wide(self, least: int, most: int) -> bool:
        """Whether an interval covers some count: all that can be asked by whoever does not know it."""
        return most - least >= self.above + self.below or (least == 0 and most >= 1 + self.above)
