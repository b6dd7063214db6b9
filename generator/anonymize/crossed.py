"""What was redacted in one submission and stands in another, where somebody kept it or no detector saw it.

Nobody looks at two submissions at once, so nothing can be decided for one of them alone: the one in which it stands
waits for a person (A214). The audit looks for the same in what was built; here it is said before anything is, and of
the line that the author wrote.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from generator.anonymize import places
from generator.anonymize.detect import Where
from generator.anonymize.originals import Secrets, sought_by, told_by
from generator.diagnostics import Diagnostic, find
from generator.model import Anonymized, Document, Key, Numbers
from generator.schema import Entrega
from generator.schema.options import Estado

_INDEX, _KIND = "index.md", "I"


class _Text(NamedTuple):
    """A text that a page shows, the file and the line that it comes from, or the field."""

    file: str
    line: int | None
    key: Key
    text: str

    def __repr__(self) -> str:
        return "<_Text>"


def numbers_of(
    record: Entrega, document: Document, attachments: Mapping[str, Document], originals: Iterable[str]
) -> Numbers:
    """Those of all that is shown of a submission and of what was redacted in it, each once."""
    told = (told_by(one.text) for one in _texts(record, document, attachments))
    sought = ((original, _packed(way)) for original in sorted(originals) for way in sought_by(original))
    return Numbers(_packed(frozenset[int]().union(*told)), tuple(sought))


def crossed(submissions: Sequence[Anonymized], numbers: Mapping[str, Numbers]) -> dict[str, list[Diagnostic]]:
    """Folder → where something stands in it that another one redacts (A214); what is retired shows no text.

    `numbers` are those of each, by folder: hardly one of them is read.
    """
    wanted = _wanted(numbers.values())
    shown = (one for one in submissions if one.ficha.estado is not Estado.RETIRADA)
    some = [(one, hits) for one in shown if (hits := _hits(wanted, array(_KIND, numbers[one.folder].told)))]
    secrets = _secrets_of(submissions, frozenset().union(*(hits for _, hits in some))) if some else Secrets({})
    return {one.folder: found for one, _ in some if (found := list(_said(one, secrets)))}


_Wanted = Mapping[int, set[tuple[frozenset[int], str]]]
"""One of the numbers of an original → all of them, and the original."""


def _wanted(numbers: Iterable[Numbers]) -> _Wanted:
    found = defaultdict[int, set[tuple[frozenset[int], str]]](set)
    for original, packed in chain.from_iterable(one.sought for one in numbers):
        whole = frozenset(array(_KIND, packed))
        found[min(whole)].add((whole, original))
    return found


def _hits(wanted: _Wanted, told: array[int]) -> frozenset[str]:
    """The originals that can stand in a text of these numbers."""
    there = frozenset(told) if (some := wanted.keys() & told) else frozenset[int]()
    return frozenset(original for key in some for whole, original in wanted[key] if whole <= there)


def _secrets_of(submissions: Sequence[Anonymized], only: frozenset[str]) -> Secrets:
    """Some of the originals of all of them; names that one of them shows, as agreed or as an author's, are no secret of
    all."""
    shown = {name for one in submissions for name in (*one.cited, *one.credits)}
    return Secrets({one.folder: one.secrets & only for one in submissions}, shown)


def _said(one: Anonymized, secrets: Secrets) -> Iterator[Diagnostic]:
    texts = _texts(one.record, one.document, one.attachments)
    places_of = ((text.file, text.line, text.key) for text in texts if any(secrets.anywhere(text.text)))
    for file, line, key in dict.fromkeys(places_of):
        message = f"En «{key[0]}» está lo que en otra entrega se tachó" if key else None
        yield find("A214", f"{one.folder}/{file}", message, line=line)


def _texts(record: Entrega, document: Document, attachments: Mapping[str, Document]) -> Iterator[_Text]:
    for key, text, where in places.record_texts(record):
        if where is not Where.RUTA:
            yield _Text(_INDEX, None, key[:1], text)
    for file, own in ((_INDEX, document), *attachments.items()):
        for run in places.runs(own):
            if run.cells:  # what no token holds is shown nowhere
                yield _Text(file, run.line, (), run.text)


def _packed(numbers: Iterable[int]) -> bytes:
    return array(_KIND, sorted(numbers)).tobytes()
