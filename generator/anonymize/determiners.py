"""The small words before what is replaced, made to agree with what stands there afterwards: «del señor» → «de la»."""

from __future__ import annotations

import re

from generator.anonymize.roles import Gender

_TO_FEMININE = {
    "el": "la",
    "del": "de la",
    "al": "a la",
    "un": "una",
    "este": "esta",
    "ese": "esa",
    "aquel": "aquella",
    "nuestro": "nuestra",
    "querido": "querida",
    "estimado": "estimada",
}
_TO_MASCULINE = {
    "de la": "del",
    "a la": "al",
    "la": "el",
    "una": "un",
    "esta": "este",
    "esa": "ese",
    "aquella": "aquel",
    "nuestra": "nuestro",
}
_PREPOSITIONS = r"(?:desde|hasta|para|por|sobre|hacia|entre|en|ante|tras|con)"
_GAP = r"[ \t\xa0]*(?:\n[ \t]*)?[ \t\xa0]*"
_DETERMINER = re.compile(
    rf"(?<![\w.@/-])(?:(?:de|a)[ ]la|{'|'.join(sorted({*_TO_FEMININE, *_TO_MASCULINE} - {'de la', 'a la'}))}){_GAP}\Z",
    re.IGNORECASE,
)
_PLURAL = re.compile(rf"(?<![\w.@/-])(los|las){_GAP}\Z", re.IGNORECASE)
_CONJUNCTION = re.compile(rf"(?<![\w.@/-])(y|e|o|u){_GAP}\Z", re.IGNORECASE)
_DAY = re.compile(
    rf"(?<![\w.@/-])(?P<before>{_PREPOSITIONS}[ ])?(?P<article>el|del|al)(?:[ ]d[ií]a)?{_GAP}\Z", re.IGNORECASE
)


def gender_before(text: str, at: int, floor: int) -> Gender | None:
    """The gender that the article before `at` tells, if one stands there."""
    match = _DETERMINER.search(text, max(floor, at - 30), at)
    if not match:
        return None
    return Gender.MASCULINE if _bare(match) in _TO_FEMININE else Gender.FEMININE


def agreed(text: str, at: int, floor: int, gender: Gender) -> tuple[int, str]:
    """Where the article before `at` begins and what it becomes for a noun of that gender; nothing: `(at, "")`."""
    match = _DETERMINER.search(text, max(floor, at - 30), at)
    table = _TO_FEMININE if gender is Gender.FEMININE else _TO_MASCULINE
    if not match or _bare(match) not in table:
        return at, ""
    return match.start(), f"{cased(table[_bare(match)], match[0])} "


def several(text: str, at: int, floor: int) -> tuple[int, str] | None:
    """The article of «los Muchavisoy», for «personas»; None when there is none."""
    match = _PLURAL.search(text, max(floor, at - 30), at)
    return (match.start(), f"{cased('las', match[1])} ") if match else None


def joined(text: str, at: int, floor: int, follows: str) -> tuple[int, str]:
    """The conjunction before `at` as it is said before what follows: «e instructora», «y persona»."""
    match = _CONJUNCTION.search(text, max(floor, at - 12), at)
    if not match:
        return at, ""
    word = match[1].lower()
    right = ("e" if follows[:1].lower() == "i" else "y") if word in "ye" else "o"
    return (at, "") if right == word else (match.start(), f"{cased(right, match[1])} ")


def day(text: str, at: int, floor: int, *, trimester: bool) -> tuple[int, str]:
    """The article of a day before what no longer is one: «nació el 3 de mayo» → «nació en», «el 3» → «en el»."""
    match = _DAY.search(text, max(floor, at - 30), at)
    if not match:
        return at, ""
    article, start = match["article"].lower(), match.start("article")
    if match["before"]:
        words = article if trimester else ""
    elif trimester:
        words = "en el" if article == "el" else article
    else:
        words = {"el": "en", "del": "de", "al": "a"}[article]
    return start, f"{cased(words, match['article'])} " if words else ""


def cased(words: str, like: str) -> str:
    """Some words with the capitals of the ones that they replace."""
    letters = [c for c in like if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return words.upper()
    return words[:1].upper() + words[1:] if letters and letters[0].isupper() else words


def _bare(match: re.Match[str]) -> str:
    return " ".join(match[0].lower().split())
