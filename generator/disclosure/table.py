"""A table of counts with all its margins: dimensions, some of them hierarchies, and the equations between cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod

Node = tuple[str, ...]
"""A place in a dimension, from the outside in: `()` is its total, `("05",)` a regional, `("05", "9101")` a centre."""
Cell = tuple[Node, ...]
"""One node a dimension."""


@dataclass(frozen=True, slots=True, repr=False)
class Equation:
    """`parent` is the sum of `children`; indexes of cells."""

    parent: int
    children: tuple[int, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Dimension:
    """Columns from the outermost to the innermost, and every node of theirs in order, total first.

    Without `()` among the nodes there is no total: codes that do not add up, or the one quarter that a table is of.
    """

    columns: tuple[str, ...]
    nodes: tuple[Node, ...]

    @classmethod
    def of(cls, columns: Sequence[str], leaves: Iterable[Node], *, total: bool = True) -> Dimension:
        """The dimension of some leaves, each as deep as there are columns."""
        every = {leaf[:depth] for leaf in leaves for depth in range(1, len(columns) + 1)}
        return cls(tuple(columns), tuple(sorted(every | ({()} if total else set()))))

    def sums(self) -> list[tuple[int, tuple[int, ...]]]:
        """(node, its children) of every node that is a sum, by position."""
        below: dict[Node, list[int]] = {}
        for position, node in enumerate(self.nodes):
            if node:
                below.setdefault(node[:-1], []).append(position)
        return [(position, tuple(below[node])) for position, node in enumerate(self.nodes) if node in below]


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """Every cell and every margin of what `measure` counts. A count of None is suppressed. Counts are private until
    protected: not in `repr`."""

    dimensions: tuple[Dimension, ...]
    counts: tuple[int | None, ...]
    measure: str = ""
    _shape: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_shape", tuple(len(d.nodes) for d in self.dimensions))
        if len(self.counts) != prod(self._shape):
            raise ValueError("a count for each cell")

    @classmethod
    def of(cls, dimensions: Sequence[Dimension], base: Mapping[Cell, int], measure: str = "") -> Table:
        """The table of some counts at the leaves; every other leaf is zero, every margin is added up."""
        totals = dict.fromkeys(product(*(d.nodes for d in dimensions)), 0)
        for cell, number in base.items():
            for above in product(*([node[:depth] for depth in range(len(node) + 1)] for node in cell)):
                totals[above] += number
        return cls(tuple(dimensions), tuple(totals.values()), measure)

    def cells(self) -> Iterator[Cell]:
        """The cells in the order of `counts`."""
        return product(*(d.nodes for d in self.dimensions))

    def index(self, positions: Sequence[int]) -> int:
        """Where in `counts` the cell with these positions of nodes is."""
        at = 0
        for size, position in zip(self._shape, positions, strict=True):
            at = at * size + position
        return at

    def equations(self) -> list[Equation]:
        """Every sum that holds between cells, one dimension at a time."""
        return [
            Equation(
                self.index((*left, node, *right)),
                tuple(self.index((*left, child, *right)) for child in children),
            )
            for number, dimension in enumerate(self.dimensions)
            for node, children in dimension.sums()
            for left in product(*(range(n) for n in self._shape[:number]))
            for right in product(*(range(n) for n in self._shape[number + 1 :]))
        ]

    def with_hidden(self, hidden: Iterable[int]) -> Table:
        """The same table with these cells suppressed."""
        gone = set(hidden)
        return replace(self, counts=tuple(None if i in gone else n for i, n in enumerate(self.counts)))

    def suppressed(self) -> list[int]:
        """The cells that show no number."""
        return [i for i, n in enumerate(self.counts) if n is None]

    def leaves(self) -> list[int]:
        """The cells that are no margin."""
        depths = tuple(len(d.columns) for d in self.dimensions)
        return [i for i, cell in enumerate(self.cells()) if tuple(map(len, cell)) == depths]


def components(sets: Iterable[Sequence[int]]) -> list[list[int]]:
    """The connected components of what stands together in some set, each in order."""
    root: dict[int, int] = {}

    def top(i: int) -> int:
        while root.setdefault(i, i) != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for members in sets:
        for other in members[1:]:
            low, high = sorted((top(members[0]), top(other)))
            root[high] = low
        if len(members) == 1:
            top(members[0])
    found: dict[int, list[int]] = {}
    for i in sorted(root):
        found.setdefault(top(i), []).append(i)
    return list(found.values())
