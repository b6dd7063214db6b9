"""Full dates beside a person: the day on which somebody did something helps to tell who, and a trimester is enough.

Dates of history, of a norm or of a document stand beside nobody and are left alone.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from generator.anonymize.needs import Guarded
from generator.anonymize.replace import SOMEONE
from generator.anonymize.sensitive import SENTENCE
from generator.anonymize.spans import Kind, Level, Span

_MONTH = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)"
_YEAR = r"20\d\d"
_DATE = Guarded(
    re.compile(
        rf"(?<![\w/.-])(?:(?:[0-2]?\d|3[01]|primero) de {_MONTH}(?: de(?:l(?: año)?)?|,)? {_YEAR}"
        rf"|{_MONTH} (?:[0-2]?\d|3[01])(?: de(?:l)?|,)? {_YEAR}"
        rf"|(?:[0-2]?\d|3[01])(?P<s>[/.-])(?:0?\d|1[0-2])(?P=s){_YEAR})(?![\w/-])",
        re.IGNORECASE,
    ),
    "20",
    digits=4,
)
_SOMEONE = re.compile(SOMEONE)
_REACH = 160


def dates(text: str, people: Iterable[Span]) -> Iterator[Span]:
    """Full dates of this century in the sentence of somebody named, or of who was."""
    found = list(_DATE.finditer(text))
    if not found:
        return
    named = sorted((s.start, s.end) for s in people if s.kind is Kind.PERSONA)
    named = sorted([*named, *(m.span() for m in _SOMEONE.finditer(text))])
    for match in found:
        if any(_together(text, match.span(), person) for person in _near(named, *match.span())):
            yield Span(*match.span(), Kind.FECHA, Level.REVISAR, "fecha exacta junto a una persona: basta el trimestre")


def _near(named: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    for person in named[bisect_left(named, (start - 2 * _REACH, 0)) :]:
        if person[0] > end + _REACH:
            return
        yield person


def _together(text: str, date: tuple[int, int], person: tuple[int, int]) -> bool:
    low, high = (person[1], date[0]) if person[1] <= date[0] else (date[1], person[0])
    return low <= high <= low + _REACH and "\n" not in text[low:high] and not SENTENCE.search(text, low, high + 1)
