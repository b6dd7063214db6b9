"""Coarser words for what need not go whole: a full date is a trimester, an address the municipality it is in.

A date of birth is not coarsened: with its trimester, or its year, an age is told, and an age beside a role and a place
is often one person. It goes.
"""

from __future__ import annotations

import re
from functools import cache

from generator.anonymize.fold import fold
from generator.vocabulary import plain, vocabulary

_ORDINALS = ("primer", "segundo", "tercer", "cuarto")
TRIMESTER = rf"(?:{'|'.join(_ORDINALS)}) trimestre(?: de \d{{4}})?"
_MONTHS = "ene feb mar abr may jun jul ago sep oct nov dic".split()
_MONTH = re.compile(
    r"(?<![^\W\d_])(enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
    r"|ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic)(?![^\W\d_])"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[ ]?[/.\- ][ ]?(\d{1,2})[ ]?[/.\- ][ ]?((?:19|20)\d{2}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})[ ]?[/.\- ]?[ ]?(\d{1,2})[ ]?[/.\- ]?[ ]?\d{1,2}(?!\d)")


def trimester(date: str) -> str:
    """The trimester of a date, in words; nothing when its month cannot be read."""
    text = plain(fold(date).text)
    if match := _MONTH.search(text):
        year = _YEAR.search(text)
        return _said(_MONTHS.index(match[1][:3].replace("set", "sep")) + 1, int(year[1]) if year else None)
    if match := _YEAR_FIRST.search(text):
        return _said(int(match[2]), int(match[1]))
    if match := _FIGURES.search(text):
        return _said(int(match[2]), int(match[3]) if len(match[3]) > 2 else None)
    return ""


def _said(month: int, year: int | None) -> str:
    if not 1 <= month <= len(_MONTHS):
        return ""
    return f"{_ORDINALS[(month - 1) // 3]} trimestre" + (f" de {year}" if year else "")


_DEPARTMENT = r"[^\W\d_]+(?: [^\W\d_]+){0,3}"
_AFTER = re.compile(rf"(?:\s*[,–-]\s*|\s+en )(?:el )?(?:municipio de )?(?={_DEPARTMENT})")
_INSIDE = re.compile(r"(?:[,;(–]|\sen)\s*(?:el )?(?:municipio de )?(?=[^\W\d_])")


@cache
def municipalities() -> dict[str, str]:
    """Every name of a municipality by its plain form; «Bogotá, D. C.» goes by «Bogotá»."""
    names = {t.name.partition(",")[0].strip() for t in vocabulary("municipios").values()}
    return {plain(n): n for n in sorted(names)}


@cache
def _departments() -> frozenset[str]:
    return frozenset(
        (*(plain(t.name) for t in vocabulary("departamentos").values()), "colombia", "d.c.", "d. c.", "dc", "valle")
    )


def municipality(text: str, start: int, end: int, ceiling: int) -> tuple[str, int]:
    """The municipality that an address ends in or that follows it, and where that stands out of the way.

    Returns its name ("" when there is none) and the end of what it makes superfluous: its own words after the address.
    A municipality in the middle («vía Pasto», «calle Caldas») may only be the name of the road, and one that is called
    like a department (Nariño) may be the department.
    """
    for match in _INSIDE.finditer(text, start, end):
        rest = text[match.end() : end].strip(" ).")
        name, *others = re.split(r"\s*[,(–]\s*", rest)
        surely = bool(others) or plain(name) not in _departments()
        if surely and plain(name) in municipalities() and all(plain(o.strip(" )")) in _departments() for o in others):
            return municipalities()[plain(name)], end
    after = _AFTER.match(text, end, ceiling)
    if after:
        return _longest(text, after.end(), ceiling)
    return "", end


def _longest(text: str, at: int, ceiling: int) -> tuple[str, int]:
    """The longest name of a municipality, written with a capital, that stands at a place of the text."""
    ends = [m.end() for m in re.compile(r"[^\W\d_]+(?![^\W\d_])").finditer(text, at, min(ceiling, at + 60))]
    for end in reversed(ends[:6]):
        name = municipalities().get(plain(text[at:end]))
        # «La Unión Europea»: another capital right after says that the name goes on.
        if (
            name
            and plain(name) not in _departments()
            and text[at].isupper()
            and not re.compile(r" [^\W\d_a-zà-ÿ]").match(text, end)
        ):
            return name, end
    return "", at
