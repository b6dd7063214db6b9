"""The author's text as the review page shows it: line by line, with the words that are asked about marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.anonymize.source import Lens, lens

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}\s")
_FRONT = "---"


@dataclass(frozen=True, slots=True, repr=False)
class Mark:
    """Some words to mark, at or after a line of the text; `question` is the id of the one they belong to."""

    question: str
    line: int
    words: str


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """A line: what it is (`campo`, `titulo`, `codigo`, `texto`) and its parts, each with its question or None."""

    style: str
    parts: tuple[tuple[str, str | None], ...]


def marked(text: str, marks: Sequence[Mark]) -> list[Line]:
    """A text in lines, every mark put where its words stand. A mark whose words are not found is not shown."""
    places = sorted(_places(text, marks))
    lines, begin, at = [], 0, 0
    for style, line in _styled(text.split("\n")):
        end = begin + len(line)
        while at < len(places) and places[at][1] <= begin:
            at += 1
        lines.append(Line(style, tuple(_parts(text, begin, end, places[at:]))))
        begin = end + 1
    return lines


def _places(text: str, marks: Iterable[Mark]) -> Iterator[tuple[int, int, str]]:
    """Stretches of the source, apart; the second mention of the same words on a line is the second place."""
    view = lens(text)
    taken: set[int] = set()
    for mark in marks:
        free = [(s, e) for s, e in _stretches(view, mark) if taken.isdisjoint(range(s, e))]
        whole = (place for place in free if _is_whole(text, *place))
        place = next(whole, free[0] if free else None)
        if place is not None:
            taken.update(range(*place))
            yield *place, mark.question


def _stretches(view: Lens, mark: Mark) -> Iterator[tuple[int, int]]:
    for stretches in view.occurrences(mark.words, mark.line):
        yield stretches[0][0], stretches[-1][1]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on at either side: `Ana` is not in `Anatomía` while it stands anywhere else."""
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()


def _parts(text: str, begin: int, end: int, places: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, str | None]]:
    at = begin
    for start, stop, question in places:
        if start >= end:
            break
        low, high = max(start, begin), min(stop, end)
        if at < low:
            yield text[at:low], None
        yield text[low:high], question
        at = high
    if at < end:
        yield text[at:end], None


def _styled(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each line with what it is, as far as its looks go: nothing is decided by it."""
    front = bool(lines) and lines[0].rstrip() == _FRONT
    fence = ""
    for number, line in enumerate(lines):
        opening = _FENCE.match(line)
        if front:
            yield "campo", line
            front = number == 0 or line.rstrip() != _FRONT
        elif fence:
            yield "codigo", line
            fence = "" if opening and opening[1].startswith(fence) else fence
        elif opening:
            yield "codigo", line
            fence = opening[1]
        else:
            yield ("titulo" if _HEADING.match(line) else "texto"), line
