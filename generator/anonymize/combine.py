"""Rules and model together: who is sure, who is for a person to decide.

A finding of the rules is never lost here: the model can raise it, lower it from `auto` to `revisar`, and add others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.anonymize.features import in_capitals, lines
from generator.anonymize.genre import Genre
from generator.anonymize.lexicons import Word
from generator.anonymize.model import model
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.surroundings import GAP, INITIAL_GAP, titled
from generator.anonymize.tokens import CAPITAL, NAME, PROSE, Shape, Token

# Chosen on the development sets, never on the training ones (figures in datos/MODELO.md).
SURE = 0.5
"""From here on a word is a name without anyone being asked."""
SURE_WORD = 0.9
"""As SURE, for a word that a dictionary has and no list of names."""
SURE_NAME = 0.65
"""As SURE, for a word that is nearly always a name, where a place may explain it."""
SURE_PLACE = 0.9
"""As SURE, for a lone word that is also a place, a term or a role: «Bolívar» in a list, «Cuero» in an area's name."""
POSSIBLE = 0.003
"""From here on a person decides about a capitalized word."""
POSSIBLE_COMMON = 0.03
"""As POSSIBLE, for a word that a dictionary has and no list of names."""
POSSIBLE_OPENING = 0.6
"""As POSSIBLE, for such a word where it opens a sentence; the rules look at what follows it."""
POSSIBLE_CAPITALS = 0.0005
"""As POSSIBLE, for any word in a line in capitals, where nothing tells a name from a word."""
POSSIBLE_LOWER = 0.05
"""As POSSIBLE, for a word without a capital."""
POSSIBLE_PLACE = 0.1
"""As POSSIBLE, for a place, an acronym, a word of grammar, a word with capitals inside."""
POSSIBLE_TERM = 0.6
"""As POSSIBLE, for a role or a term that is nobody's name."""
COMMON_IN = {Genre.SENTENCE: 0.03, Genre.DOCUMENT: 0.3, Genre.TECHNICAL: 0.3}
"""Below this, a lone capitalized word of a dictionary that the rules would ask about is that word."""
UNKNOWN_IN = {Genre.SENTENCE: 0.0, Genre.DOCUMENT: 0.0, Genre.TECHNICAL: 0.1}
"""As COMMON_IN, for a word that no list has."""
DOUBTED = 0.6
"""Below this the model takes what the rules were sure of for something else: a person decides."""

