"""The review as JSON, for other programs: the questions out, the answers in. It holds text, for the author's eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.consent.strict_json import MalformedError, read_json
from generator.diagnostics import MASK
from generator.review.sentences import Mention
from generator.review.session import Answer, Question, RefusedError, Session
from generator.schema.revision import Mirada, Motivo

VERSION = 1
_LIMIT = 2_000_000
_ID = re.compile(r"[qi][0-9]{1,6}")
_ANSWERS = {a.value: a for a in Answer}
_MOTIVES = {m.value: m for m in Motivo}
_LOOKS = {m.value: m for m in Mirada}


class NotAnswersError(ValueError):
    """Answers that cannot be taken: every problem of theirs, in plain Spanish and without quoting."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("answers refused")
        self.lines = lines


def as_data(session: Session, seal: str) -> dict[str, object]:
    """The questions of a session. `seal` comes back with the answers: they are about these questions and no others."""
    return {
        "version": VERSION,
        "entrega": session.submission.folder,
        "sello": seal,
        "preguntas": [_question(q) for q in session.questions],
        "imagenes": [{"id": i.id, "archivo": i.file, "decidida": i.decided} for i in session.images],
        "ya_decididas_en_el_proyecto": session.remembered,
        "respuestas_posibles": [a.value for a in Answer],
        "motivos": {m.value: m.label for m in Motivo},
        "miradas": {m.value: m.label for m in Mirada},
    }


def _question(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "tipo": question.kind.value,
        "razon": question.reason,
        "seguro": question.certain,
        "se_puede_conservar": question.keepable,
        "se_puede_recordar": question.memorable,
        "sugerencia": question.suggestion.value if question.suggestion else None,
        "menciones": [_mention(m) for m in question.mentions],
    }


def _mention(mention: Mention) -> dict[str, object]:
    return {
        "archivo": mention.file,
        "linea": mention.line,
        "antes": mention.before,
        "palabras": mention.words,
        "despues": mention.after,
    }


def answer(session: Session, text: str, seal: str) -> None:
    """Give a session the answers of a JSON text. Raises `NotAnswersError` with all that is wrong.

    {"version": 1, "sello": …, "respuestas": {"q1": {"respuesta": "conservar", "motivo": "lugar"}},
     "imagenes": {"i1": {"mirado": ["rostros", …], "publicar": true}}}
    """
    try:
        data = read_json(text, limit=_LIMIT)
    except MalformedError:
        raise NotAnswersError(["No es JSON."]) from None
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise NotAnswersError([f"Falta «version»: {VERSION}."])
    if data.get("sello") != seal:
        raise NotAnswersError(
            ["El sello no es el de estas preguntas: la entrega cambió, o son de otra. Pídalas de nuevo."]
        )
    problems = [f"Sobra el campo {_shown(k)}." for k in data if k not in ("version", "sello", "respuestas", "imagenes")]
    for field, take in (("respuestas", _words), ("imagenes", _image)):
        given = data.get(field, {})
        if not isinstance(given, dict):
            problems.append(f"«{field}» no es un objeto.")
            continue
        for key, one in given.items():
            problems += [f"{_shown(key)}: {problem}" for problem in take(session, key, one)]
    if problems:
        raise NotAnswersError(problems)


def _shown(key: str) -> str:
    return key if _ID.fullmatch(key) else MASK


def _words(session: Session, key: str, given: Any) -> Iterator[str]:
    if not isinstance(given, Mapping) or set(given) - {"respuesta", "motivo", "recordar"}:
        yield "solo lleva «respuesta», «motivo» y «recordar»."
        return
    wanted, motivo, recall = given.get("respuesta"), given.get("motivo"), given.get("recordar", True)
    if not isinstance(wanted, str) or wanted not in _ANSWERS:
        yield f"«respuesta» es una de: {', '.join(_ANSWERS)}."
        return
    if motivo is not None and (not isinstance(motivo, str) or motivo not in _MOTIVES):
        yield f"«motivo» es uno de: {', '.join(_MOTIVES)}."
        return
    if not isinstance(recall, bool):
        yield "«recordar» es true o false."
        return
    try:
        session.decide(key, _ANSWERS[wanted], _MOTIVES[motivo] if motivo else None, recall)
    except RefusedError as problem:
        yield str(problem)


def _image(session: Session, key: str, given: Any) -> Iterator[str]:
    if not isinstance(given, Mapping) or set(given) != {"mirado", "publicar"}:
        yield "lleva «mirado» y «publicar», y nada más."
        return
    looked, publish = given["mirado"], given["publicar"]
    if not isinstance(looked, list) or any(not isinstance(m, str) or m not in _LOOKS for m in looked):
        yield f"«mirado» es una lista de: {', '.join(_LOOKS)}."
        return
    if not isinstance(publish, bool):
        yield "«publicar» es true o false."
        return
    try:
        session.decide_image(key, {_LOOKS[m] for m in looked}, publish)
    except RefusedError as problem:
        yield str(problem)
