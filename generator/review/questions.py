"""What is asked about a bundle, and why: findings grouped by their words, and images. For the author's own eyes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.anonymize.findings import Finding
from generator.anonymize.lexicons import Word, lookup
from generator.anonymize.memory import may_remember, term
from generator.anonymize.reading import INDEX
from generator.anonymize.rewrite import Group
from generator.anonymize.spans import CITED, Kind
from generator.model import Submission
from generator.review.sentences import Mention, line_of, mention
from generator.schema.revision import MAX_TERM, DecisionImagen, Motivo


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """Some words and every mention of them: decided once.

    What is `certain` is told and not asked, and cannot be kept. `reason` is plain Spanish and does not quote the
    words; `suggestion` is the likeliest reason to keep them. `memorable` says whether keeping them can be remembered.
    """

    id: str
    kind: Kind
    reason: str
    certain: bool
    keepable: bool
    mentions: tuple[Mention, ...]
    suggestion: Motivo | None
    memorable: bool


@dataclass(frozen=True, slots=True, repr=False)
class ImageQuestion:
    """An image of the bundle. `decided`: somebody looked at this very file already, then or now."""

    id: str
    file: str
    sha256: str
    decided: bool


def in_reading_order(submission: Submission, found: Iterable[Finding]) -> list[Finding]:
    """Findings as a person comes upon them: the text first, then its attachments, line by line."""
    texts = _texts(submission)
    files = {name: number for number, name in enumerate(texts)}
    return sorted(found, key=lambda f: (files[f.file], line_of(f, texts[f.file]), f.span.start))


def _texts(submission: Submission) -> dict[str, str]:
    return {INDEX: submission.source.index, **submission.source.attachments}


def question_of(submission: Submission, key: str, group: Group) -> Question:
    first = next((f for f in group.findings if f.span.level == _level(group)), group.first)
    texts = _texts(submission)
    why = first.span.reason
    keepable = not group.certain and 0 < len(term(group.first.words)) <= MAX_TERM
    return Question(
        id=key,
        kind=first.span.kind,
        reason=why if why.startswith(first.title) else f"{first.title}{first.because}",
        certain=group.certain,
        keepable=keepable,
        mentions=tuple(mention(f, texts[f.file]) for f in group.findings),
        suggestion=_suggestion(group) if keepable else None,
        memorable=keepable and all(may_remember(f, Motivo.OBRA) for f in group.findings),
    )


def _level(group: Group) -> str:
    return "auto" if group.certain else "revisar"


def _suggestion(group: Group) -> Motivo | None:
    """The likeliest reason to keep some words, where one is likelier than the others."""
    first = group.first
    if first.span.reason == CITED:
        return Motivo.OBRA
    if first.run.key[:1] == ("autoria",):
        return Motivo.SEUDONIMO
    if first.span.kind is not Kind.PERSONA:
        return Motivo.DATO_GENERAL
    flags = [lookup(word) for word in first.words.split()]
    for known, motivo in (
        (Word.TERMINO, Motivo.TERMINO_TECNICO),
        (Word.LUGAR, Motivo.LUGAR),
        (Word.DICCIONARIO | Word.INGLES, Motivo.PALABRA),
    ):
        if all(flag & known for flag in flags):
            return motivo
    return None


def images_of(submission: Submission) -> Iterable[ImageQuestion]:
    for number, media in enumerate(submission.source.media.values(), 1):
        decided = submission.revision.image(media.sha256)
        known = decided is not None and (decided.decision is DecisionImagen.RETIRAR or decided.complete)
        yield ImageQuestion(f"i{number}", media.name, media.sha256, known)
