"""The exact way: an integer programme over which cells to suppress, to which the attack adds what it still lacks.

Fischetti & Salazar, "Models and algorithms for optimizing cell suppression in tabular data with linear constraints"
(JASA 95, 2000): a pattern protects cell p when p can move far enough while every cell shown stays. Where it cannot,
the prices of the bounds that hold it say which cells would let it, and that is a row that every good pattern fulfils.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from generator.disclosure.primary import Secrets
from generator.disclosure.solver import INFINITE, Programme, Row
from generator.disclosure.table import Equation

_LARGE = 100_000
_NODES, _ROUNDS, _NEARLY_BEST = 100, 25, 0.05
"""Where the work on a block ends, in steps and never by the clock, so that it always ends in the same pattern."""


class Block:
    """Some cells with their equations. `rooms`: those suppressed already, each with the room that it has to have;
    `also` are suppressed as well and need none, `never` are shown; `prices` are what suppressing each other one loses.
    Nothing goes below `floor`.
    """

    def __init__(
        self,
        counts: Sequence[int],
        prices: Sequence[float],
        equations: Sequence[Equation],
        rooms: Secrets,
        also: Collection[int] = (),
        never: Collection[int] = (),
        floor: int = 0,
    ) -> None:
        self._down = [max(0, n - floor) for n in counts]
        self._rooms = rooms
        self._hidden = frozenset((*rooms, *also))
        self._usable = [n > 0 and (i in self._hidden or i not in never) for i, n in enumerate(counts)]
        self._far = 1_000.0 + 2.0 * max((up for up, _ in rooms.values()), default=0)
        self._equations = equations
        rows: list[Row] = [((e.parent, *e.children), (-1.0, *([1.0] * len(e.children))), 0.0, 0.0) for e in equations]
        self._moves = Programme([0.0] * len(counts), [0.0] * len(counts), rows)
        lower = [1.0 if i in self._hidden else 0.0 for i in range(len(counts))]
        upper = [1.0 if usable or i in self._hidden else 0.0 for i, usable in enumerate(self._usable)]
        self._pattern = Programme(lower, upper, self._first(), presolve=True)
        for i, price in enumerate(prices):
            self._pattern.cost(i, price)
        self._pattern.whole(range(len(counts)), _NODES)
        self._pattern.roughly(_NEARLY_BEST)

    def solve(self) -> set[int]:
        """The cheapest pattern that protects what was hidden, or what was reached where the work ran out."""
        pattern = set(self._hidden)
        for _ in range(_ROUNDS):
            found = self._pattern.minimise()
            if found.x is None:
                return pattern
            pattern = {i for i, x in enumerate(found.x) if x > 0.5}
            rows = self._lacking(pattern)
            if not rows:
                return pattern
            for row in rows:
                self._pattern.add(row)
        return pattern

    def _first(self) -> list[Row]:
        """In every sum, a cell needs others that give it room: without them there is nothing to solve."""
        rows: list[Row] = []
        for e in self._equations:
            members = [e.parent, *e.children]
            inside = [i for i in members if i in self._rooms]
            if len(inside) * len(members) > _LARGE:
                continue  # the attack adds what is lacking, one by one
            for i in inside:
                for way, far in zip((1, -1), self._rooms[i], strict=True):
                    against = -way if i != e.parent else way
                    room = {
                        j: float(far if (against if j != e.parent else way) > 0 else min(far, self._down[j]))
                        for j in members
                        if j != i and self._usable[j]
                    }
                    rows.append(_row(far, room))
        return rows

    def _lacking(self, pattern: set[int]) -> list[Row]:
        """A row for each cell to protect that cannot move as far as it must."""
        order = sorted(pattern)
        for i in order:
            self._moves.bound(i, -float(self._down[i]), self._far)
        low, high = dict.fromkeys(order, 0.0), dict.fromkeys(order, 0.0)
        rows = []
        for i in sorted(self._rooms):
            for way, far in zip((1, -1), self._rooms[i], strict=True):
                if (high[i] if way > 0 else -low[i]) > far - 1e-6:
                    continue
                self._moves.cost(i, -float(way))
                found = self._moves.minimise()
                self._moves.cost(i, 0.0)
                if found.x is None:
                    continue
                for j in order:
                    low[j], high[j] = min(low[j], found.x[j]), max(high[j], found.x[j])
                if way * found.x[i] < far - 1e-6:
                    rows.append(self._cut(i, far, found.reduced))
        for i in order:
            self._moves.bound(i, 0.0, 0.0)
        return rows

    def _cut(self, i: int, far: int, reduced: Sequence[float]) -> Row:
        room = {}
        for j, price in enumerate(reduced):
            if j != i and self._usable[j] and abs(price) > 1e-7:
                room[j] = min(float(far), price * self._down[j] if price > 0 else -price * self._far)
        return _row(far, room)


def _row(far: int, room: dict[int, float]) -> Row:
    """That much room has to be among these cells."""
    return (tuple(room), tuple(room.values()), float(far), INFINITE)
