"""What is said to a person at the end of a review, the same in every front end. None of it quotes the text."""

from __future__ import annotations

from collections.abc import Iterator

from generator.anonymize.shown import masked
from generator.diagnostics import MASK, as_text, count, find, in_order
from generator.review.finish import Outcome
from generator.review.sentences import line_of
from generator.review.session import Answer, Session


def summary(session: Session) -> str:
    """What would happen if the review ended now."""
    given = [g.answer for g in session.answers.values()]
    certain = sum(q.certain for q in session.questions)
    redacted = certain + given.count(Answer.TACHAR)
    waiting = sum(not q.certain for q in session.questions) - len(given) + given.count(Answer.OMITIR)
    lines = [
        f"Se tachan: {redacted} ({certain} de ellos, seguros). "
        f"Se conservan: {given.count(Answer.CONSERVAR)}. Sin decidir: {waiting}."
    ]
    if session.images:
        looks = session.looks.values()
        shown, held = sum(k.publish for k in looks), sum(not k.publish for k in looks)
        undecided = sum(not i.decided for i in session.images)
        lines.append(f"Imágenes: {shown} se publican, {held} no se publican, {undecided} sin decidir.")
    return "\n".join(lines)


def lines(folder: str, outcome: Outcome) -> Iterator[str]:
    """What was done to the bundle of a folder, and what it still has."""
    yield _done(outcome.redacted)
    if outcome.kept:
        kept = "Se conservó" if outcome.kept == 1 else "Se conservaron"
        again = "no se volverá a preguntar" if outcome.remembered == 1 else "no se volverán a preguntar"
        remembered = f"; {outcome.remembered} {again} en este proyecto" if outcome.remembered else ""
        yield f"{kept} {count(outcome.kept, 'término', 'términos')}{remembered}."
    if outcome.acta.memory_used:
        used = count(outcome.acta.memory_used, "término no se preguntó", "términos no se preguntaron")
        yield f"{used}: el proyecto ya los recuerda."
    if outcome.forgot:
        yield "Los términos no quedaron en decisiones/terminos.yml: revise ese archivo con `inspira validar`."
    if outcome.left:
        yield "Esto no se pudo tachar sin dañar el texto y quedó como estaba. Cámbielo a mano:"
        yield _by_hand(folder, outcome)
    if outcome.diagnostics:
        yield "Queda por decidir o por cambiar a mano:"
        yield as_text([masked(d) for d in outcome.diagnostics])


def _done(number: int) -> str:
    if not number:
        return "No había nada que tachar."
    return f"{'Se tachó' if number == 1 else 'Se tacharon'} {count(number, 'palabra o dato', 'palabras o datos')}."


def _by_hand(folder: str, outcome: Outcome) -> str:
    hint = "Escriba otra cosa en su lugar, o quite el enlace, la nota o el campo donde está."
    findings = (
        find(f.code, f"{folder}/{f.file}", f.told(MASK), hint=hint, line=line_of(f, text)) for f, text in outcome.left
    )
    return as_text([masked(d) for d in in_order(findings)])
