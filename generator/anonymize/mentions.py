"""Every other mention of a name once found: by half of it, in any case, anywhere in the document."""

from collections.abc import Iterable, Iterator, Mapping

from generator.anonymize.lexicons import Word, bare
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.tokens import CAPITAL, NAME, SAINTS, Shape, Token, tokenize

_SURE = Shape.FUERTE | Shape.DESCONOCIDA
_COMMON = Word.TERMINO | Word.TRATAMIENTO | Word.PARTICULA | Word.CAMPO | Word.LUGAR_DE


def terms(tokens: Iterable[Token], spans: Iterable[Span]) -> dict[str, Level]:
    """The words of the names found, folded, with the surest level each was found at."""
    found: dict[str, Level] = {}
    ordered = sorted((s for s in spans if s.kind is Kind.PERSONA), key=lambda s: s.start)
    position = 0
    inside = list(tokens)
    for span in ordered:
        while position and inside[position - 1].end > span.start:
            position -= 1
        while position < len(inside) and inside[position].end <= span.start:
            position += 1
        for token in inside[position:]:
            if token.start >= span.end:
                break
            if len(token.word) > 2 and token.flags & (NAME | _SURE) and not token.flags & _COMMON:
                word = bare(token.word)
                # An unknown word inside a sure name is likely but not surely part of it: a reviewer sees the others.
                level = span.level if token.flags & NAME else Level.REVISAR
                if level is Level.AUTO or word not in found:
                    found[word] = level
    return found


def spread(
    tokens: list[Token], spans: list[Span], known: Mapping[str, Level], protected: list[tuple[int, int]]
) -> Iterator[Span]:
    """The other mentions: in any case for words that are only names, with a capital for those that are words."""
    apart = [s for s in spans if not any(a <= s.start and s.end <= b for a, b in protected)]
    found = {**terms(tokens, apart)}
    for word, level in known.items():
        if level is Level.AUTO or word not in found:
            found[word] = level
    if not found:
        return
    for index, token in enumerate(tokens):
        if not token.flags & (NAME | _SURE) or token.flags & _COMMON:
            continue
        level_ = found.get(bare(token.word))
        if level_ is None or (index and bare(tokens[index - 1].word) in SAINTS):
            continue
        if len(token.word) < 4 and token.flags & Word.OTRA_LENGUA:
            continue
        if token.flags & Word.LUGAR:
            level_ = Level.REVISAR
        surely = token.flags & _SURE and token.flags & NAME
        if token.flags & CAPITAL or surely:
            yield Span(token.start, token.end, Kind.PERSONA, level_, "otra mención de un nombre ya hallado")


def document_terms(text: str, spans: Iterable[Span]) -> dict[str, Level]:
    """As `terms`, for a text that is not yet in words: to carry names from one part of a document to the next."""
    return terms(tokenize(text), spans)
