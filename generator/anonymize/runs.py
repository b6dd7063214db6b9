"""Runs of words that may be one name: capitalized words joined by spaces, hyphens, initials and particles."""

import re
from collections.abc import Iterator

from generator.anonymize.lexicons import Word, bare
from generator.anonymize.surroundings import GAP, INITIAL_GAP, Run, run_at, titled
from generator.anonymize.tokens import CAPITAL, NAME, PATH, PLACE_PHRASES, PROSE, SAINTS, Shape, Token

_NAMELIKE = (Shape.FUERTE | Shape.DESCONOCIDA) | NAME
_CONTEXT = Word.TRATAMIENTO | Word.CAMPO | Word.LUGAR_DE
_PATH_GAP = re.compile(r"[-_+. ]{1,2}\Z")
ABBREVIATED = frozenset("ma fco jse gmo hno hna mons pbro".split())
_ROMAN = re.compile(r"[IVX]{1,5}\Z")


def runs(text: str, tokens: list[Token], places: set[int]) -> Iterator[Run]:
    """The runs of a text, left to right; none overlaps another. `places` gets the indices of words of places."""
    index, count = 0, len(tokens)
    interesting = CAPITAL | (Shape.FUERTE | Shape.CASI)
    while index < count:
        token = tokens[index]
        if not token.flags & interesting:
            index += 1
            continue
        skipped = _place_phrase(text, tokens, index)
        if skipped:
            places.update(range(index, index + skipped))
            index += skipped
            continue
        if not _can_start(text, tokens, index):
            index += 1
            continue
        words = _extend(text, tokens, index)
        if len(words) == 1 and token.flags & Shape.INICIAL:
            index += 1
            continue
        yield run_at(text, tokens, words)
        index = words[-1] + 1


def _can_start(text: str, tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    flags = token.flags
    if flags & Shape.INICIAL:
        return token.place == PROSE
    if token.place == PATH:
        return bool(flags & Shape.FUERTE)
    if not flags & CAPITAL:
        # Lower case: only words that no dictionary has begin a run here; the others need a context.
        if flags & Shape.CASI and flags & Word.NOMBRE:
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            return after is not None and _joined(text, token, after) and _belongs(after, token, False)
        return bool(flags & Shape.FUERTE and not flags & Word.OTRA_LENGUA)
    if flags & Shape.FUERTE:
        return True
    if token.place == PROSE and titled(text, tokens, index):
        return not flags & (Word.TRATAMIENTO | Word.CERRADA | Word.LUGAR_DE)
    if flags & (Word.TRATAMIENTO | Word.LUGAR_DE):
        return False
    if flags & (_NAMELIKE | Word.DEBIL) or bare(token.word) in ABBREVIATED:
        return True
    return token.place == PROSE and bool(flags & Shape.TITULO) and not flags & (Word.TERMINO | Word.LUGAR)


def _extend(text: str, tokens: list[Token], first: int) -> list[int]:
    words, index = [first], first + 1
    known = Shape.FUERTE | Shape.DESCONOCIDA
    sure = bool(tokens[first].flags & (known | Word.NOMBRE)) or titled(text, tokens, first)
    opening = tokens[first]
    if not sure and not opening.flags & (NAME | Word.DEBIL | Shape.INICIAL) and bare(opening.word) not in ABBREVIATED:
        return words
    while index < len(tokens):
        token, last = tokens[index], tokens[words[-1]]
        if token.place != last.place:
            break
        joined = _joined(text, last, token)
        same_line = "\n" not in text[last.end : token.start]
        if joined and _belongs(token, last, sure and same_line):
            words.append(index)
            sure = sure or bool(token.flags & known)
            index += 1
            continue
        ahead = _past_particles(text, tokens, index)
        if not joined or ahead == index or ahead >= len(tokens):
            break
        if not _joined(text, tokens[ahead - 1], tokens[ahead]):
            break
        if not _follows_particle(tokens[index:ahead], tokens[ahead], last, sure):
            break
        words.extend(range(index, ahead + 1))
        index = ahead + 1
    return words


def _past_particles(text: str, tokens: list[Token], index: int) -> int:
    """The index after up to three particles: de la Hoz, del Castillo, San Martín."""
    ahead = index
    while ahead < len(tokens) and ahead - index < 3:
        token = tokens[ahead]
        if not token.flags & Word.PARTICULA and bare(token.word) not in SAINTS:
            break
        if ahead > index and not _joined(text, tokens[ahead - 1], token):
            break
        ahead += 1
    return ahead


def _joined(text: str, last: Token, token: Token) -> bool:
    if token.place == PATH:
        return bool(_PATH_GAP.match(text, last.end, token.start))
    short = last.flags & Shape.INICIAL or bare(last.word) in ABBREVIATED
    return bool((INITIAL_GAP if short else GAP).match(text, last.end, token.start))


def _belongs(token: Token, last: Token, sure: bool) -> bool:
    flags = token.flags
    if token.place == PATH:
        return bool(flags & Shape.FUERTE)
    if not flags & CAPITAL:
        return bool(flags & (Shape.FUERTE | Shape.CASI)) and not last.flags & CAPITAL
    if not last.flags & CAPITAL or flags & Shape.MIXTA:
        return False
    if _ROMAN.match(token.word) and last.flags & _NAMELIKE:
        return True
    if flags & Shape.INICIAL or (flags & _NAMELIKE and not flags & (Word.TRATAMIENTO | Word.LUGAR_DE)):
        return True
    # A dictionary word with a capital right after a name: Salvador Niebla, Joe Torre, Mariano Valdés Mas.
    return sure and token.place == PROSE and not flags & (Word.TERMINO | Word.PARTICULA | Word.CAMPO)


def _follows_particle(particles: list[Token], token: Token, last: Token, sure: bool) -> bool:
    if token.place == PATH:
        return bool(token.flags & Shape.FUERTE)
    if not sure or last.flags & Shape.INICIAL:
        return False
    links = {bare(p.word) for p in particles}
    if links & {"y", "e", "i"} and (token.flags & Word.NOMBRE or len(links) > 1 or not token.flags & CAPITAL):
        return False
    if links & {"el", "al"}:
        return False
    if token.flags & Shape.MIXTA or bool(token.flags & CAPITAL) != bool(last.flags & CAPITAL):
        return False
    if token.flags & (_NAMELIKE | Word.DEBIL):
        return True
    return bool(token.flags & Shape.TITULO) and token.place == PROSE and not token.flags & Word.TRATAMIENTO


def _place_phrase(text: str, tokens: list[Token], index: int) -> int:
    """How many words a place of several words takes here: Santa Rosa de Cabal is nobody."""
    first = tokens[index]
    options = PLACE_PHRASES.get(bare(first.word)) if first.flags & CAPITAL else None
    if not options or titled(text, tokens, index):
        return 0
    for words in options:
        size = len(words)
        if tuple(bare(t.word) for t in tokens[index : index + size]) != words:
            continue
        after = tokens[index + size] if index + size < len(tokens) else None
        grows = (
            after is not None
            and after.flags & CAPITAL
            and after.flags & NAME
            and GAP.match(text, tokens[index + size - 1].end, after.start)
        )
        certain = first.flags & Shape.FUERTE and first.flags & Word.NOMBRE and words[0] != "santiago"
        return 0 if grows or certain else size
    return 0
