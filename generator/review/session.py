"""A review: the questions about a bundle, the answers to them, and the way back. Pure: nothing here touches disk.

    session = open_session(submission, memory)
    session.decide("q1", Answer.TACHAR)
    session.undo()
    session.to_decisions()

Front ends show `questions` and `images`, ask what is `pending`, and hand the session to `finish`. Everything here
holds text of the author, for the author's own eyes: nothing has a `repr`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from generator.anonymize import redact
from generator.anonymize.lexicons import Word, lookup
from generator.anonymize.memory import NOTHING, may_remember, term, undecided
from generator.anonymize.reading import INDEX
from generator.anonymize.rewrite import Decisions, Group, groups
from generator.anonymize.spans import CITED, Kind
from generator.model import Submission
from generator.review.sentences import Mention, line_of, mention
from generator.schema.revision import MAX_TERM, DecisionImagen, ImagenRevisada, Memoria, Mirada, Motivo

__all__ = ["Answer", "Given", "ImageQuestion", "Look", "Mention", "Question", "RefusedError", "Session", "open_session"]


class Answer(StrEnum):
    """What can be done about some words."""

    TACHAR = "tachar"
    CONSERVAR = "conservar"
    SALTAR = "saltar"


class RefusedError(ValueError):
    """An answer that a question does not take. The message is plain Spanish and quotes nothing."""


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


@dataclass(frozen=True, slots=True, repr=False)
class Given:
    """An answer about some words: why they stay (when they do), and whether other reviewers may profit."""

    answer: Answer
    motivo: Motivo | None = None
    remember: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class Look:
    """What somebody looked for in an image and did not find, and whether it may be published."""

    looked: frozenset[Mirada]
    publish: bool


@dataclass(slots=True, repr=False)
class Session:
    """A review under way. `remembered`: how many questions the memory answered, which are not in `questions`."""

    submission: Submission
    memory: Memoria
    questions: tuple[Question, ...]
    groups: Mapping[str, Group]
    remembered: int
    _images: tuple[ImageQuestion, ...]
    _given: dict[str, Given | Look] = field(default_factory=dict)
    _past: list[tuple[str, Given | Look | None]] = field(default_factory=list)

    @property
    def images(self) -> tuple[ImageQuestion, ...]:
        return tuple(replace(i, decided=True) if i.id in self._given else i for i in self._images)

    @property
    def answers(self) -> Mapping[str, Given]:
        """The answers about words so far, by question."""
        return {key: given for key, given in self._given.items() if isinstance(given, Given)}

    @property
    def looks(self) -> Mapping[str, Look]:
        """The decisions about images so far, by question."""
        return {key: given for key, given in self._given.items() if isinstance(given, Look)}

    def order(self) -> tuple[str, ...]:
        """The questions that have an answer, in the order in which they got it."""
        return tuple(self._given)

    def pending(self) -> tuple[Question | ImageQuestion, ...]:
        """What nobody has answered yet, words first."""
        words = (q for q in self.questions if not q.certain and q.id not in self._given)
        return (*words, *(i for i in self.images if not i.decided))

    def progress(self) -> tuple[int, int]:
        """How many questions have an answer, and how many there are to answer."""
        doubtful = [q.id for q in self.questions if not q.certain]
        asked = [*doubtful, *(i.id for i in self._images if not i.decided)]
        return sum(key in self._given for key in asked), len(asked)

    def question(self, key: str) -> Question:
        for question in self.questions:
            if question.id == key:
                return question
        raise RefusedError("Esa pregunta no existe.")

    def decide(self, key: str, answer: Answer, motivo: Motivo | None = None, remember: bool = True) -> None:
        """Answer a question about words, again if need be. Raises `RefusedError`."""
        question = self.question(key)
        if question.certain:
            raise RefusedError("Eso es seguro y se tacha: no se pregunta.")
        if answer is Answer.CONSERVAR:
            if not question.keepable:
                raise RefusedError("Eso no se puede conservar: es demasiado largo para ser un término.")
            if motivo is None:
                raise RefusedError("Para conservar hace falta decir por qué.")
        self._put(key, Given(answer, motivo if answer is Answer.CONSERVAR else None, remember))

    def decide_image(self, key: str, looked: Collection[Mirada], publish: bool) -> None:
        """Decide on an image. Only one that was looked at for everything is published. Raises `RefusedError`."""
        if all(image.id != key for image in self._images):
            raise RefusedError("Esa imagen no existe.")
        if publish and set(looked) != set(Mirada):
            raise RefusedError("Para publicar una imagen hay que haberla mirado por completo.")
        self._put(key, Look(frozenset(looked), publish))

    def undo(self) -> str | None:
        """Take back the last answer that is left, and say which question it was about."""
        if not self._past:
            return None
        key, before = self._past.pop()
        if before is None:
            del self._given[key]
        else:
            self._given[key] = before
        return key

    def _put(self, key: str, given: Given | Look) -> None:
        self._past.append((key, self._given.pop(key, None)))
        self._given[key] = given

    def to_decisions(self) -> Decisions:
        """The answers as `rewriting` takes them."""
        decisions = Decisions()
        for key, given in self.answers.items():
            first = self.groups[key].first
            if given.answer is Answer.TACHAR:
                decisions.redact.add(first.plain)
            elif given.answer is Answer.CONSERVAR and given.motivo:
                decisions.keep[term(first.words)] = given.motivo
        by_id = {image.id: image for image in self._images}
        for key, look in self.looks.items():
            decision = DecisionImagen.PUBLICAR if look.publish else DecisionImagen.RETIRAR
            revised = [m for m in Mirada if m in look.looked]
            image = by_id[key]
            decisions.images.append(
                ImagenRevisada(archivo=image.file, sha256=image.sha256, decision=decision, revisado=revised)
            )
        return decisions

    def to_remember(self) -> dict[str, Motivo]:
        """The terms that were kept and that other submissions may profit from."""
        terms = {}
        for key, given in self.answers.items():
            found = self.groups[key].findings
            if given.remember and given.motivo and all(may_remember(f, given.motivo) for f in found):
                terms[term(found[0].words)] = given.motivo
        return terms


def open_session(submission: Submission, memory: Memoria = NOTHING) -> Session:
    """Everything there is to decide about a bundle. The same content always gives the same questions."""
    texts = _texts(submission)
    files = {name: number for number, name in enumerate(texts)}
    found = sorted(
        redact.findings_of(submission), key=lambda f: (files[f.file], line_of(f, texts[f.file]), f.span.start)
    )
    left = groups(undecided(found, memory))
    numbered = {f"q{number}": group for number, group in enumerate(left, 1)}
    questions = tuple(_question(submission, key, group) for key, group in numbered.items())
    return Session(submission, memory, questions, numbered, len(groups(found)) - len(left), tuple(_images(submission)))


def _texts(submission: Submission) -> dict[str, str]:
    return {INDEX: submission.source.index, **submission.source.attachments}


def _question(submission: Submission, key: str, group: Group) -> Question:
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


def _images(submission: Submission) -> Iterable[ImageQuestion]:
    for number, media in enumerate(submission.source.media.values(), 1):
        decided = submission.revision.image(media.sha256)
        known = decided is not None and (decided.decision is DecisionImagen.RETIRAR or decided.complete)
        yield ImageQuestion(f"i{number}", media.name, media.sha256, known)
