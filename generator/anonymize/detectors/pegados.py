"""Names run together in an address or a path: `github.com/rosamina/torno`. Read by the lists."""

import re
from collections.abc import Iterator

from generator.anonymize.lexicons import Word, lookup
from generator.anonymize.spans import Kind, Level, Span

_PIECE = re.compile(r"(?<=[/\\~])[a-zñ]{8,30}(?=\d{0,4}(?:[/\\.?#:)\"'<>\s,;]|\Z))", re.IGNORECASE)
_KNOWN = Word.DICCIONARIO | Word.INGLES | Word.LUGAR | Word.TERMINO
_SHORTEST = 4
_ALONE = 7
"""Letters of a surname that tells a person by itself, whatever stands before it."""


def nombre_pegado(text: str) -> Iterator[Span]:
    """Words of an address that are a given name and a surname without a space; whose they are, a person tells."""
    if "/" in text or "\\" in text:
        for match in _PIECE.finditer(text):
            word = match.group().lower()
            if not lookup(word) & _KNOWN and _is_name(word):
                yield Span(*match.span(), Kind.PERFIL, Level.REVISAR, "dirección que puede llevar un nombre")


def _is_name(word: str) -> bool:
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        first, last = word[:at], word[at:]
        flags = lookup(last)
        if not flags & Word.APELLIDO or flags & Word.OTRA_LENGUA:
            continue
        if len(last) >= _ALONE and not flags & _KNOWN:
            return True
        if _is_given(first):
            return True
    return False


def _is_given(word: str) -> bool:
    """One or two given names, none of them a word of another kind."""
    flags = lookup(word)
    if flags & Word.NOMBRE and not flags & _KNOWN:
        return True
    cuts = range(_SHORTEST, len(word) - _SHORTEST + 1)
    return any(all(lookup(half) & Word.NOMBRE for half in (word[:at], word[at:])) for at in cuts)
