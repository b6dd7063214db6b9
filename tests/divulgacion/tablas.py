"""Small tables, and an audit that shares nothing with the program's: every completion in whole numbers, one by one."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from generator.disclosure.table import Cell, Dimension, Node, Table

WORK = 60_000


class TooMuchError(Exception):
    """More completions than are worth counting here."""


def flat(*sizes: int) -> list[Dimension]:
    """Dimensions a, b, c… of some codes each."""
    return [Dimension.of([name], [(f"{name}{i}",) for i in range(n)]) for name, n in zip("abcd", sizes, strict=False)]


def nested(children: Sequence[int], other: int) -> list[Dimension]:
    """A hierarchy (how many codes inside each outer one) by a flat dimension."""
    leaves: list[Node] = [(f"r{i}", f"r{i}c{j}") for i, n in enumerate(children) for j in range(n)]
    return [Dimension.of(["r", "c"], leaves), Dimension.of(["t"], [(f"t{i}",) for i in range(other)])]


def leaves(dimensions: Sequence[Dimension]) -> list[Cell]:
    return list(product(*([n for n in d.nodes if len(n) == len(d.columns)] for d in dimensions)))


def table(dimensions: Sequence[Dimension], counts: Iterable[int]) -> Table:
    return Table.of(dimensions, dict(zip(leaves(dimensions), counts, strict=True)))


def at(made: Table, *codes: str) -> int:
    """The cell with these innermost codes, and totals where there is none."""
    for i, cell in enumerate(made.cells()):
        if {node[-1] for node in cell if node} == set(codes):
            return i
    raise LookupError(codes)


def completions(made: Table) -> Iterator[dict[Cell, int]]:
    """Every table of whole counts that shows what this one shows. The grand total has to be shown."""
    shown = dict(zip(made.cells(), made.counts, strict=True))
    below: list[list[Cell]] = []
    base = leaves(made.dimensions)
    for leaf in base:
        below.append(list(product(*([n[:k] for k in range(len(n) + 1)] for n in leaf))))
    last = {cell: number for number, cells in enumerate(below) for cell in cells}
    sums = dict.fromkeys(shown, 0)
    steps = 0

    def fill(number: int) -> Iterator[dict[Cell, int]]:
        nonlocal steps
        steps += 1
        if steps > WORK:
            raise TooMuchError
        if number == len(base):
            yield dict(sums)
            return
        room = min(n - sums[c] for c in below[number] if (n := shown[c]) is not None)
        forced = [n - sums[c] for c in below[number] if (n := shown[c]) is not None and last[c] == number]
        for value in range(room + 1) if not forced else [forced[0]] if 0 <= forced[0] <= room else []:
            if any(f != value for f in forced):
                continue
            for c in below[number]:
                sums[c] += value
            yield from fill(number + 1)
            for c in below[number]:
                sums[c] -= value

    yield from fill(0)


def by_hand(made: Table) -> dict[int, tuple[int, int]]:
    """The interval of each suppressed cell, counted."""
    found: dict[int, tuple[int, int]] = {}
    cells = list(made.cells())
    for whole in completions(made):
        for i in made.suppressed():
            low, high = found.get(i, (whole[cells[i]], whole[cells[i]]))
            found[i] = (min(low, whole[cells[i]]), max(high, whole[cells[i]]))
    return found


def two_a_line(made: Table, sensitive: Iterable[int]) -> set[int]:
    """The rule of thumb: in every sum with one suppressed cell, the smallest other goes too."""
    hidden = set(sensitive)
    before = -1
    while before < len(hidden):
        before = len(hidden)
        for e in made.equations():
            members = [e.parent, *e.children]
            others = [i for i in members if i not in hidden and made.counts[i]]
            if len(hidden & set(members)) == 1 and others:
                hidden.add(min(others, key=lambda i: (made.counts[i] or 0, i)))
    return hidden


def of_chance(dimensions: Sequence[Dimension], seed: int, most: int) -> Table:
    chance = random.Random(seed)
    return table(dimensions, [chance.randint(0, most) for _ in leaves(dimensions)])