_MARKS = Shape.SEGURA | Shape.DUDOSA
_WORTH = CAPITAL | Shape.FUERTE | Shape.CASI | _MARKS
_NAMES = NAME | Word.DEBIL | _MARKS
_AROUND = 4
"""Words on each side of one that could be a name: what they are told changes nothing beyond."""
_COMMON = Word.DICCIONARIO | Word.INGLES | Word.LUGAR | Shape.MIXTA
_AND = frozenset("y e i".split())
_JOINING = frozenset("al el ben bin ibn von van der den da do dos di du de del la las los".split())
_COMPANY = re.compile(
    r"[ \t,]{1,2}(?:S\.?[ ]?A\.?(?:[ ]?S\.?)?|S\.?[ ]?L\.?|Ltda|Ltd|Inc|Corp|GmbH|AG|LLC"
    r"|[eyE&][ ](?:Hijos|Hnos|Hermanos|C[ií]a|Asociados))"
    r"(?![\w])"
)
_THING_GAP = re.compile(r"[ \t]*\n?[ \t]*[\"'“«‘*_]*[ \t]?\Z")
_NAMELIKE = NAME | Word.DEBIL | Shape.DESCONOCIDA
_ROLES = Word.TERMINO | Word.TRATAMIENTO
_NOBODYS = Word.LUGAR | Word.TERMINO | Word.TRATAMIENTO
_LISTED = Word.DICCIONARIO | Word.INGLES
_CLOSED = Word.PARTICULA | Word.CERRADA
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
    starts = [t.start for t in tokens]
    shouted = _in_capitals(text, tokens)
    for span in _lowered(tokens, found, likely, genre):
        yield _asked(text, tokens, starts, span)
    levels = [_level(token, p, genre) for token, p in zip(tokens, likely, strict=True)]
    for index, level in enumerate(levels):
        if level is None:
            if shouted[index] and _possible_in_capitals(tokens[index], likely[index]):
                levels[index] = Level.REVISAR
            continue
        alone = index + 1 == len(tokens) or levels[index + 1] is not Level.AUTO
        if tokens[index].flags & Word.DICCIONARIO and alone and _opens(text, tokens, index):
            levels[index] = _opening(tokens, likely[index], level, index)
        if tokens[index].flags & (Shape.INICIAL | Word.PARTICULA) and not _near_name(text, tokens, levels, index):
            levels[index] = None
    for index, level in enumerate(levels):
        if level is Level.AUTO:
            for step in (1, -1):
                _grow(text, tokens, likely, levels, index, step)
    for index in range(1, len(tokens) - 1):
        # «Saad al Abdalá»: what joins two words of a name is seen with them.
        if levels[index] is None and tokens[index].word in _JOINING and levels[index - 1] and levels[index + 1]:
            levels[index] = Level.REVISAR
    for first, last in _stretches(text, tokens, levels):
        level, words = levels[first], tokens[first : last + 1]
        if first == last:
            doubtful = _may_be_nobodys(words[0].flags, likely[first])
        elif doubtful := not any(w.flags & _NAMELIKE and not w.flags & _ROLES for w in words):
            # «Subdirector de Centro», «Coordinador Misional»: a role and its area, in words that are nobody's.
            level = None if words[0].flags & (Word.TRATAMIENTO | Word.TERMINO) else level
        if level is Level.AUTO and (doubtful or not (genre is Genre.SENTENCE or _known(text, tokens, first, last))):
            level = Level.REVISAR
        if level is not None:
            reason = "nombre de persona, por su contexto" if level is Level.AUTO else "posible nombre, por su contexto"
            yield _asked(text, tokens, starts, Span(words[0].start, words[-1].end, Kind.PERSONA, level, reason))


