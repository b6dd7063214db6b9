"""The spans of the rules, with what the model takes for something else lowered to a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.anonymize.certainty import DOUBTED, is_common
from generator.anonymize.genre import Genre
from generator.anonymize.lexicons import Word
from generator.anonymize.spans import Level, Span
from generator.anonymize.tokens import PROSE, Token

_AND = frozenset("y e i".split())


def lowered(tokens: Sequence[Token], found: Sequence[Span], likely: Sequence[float], genre: Genre) -> Iterator[Span]:
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
            if last - index != 1 or not is_common(tokens[index], likely[index], genre):
                yield span
        else:
            yield from _split(span, tokens[index:last], likely[index:last])


def _split(span: Span, words: Sequence[Token], likely: Sequence[float]) -> Iterator[Span]:
    sure = [p >= DOUBTED for p in likely]
    for i in range(1, len(words) - 1):
        # «de la», and «y» before a last surname: what stands between two words of a name belongs to it. «Ana y Luis
        # Mina» are two people.
        inner = words[i].flags & Word.PARTICULA and (words[i].word not in _AND or i == len(words) - 2 > 1)
        sure[i] = sure[i] or (sure[i - 1] and bool(inner) and any(sure[i + 1 : i + 3]))
    starts = [0, *(i for i in range(1, len(words)) if sure[i] is not sure[i - 1]), len(words)]
    for first, last in pairwise(starts):
        start = words[first].start if first else span.start
        end = words[last - 1].end if last < len(words) else span.end
        level, reason = (Level.AUTO, span.reason) if sure[first] else (Level.REVISAR, "posible nombre de persona")
        yield Span(start, end, span.kind, level, reason)
