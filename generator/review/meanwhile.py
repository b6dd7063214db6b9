"""What somebody else did to a bundle while a review of it was open: two windows, or a hand in the files. Pure.

What was read is compared in memory with what is there now; no mark of it is kept anywhere.
"""

from __future__ import annotations

from generator.anonymize.rewrite import Decisions
from generator.model import Source, Submission
from generator.schema.revision import Revision
from generator.shelf import INDEX
from generator.vocabulary import plain


def changed_file(before: Source, now: Source | None) -> str | None:
    """The first file that does not read as it did: the text, an attachment or an image; None when all do."""
    if now is None:
        return INDEX
    read = {INDEX: before.index, **before.attachments, **before.media}
    there = {INDEX: now.index, **now.attachments, **now.media}
    return next((name for name in {**read, **there} if read.get(name) != there.get(name)), None)


def contradicted(before: Submission, now: Revision, decisions: Decisions) -> bool:
    """Whether the decisions on disk cannot stand beside those of a review that began with the ones of `before`.

    They can when they have only grown, about the same text, and about other words or images or to the same effect.
    """
    was = before.revision
    if any(t not in now.terminos for t in was.terminos) or any(i not in now.imagenes for i in was.imagenes):
        return True
    kept = {plain(t): motivo for t, motivo in decisions.keep.items()}
    looked = {i.sha256: i for i in decisions.images}
    terms = [t for t in now.terminos if t not in was.terminos]
    images = [i for i in now.imagenes if i not in was.imagenes]
    return any(
        plain(t.termino) in decisions.redact or kept.get(plain(t.termino), t.motivo) is not t.motivo for t in terms
    ) or any(looked.get(i.sha256, i) != i for i in images)
