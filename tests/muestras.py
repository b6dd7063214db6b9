"""Hand-made `Anonymized` values, without load, consent or anonymization.

The names in credits are made from name parts and belong to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.model import Anonymized, Collection, Consented, Document, Folded, FrontMatter, Source, Submission
from generator.schema import Ficha
from generator.site import Block

EMPTY = Document((), (), {}, (), 1)

PRACTICA: Mapping[str, object] = {
    "titulo": "Medir áreas con una huerta hecha de botellas",
    "resumen": "Las áreas se olvidaban de una semana a otra. Armar una huerta obligó a medir y calcular de verdad.",
    "area": "agricola",
    "reto": ["explicar_tema_dificil", "trabajar_sin_conexion"],
    "modalidad_formacion": "presencial",
    "tiempo": "una_sesion",
    "recursos": ["Botellas plásticas", "Cinta métrica"],
    "autoria": [{"rol": "instructor", "credito": "anonimo"}],
}
EXPEDICION: Mapping[str, object] = {
    "titulo": "Aprender del bosque con quienes lo cuidan",
    "resumen": "Queríamos entender el manejo del bosque. Fuimos a recorrerlo con quienes viven de él.",
    "area": "ambiental",
    "autoria": [{"rol": "equipo_pedagogico", "credito": "colectivo", "nombre": "Colectivo Raíces"}],
    "proposito": ["formacion"],
    "inmersion": "presencial",
    "territorio": {"departamento": "27"},
    "pregunta_eje": "¿Qué sabe el bosque que no está en el programa?",
}


def anonymized(
    collection: Collection = Collection.PRACTICAS,
    slug: str = "huerta-vertical",
    *,
    ficha: Mapping[str, object] | None = None,
    credits: tuple[str, ...] = ("Autoría sin nombre",),
    **fields: object,
) -> Anonymized:
    """A submission with the base record of its collection and the given fields over it."""
    base = PRACTICA if collection is Collection.PRACTICAS else EXPEDICION
    record = collection.model.model_validate({**base, **fields})
    source = Source(collection, slug, "", {}, {}, {}, {})
    house = Ficha.model_validate({"estado": "publicada", **(ficha or {})})
    submission = Submission(source, record, house, FrontMatter({}, {}, "", 1), EMPTY)
    consented = Consented(submission, frozenset(), frozenset(), True)
    return Anonymized(
        consented, record, Folded(EMPTY), Folded({}), credits, {}, frozenset(), frozenset(), frozenset(), 0
    )


def blocks(*texts: str) -> list[Block]:
    """The sections of a practice, with these paragraphs in turn."""
    titles = ("La situación", "Qué hicimos", "Qué pasó y cómo lo sabemos", "Para hacerlo en su ambiente")
    anchors = ("la-situacion", "que-hicimos", "que-paso-y-como-lo-sabemos", "para-hacerlo-en-su-ambiente")
    return [Block(t, a, f"<p>{x}</p>") for t, a, x in zip(titles, anchors, texts, strict=False)]
