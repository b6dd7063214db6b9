"""What the page of a submission shows: the values of its templates, from the record, the ficha and the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.model import Anonymized, Collection
from generator.schema import Entrega, Expedicion
from generator.site import words
from generator.site.cards import card, published_month
from generator.site.citing import cite
from generator.site.contact import Contact, message
from generator.site.facets import BY_NAME, facets_of
from generator.site.qr import qr
from generator.vocabulary import name_of

STRIP = ("tiempo", "grupo", "modalidad", "lugar", "conectividad", "dificultad", "madurez", "area", "territorio")
FAILED = "Lo que no funcionó"
_NAMES = {
    "reto": "Sirve para",
    "tiempo": "Tiempo",
    "modalidad": "Modalidad",
    "area": "Área",
    "conectividad": "Conectividad",
    "dificultad": "Preparación",
    "territorio": "Territorio",
    "madurez": "Hasta ahora",
    "enfasis": "Énfasis",
    "proceso": "Proceso de la FPI",
    "estrategia": "Estrategia",
    "lugar": "Lugar",
    "oferta": "Oferta",
}
BRIEF_FIRST = ("reto",)
BRIEF = ("oferta", "enfasis", "proceso", "estrategia")


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """A section of the author's, rendered and clean: `html` is one line, braces and `<pre>` line ends as entities.

    `files` are the editable files of an attachment: each one's name and what it opens with.
    """

    title: str
    anchor: str
    html: str
    files: tuple[tuple[str, str], ...] = ()


def recognised(anonymized: Anonymized) -> str:
    """The subject of who writes because they recognise themselves."""
    return f"Me reconozco en {anonymized.folder}"


def question(anonymized: Anonymized) -> str:
    """The subject of who asks something of the authors."""
    return f"Pregunta sobre {anonymized.folder}"


def values_of(
    anonymized: Anonymized, root: str, contact: Contact, blocks: Sequence[Block], today: date | None
) -> dict[str, object]:
    """What the templates of the page of a submission are given; `blocks` are the author's sections."""
    record, ficha = anonymized.record, anonymized.ficha
    citation = cite(anonymized, contact)
    revise = ficha.revisar_antes_de
    return {
        "a": anonymized,
        "record": record,
        "ficha": ficha,
        "facets": facets_of(record, ficha),
        "fecha": published_month(anonymized),
        "by_name": BY_NAME,
        "strip": STRIP,
        "brief_first": BRIEF_FIRST,
        "brief": BRIEF,
        "root": root,
        "words": words,
        "credits": anonymized.credits,
        "cita": citation,
        "code": qr(citation.address if citation.known else ""),
        "share": f"mailto:?{message(record.titulo, f'{record.titulo}{chr(10)}{citation.address}')}",
        "applied": contact.mailto(f"Lo apliqué: {anonymized.folder}", words.applied(anonymized.folder)),
        "question": question(anonymized),
        "overdue": bool(revise and today and f"{today:%Y-%m}" >= revise),
        "failed": next((b.anchor for b in blocks if b.title == FAILED), ""),
        "around": _around(record),
        "sustento": [words.inside(s.label) for s in record.sustento],
        "contact": contact,
        "nombre_de": name_of,
        "nombres": _NAMES,
        "datos": " · ".join(value for _, value in card(anonymized).facts),
        "es_expedicion": isinstance(record, Expedicion),
        "es_practica": anonymized.source.collection is Collection.PRACTICAS,
        "singular": anonymized.source.collection.singular,
    }


def _around(record: Entrega) -> list[str]:
    """The conditions in which it was done, as far as they were told."""
    told = (record.lugar, record.modalidad_formacion, record.grupo, record.conectividad)  # type: ignore[attr-defined]
    return [words.inside(option.label) for option in told if option is not None]
