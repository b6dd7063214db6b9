"""Rules and model together: who is sure, who is for a person to decide.

A finding of the rules is never lost here: the model can raise it, lower it from `auto` to `revisar`, and add others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.anonymize.features import lines
from generator.anonymize.lexicons import Word
from generator.anonymize.model import model
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.surroundings import GAP, INITIAL_GAP
from generator.anonymize.tokens import CAPITAL, NAME, PROSE, Shape, Token

# Chosen on the development sets, never on the training ones (figures in datos/MODELO.md).
SURE = 0.85
"""From here on a word is a name without anyone being asked."""
BESIDE = 0.5
"""As SURE, for the words that touch one that is."""
POSSIBLE = 0.01
"""From here on a person decides about a capitalized word."""
POSSIBLE_LOWER = 0.05
"""As POSSIBLE, for a word without a capital."""
DOUBTED = 0.2
"""Below this the model takes what the rules were sure of for something else: a person decides."""

_MARKS = Shape.SEGURA | Shape.DUDOSA
_WORTH = CAPITAL | Shape.FUERTE | Shape.CASI | _MARKS
_PLAIN = Word.DICCIONARIO | Word.TERMINO | Word.PARTICULA | Word.CERRADA


def probabilities(text: str, tokens: Sequence[Token]) -> list[float]:
    """How likely each word is part of a name. Lines where nothing can be one are not looked at."""
    found = [0.0] * len(tokens)
    reader = model()
    for first, last in lines(text, tokens):
        line = tokens[first:last]
        if _worth_looking(line):
            found[first:last] = reader.probabilities(text, line)
    return found


def _worth_looking(line: Sequence[Token]) -> bool:
    """Whether any word could be a name: one with a capital beyond the first of the line, or that a list knows."""
    if any(t.flags & _WORTH for t in line[1:]):
        return True
    flags = line[0].flags
    return bool(flags & (_MARKS | NAME | Shape.DESCONOCIDA | Shape.FUERTE) or (flags & CAPITAL and not flags & _PLAIN))


def combined(text: str, tokens: Sequence[Token], found: Sequence[Span], likely: Sequence[float]) -> Iterator[Span]:
    """The spans of the rules with the level that both agree on, and those that only the model sees."""
    yield from _lowered(tokens, found, likely)
    levels = [_level(token, p) for token, p in zip(tokens, likely, strict=True)]
    for index, level in enumerate(levels):
        if level is Level.AUTO:
            for step in (1, -1):
                _grow(text, tokens, likely, levels, index, step)
    for first, last in _stretches(text, tokens, levels):
        level = levels[first]
        if level is not None:
            reason = "nombre de persona, por su contexto" if level is Level.AUTO else "posible nombre, por su contexto"
            yield Span(tokens[first].start, tokens[last].end, Kind.PERSONA, level, reason)


def _level(token: Token, p: float) -> Level | None:
    if p >= SURE:
        return Level.AUTO
    return Level.REVISAR if p >= (POSSIBLE if token.flags & CAPITAL else POSSIBLE_LOWER) else None


def _grow(
    text: str, tokens: Sequence[Token], likely: Sequence[float], levels: list[Level | None], index: int, step: int
) -> None:
    index += step
    while 0 <= index < len(tokens) and levels[index] is Level.REVISAR and likely[index] >= BESIDE:
        first = min(index, index - step)
        if not _touch(text, tokens[first], tokens[first + 1]):
            return
        levels[index] = Level.AUTO
        index += step


def _touch(text: str, first: Token, second: Token) -> bool:
    pattern = INITIAL_GAP if first.flags & Shape.INICIAL else GAP
    return first.place == second.place and bool(pattern.match(text, first.end, second.start))


def _stretches(text: str, tokens: Sequence[Token], levels: Sequence[Level | None]) -> Iterator[tuple[int, int]]:
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


def _lowered(tokens: Sequence[Token], found: Sequence[Span], likely: Sequence[float]) -> Iterator[Span]:
    """The rules' spans. Of what they are sure of, the words that the model takes for something else are asked."""
    index = 0
    for span in sorted(found, key=lambda s: s.start):
        while index and tokens[index - 1].end > span.start:
            index -= 1
        while index < len(tokens) and tokens[index].end <= span.start:
            index += 1
        last = index
        while last < len(tokens) and tokens[last].start < span.end:
            last += 1
        if span.level is Level.REVISAR or index == last or tokens[index].place != PROSE:
            yield span
        else:
            yield from _split(span, tokens[index:last], likely[index:last])


def _split(span: Span, words: Sequence[Token], likely: Sequence[float]) -> Iterator[Span]:
    sure = [p >= DOUBTED for p in likely]
    starts = [0, *(i for i in range(1, len(words)) if sure[i] is not sure[i - 1]), len(words)]
    for first, last in zip(starts, starts[1:], strict=False):
        start = words[first].start if first else span.start
        end = words[last - 1].end if last < len(words) else span.end
        level, reason = (Level.AUTO, span.reason) if sure[first] else (Level.REVISAR, "posible nombre de persona")
        yield Span(start, end, span.kind, level, reason)
