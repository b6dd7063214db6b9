"""Tables that speak of the same people, as one system: the same cell in two tables is one unknown.

A cell is known by what it counts and by the codes that it names (the innermost of each dimension), so tables with other
dimensions meet in the margins they share. A total is the total of *its* codes: a table of one quarter does not have the
total of a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.disclosure.table import Cell, Dimension, Equation, Table, components

Spot = tuple[int, int]
"""Which table, and which of its cells."""
Part = tuple[str, str | frozenset[str]]
Name = frozenset[Part]


@dataclass(frozen=True, slots=True, repr=False)
class System:
    """What a reader of all the tables knows: numbers (None where suppressed), sums, and where each cell was seen."""

    numbers: tuple[int | None, ...]
    equations: tuple[Equation, ...]
    cells: tuple[tuple[int, ...], ...]
    """The unknown of each cell of each table."""
    broken: tuple[Spot, ...]
    """Cells whose number contradicts another number: a different one elsewhere, or a sum that does not add up."""

    def parts(self) -> list[list[int]]:
        """The unknowns that no number is shown of, in groups that say nothing about each other."""
        hidden = [[i for i in (e.parent, *e.children) if self.numbers[i] is None] for e in self.equations]
        every = [[i] for i, number in enumerate(self.numbers) if number is None]
        return components([*(h for h in hidden if h), *every])


def system(tables: Sequence[Table]) -> System:
    """The system of some tables, in the order in which they were released."""
    codes = _codes(tables)
    unknowns: dict[Name, int] = {}
    numbers: list[int | None] = []
    cells: list[tuple[int, ...]] = []
    equations: dict[Equation, Spot] = {}
    broken: list[Spot] = []
    for which, table in enumerate(tables):
        mine = []
        for at, (name, number) in enumerate(zip(_names(table, codes), table.counts, strict=True)):
            i = unknowns.setdefault(name, len(unknowns))
            if i == len(numbers):
                numbers.append(number)
            elif numbers[i] is None:
                numbers[i] = number
            elif number not in (None, numbers[i]):
                broken.append((which, at))
            mine.append(i)
        cells.append(tuple(mine))
        for e in table.equations():
            equations.setdefault(Equation(mine[e.parent], tuple(mine[c] for c in e.children)), (which, e.parent))
    for e, spot in equations.items():
        number, shown = numbers[e.parent], [numbers[c] for c in e.children]
        if number is not None and None not in shown and number != sum(n or 0 for n in shown):
            broken.append(spot)
    return System(tuple(numbers), tuple(equations), tuple(cells), tuple(broken))


Codes = dict[tuple[str, str], set[str]]


def _codes(tables: Sequence[Table]) -> Codes:
    """Every code that each column has in some table of each measure."""
    codes: Codes = {}
    for table in tables:
        for dimension in table.dimensions:
            for node in dimension.nodes:
                if node:
                    codes.setdefault((table.measure, dimension.columns[len(node) - 1]), set()).add(node[-1])
    return codes


def _names(table: Table, codes: Codes) -> list[Name]:
    outer = [_total(d, codes.get((table.measure, d.columns[0]), set())) for d in table.dimensions]

    def name(cell: Cell) -> Name:
        return frozenset([("", table.measure)]).union(
            part
            for node, dimension, total in zip(cell, table.dimensions, outer, strict=True)
            for part in ([(dimension.columns[len(node) - 1], node[-1])] if node else total)
        )

    return [name(cell) for cell in table.cells()]


def _total(dimension: Dimension, codes: set[str]) -> list[Part]:
    """Nothing for the total of every code there is, as in a table without the column; else which codes it is of."""
    own = frozenset(node[0] for node in dimension.nodes if len(node) == 1)
    return [] if own == codes else [(dimension.columns[0], own)]
