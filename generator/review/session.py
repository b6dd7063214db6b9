"""A review: the questions about a bundle, the answers to them, and the way back. Pure: nothing here touches disk.

    session = open_session(submission, memory)
    session.decide("q1", Answer.TACHAR)
    session.undo()
    session.to_decisions()

Front ends show `questions` and `images`, ask what is `pending`, and hand the session to `finish`. Everything here
holds text of the author, for the author's own eyes: nothing has a `repr`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from generator.anonymize import redact
from generator.anonymize.memory import NOTHING, may_remember, term, undecided
from generator.anonymize.rewrite import Decisions, Group, groups
from generator.model import Submission
from generator.review.questions import ImageQuestion, Question, images_of, in_reading_order, question_of
from generator.review.sentences import Mention
from generator.schema.revision import DecisionImagen, ImagenRevisada, Memoria, Mirada, Motivo

__all__ = ["Answer", "Given", "ImageQuestion", "Look", "Mention", "Question", "RefusedError", "Session", "open_session"]


class Answer(StrEnum):
    """What can be done about some words."""

    TACHAR = "tachar"
    CONSERVAR = "conservar"
    OMITIR = "omitir"


class RefusedError(ValueError):
    """An answer that a question does not take. The message is plain Spanish and quotes nothing."""


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
    found = in_reading_order(submission, redact.findings_of(submission))
    left = groups(undecided(found, memory))
    numbered = {f"q{number}": group for number, group in enumerate(left, 1)}
    questions = tuple(question_of(submission, key, group) for key, group in numbered.items())
    images = tuple(images_of(submission))
    return Session(submission, memory, questions, numbered, len(groups(found)) - len(left), images)
