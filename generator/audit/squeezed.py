"""The letters and digits of the texts of the search, without the rest: by them a text is found again in its page.

Most of what is read here are ordinary sentences, of which each character stands for itself: those take the short way,
which a test holds to the long one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from generator.anonymize.fold import fold
from generator.anonymize.originals import flat, words
from generator.vocabulary import plain

_SENTENCE = re.compile(r"\. +")
_PARTS = re.compile(r"[A-ZÁÉÍÓÚÑÜ]?[a-záéíóúñü]+|[A-ZÁÉÍÓÚÑÜ]+|\d+")
_ASCII = re.compile(r"[a-z0-9]+")
_OTHERS = re.compile(r"[^a-z0-9]+")
_ALIKE = re.compile(r"[\n\x20-\x7eáéíóúñüÁÉÍÓÚÑÜ¡¿«»·–—“”‘’]*")
"""Texts as long in lower case without accents as they are with them."""
_ORDINARY = re.compile(r"[¡¿«“(]*([A-ZÁÉÍÓÚÑÜ]?[a-záéíóúñü]+)[.,;:!?»”)]*")
_WORD = re.compile(r"[0-9a-záéíóúñü]+")
_SHORT = 100
_BARE = str.maketrans("áéíóúñü", "aeiounu")


def squeezed(text: str) -> str:
    """The letters and digits of a text, in lower case and without accents."""
    return _of_short(text) if len(text) <= _SHORT else _of_long(text)


def _of_long(text: str) -> str:
    # Not by `words`, which remembers each text: these are as long as pages.
    return _OTHERS.sub("", flat.__wrapped__(text))


_of_short = lru_cache(maxsize=50_000)(_of_long)
"""Headings, labels and names, which stand in every page."""


def letters(word: str) -> str:
    """The same of a single word, of which nearly all are ordinary."""
    return word.translate(_BARE) if _WORD.fullmatch(word) else "".join(words(word))


def sentences(text: str) -> Iterator[tuple[str, str]]:
    """Each sentence of a text, and its letters and digits."""
    if not _SENTENCE.search(text):
        yield text, squeezed(text)
        return
    if not _ALIKE.fullmatch(text) or fold(text).text != text:
        yield from ((piece, squeezed(piece)) for piece in _SENTENCE.split(text))
        return
    bare, start = flat.__wrapped__(text), 0
    for end, following in (*(found.span() for found in _SENTENCE.finditer(text)), (len(text), 0)):
        yield text[start:end], _OTHERS.sub("", bare[start:end])
        start = following


@lru_cache(maxsize=20_000)
def forms(token: str) -> tuple[str, ...]:
    """What the index may have of a word of a fragment: it, whole and as Pagefind parts it."""
    if ordinary := _ORDINARY.fullmatch(token):
        return (ordinary[1].lower().translate(_BARE),)
    found = words(token)
    parts = ("".join(words(part)) for part in _PARTS.findall(token))
    # Pagefind reads some signs as the entities that they were written as.
    written = ("".join(_ASCII.findall(plain(form))) for form in (token, escape(token)))
    return tuple({*found, "".join(found), *parts, *written})
