"""The attack: what a reader can prove of a suppressed cell from everything published, by linear programming.

The reader knows that counts are whole and not negative, every number shown (zeros too) and every sum. For each
suppressed cell the least and the most that it can be are looked for. What one search finds is a possible truth that
tells of all the cells at once, so most of the searches are never needed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import ceil, floor

from generator.disclosure.linked import Spot, System, system
from generator.disclosure.primary import Room, Rule, Secrets, covers
from generator.disclosure.solver import Programme, Row
from generator.disclosure.table import Table

_NEARLY = 1e-6
_NODES = 2_000
_MANY, _ROUNDS, _FEW, _ROUGHLY = 100, 24, 8, 0.05
Enough = Callable[[int, int, int], bool]
"""Whether an interval is wide enough: (unknown, least, most)."""


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """What an audit ends in. `broken`: numbers that contradict each other; `narrow`: suppressed cells that tell."""

    broken: tuple[Spot, ...]
    narrow: tuple[Spot, ...]

    @property
    def safe(self) -> bool:
        return not self.broken and not self.narrow


def audit(tables: Sequence[Table], rule: Rule, truth: Table | None = None) -> Verdict:
    """Attack tables published together. With the `truth` of the last one, its own counts are what must be covered."""
    known = system(tables)
    if known.broken:
        return Verdict(known.broken, ())
    counts: dict[int, int] = {}
    secrets: dict[int, Room] = {}
    if truth is not None:
        place = known.cells[-1]
        counts = {i: n for i, n in zip(place, truth.counts, strict=True) if n is not None}
        secrets = {place[at]: room for at, room in rule.secrets(truth).items()}
    try:
        bare = exposed(known, rule, counts, secrets)
    except ImpossibleError as error:
        return Verdict(_shown(known, error.part), ())
    # What one table shows and another one suppresses is as good as shown.
    bare |= {i for i, n in enumerate(known.numbers) if n is not None}
    return Verdict((), tuple(_spots(known, tables, bare)))


def exposed(
    known: System, rule: Rule, truth: Mapping[int, int], secrets: Secrets, among: Set[int] | None = None
) -> set[int]:
    """The suppressed cells of which too much can be proved: the secrets by their own room, every one by its width.
    With `among`, only in the parts of the system that have one of these.

    Raises ImpossibleError when no counts fit what is shown.
    """

    def enough(i: int, least: int, most: int) -> bool:
        return rule.wide(least, most) and (i not in secrets or covers(secrets[i], truth[i], least, most))

    parts = (part for part in known.parts() if among is None or not among.isdisjoint(part))
    return {i for part in parts for i in Search(known, part, truth, rule.floor).narrow(enough)}


def intervals(tables: Sequence[Table]) -> dict[Spot, tuple[int, int]]:
    """The interval that can be proved of every suppressed cell of tables that do not contradict each other."""
    known = system(tables)
    found = {i: (n, n) for i, n in enumerate(known.numbers) if n is not None}
    for part in known.parts():
        search = Search(known, part, {})
        found |= {i: (search.least(at), search.most(at)) for at, i in enumerate(part)}
    return {
        (which, at): found[known.cells[which][at]] for which, table in enumerate(tables) for at in table.suppressed()
    }


def _spots(known: System, tables: Sequence[Table], exposed: Iterable[int]) -> list[Spot]:
    bad = set(exposed)
    return [(w, at) for w, table in enumerate(tables) for at in table.suppressed() if known.cells[w][at] in bad]


def _shown(known: System, part: Sequence[int]) -> tuple[Spot, ...]:
    """The first cell of a part that no count fits: where to begin to look."""
    return next(((w, at),) for w, cells in enumerate(known.cells) for at, i in enumerate(cells) if i == part[0])


class ImpossibleError(Exception):
    """No counts fit what is shown of a part."""

    def __init__(self, part: Sequence[int]) -> None:
        super().__init__()
        self.part = part


class Search:
    """The search in one part: `low` and `high` are what some possible truth has shown of each unknown so far."""

    def __init__(self, known: System, part: Sequence[int], truth: Mapping[int, int], floor: int = 0) -> None:
        self._part = part
        least = [float(floor)] * len(part)
        rows = _rows(known, part)
        # Beyond it there is no limit at all: farther than any room of what is hidden.
        most = float(sum(n for n in known.numbers if n) + 2 * sum(truth.get(i, 0) for i in part) + 1000)
        self._lines = Programme(least, [most] * len(part), rows)
        self._whole = Programme(least, [most] * len(part), rows, presolve=True)
        self._whole.whole(range(len(part)), _NODES)
        self.low: list[int] = []
        self.high: list[int] = []
        if all(i in truth for i in part):
            self._witness([float(truth[i]) for i in part])

    def narrow(self, enough: Enough) -> list[int]:
        """The unknowns whose interval is not enough."""
        bad = []
        self._look_around(enough)
        for at, i in enumerate(self._part):
            if self.low and enough(i, self.low[at], self.high[at]):
                continue
            most = self.most(at)
            if not enough(i, self.low[at], most) and not enough(i, self.least(at), most):
                bad.append(i)
        return bad

    def _look_around(self, enough: Enough) -> None:
        """Possible truths that push many unknowns at once, up or down by chance: few are left to search for alone."""
        if len(self._part) < _MANY:
            return
        chance = random.Random(1)  # noqa: S311 - the same every time, so that what comes out is the same
        self._whole.roughly(_ROUGHLY)
        for _ in range(_ROUNDS):
            pushed = [
                at for at, i in enumerate(self._part) if not self.low or not enough(i, self.low[at], self.high[at])
            ]
            if len(pushed) < _FEW:
                break
            for at in pushed:
                self._whole.cost(at, chance.choice((-1.0, 1.0)))
            found = self._whole.minimise()
            for at in pushed:
                self._whole.cost(at, 0.0)
            if found.x is not None:
                self._witness(found.x)
        self._whole.roughly(0.0)

    def most(self, at: int) -> int:
        """The most that an unknown can be (or less, where the search had to stop: never more)."""
        if not self._try(self._lines, at, -1.0):
            self._try(self._whole, at, -1.0)
        return self.high[at]

    def least(self, at: int) -> int:
        """The least that an unknown can be (or more, where the search had to stop: never less)."""
        if not self._try(self._lines, at, 1.0):
            self._try(self._whole, at, 1.0)
        return self.low[at]

    def _try(self, programme: Programme, at: int, sign: float) -> bool:
        """Look for an extreme; whether it is one that whole counts reach."""
        programme.cost(at, sign)
        found = programme.minimise()
        programme.cost(at, 0.0)
        if found.x is None:
            if not self.low:
                raise ImpossibleError(self._part)
            return False
        if self._witness(found.x):
            return True
        bound = found.x[at]
        if not self.low:
            return False
        return self.high[at] == floor(bound + _NEARLY) if sign < 0 else self.low[at] == ceil(bound - _NEARLY)

    def _witness(self, x: Sequence[float]) -> bool:
        """Remember a possible truth; only whole counts are."""
        counts = [round(value) for value in x]
        if any(abs(c - value) > _NEARLY for c, value in zip(counts, x, strict=True)):
            return False
        self.low = list(map(min, self.low, counts)) if self.low else counts
        self.high = list(map(max, self.high, counts)) if self.high else counts
        return True


def _rows(known: System, part: Sequence[int]) -> list[Row]:
    """What each sum leaves for the unknowns in it."""
    place = {i: at for at, i in enumerate(part)}
    rows: dict[tuple[tuple[int, ...], tuple[float, ...], float], None] = {}
    for e in known.equations:
        members = [(e.parent, -1.0), *((c, 1.0) for c in e.children)]
        inside = [(place[i], sign) for i, sign in members if i in place]
        if inside:
            left = -sum(sign * (known.numbers[i] or 0) for i, sign in members)
            indexes, signs = zip(*inside, strict=True)
            rows[(indexes, signs, left)] = None
    return [(indexes, signs, left, left) for indexes, signs, left in rows]
