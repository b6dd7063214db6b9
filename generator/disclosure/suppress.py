"""Secondary suppression: which other cells go, so that the sensitive ones cannot be worked out, losing little.

A table is solved block by block (one internal node of the widest hierarchy, its children, all that crosses them), from
the inside out; what a block suppresses at its edge is to be protected by the block above. Then all of it is attacked at
once, and what can still be proved is mended, until nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import product

from generator.disclosure.attack import exposed
from generator.disclosure.cuts import Block
from generator.disclosure.flow import Flow
from generator.disclosure.linked import System
from generator.disclosure.primary import Rule, Secrets
from generator.disclosure.table import Equation, Table

_EDGE = 1.2
"""How much dearer a cell is that the block above shares."""
_EACH, _IN_A_SUM = 0.25, 0.02
"""What each one counted adds to the price of not showing a cell; little where they are seen in other cells as well."""
_MENDS = 30


@dataclass(frozen=True, slots=True, repr=False)
class Problem:
    """What is to be protected: true counts, how they add up, the secrets among them, and what each cell is worth.

    `hidden` are suppressed whatever happens and `shown` are not to be suppressed, both for what was released before.
    `insiders`: for each, the cells of which somebody may know the count by themselves; the rest holds against them.
    """

    counts: Sequence[int]
    equations: Sequence[Equation]
    secrets: Secrets
    prices: Sequence[float]
    hidden: frozenset[int] = frozenset()
    shown: frozenset[int] = frozenset()
    insiders: Callable[[Iterable[int]], Sequence[frozenset[int]]] = field(default=lambda hidden: ())


def suppress(table: Table, rule: Rule) -> Table | None:
    """The table with every sensitive cell protected; None where no way was found."""
    counts = [n or 0 for n in table.counts]
    problem = Problem(counts, table.equations(), rule.secrets(table), _prices(table, counts))
    hidden = set(problem.secrets)
    for cells, edge in _blocks(table):
        hidden |= _solved(problem, rule, cells, edge, hidden)
    done = mended(problem, rule, hidden)
    return None if done is None else table.with_hidden(done)


def whole(problem: Problem, rule: Rule) -> set[int] | None:
    """The cells to suppress of a problem that is small enough to be one block; None where no way was found."""
    every = range(len(problem.counts))
    return mended(problem, rule, _solved(problem, rule, every, set(), {*problem.secrets, *problem.hidden}))


def _prices(table: Table, counts: Sequence[int]) -> list[float]:
    """What each cell is worth to a reader: a leaf tells what no sum does, and a sum more, the more of all it sums."""
    leaves, most = set(table.leaves()), max(1, *counts)
    return [1.0 + n * (_EACH if i in leaves else _IN_A_SUM + _EACH * n / most) for i, n in enumerate(counts)]


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


def _solved(problem: Problem, rule: Rule, cells: Sequence[int], edge: set[int], hidden: set[int]) -> set[int]:
    counts, place = problem.counts, {i: at for at, i in enumerate(cells)}
    inside = [
        Equation(place[e.parent], tuple(place[c] for c in e.children))
        for e in problem.equations
        if e.parent in place and all(c in place for c in e.children)
    ]
    rooms = {
        place[i]: problem.secrets[i] if i in problem.secrets else rule.room(counts[i])
        for i in hidden
        if i in place and (i in problem.secrets or i not in problem.hidden)
    }
    block = Block(
        [counts[i] for i in cells],
        [problem.prices[i] * (_EDGE if i in edge else 1.0) for i in cells],
        inside,
        rooms,
        also={place[i] for i in problem.hidden if i in place},
        never={place[i] for i in problem.shown if i in place},
        floor=rule.floor,
    )
    return {cells[at] for at in block.solve()}


def mended(problem: Problem, rule: Rule, hidden: set[int]) -> set[int] | None:
    """What has to be hidden besides, cell by cell, until the attack proves nothing, by whoever may know a part too."""
    counts = problem.counts
    flow = Flow(counts, problem.prices, problem.equations, problem.shown, rule.floor)
    for i in hidden:
        flow.free(i)
    for further in range(_MENDS):
        wrong = False
        for insider, secrets, bare in unprotected(problem, rule, hidden):
            wrong = wrong or bool(bare)
            flow.hold(insider)
            for i in sorted(bare):
                up, down = secrets[i] if i in secrets else rule.room(counts[i])
                for way, far in ((1, up), (-1, down)):
                    more = set(flow.through(i, way, far + further)) - hidden
                    for j in more:
                        flow.free(j)
                    hidden |= more
            flow.let_go(insider)
        if not wrong:
            return hidden
    return None


def unprotected(problem: Problem, rule: Rule, hidden: Set[int]) -> Iterator[tuple[frozenset[int], Secrets, set[int]]]:
    """For nobody in particular and then for each insider: who, the secrets that they may not know, and the cells of
    which they can prove too much. What is hidden besides, meanwhile, is hidden from the next ones."""
    truth = dict(enumerate(problem.counts))
    for insider in (frozenset[int](), *problem.insiders(hidden)):
        numbers = tuple(None if i in hidden and i not in insider else n for i, n in truth.items())
        secrets = of_others(problem, rule, insider)
        system = System(numbers, tuple(problem.equations), (), ())
        bare = exposed(system, rule, truth, secrets, beside(problem.equations, insider))
        yield insider, secrets, bare & secrets.keys() if insider else bare


def of_others(problem: Problem, rule: Rule, insider: Set[int]) -> Secrets:
    """The secrets as somebody may not know them. Whatever is suppressed, a sum is at least what they know of its parts,
    and so is all that must equal that sum: only the rest is anybody else's to be told or not."""
    counts, secrets = problem.counts, problem.secrets
    if not insider and not rule.floor:
        return secrets
    least = [n if i in problem.shown or i in insider else min(rule.floor, n) for i, n in enumerate(counts)]
    before = None
    while before != least:
        before = list(least)
        for e in problem.equations:
            least[e.parent] = max(least[e.parent], sum(least[c] for c in e.children))
            own = sum(counts[c] for c in e.children if c in insider)
            free = [c for c in e.children if counts[c] and c not in insider]
            if len(free) == 1:
                least[free[0]] = max(least[free[0]], least[e.parent] - own)
    return {i: (up, min(down, max(0, counts[i] - least[i]))) for i, (up, down) in secrets.items()}


def beside(equations: Iterable[Equation], insider: Set[int]) -> set[int] | None:
    """The cells that stand in some sum with what an insider knows: nothing else is known better. None for nobody."""
    if not insider:
        return None
    sums = ({e.parent, *e.children} for e in equations)
    return set().union(*(cells for cells in sums if not insider.isdisjoint(cells)))