def _known(text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether something besides the context says that it is a name: a list of names, a role or a form's label."""
    if any(
        t.flags & NAME and t.flags & Shape.FUERTE and not t.flags & Word.OTRA_LENGUA for t in tokens[first : last + 1]
    ):
        return True
    return titled(text, list(tokens[max(first - 1, 0) : first + 1]), min(first, 1))


def _opening(tokens: Sequence[Token], p: float, level: Level, index: int) -> Level | None:
    """The level of a common word that opens a sentence, where its capital says nothing: «Casas quemadas», «Evita»."""
    flags = tokens[index].flags
    if p >= (SURE_NAME if flags & Shape.FUERTE and _acts(tokens, index) else SURE_WORD):
        return level
    enough = SURE_WORD if flags & Word.DEBIL else POSSIBLE_OPENING
    return Level.REVISAR if p >= enough else None


def _acts(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word of the language follows, as a verb does: «Garzón anula», not «Cortes al abrir»."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and not after.flags & (CAPITAL | _CLOSED) and bool(after.flags & Word.DICCIONARIO)


def _may_be_nobodys(flags: int, p: float) -> bool:
    """Whether a lone word may name a place, a term or a role instead: what the model says must then weigh more."""
    return bool(flags & _NOBODYS) and p < (SURE_NAME if flags & Shape.FUERTE and flags & NAME else SURE_PLACE)


def _asked(text: str, tokens: Sequence[Token], starts: Sequence[int], span: Span) -> Span:
    """A company, a work or a prize bears the name of somebody: whoever knows which of both is meant decides."""
    if span.level is Level.REVISAR:
        return span
    last = max(text.rfind(" ", span.start, span.end), span.start)
    company = _COMPANY.match(text, span.end) or _COMPANY.match(text, last, span.end)
    thing = _after_thing(text, tokens, bisect_left(starts, span.start) - 1, span.start)
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


def _level(token: Token, p: float, genre: Genre) -> Level | None:
    flags = token.flags
    if p < POSSIBLE or flags & Shape.LUGAR_DICHO:
        return None
    if flags & Word.TERMINO and not flags & NAME:
        return Level.REVISAR if p >= POSSIBLE_TERM else None
    own = flags & NAME and not flags & Word.OTRA_LENGUA
    sure = SURE_WORD if flags & _COMMON and not own else SURE
    if p >= sure and (flags & CAPITAL or flags & NAME):
        return Level.AUTO
    enough = _possible(token)
    if not flags & (NAME | Word.DEBIL):
        enough = max(enough, COMMON_IN[genre] if flags & _LISTED else UNKNOWN_IN[genre])
    return Level.REVISAR if p >= enough else None


def _possible(token: Token) -> float:
    flags = token.flags
    if not flags & CAPITAL:
        return SURE_WORD if flags & _LISTED and not flags & Word.PARTICULA else POSSIBLE_LOWER
    if flags & Word.TRATAMIENTO and not flags & NAME:
        return POSSIBLE_TERM
    if flags & Shape.MAYUSCULAS and len(token.word) < 4:
        return POSSIBLE_TERM if len(token.word) < 3 else POSSIBLE_PLACE
    if flags & (Shape.FUERTE | _MARKS):
        return POSSIBLE
    if (flags & Shape.MAYUSCULAS and len(token.word) < 6) or flags & (
        Word.LUGAR | Word.TRATAMIENTO | Word.LUGAR_DE | Word.CAMPO | Shape.MIXTA | _CLOSED
    ):
        return POSSIBLE_PLACE
    return POSSIBLE if flags & Shape.DESCONOCIDA else POSSIBLE_COMMON


def _grow(
    text: str, tokens: Sequence[Token], likely: Sequence[float], levels: list[Level | None], index: int, step: int
) -> None:
    index += step
    while 0 <= index < len(tokens) and levels[index] is Level.REVISAR and likely[index] >= SURE:
        first = min(index, index - step)
        if not _touch(text, tokens[first], tokens[first + 1]):
            return
        levels[index] = Level.AUTO
        index += step


def _opens(text: str, tokens: Sequence[Token], index: int) -> bool:
    between = text[tokens[index - 1].end : tokens[index].start] if index else "\n"
    return "\n" in between or any(mark in between for mark in ".!?…:|•*")


def _in_capitals(text: str, tokens: Sequence[Token]) -> bytearray:
    """Which words stand in capitals among others in capitals: not acronyms, but lines where capitals say nothing."""
    shouted = bytearray(len(tokens))
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


def _possible_in_capitals(token: Token, p: float) -> bool:
    flags = token.flags
    if flags & (_CLOSED | Shape.LUGAR_DICHO):
        return False
    return p >= POSSIBLE_CAPITALS or bool(
        flags & (NAME | Shape.DESCONOCIDA) and not flags & Word.TERMINO and len(token.word) > 2
    )


def _near_name(text: str, tokens: Sequence[Token], levels: Sequence[Level | None], index: int) -> bool:
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


def _lowered(tokens: Sequence[Token], found: Sequence[Span], likely: Sequence[float], genre: Genre) -> Iterator[Span]:
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
            if last - index != 1 or not _is_common(tokens[index], likely[index], genre):
                yield span
        else:
            yield from _split(span, tokens[index:last], likely[index:last])


def _is_common(token: Token, p: float, genre: Genre) -> bool:
    """Whether a lone word that the rules ask about is a common one, by what the model reads around it."""
    flags = token.flags
    if not flags & CAPITAL or flags & (NAME | Word.DEBIL | Word.LUGAR | Shape.INICIAL):
        return False
    if flags & _LISTED:
        return p < COMMON_IN[genre]
    return p < UNKNOWN_IN[genre] and token.place == PROSE


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
