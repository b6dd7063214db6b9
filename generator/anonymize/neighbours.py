"""The words that touch a name once found: the surname that is a common word, the given name that no list has.

A person decides about them: they are never redacted by themselves.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.anonymize.lexicons import Word
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.surroundings import GAP
from generator.anonymize.tokens import CAPITAL, NAME, PROSE, Shape, Token

_NEVER = Word.PARTICULA | Word.CERRADA | Word.TRATAMIENTO | Word.HABLA | Word.LUGAR_DE | Word.COSA_DE | Word.CAMPO
_NAMELIKE = NAME | Word.DEBIL | Shape.DESCONOCIDA
_LONGEST_GAP = 3


def neighbours(text: str, tokens: Sequence[Token], found: Sequence[Span]) -> Iterator[Span]:
    """Words beside the names found, and the few words in lower case that stand between two of them."""
    inside = _covered(tokens, found)
    for first, last in _stretches(inside):
        if tokens[first].place != PROSE:
            continue
        if last - first or len(tokens[first].word) > 2:
            yield from _beside(text, tokens, inside, first, -1)
            yield from _beside(text, tokens, inside, last, 1)
        yield from _between(text, tokens, inside, last)


def _covered(tokens: Sequence[Token], found: Sequence[Span]) -> bytearray:
    inside = bytearray(len(tokens))
    index = 0
    for span in sorted((s for s in found if s.kind is Kind.PERSONA), key=lambda s: s.start):
        while index and tokens[index - 1].end > span.start:
            index -= 1
        while index < len(tokens) and tokens[index].end <= span.start:
            index += 1
        at = index
        while at < len(tokens) and tokens[at].start < span.end:
            inside[at] = 1
            at += 1
    return inside


def _stretches(inside: bytearray) -> Iterator[tuple[int, int]]:
    first = inside.find(1)
    while first >= 0:
        stop = inside.find(0, first)
        stop = len(inside) if stop < 0 else stop
        yield first, stop - 1
        first = inside.find(1, stop)


def _beside(text: str, tokens: Sequence[Token], inside: bytearray, index: int, step: int) -> Iterator[Span]:
    named, at = tokens[index], index + step
    if not 0 <= at < len(tokens) or inside[at]:
        return
    token = tokens[at]
    left, right = (token, named) if step < 0 else (named, token)
    if token.place != PROSE or token.flags & _NEVER or not GAP.match(text, left.end, right.start):
        return
    if len(token.word) > 2 and _fits(token, named):
        yield _asked(token.start, token.end)


def _fits(token: Token, named: Token) -> bool:
    """Written like the name it touches, and a word that could be one."""
    if not named.flags & CAPITAL:
        return not token.flags & CAPITAL and bool(token.flags & _NAMELIKE) and not token.flags & Word.OTRA_LENGUA
    return bool(token.flags & Shape.TITULO and token.flags & _NAMELIKE)


def _between(text: str, tokens: Sequence[Token], inside: bytearray, last: int) -> Iterator[Span]:
    """«omaira ladrón de guevara»: words between two parts of one name, nothing but spaces among them."""
    ahead = last + 1
    while ahead < len(tokens) and not inside[ahead] and ahead - last <= _LONGEST_GAP:
        ahead += 1
    if ahead >= len(tokens) or not inside[ahead] or ahead == last + 1:
        return
    words = tokens[last : ahead + 1]
    if any(t.flags & CAPITAL or t.place != PROSE or t.word in ("y", "e", "a", "con", "que") for t in words):
        return
    if any(t.flags & (_NEVER & ~Word.PARTICULA) and not t.flags & Word.PARTICULA for t in words):
        return
    if all(GAP.match(text, a.end, b.start) for a, b in pairwise(words)):
        yield _asked(words[1].start, words[-2].end)


def _asked(start: int, end: int) -> Span:
    return Span(start, end, Kind.PERSONA, Level.REVISAR, "palabra junto a un nombre")
