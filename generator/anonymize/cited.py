"""Authors of works that are cited: who wrote a published book is no secret, but a person says so, once for all.

A finding stays one: it is asked about with a reason of its own (`CITED`), which a remembered decision may answer.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from operator import attrgetter

from generator.anonymize.lexicons import Word, bare, lines_of, lookup
from generator.anonymize.spans import CITED, Kind, Level, Span
from generator.anonymize.surroundings import GAP
from generator.anonymize.tokens import CAPITAL, NAME, Token

_ROLE = Word.TRATAMIENTO | Word.CAMPO
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
# «Freire, aprendiz de la ficha», «Freire (la instructora)».
_ROLE_BEHIND = re.compile(r"[ ]?[,(][ ]?(?:(?:el|la|un|una|mi|su|nuestro|nuestra)[ ])?([^\W\d_]+)")
# «La aprendiz Freire», «una aprendiz, Freire,»: somebody near, who bears the name of an author.
_NEAR_GAP = re.compile(rf"(?:{GAP.pattern}|[ ]?[,:(][ ]?)\Z")


@cache
def _authors() -> dict[str, list[tuple[str, ...]]]:
    """The listed names in words, by their first one, the longest first."""
    names = (name for line in lines_of("propios_autores.txt") for name in line.split(";"))
    authors: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted({tuple(bare(w) for w in _WORD.findall(name)) for name in names}, key=lambda n: (-len(n), n)):
        authors.setdefault(words[0], []).append(words)
    return authors


def asking_of_authors(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """The spans, those inside a cited author's name to be asked about."""
    if not spans:
        return
    cited = sorted({*_listed(text, tokens), *_referred_to(text, tokens, spans)})
    starts = [start for start, _ in cited]
    ends = list(accumulate((end for _, end in cited), max))
    for span in spans:
        at = bisect_right(starts, span.start) - 1
        if span.kind is Kind.PERSONA and at >= 0 and span.end <= ends[at]:
            span = replace(span, level=Level.REVISAR, reason=CITED)
        yield span


def is_reference(text: str, end: int) -> bool:
    """Whether what follows a name says that it is a reference: the year, also after other authors."""
    return bool(_REFERENCE.match(text, end))


def role_follows(text: str, end: int) -> bool:
    """Whether what follows a name tells the role of somebody near, who may bear the name of an author."""
    behind = _ROLE_BEHIND.match(text, end)
    return behind is not None and bool(lookup(behind[1]) & _ROLE)


def _listed(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where a listed author is named, in full and in no longer name."""
    authors = _authors()
    for index, token in enumerate(tokens):
        if not token.flags & CAPITAL:
            continue
        for words in authors.get(bare(token.word), ()):
            last = index + len(words) - 1
            if tuple(bare(t.word) for t in tokens[index : last + 1]) == words and _alone(text, tokens, index, last):
                yield token.start, tokens[last].end
                break


def _alone(text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
    """The words go together, and neither a role nor another word of a name touches them."""
    for index in range(first, last):
        if not GAP.match(text, tokens[index].end, tokens[index + 1].start):
            return False
    before, after = tokens[first - 1] if first else None, tokens[last + 1] if last + 1 < len(tokens) else None
    if before is not None and before.flags & _ROLE and _NEAR_GAP.match(text, before.end, tokens[first].start):
        return False
    if before is not None and before.flags & CAPITAL and GAP.match(text, before.end, tokens[first].start):
        return bool(before.flags & Word.DICCIONARIO and not before.flags & NAME)
    return not (after is not None and after.flags & CAPITAL and GAP.match(text, tokens[last].end, after.start))


def _referred_to(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The names with a year of publication behind them."""
    for span in spans:
        if span.kind is Kind.PERSONA and is_reference(text, span.end):
            index = bisect_left(tokens, span.start, key=attrgetter("start"))
            index = index if index < len(tokens) and tokens[index].start == span.start else 0
            before = tokens[index - 1] if index else None
            if before is None or not before.flags & _ROLE or not _NEAR_GAP.match(text, before.end, span.start):
                yield span.start, span.end
