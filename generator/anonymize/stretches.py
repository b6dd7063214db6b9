"""Words that stand together: what is known of one reaches its neighbours, and what a whole line says of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.anonymize.certainty import SURE
from generator.anonymize.features import in_capitals, lines
from generator.anonymize.spans import Level
from generator.anonymize.surroundings import GAP, INITIAL_GAP
from generator.anonymize.tokens import Shape, Token


def grow(
    text: str, tokens: Sequence[Token], likely: Sequence[float], levels: list[Level | None], index: int, step: int
) -> None:
    """Make certain the likely words that touch a certain one, on the side that `step` (1 or -1) tells."""
    index += step
    while 0 <= index < len(tokens) and levels[index] is Level.REVISAR and likely[index] >= SURE:
        first = min(index, index - step)
        if not _touch(text, tokens[first], tokens[first + 1]):
            return
        levels[index] = Level.AUTO
        index += step


def opens(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Whether a word opens a sentence, a line or a cell: its capital says nothing there."""
    between = text[tokens[index - 1].end : tokens[index].start] if index else "\n"
    return "\n" in between or any(mark in between for mark in ".!?…:|•*")


def in_capital_lines(text: str, tokens: Sequence[Token]) -> bytearray:
    """Which words stand in capitals among others in capitals: not acronyms, but lines where capitals say nothing."""
    shouted = bytearray(len(tokens))
    if not any(token.flags & Shape.MAYUSCULAS for token in tokens):
        return shouted
    for first, last in lines(text, tokens):
        line = tokens[first:last]
        if in_capitals(line) and sum(1 for t in line if t.flags & Shape.MAYUSCULAS and len(t.word) > 3) > 2:
            for index in range(first, last):
                shouted[index] = bool(tokens[index].flags & Shape.MAYUSCULAS)
    for index, token in enumerate(tokens):
        if token.flags & Shape.MAYUSCULAS and not shouted[index]:
            near = [*tokens[max(index - 2, 0) : index], *tokens[index + 1 : index + 3]]
            shouted[index] = sum(1 for t in near if t.flags & Shape.MAYUSCULAS and len(t.word) > 3) > 1
    return shouted


def near_name(text: str, tokens: Sequence[Token], levels: Sequence[Level | None], index: int) -> bool:
    """Whether a lone letter or a particle touches another word of a name. «2025-T3», «columna B» are nobody."""
    for first in (index - 1, index):
        if 0 <= first < len(tokens) - 1 and _touch(text, tokens[first], tokens[first + 1]):
            other = first if first < index else first + 1
            if levels[other] and not tokens[other].flags & Shape.INICIAL:
                return True
    return False


def _touch(text: str, first: Token, second: Token) -> bool:
    pattern = INITIAL_GAP if first.flags & Shape.INICIAL else GAP
    return first.place == second.place and bool(pattern.match(text, first.end, second.start))


def stretches(text: str, tokens: Sequence[Token], levels: Sequence[Level | None]) -> Iterator[tuple[int, int]]:
    """First and last of the words that stand together at the same level."""
    index, count = 0, len(tokens)
    while index < count:
        first = index
        index += 1
        if levels[first] is None:
            continue
        while index < count and levels[index] is levels[first] and _touch(text, tokens[index - 1], tokens[index]):
            index += 1
        yield first, index - 1
