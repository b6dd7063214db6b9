"""Secondary suppression: which other cells go, so that the sensitive ones cannot be worked out, losing little.

Block by block (one internal node of the widest hierarchy, its children, all that crosses them), from the inside out;
what a block suppresses at its edge is to be protected by the block above. Then all of it is attacked at once, and what
can still be proved is mended, until nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from generator.disclosure.attack import audit
from generator.disclosure.cuts import Block
from generator.disclosure.flow import Flow
from generator.disclosure.primary import Rule
from generator.disclosure.table import Equation, Table

_EDGE = 4.0
"""How much dearer a cell is that the block above shares."""
_MENDS = 30


def suppress(table: Table, rule: Rule) -> Table | None:
    """The table with every sensitive cell protected; None where no way was found."""
    hidden = set(rule.sensitive(table))
    counts = [n or 0 for n in table.counts]
    equations = table.equations()
    for cells, edge in _blocks(table):
        hidden |= _solved(rule, counts, equations, cells, edge, hidden)
    return _mended(rule, table, counts, equations, hidden)


def price(count: int) -> float:
    """What a cell that is not shown loses: first of all itself, then a little for the people in it."""
    return 1.0 + min(count, 10_000) / 100


def _blocks(table: Table) -> list[tuple[list[int], set[int]]]:
    """(cells, those that the block above shares), innermost first."""
    sums = [d.sums() for d in table.dimensions]
    widest = max(range(len(sums)), key=lambda d: (len(sums[d]), -d))
    nodes = table.dimensions[widest].nodes
    others = [range(len(d.nodes)) for d in table.dimensions]
    blocks = []
    for node, children in sorted(sums[widest], key=lambda s: (-len(nodes[s[0]]), s[0])):
        picked = [
            {p: table.index(p) for p in product(*others[:widest], [n], *others[widest + 1 :])}
            for n in (node, *children)
        ]
        edge = set(picked[0].values()) if nodes[node] else set()
        blocks.append((sorted(i for some in picked for i in some.values()), edge))
    return blocks


def _solved(
    rule: Rule,
    counts: Sequence[int],
    equations: Sequence[Equation],
    cells: Sequence[int],
    edge: set[int],
    hidden: set[int],
) -> set[int]:
    place = {i: at for at, i in enumerate(cells)}
    inside = [
        Equation(place[e.parent], tuple(place[c] for c in e.children))
        for e in equations
        if e.parent in place and all(c in place for c in e.children)
    ]
    prices = [price(counts[i]) * (_EDGE if i in edge else 1.0) for i in cells]
    block = Block(rule, [counts[i] for i in cells], prices, inside, [place[i] for i in hidden if i in place])
    return {cells[at] for at in block.solve()}


def _mended(
    rule: Rule, table: Table, counts: Sequence[int], equations: Sequence[Equation], hidden: set[int]
) -> Table | None:
    flow = Flow(counts, [price(n) for n in counts], equations)
    for i in hidden:
        flow.free(i)
    for further in range(_MENDS):
        made = table.with_hidden(hidden)
        exposed = [at for _, at in audit([made], rule, truth=table).narrow]
        if not exposed:
            return made
        for i in exposed:
            for way, far in zip((1, -1), rule.room(counts[i]), strict=True):
                more = set(flow.through(i, way, far + further)) - hidden
                for j in more:
                    flow.free(j)
                hidden |= more
    return None
