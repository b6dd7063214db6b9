"""Rules and model together: who is sure, who is for a person to decide.

A finding of the rules is never lost here: the model can raise it, lower it from `auto` to `revisar`, and add others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from generator.anonymize.certainty import POSSIBLE, level_of, may_be_nobodys, opening, possible_in_capitals
from generator.anonymize.features import lines
from generator.anonymize.genre import Genre
from generator.anonymize.lexicons import Word
from generator.anonymize.lowering import lowered
from generator.anonymize.model import model
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.stretches import grow, in_capital_lines, near_name, opens, stretches
from generator.anonymize.surroundings import GAP, titled
from generator.anonymize.tokens import CAPITAL, NAME, Shape, Token

_MARKS = Shape.SEGURA | Shape.DUDOSA
_WORTH = CAPITAL | Shape.FUERTE | Shape.CASI | _MARKS
_NAMES = NAME | Word.DEBIL | _MARKS
_AROUND = 4
"""Words on each side of one that could be a name: what they are told changes nothing beyond."""
_JOINING = frozenset("al el ben bin ibn von van der den da do dos di du de del la las los".split())
_COMPANY = re.compile(
    r"[ \t,]{1,2}(?:S\.?[ ]?A\.?(?:[ ]?S\.?)?|S\.?[ ]?L\.?|Ltda|Ltd|Inc|Corp|GmbH|AG|LLC"
    r"|[eyE&][ ](?:Hijos|Hnos|Hermanos|C[ií]a|Asociados))"
    r"(?![\w])"
)
_THING_GAP = re.compile(r"[ \t]*\n?[ \t]*[\"'“«‘*_]*[ \t]?\Z")
_NAMELIKE = NAME | Word.DEBIL | Shape.DESCONOCIDA
_ROLES = Word.TERMINO | Word.TRATAMIENTO
_PLAIN = Word.DICCIONARIO | Word.TERMINO | Word.PARTICULA | Word.CERRADA


def probabilities(text: str, tokens: Sequence[Token]) -> list[float]:
    """How likely each word is part of a name. Only words near one that could be are looked at."""
    found = [0.0] * len(tokens)
    reader = model()
    for first, last in lines(text, tokens):
        line = tokens[first:last]
        for low, high in _windows(line):
            found[first + low : first + high] = reader.probabilities(text, line, low, high)
    return found


def _windows(line: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Stretches of a line around the words that could be names: with a capital, or that a list or the rules know.

    A line that opens with a word of the dictionary and has no other capital holds none.
    """
    low = high = -1
    for index, token in enumerate(line):
        flags = token.flags
        if not flags & _WORTH or (flags & Word.TERMINO and not flags & _NAMES):
            continue
        if not index and flags & _PLAIN and not flags & _NAMES:
            continue
        if high < 0 or index - _AROUND > high:
            if high >= 0:
                yield low, min(high, len(line))
            low = max(index - _AROUND, 0)
        high = index + _AROUND + 1
    if high >= 0:
        yield low, min(high, len(line))


def combined(
    text: str, tokens: Sequence[Token], found: Sequence[Span], likely: Sequence[float], genre: Genre
) -> Iterator[Span]:
    """The spans of the rules with the level that both agree on, and those that only the model sees."""
    shouted = in_capital_lines(text, tokens)
    for span in lowered(tokens, found, likely, genre):
        yield _asked(text, tokens, span)
    levels = [level_of(t, p, genre) if p >= POSSIBLE else None for t, p in zip(tokens, likely, strict=True)]
    if any(levels) or any(shouted):
        yield from _by_context(text, tokens, likely, levels, shouted, genre)


def _by_context(
    text: str,
    tokens: Sequence[Token],
    likely: Sequence[float],
    levels: list[Level | None],
    shouted: bytearray,
    genre: Genre,
) -> Iterator[Span]:
    """The spans of the model: words that stand together at one level, `levels` being those of each by itself."""
    for index, level in enumerate(levels):
        if level is None:
            if shouted[index] and possible_in_capitals(tokens[index], likely[index]):
                levels[index] = Level.REVISAR
            continue
        alone = index + 1 == len(tokens) or levels[index + 1] is not Level.AUTO
        if tokens[index].flags & Word.DICCIONARIO and alone and opens(text, tokens, index):
            levels[index] = opening(tokens, likely[index], level, index)
        if tokens[index].flags & (Shape.INICIAL | Word.PARTICULA) and not near_name(text, tokens, levels, index):
            levels[index] = None
    for index, level in enumerate(levels):
        if level is Level.AUTO:
            for step in (1, -1):
                grow(text, tokens, likely, levels, index, step)
    for index in range(1, len(tokens) - 1):
        # «Saad al Abdalá»: what joins two words of a name is seen with them.
        if levels[index] is None and tokens[index].word in _JOINING and levels[index - 1] and levels[index + 1]:
            levels[index] = Level.REVISAR
    for first, last in stretches(text, tokens, levels):
        level, words = levels[first], tokens[first : last + 1]
        if first == last:
            doubtful = may_be_nobodys(words[0].flags, likely[first])
        elif doubtful := not any(w.flags & _NAMELIKE and not w.flags & _ROLES for w in words):
            # «Subdirector de Centro», «Coordinador Misional»: a role and its area, in words that are nobody's.
            level = None if words[0].flags & (Word.TRATAMIENTO | Word.TERMINO) else level
        if level is Level.AUTO and (doubtful or not (genre is Genre.SENTENCE or _known(text, tokens, first, last))):
            level = Level.REVISAR
        if level is not None:
            reason = "nombre de persona, por su contexto" if level is Level.AUTO else "posible nombre, por su contexto"
            yield _asked(text, tokens, Span(words[0].start, words[-1].end, Kind.PERSONA, level, reason))


def _known(text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether something besides the context says that it is a name: a list of names, a role or a form's label."""
    if any(
        t.flags & NAME and t.flags & Shape.FUERTE and not t.flags & Word.OTRA_LENGUA for t in tokens[first : last + 1]
    ):
        return True
    return titled(text, list(tokens[max(first - 1, 0) : first + 1]), min(first, 1))


def _asked(text: str, tokens: Sequence[Token], span: Span) -> Span:
    """A company, a work or a prize bears the name of somebody: whoever knows which of both is meant decides."""
    if span.level is Level.REVISAR:
        return span
    last = max(text.rfind(" ", span.start, span.end), span.start)
    company = _COMPANY.match(text, span.end) or _COMPANY.match(text, last, span.end)
    before = bisect_left(tokens, span.start, key=attrgetter("start")) - 1
    thing = _after_thing(text, tokens, before, span.start)
    if company or thing:
        return Span(
            span.start, span.end, span.kind, Level.REVISAR, "nombre de persona o de una cosa que lleva su nombre"
        )
    return span


def _after_thing(text: str, tokens: Sequence[Token], before: int, start: int) -> bool:
    """Whether what stands before is a thing that may be called so: «la serie», «síndrome de»."""
    if before < 0:
        return False
    if tokens[before].word == "de" and before and tokens[before - 1].flags & Word.EPONIMO:
        return bool(GAP.match(text, tokens[before - 1].end, tokens[before].start))
    return bool(
        tokens[before].flags & (Word.COSA_DE | Word.EPONIMO) and _THING_GAP.match(text, tokens[before].end, start)
    )
