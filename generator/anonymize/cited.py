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
_CAPITALIZED = r"[A-ZÁÉÍÓÚÜÑ][^\W\d_]+(?:[ -][A-ZÁÉÍÓÚÜÑ][^\W\d_]+)?"
_INITIALS = r"(?:[ ]?[A-ZÁÉÍÓÚÑ]\.){1,3}"
# «Gómez (2015)», «(Gómez, 2015)», «Gómez et al. (2015)», «Gómez y Mina (2015)», «Gómez, R. (2015)», «Gómez, R. y Mina,
# L. (2015)». Between the first author and the year stand other authors and nothing else.
_REFERENCE = re.compile(
    rf"[ ]?\({_YEAR}[,:)]|,[ ]?{_YEAR}[,;:)]|[ ]et[ ]al\.?,?[ ]?\(?{_YEAR}"
    rf"|(?:,[ ]{_CAPITALIZED}){{0,3}},?[ ](?:y|e|&)[ ]{_CAPITALIZED}[ ]?\({_YEAR}[,:)]"
    rf"|,{_INITIALS}(?:,?[ ](?:(?:y|e|&)[ ])?{_CAPITALIZED},{_INITIALS}){{0,5}}[ ,]{{0,2}}\(?{_YEAR}"
)
# «La aprendiz Freire», «una aprendiz, Freire,»: somebody near, who bears the name of an author.
_NEAR_GAP = re.compile(rf"(?:{GAP.pattern}|[ ]?[,:(][ ]?)\Z")


@cache
def _authors() -> frozenset[tuple[str, ...]]:
    names = (name for line in lines_of("propios_autores.txt") for name in line.split(";"))
    return frozenset(tuple(bare(w) for w in _WORD.findall(name)) for name in names)


def asking_of_authors(text: str, tokens: Sequence[Token], spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, those of cited authors to be asked about; a role right before says that it is somebody near.

    A cited author is asked about whole: that somebody else of the text is called «Rosa» too takes nothing out of the
    middle of «Rosa Mina (2021)».
    """
    starts = {token.start: index for index, token in enumerate(tokens)}
    told = []
    for span in spans:
        if span.kind is Kind.PERSONA and _is_cited(text, tokens, starts.get(span.start, 0), span):
            span = replace(span, level=Level.REVISAR, reason=CITED)
        told.append(span)
    whole = [s for s in told if s.reason == CITED]
    for span in told:
        if not any(
            c.start <= span.start and span.end <= c.end and c.end - c.start > span.end - span.start for c in whole
        ):
            yield span


def is_reference(text: str, end: int) -> bool:
    """Whether what follows a name says that it is a reference: the year, also after other authors."""
    return bool(_REFERENCE.match(text, end))


def _is_cited(text: str, tokens: Sequence[Token], index: int, span: Span) -> bool:
    before = tokens[index - 1] if index else None
    if before is not None and before.flags & Word.TRATAMIENTO and _NEAR_GAP.match(text, before.end, span.start):
        return False
    words = tuple(bare(word) for word in _WORD.findall(text, span.start, span.end))
    return words in _authors() or is_reference(text, span.end)
