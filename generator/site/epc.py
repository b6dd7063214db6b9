"""«Llévela a su EPC»: one printed page for twenty minutes of conversation on a practice, made from its own fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model import Anonymized
from generator.schema import Practica
from generator.schema import options as op
from generator.site import words
from generator.site.citing import cite
from generator.site.contact import Contact
from generator.site.markup import meta_text, page, render
from generator.site.qr import qr

PLACE = "epc"
MOST_RESOURCES = 6
MOST_LETTERS = 200
"""Of the resources, so that the longest practice still fits on one page; the rest is on the practice's own."""

_ARRIVING: Mapping[op.Reto, str] = {
    op.Reto.MOTIVAR_PERMANENCIA: "¿En qué momento se nos van o se nos apagan los aprendices?",
    op.Reto.EXPLICAR_TEMA_DIFICIL: "¿Qué tema tenemos que explicar dos veces, y aun así queda a medias?",
    op.Reto.EVALUAR_MEJOR: "¿Qué sabe hacer un aprendiz que nuestra evaluación no muestra?",
    op.Reto.TRABAJAR_SIN_CONEXION: "¿Qué dejamos de hacer cuando no hay internet?",
    op.Reto.VINCULAR_EMPRESA: "¿Qué quisiéramos que la empresa viera, o nos dijera, de lo que enseñamos?",
    op.Reto.INCLUIR_A_TODOS: "¿Quién suele quedarse por fuera de nuestras sesiones, y en qué momento?",
    op.Reto.INTEGRAR_COMPETENCIAS: "¿Dónde enseñamos por separado lo que en el oficio va junto?",
    op.Reto.OTRO: "¿Cuándo nos ha pasado algo parecido a lo que cuenta el resumen?",
}
_TIME: Mapping[op.Tiempo, str] = {
    op.Tiempo.MOMENTO: "Pide un momento de una sesión. ¿En cuál de las próximas cabría?",
    op.Tiempo.UNA_SESION: "Pide una sesión. ¿Cuál de las próximas podría ser?",
    op.Tiempo.VARIAS_SESIONES: "Pide varias sesiones. ¿Qué quitamos o juntamos para que quepan?",
    op.Tiempo.TRIMESTRE: "Pide un trimestre. ¿Qué parte pequeña probaríamos primero?",
}


@dataclass(frozen=True, slots=True, repr=False)
class Moment:
    """A part of the meeting: its name, its minutes and what is asked or done in it."""

    name: str
    minutes: int
    steps: tuple[str, ...]


def moments(anonymized: Anonymized, *, failed: bool) -> tuple[Moment, ...]:
    """The four parts of the meeting. `failed`: whether the text tells what did not work."""
    record = anonymized.record
    assert isinstance(record, Practica)
    first = record.reto[0]
    return (
        Moment("Llegar", 3, (_ARRIVING[first], "Una frase cada quien, sin nombrar a nadie.")),
        Moment(
            "Leer",
            5,
            (
                "Lean en silencio el resumen de arriba y, en la página, «Qué hicimos».",
                "Subrayen lo que ya hacen y marquen con ? lo que no se imaginan haciendo.",
            ),
        ),
        Moment("Conversar", 7, tuple(_conversation(anonymized, record, failed=failed))),
        Moment(
            "Decidir",
            5,
            (
                "¿La probamos? ¿Quién, con qué grupo y en qué fecha?",
                "¿Qué cambiamos para que quepa aquí, y en qué vamos a notar que sirvió?",
                "¿Cuándo nos contamos cómo salió, también si no funcionó?",
            ),
        ),
    )


def _conversation(anonymized: Anonymized, record: Practica, *, failed: bool) -> list[str]:
    asked = [_TIME[record.tiempo]]
    asked.append("De lo que se necesita, ¿qué no tenemos y con qué lo cambiaríamos?")
    around = [words.inside(o.label) for o in (record.lugar, record.grupo, record.conectividad) if o is not None]
    if around:
        asked.append(f"Se hizo así: {words.listed(around)}. ¿Qué cambia en nuestro ambiente?")
    told = any(r.resultado is op.ResultadoReplica.NO_FUNCIONO for r in anonymized.ficha.replicas)
    if failed or told:
        asked.append("La página cuenta lo que no funcionó. ¿Nos pasaría lo mismo?")
    else:
        asked.append("¿Qué podría no funcionar aquí?")
    if record.seguridad:
        asked.append("Antes de probarla: ¿están cubiertos los riesgos y la protección que pide?")
    elif record.ajustes:
        asked.append("¿A quién de nuestro grupo le harían falta los ajustes que propone?")
    return asked


def epc_page(anonymized: Anonymized, contact: Contact, *, failed: bool) -> str:
    """The staged file of the guide, in the site of `contact`."""
    record = anonymized.record
    assert isinstance(record, Practica)
    resources = _resources(record.recursos)
    citation = cite(anonymized, contact)
    facts = [record.tiempo.label, *(o.label for o in (record.grupo, record.lugar, record.conectividad) if o)]
    body = render(
        "epc.html.j2",
        record=record,
        facts=facts,
        resources=resources,
        more=len(record.recursos) - len(resources),
        moments=moments(anonymized, failed=failed),
        madurez=anonymized.ficha.madurez.value,
        by=words.listed(list(citation.authors)),
        code=qr(citation.address if citation.known else ""),
        address=citation.address,
        words=words,
    )
    meta = {
        "title": meta_text(f"Llévela a su EPC: {record.titulo}"),
        "description": "Guía de una página para conversar veinte minutos sobre esta práctica.",
        "clase": "epc",
        "hide": ["navigation", "toc"],
    }
    return page(meta, body)


def _resources(told: list[str]) -> list[str]:
    kept: list[str] = []
    for one in told[:MOST_RESOURCES]:
        if kept and sum(map(len, kept)) + len(one) > MOST_LETTERS:
            break
        kept.append(one)
    return kept
