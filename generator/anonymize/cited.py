"""Authors of works that are cited: who wrote a published book is no secret, but a person says so, once for all.

A finding stays one: it is asked about with a reason of its own (`CITED`), which a remembered decision may answer.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from generator.anonymize.lexicons import Word, bare, lines_of
from generator.anonymize.spans import CITED, Kind, Level, Span
from generator.anonymize.surroundings import GAP
from generator.anonymize.tokens import Token

_WORD = re.compile(r"[^\W\d_]+")
_YEAR = r"(?:1[6-9]|20)\d\d[a-z]?"
# «Gómez (2015)», «(Gómez, 2015)», «Gómez, R. (2015)», «Gómez, R. y Mina, L. (2015)».
_REFERENCE = re.compile(
    rf"[ ]?\({_YEAR}[,:)]|,[ ]?{_YEAR}[,;:)]|,(?:[ ]?[A-ZÁÉÍÓÚÑ]\.){{1,3}}[^().\n]{{0,80}}\(?{_YEAR}"
)


@cache
def _authors() -> frozenset[tuple[str, ...]]:
    names = (name for line in lines_of("propios_autores.txt") for name in line.split(";"))
    return frozenset(tuple(bare(w) for w in _WORD.findall(name)) for name in names)


def asking_of_authors(text: str, tokens: Sequence[Token], spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, those of cited authors to be asked about; a role right before says that it is somebody near."""
    starts = {token.start: index for index, token in enumerate(tokens)}
    for span in spans:
        if span.kind is Kind.PERSONA and _is_cited(text, tokens, starts.get(span.start, 0), span):
            span = replace(span, level=Level.REVISAR, reason=CITED)
        yield span


def _is_cited(text: str, tokens: Sequence[Token], index: int, span: Span) -> bool:
    before = tokens[index - 1] if index else None
    if before is not None and before.flags & Word.TRATAMIENTO and GAP.match(text, before.end, span.start):
        return False
    words = tuple(bare(word) for word in _WORD.findall(text, span.start, span.end))
    return words in _authors() or bool(_REFERENCE.match(text, span.end))
