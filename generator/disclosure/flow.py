"""The sequential way: for one cell after the other, the cheapest cells that let it move as far as it must (linear
programming), never undone. Always ends, and costs more cells than the exact way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from generator.disclosure.solver import INFINITE, Programme, Row
from generator.disclosure.table import Equation


class Flow:
    """Moves through some cells that keep every sum and stay above `floor`. Columns 2i and 2i + 1: i up and down."""

    def __init__(
        self,
        counts: Sequence[int],
        prices: Sequence[float],
        equations: Sequence[Equation],
        shown: Collection[int] = (),
        floor: int = 0,
    ) -> None:
        rows: list[Row] = []
        for e in equations:
            members = [(e.parent, -1.0), *((c, 1.0) for c in e.children)]
            members = [(i, sign) for i, sign in members if counts[i] and i not in shown]
            indexes = [column for i, _ in members for column in (2 * i, 2 * i + 1)]
            rows.append((indexes, [way for _, sign in members for way in (sign, -sign)], 0.0, 0.0))
        upper = [
            limit
            for i, n in enumerate(counts)
            for limit in ((INFINITE, float(n - floor)) if n and i not in shown else (0.0, 0.0))
        ]
        self._counts = counts
        self._upper = upper
        self._lines = Programme([0.0] * len(upper), upper, rows)
        for i, price in enumerate(prices):
            self._price(i, price)

    def free(self, i: int) -> None:
        """This cell is suppressed: moving it costs nothing more."""
        self._price(i, 0.0)

    def hold(self, cells: Iterable[int]) -> None:
        """These cells do not move: somebody knows them."""
        for i in cells:
            for column in (2 * i, 2 * i + 1):
                self._lines.bound(column, 0.0, 0.0)

    def let_go(self, cells: Iterable[int]) -> None:
        """They move again."""
        for i in cells:
            for column in (2 * i, 2 * i + 1):
                self._lines.bound(column, 0.0, self._upper[column])

    def _price(self, i: int, price: float) -> None:
        self._lines.cost(2 * i, price)
        self._lines.cost(2 * i + 1, price)

    def through(self, i: int, way: int, far: int) -> list[int]:
        """The cells that have to move so that cell i goes `far` up (way 1) or down (-1); [] when it cannot."""
        there, back = (2 * i, 2 * i + 1) if way > 0 else (2 * i + 1, 2 * i)
        self._lines.bound(there, float(far), float(far))
        self._lines.bound(back, 0.0, 0.0)
        found = self._lines.minimise()
        self.let_go([i])
        x = found.x or []
        return [j for j in range(len(x) // 2) if x[2 * j] + x[2 * j + 1] > 1e-6]
