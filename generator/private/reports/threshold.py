"""Numbers that give nobody away: none is shown unless enough distinct people stand behind it.

Reports reach a centre «siempre respetando el derecho a la confidencialidad del Acompañado» (Circular; Anexo 1,
«Derechos del Instructor Acompañado»), and where few instructors work, a number about one or two of them names them.

Distinct people are the people themselves, however many acompañamientos each of them had. What is counted is things that
happened (acompañamientos, cycles, minutes) and not people, on each side that the number tells about: those who were
accompanied, those who accompany, or both.

A part with too few people behind it is joined with others, and the joined ones must have enough people as well: if they
have not, the smallest of the rest joins them, and so on. So a reader who takes what is shown from a total gets back
what is shown of the others, or the joined ones, and never a number about fewer than three. Where even all together are
too few, nothing is shown, not even that there was something.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

ENOUGH = 3
"""The least number of distinct people behind a number that is shown; decided here, since the source has none."""
Side = frozenset[UUID]


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """A number that could be shown: what it is of, how much, and who stands behind it on each side that counts."""

    key: str
    amount: int
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Figure:
    """A number that is shown."""

    key: str
    amount: int


def enough(parts: Iterable[Part]) -> bool:
    """Whether parts, taken together, have enough distinct people behind them on every side."""
    together = list(parts)
    return bool(together) and all(
        len(frozenset().union(*side)) >= ENOUGH for side in zip(*(p.sides for p in together), strict=True)
    )


def released(parts: Sequence[Part], joined: str, always: Collection[str] = ()) -> tuple[Figure, ...]:
    """What is shown of some parts: each by itself, or within the one called `joined`; nothing when all are too few.

    The keys in `always` are never shown by themselves. Their sum is that of all the parts, or nothing is shown.
    """
    parts = [p for p in parts if p.amount]
    together = [p for p in parts if p.key in always or not enough([p])]
    alone = sorted((p for p in parts if p not in together), key=_size)
    while together and not enough(together) and alone:
        together.append(alone.pop(0))
    if not enough(together or alone):
        return ()
    shown = [Figure(p.key, p.amount) for p in parts if p in alone]
    return (*shown, Figure(joined, sum(p.amount for p in together))) if together else tuple(shown)


def _size(part: Part) -> tuple[int, int, str]:
    return min(len(side) for side in part.sides), part.amount, part.key
