"""What was redacted in one submission and stands in another, where somebody kept it or no detector saw it.

Nobody looks at two submissions at once, so nothing can be decided for one of them alone: the one in which it stands
waits for a person (A214). The audit looks for the same in what was built; here it is said before anything is, and of
the line that the author wrote.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.anonymize import places
from generator.anonymize.detect import Where
from generator.anonymize.originals import Secrets, told_by
from generator.diagnostics import Diagnostic, find
from generator.model import Anonymized, Document, Key
from generator.schema import Entrega
from generator.schema.options import Estado

_INDEX, _NUMBER = "index.md", "I"


class _Text(NamedTuple):
    """A text that a page shows, the file and the line that it comes from, or the field."""

    file: str
    line: int | None
    key: Key
    text: str

    def __repr__(self) -> str:
        return "<_Text>"


def told_in(record: Entrega, document: Document, attachments: Mapping[str, Document]) -> bytes:
    """The numbers (`told_by`, 32 bits each) of all that is shown of a submission, each once."""
    told = (told_by(one.text) for one in _texts(record, document, attachments))
    return array(_NUMBER, sorted(frozenset[int]().union(*told))).tobytes()


def crossed(submissions: Sequence[Anonymized]) -> dict[str, list[Diagnostic]]:
    """Folder → where something stands in it that another one redacts (A214); what is retired shows no text."""
    secrets = _secrets_of(submissions)
    shown = (one for one in submissions if one.ficha.estado is not Estado.RETIRADA)
    said = {one.folder: list(_said(one, secrets)) for one in shown if secrets.may_stand(array(_NUMBER, one.told))}
    return {folder: found for folder, found in said.items() if found}


def _secrets_of(submissions: Sequence[Anonymized]) -> Secrets:
    """The originals of all of them; names that one of them shows, as agreed or as an author's, are no secret of all."""
    shown = {name for one in submissions for name in (*one.cited, *one.credits)}
    return Secrets({one.folder: one.secrets for one in submissions}, shown)


def _said(one: Anonymized, secrets: Secrets) -> Iterator[Diagnostic]:
    for place in dict.fromkeys(
        (text.file, text.line, text.key)
        for text in _texts(one.record, one.document, one.attachments)
        if any(secrets.anywhere(text.text))
    ):
        file, line, key = place
        where = f"En «{key[0]}» está lo que en otra entrega se tachó" if key else None
        yield find("A214", f"{one.folder}/{file}", where, line=line)


def _texts(record: Entrega, document: Document, attachments: Mapping[str, Document]) -> Iterator[_Text]:
    for key, text, where in places.record_texts(record):
        if where is not Where.RUTA:
            yield _Text(_INDEX, None, key[:1], text)
    for file, own in ((_INDEX, document), *attachments.items()):
        for run in places.runs(own):
            if run.cells:  # what no token holds is shown nowhere
                yield _Text(file, run.line, (), run.text)
