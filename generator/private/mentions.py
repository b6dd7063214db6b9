"""Finding somebody in what others wrote freely: their names, in whatever accents, their document and their mail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.vocabulary import plain

_SMALL = frozenset({"de", "del", "la", "las", "los", "y", "san"})
_ACCENTED = {"a": "aáàâäã", "e": "eéèêë", "i": "iíìîï", "o": "oóòôöõ", "u": "uúùûü", "n": "nñ", "c": "cç", "y": "yý"}
_MARKS = "[\u0300-\u036f]*"


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """What points to a person."""

    name: str
    document: str | None = None
    mail: str | None = None
    also: tuple[str, ...] = ()
    """What else they are called: nicknames, diminutives, an earlier name."""


def mask(text: str, people: Iterable[Identity], instead: str, *, known: bool) -> str:
    """The text without those people. Where they are `known` to be meant, one part of a name is enough; else, two."""
    for one in people:
        for pattern in _patterns(one, 1 if known else 2):
            text = pattern.sub(instead, text)
    return text


def _patterns(one: Identity, least: int) -> Iterable[re.Pattern[str]]:
    if one.mail:
        yield re.compile(re.escape(one.mail), re.IGNORECASE)
    if one.document:
        yield re.compile(r"(?<!\w)" + r"[ .\-]?".join(re.escape(c) for c in one.document) + r"(?!\w)", re.IGNORECASE)
    for called in (one.name, *one.also):
        parts = _parts(called)
        # A single nickname may be anybody's: it means this person only where they are known to be meant.
        if parts and (called == one.name or len(parts) >= least):
            yield _some_of(parts, min(least, len(parts)))


def _parts(name: str) -> list[str]:
    """What a name is recognised by: its long words, and the short ones too where it has not two long ones."""
    parts = [p for p in re.findall(r"\w+", plain(name)) if len(p) > 1 and p not in _SMALL]
    telling = [p for p in parts if len(p) > 2]
    return telling if len(telling) > 1 else parts


def _some_of(parts: list[str], least: int) -> re.Pattern[str]:
    """At least so many of those words, one after the other."""
    part = "(?:" + "|".join("".join(_letter(c) for c in p) for p in sorted(set(parts), key=len, reverse=True)) + ")"
    between = r"\W+(?:(?:" + "|".join(sorted(_SMALL)) + r"|\w)\W+)*"  # small words, and initials
    return re.compile(rf"(?<!\w){part}(?:{between}{part}){{{least - 1},}}(?!\w)", re.IGNORECASE)


def _letter(letter: str) -> str:
    return f"[{_ACCENTED.get(letter, re.escape(letter))}]{_MARKS}"
