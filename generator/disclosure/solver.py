"""The one place that knows HiGHS: linear and integer programmes, one thread and a fixed seed, so that the same
programme always ends in the same solution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy

Row = tuple[Sequence[int], Sequence[float], float, float]
"""Indexes, coefficients, lowest and highest sum."""
INFINITE = float(highspy.kHighsInf)


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """What the solver ended in; `x` is None when there is no solution (or none within the limits)."""

    x: list[float] | None
    reduced: list[float]
    """The price of each column's bound: what the optimum gains for each unit that the bound gives way."""


class _Silent(highspy.Highs):  # type: ignore[misc]
    """HiGHS greets on standard output while it is made, before it can be told not to."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


class Programme:
    """A programme that is solved again and again with small changes, each time from where the last one ended."""

    def __init__(self, lower: Sequence[float], upper: Sequence[float], rows: Sequence[Row], *, presolve: bool = False):
        self._highs = highs = _Silent()
        for option, value in (
            ("threads", 1),
            ("random_seed", 1),
            ("presolve", "choose" if presolve else "off"),
        ):
            highs.setOptionValue(option, value)
        self._size = len(lower)
        highs.addVars(self._size, list(lower), list(upper))
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        indexes, values, low, high = row
        self._highs.addRow(low, high, len(indexes), list(indexes), list(values))

    def bound(self, column: int, low: float, high: float) -> None:
        self._highs.changeColBounds(column, low, high)

    def cost(self, column: int, price: float) -> None:
        self._highs.changeColCost(column, price)

    def whole(self, columns: Sequence[int], nodes: int) -> None:
        """These columns take whole numbers only; `nodes` limits the work (never the clock, so that it repeats)."""
        for column in columns:
            self._highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        self._highs.setOptionValue("mip_max_nodes", nodes)
        self._highs.setOptionValue("mip_heuristic_effort", 0.0)

    def roughly(self, gap: float) -> None:
        """A whole solution this near to the best one is enough."""
        self._highs.setOptionValue("mip_rel_gap", gap)

    def minimise(self) -> Outcome:
        self._highs.run()
        optimal = self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = optimal or self._highs.getInfo().primal_solution_status == 2
        solution = self._highs.getSolution()
        return Outcome(list(solution.col_value) if found else None, list(solution.col_dual))
