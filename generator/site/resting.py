"""All that a page of a submission takes from the submission itself, as one digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from generator.model import Anonymized, Document


def rests_on(anonymized: Anonymized) -> str:
    """The same for two submissions only when every page and file made of them is the same."""
    told = (
        anonymized.folder,
        anonymized.record.model_dump_json(),
        anonymized.ficha.model_dump_json(),
        anonymized.credits,
        sorted(anonymized.consented.names),
        anonymized.consented.example,
        [(name, p.media.sha256, p.alt, p.credit) for name, p in anonymized.pictures.items()],
        list(_document(anonymized.document)),
        [(name, list(_document(document))) for name, document in anonymized.attachments.items()],
    )
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def _document(document: Document) -> Iterator[object]:
    for section in document.sections:
        yield section.title, section.anchor, section.known, _tokens(section.heading), _tokens(section.tokens)


def _tokens(tokens: Iterable[Token] | None) -> list[object]:
    # By hand: `repr` of the tokens themselves takes ten times as long.
    return [
        (t.type, t.tag, t.nesting, t.attrs, t.content, t.info, t.markup, t.meta, t.hidden, _tokens(t.children))
        for t in tokens or ()
    ]
