"""The rule: which cells are sensitive by themselves, and how much must stay unknown of a cell that is suppressed."""

from __future__ import annotations

from dataclasses import dataclass

from generator.disclosure.table import Table


@dataclass(frozen=True, slots=True)
class Rule:
    """Fewer than `threshold` people are sensitive, and what can be proved of such a cell reaches at least `above` more
    and `below` less than its count (0 where there are not that many). The cells that go with them have no secret of
    their own, but none may be known so well that whoever does not know which is which could tell."""

    threshold: int = 5
    above: int = 5
    below: int = 2

    def sensitive(self, table: Table) -> list[int]:
        """The cells to suppress by themselves. A zero tells nothing that is not known: it never is."""
        return [i for i, n in enumerate(table.counts) if n is not None and self.small(n)]

    def small(self, count: int) -> bool:
        """Whether a count is sensitive by itself."""
        return 0 < count < self.threshold

    def room(self, count: int) -> tuple[int, int]:
        """How far up and how far down a cell with this count has to be able to go."""
        return self.above, min(self.below, count)

    def covers(self, count: int, least: int, most: int) -> bool:
        """Whether an interval is wide enough, for a suppressed cell with this count."""
        up, down = self.room(count)
        return self.wide(least, most) and (not self.small(count) or (least <= count - down and count + up <= most))

    def wide(self, least: int, most: int) -> bool:
        """Whether an interval covers some count: all that can be asked by whoever does not know it."""
        return most - least >= self.above + self.below or (least == 0 and most >= 1 + self.above)
