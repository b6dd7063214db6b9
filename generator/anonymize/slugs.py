"""Names in lower case inside addresses, file names and code paths: `fotos-de-yeison-cuero`, `/perfil/ana.flores`.

There no capital, article or verb tells a name from words, so a given name and a surname of the lists side by side are
asked about, whatever else each of them means.
"""

import re
from collections.abc import Iterator

from generator.anonymize.lexicons import Word, lookup
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.tokens import CODE, NAME, PROSE, Shape, Token

_GAP = re.compile(r"(?:[-_+./ ]|%20){1,2}\Z")
_CODE_GAP = re.compile(r"[-_./]{1,2}\Z")
_STRONG = Shape.FUERTE | Shape.CASI
_SHORTEST = 3
_PARTICLES = 3


def slugs(text: str, tokens: list[Token]) -> Iterator[Span]:
    """Each given name with the surname after it, and the other names that touch them."""
    end = 0
    for index, token in enumerate(tokens):
        if token.place == PROSE or index < end or not _is(token, Word.NOMBRE):
            continue
        last = _surname(text, tokens, index)
        if last is None:
            continue
        first, end = index, last + 1
        while first and _is(tokens[first - 1], NAME) and _joined(text, tokens, first):
            first -= 1
        while end < len(tokens) and _is(tokens[end], NAME) and _joined(text, tokens, end):
            end += 1
        yield Span(tokens[first].start, tokens[end - 1].end, Kind.PERSONA, Level.REVISAR, "posible nombre de persona")


def _surname(text: str, tokens: list[Token], index: int) -> int | None:
    """Where the surname of a given name stands: beside it, or after particles when it is a name and nothing else."""
    at = index + 1
    while at < len(tokens) and tokens[at].flags & Word.PARTICULA and at <= index + _PARTICLES:
        if not tokens[index].flags & _STRONG or not _joined(text, tokens, at):
            return None
        at += 1
    kind = Word.APELLIDO | (Word.DEBIL if tokens[index].flags & _STRONG else 0)
    found = at < len(tokens) and _is(tokens[at], kind) and _joined(text, tokens, at)
    return at if found else None


def _is(token: Token, kind: int) -> bool:
    flags = token.flags
    if flags & Shape.DESCONOCIDA and "n" in token.word:
        flags = _with_tilde(token.word)
    return bool(flags & kind) and len(token.word) >= _SHORTEST and not flags & Word.OTRA_LENGUA


def _with_tilde(word: str) -> int:
    """What a word is with the ñ that an address does not have: `quinones`."""
    each = (lookup(f"{word[:at]}ñ{word[at + 1 :]}") for at, letter in enumerate(word) if letter == "n")
    return next((flags for flags in each if flags & NAME), 0)


def _joined(text: str, tokens: list[Token], index: int) -> bool:
    before, token = tokens[index - 1], tokens[index]
    gap = _CODE_GAP if token.place == CODE else _GAP
    return before.place == token.place and bool(gap.match(text, before.end, token.start))
