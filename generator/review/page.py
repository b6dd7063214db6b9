"""What the review page is told, in plain data: the text with its marks, the questions, and the answers so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.anonymize.reading import INDEX
from generator.model import Submission
from generator.review.marked import Mark, marked
from generator.review.session import ImageQuestion, Question, Session
from generator.schema.options import Reconocibles
from generator.schema.revision import Mirada, Motivo

IMAGES = "/imagen/"

_SEEN = {
    Mirada.ROSTROS: "No se ven rostros",
    Mirada.CARNES: "No se ven carnés ni escarapelas",
    Mirada.LISTAS: "No se ven listas ni planillas con datos de personas",
    Mirada.PANTALLAS: "No se ven pantallas con datos de personas",
    Mirada.CHATS: "No se ven conversaciones: chats, mensajes o correos",
}
_FACES_ALLOWED = "Solo se ven rostros de personas adultas que lo autorizaron"

Data = dict[str, object]


def page_data(session: Session) -> Data:
    """Everything that stays the same while the review lasts, and the state as it is now."""
    submission = session.submission
    return {
        "carpeta": submission.folder,
        "motivos": [{"valor": m.value, "etiqueta": m.label} for m in Motivo],
        "recordadas": session.remembered,
        "archivos": list(_files(submission, session.questions)),
        "preguntas": [_question(q) for q in session.questions],
        "imagenes": [_image(submission, n, image) for n, image in enumerate(session.images)],
        "estado": state(session),
    }


def state(session: Session) -> Data:
    """What changes with every answer."""
    done, total = session.progress()
    return {
        "respuestas": {
            key: {"respuesta": given.answer.value, "motivo": given.motivo.value if given.motivo else None}
            for key, given in session.answers.items()
        },
        "miradas": {
            key: {"publicar": look.publish, "vistas": [m.value for m in Mirada if m in look.looked]}
            for key, look in session.looks.items()
        },
        "hechas": done,
        "total": total,
    }


def _files(submission: Submission, questions: tuple[Question, ...]) -> Iterator[Data]:
    texts: Mapping[str, str] = {INDEX: submission.source.index, **submission.source.attachments}
    for name, text in texts.items():
        marks = [Mark(q.id, m.line, m.words) for q in questions for m in q.mentions if m.file == name]
        lines = [
            [line.style, [[words, key] if key else words for words, key in line.parts]] for line in marked(text, marks)
        ]
        yield {"nombre": name, "lineas": lines}


def _question(question: Question) -> Data:
    return {
        "id": question.id,
        "palabras": question.mentions[0].words,
        "razon": question.reason,
        "cierta": question.certain,
        "conservable": question.keepable,
        "sugerido": question.suggestion.value if question.suggestion else None,
        "menciones": [
            {"archivo": m.file, "linea": m.line, "antes": m.before, "palabras": m.words, "despues": m.after}
            for m in question.mentions
        ],
    }


def _image(submission: Submission, number: int, image: ImageQuestion) -> Data:
    shown = next((i for i in submission.record.imagenes if i.archivo == image.file), None)
    before = submission.revision.image(image.sha256) if image.decided else None
    allowed = shown is not None and shown.personas_reconocibles is Reconocibles.ADULTAS_AUTORIZADAS
    seen = {**_SEEN, Mirada.ROSTROS: _FACES_ALLOWED} if allowed else _SEEN
    return {
        "id": image.id,
        "direccion": f"{IMAGES}{number}",
        "archivo": image.file,
        "descripcion": shown.alt if shown else None,
        "antes": before.decision.value if before else None,
        "miradas": [{"valor": m.value, "etiqueta": words} for m, words in seen.items()],
    }
