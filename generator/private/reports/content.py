"""The figures of a centre in a quarter: what is left of the facts once no number gives anybody away.

They are made once and kept (the table `corte`), and both reports of the centre are made from the kept ones. Were they
counted again, somebody who holds two versions of a report, or the reports to two readers, would learn from the
difference what the one record between them said. So a record that comes late does not change them; it is in the report
of its acompañante to ENI, which can be made again. Figures of two quarters have no acompañamiento in common, and no
figure adds quarters up: subtracting one from the other tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from pydantic import TypeAdapter

from generator.private.options import EstadoCiclo, EstadoHoras
from generator.private.reports.facts import NOBODY, Centre, Cycle, Time, Visit
from generator.private.reports.threshold import Figure, Part, Side, enough, released

OTROS = "otros"
"""The theme of what is in no other, with which the themes of very few people are shown together."""
LOS_DEMAS = "los_demas"
"""What the parts of very few people are called together where they are no themes."""


@dataclass(frozen=True, slots=True, repr=False)
class Figures:
    """What may be told of a centre in a quarter. An empty tuple, or None, is a number with too few people behind it.

    `temas` counts the acompañamientos in which each theme came up, and one with two themes twice; `horas` are minutes.
    `nombrados` are the themes where they are told without saying how often they came up.
    """

    temas: tuple[Figure, ...]
    acompanados: int | None
    acompanantes: int | None
    acompanamientos: int | None
    tipos: tuple[Figure, ...]
    enfasis: tuple[Figure, ...]
    ambientes: tuple[Figure, ...]
    iniciados: int | None
    terminados: tuple[Figure, ...]
    horas: tuple[Figure, ...]
    nombrados: tuple[str, ...] = ()


def figures(facts: Centre) -> Figures:
    """The figures that may be told of what happened.

    Every number is about those who were accompanied and also about those who accompany, whose own progress is for them
    and the profesional ENI: with one or two in a centre, its total would be theirs. The themes are of those who were
    accompanied: where few accompany, they are named without a number.
    """
    visits, cycles = facts.visits, facts.cycles
    started = [c for c in cycles if c.began]
    themes, named = _themes(visits)
    return Figures(
        temas=themes,
        nombrados=named,
        acompanados=_people(visits, lambda v: v.acompanados),
        acompanantes=_people(visits, lambda v: v.acompanantes),
        acompanamientos=_number(visits),
        tipos=_split(visits, lambda v: v.tipo),
        enfasis=_split(visits, lambda v: v.enfasis),
        ambientes=_split(visits, lambda v: v.ambiente),
        iniciados=_number(started),
        terminados=_ended(cycles),
        horas=_hours(facts.times),
    )


def as_json(kept: Figures) -> object:
    """Figures as they are kept."""
    return _KEPT.dump_python(kept, mode="json")


def from_json(kept: object) -> Figures:
    """Figures that were kept."""
    return _KEPT.validate_python(kept)


_KEPT = TypeAdapter(Figures)


def _themes(visits: Iterable[Visit]) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """The themes with their numbers; or, where so some would not be told, all that may be named, and no number."""
    by_theme: dict[str, list[Visit]] = {}
    for visit in visits:
        for theme in visit.temas:
            by_theme.setdefault(theme, []).append(visit)
    parts = [_part(theme, found) for theme, found in sorted(by_theme.items())]
    told = released([replace(part, sides=part.sides[:1]) for part in parts], OTROS, always=(OTROS,))
    named = tuple(f.key for f in told)
    behind = {key: [p for p in parts if (p.key if p.key in named else OTROS) == key] for key in named}
    return (told, ()) if all(map(enough, behind.values())) else ((), named)


def _split(visits: Iterable[Visit], by: Callable[[Visit], str]) -> tuple[Figure, ...]:
    parts: dict[str, list[Visit]] = {}
    for visit in visits:
        parts.setdefault(by(visit), []).append(visit)
    return released([_part(key, found) for key, found in sorted(parts.items())], LOS_DEMAS)


def _ended(cycles: Iterable[Cycle]) -> tuple[Figure, ...]:
    parts = {e.value: [c for c in cycles if c.ended == e.value] for e in (EstadoCiclo.CERRADO, EstadoCiclo.DEJADO)}
    return released([_part(key, found) for key, found in parts.items()], LOS_DEMAS)


def _hours(times: Iterable[Time]) -> tuple[Figure, ...]:
    found = {e.value: [t for t in times if t.estado == e.value] for e in EstadoHoras}
    parts = [replace(_part(key, some), amount=sum(t.minutes for t in some)) for key, some in found.items()]
    return released(parts, LOS_DEMAS)


def _part(key: str, many: Sequence[Visit | Cycle | Time]) -> Part:
    sides = (_union(f.acompanados for f in many), _union(f.acompanantes for f in many))
    return Part(key, len(many), sides)


def _number(found: Sequence[Visit | Cycle]) -> int | None:
    part = _part("", found)
    return part.amount if enough([part]) else None


def _people(visits: Sequence[Visit], side: Callable[[Visit], Side]) -> int | None:
    return len(_union(map(side, visits))) if enough([_part("", visits)]) else None


def _union(sides: Iterable[Side]) -> Side:
    return NOBODY | frozenset(chain.from_iterable(sides))
