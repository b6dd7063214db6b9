"""Protecting the tables of a release together, and against every earlier one of the same quarter.

A number counts people: it is sensitive when fewer than the threshold stand behind it on some side. Time is also
sensitive when who has the second largest part could estimate the largest one within `P_PERCENT` (the p% rule). In a
correction, so is a number that changed by too few people, for the difference is a number about them.

The reader attacked against is the strongest: they see all releases, know which numbers changed, and each one of those
who stand behind a sensitive number may know it exactly («the insider who subtracts themselves»).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from generator.disclosure.attack import ImpossibleError
from generator.disclosure.primary import STRICT, Room
from generator.disclosure.suppress import Problem, unprotected, whole
from generator.disclosure.table import Equation
from generator.figures.catalog import KINDS
from generator.figures.release import TOTAL

P_PERCENT = 10
TIME = "minutos"
_A_TOTAL = 1_000.0
"""How much dearer the total of everything is than any of its parts: it goes only when nothing else helps."""


@dataclass(frozen=True, slots=True, repr=False)
class Raw:
    """A number before it is protected: how many people on each side of its kind, and the two largest parts of one."""

    kind: str
    code: str
    name: str
    value: int
    people: tuple[int, ...]
    largest: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, repr=False)
class Earlier:
    """An earlier release of the same quarter: its numbers, and which of them were suppressed."""

    cells: tuple[Raw, ...]
    suppressed: tuple[bool, ...]


def protect(cells: Sequence[Raw], earlier: Sequence[Earlier]) -> tuple[bool, ...] | None:
    """Which of the numbers to suppress; None where no way was found that the attack does not break."""
    known = _Known(earlier)
    place = [known.add(cell) for cell in cells]
    known.sum_up(cells, place)
    hidden = whole(known.problem(place), STRICT)
    if hidden is None:
        return None
    return tuple(i in hidden for i in place)


def resists(cells: Sequence[Raw], suppressed: Sequence[bool], earlier: Sequence[Earlier]) -> bool:
    """Whether these numbers, shown and suppressed like that, withstand the attack together with the earlier ones."""
    known = _Known(earlier)
    place = [known.add(cell) for cell in cells]
    known.sum_up(cells, place)
    hidden = {i for i, away in zip(place, suppressed, strict=True) if away} | known.hidden
    shown = {i for i, away in zip(place, suppressed, strict=True) if not away} | known.shown
    problem = known.problem(place)
    if (hidden | problem.hidden | problem.secrets.keys()) & shown:
        return False
    try:
        return not any(bare for _, _, bare in unprotected(problem, STRICT, hidden))
    except ImpossibleError:
        return False


def small(cell: Raw) -> bool:
    """Whether too few people stand behind a number. What counts no people is itself the number."""
    return cell.value > 0 and any(n < KINDS[cell.kind].threshold for n in cell.people or (cell.value,))


def sensitive(cell: Raw) -> bool:
    """Whether a number may not be shown, by the threshold or by the p% rule."""
    dominated = KINDS[cell.kind].measure == TIME and cell.value > 0 and _missing(cell) > 0
    return small(cell) or dominated


@dataclass(slots=True, repr=False)
class _Known:
    """All numbers of a quarter, released or about to be: the same number twice is one unknown, a changed one is two."""

    earlier: Sequence[Earlier]
    numbers: dict[tuple[object, ...], int] = field(default_factory=dict)
    cells: list[Raw] = field(default_factory=list)
    spots: dict[tuple[str, str, str], list[Raw]] = field(default_factory=dict)
    equations: dict[Equation, None] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    shown: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for release in self.earlier:
            place = [self.add(cell) for cell in release.cells]
            self.sum_up(release.cells, place)
            for i, away in zip(place, release.suppressed, strict=True):
                (self.hidden if away else self.shown).add(i)
        self.hidden -= self.shown

    def add(self, cell: Raw) -> int:
        """The unknown of a number. Tables that count the same share their total."""
        i = self.numbers.setdefault((*_spot(cell), cell.value), len(self.numbers))
        if i == len(self.cells):
            self.cells.append(cell)
            self.spots.setdefault(_spot(cell), []).append(cell)
        elif sensitive(cell):
            self.cells[i] = cell  # the same number, once with fewer people behind it
        return i

    def sum_up(self, cells: Sequence[Raw], place: Sequence[int]) -> None:
        """How the numbers of a release add up."""
        for key, kind in KINDS.items():
            mine = [(cell.code, i) for cell, i in zip(cells, place, strict=True) if cell.kind == key]
            if kind.total and mine:
                total = next(i for code, i in mine if code == TOTAL)
                self.equations[Equation(total, tuple(i for code, i in mine if code != TOTAL))] = None

    def problem(self, place: Sequence[int]) -> Problem:
        """What is to be protected, for numbers that stand at these places."""
        counts = [cell.value for cell in self.cells]
        changed = {i for i in place if i not in self.shown and self._barely_changed(self.cells[i])}
        secrets = {i: _room(cell) for i, cell in enumerate(self.cells) if sensitive(cell)}
        return Problem(
            counts,
            tuple(self.equations),
            secrets,
            [
                1.0 + n / 4 + (_A_TOTAL + n if cell.code == TOTAL else 0)
                for n, cell in zip(counts, self.cells, strict=True)
            ],
            frozenset(self.hidden | changed),
            frozenset(self.shown),
            self._insiders,
        )

    def _barely_changed(self, cell: Raw) -> bool:
        """Whether an earlier release had another number here, and too few people make the difference. Of a change in
        time it is not known how much is one person's: any is too little. A zero tells that nobody is left."""
        kind = KINDS[cell.kind]
        before = [c for c in self.spots[_spot(cell)] if c.value != cell.value]
        return cell.value > 0 and any(
            kind.measure == TIME or abs(now - then) < kind.threshold
            for other in before
            for now, then in zip(cell.people or (cell.value,), other.people or (other.value,), strict=True)
        )

    def _insiders(self, hidden: Iterable[int]) -> list[frozenset[int]]:
        """Each sensitive part of a sum, in every release, as known to somebody who stands behind it, unless it is all
        that there is: then they know the whole, and it is theirs."""
        away, counts = set(hidden), [cell.value for cell in self.cells]
        parts = {i for e in self.equations for i in e.children if counts[i] < counts[e.parent]}
        known: dict[tuple[str, str, str], list[int]] = {}
        for i in sorted(parts & away):
            if small(self.cells[i]):
                known.setdefault(_spot(self.cells[i]), []).append(i)
        return [frozenset(mine) for mine in known.values()]


def _spot(cell: Raw) -> tuple[str, str, str]:
    kind = KINDS[cell.kind]
    return (kind.measure, "" if cell.code == TOTAL else kind.column, cell.code)


def _missing(cell: Raw) -> int:
    """How much more the others would need so that nobody estimates the largest part within `P_PERCENT`."""
    first, second = cell.largest
    return ceil(first * P_PERCENT / 100) - (cell.value - first - second)


def _room(cell: Raw) -> Room:
    """Of a sum of minutes, so much that nobody's part is known within `P_PERCENT`."""
    if KINDS[cell.kind].measure != TIME:
        return STRICT.room(cell.value)
    least = max(_missing(cell), ceil(cell.value * P_PERCENT / 100) if small(cell) else 1)
    return max(STRICT.above, least), min(cell.value - STRICT.floor, max(STRICT.below, least))
