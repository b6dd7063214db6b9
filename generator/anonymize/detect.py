"""Text in, findings out: the one entry to every detector.

detect(text, where) -> spans, sorted, not overlapping, in code points of the text as it was given
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from generator.anonymize.dates import dates
from generator.anonymize.detectors import structured
from generator.anonymize.fold import fold
from generator.anonymize.mentions import document_terms
from generator.anonymize.names import personas
from generator.anonymize.sensitive import sensitive
from generator.anonymize.spans import Level, Span
from generator.anonymize.tokens import CODE, PATH, PROSE, tokenize


class Where(StrEnum):
    """What kind of place a text stands in, which decides how its words are told apart."""

    PROSA = "prosa"
    CODIGO = "codigo"
    URL = "url"
    RUTA = "ruta"


_PLACE = {Where.PROSA: PROSE, Where.CODIGO: CODE, Where.URL: PATH, Where.RUTA: PATH}


def detect(
    text: str, where: Where = Where.PROSA, known: Mapping[str, Level] | None = None, *, part: bool = False
) -> tuple[Span, ...]:
    """Every finding in a text. `where` is RUTA for slugs and file names: there `-` and `_` part words.

    `known` holds names found in other parts of the same document (`known_names`): their mentions here are
    findings of the same level. `part` says that the text is a piece of a document, however short: there the context
    alone makes nothing certain.
    """
    folded = fold(text)
    if folded.starts is None:
        return resolve(_detect_folded(text, where, known, part=part), text)
    found = [
        Span(*folded.original(span.start, span.end), span.kind, span.level, span.reason)
        for span in _detect_folded(folded.text, where, known, part=part)
    ]
    return resolve(found, text)


def known_names(parts: Iterable[tuple[str, Iterable[Span]]]) -> dict[str, Level]:
    """The words of the names found in parts of a document (text, spans), to look for in all its other parts."""
    known: dict[str, Level] = {}
    for text, spans in parts:
        for span in spans:
            piece = fold(text[span.start : span.end]).text
            whole = Span(0, max(len(piece), 1), span.kind, span.level, span.reason)
            for word, level in document_terms(piece, [whole]).items():
                if level is Level.AUTO or word not in known:
                    known[word] = level
    return known


def _detect_folded(text: str, where: Where, known: Mapping[str, Level] | None, *, part: bool) -> Iterator[Span]:
    yield from structured(text)
    tokens = tokenize(text, _PLACE[where])
    people = list(personas(text, tokens, _PLACE[where], known, part=part))
    # Where both find the same word, the reason of the sensitive datum says more.
    if where is Where.PROSA:
        yield from sensitive(text, tokens, people)
        yield from dates(text, people)
    yield from people


def resolve(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Sorted, non-overlapping spans over the same characters: `auto` wins, then the longer one, then the first given.

    What a losing span covers beyond the winner stays a finding, so that no word is lost but an article.
    """
    ordered = sorted(spans, key=lambda s: (s.level is not Level.AUTO, s.start - s.end, s.start))
    if not ordered:
        return ()
    taken = bytearray(len(text))
    kept: list[Span] = []
    for span in ordered:
        for start, end in _free(taken, span.start, span.end):
            if (start, end) != (span.start, span.end):
                start, end = _trimmed(text, start, end)
                if start == end or _ARTICLE.fullmatch(text, start, end):
                    continue
            kept.append(Span(start, end, span.kind, span.level, span.reason))
            taken[start:end] = b"\1" * (end - start)
    return tuple(sorted(kept, key=lambda s: s.start))


_EDGES = re.compile(r"(?:[\W_]|(?<!\w)[ye](?!\w))*")
_ARTICLE = re.compile(r"el|la|los|las", re.IGNORECASE)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """What is left of a span beside another one, without the spaces, signs and «y» that joined them."""
    first = _EDGES.match(text, start, end)
    start = first.end() if first else start
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _free(taken: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of `start:end` that no span holds yet."""
    position = start
    while position < end:
        first = taken.find(0, position, end)
        if first < 0:
            return
        stop = taken.find(1, first, end)
        stop = end if stop < 0 else stop
        yield first, stop
        position = stop


def _digest() -> str:
    """Digest of this package's code and data, so that nothing cached outlives a change of either."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(p for p in here.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(here).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


DETECTOR_VERSION: str = _digest()
