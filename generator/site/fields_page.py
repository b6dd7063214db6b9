"""The field reference that authors read, made from the models and the vocabularies: nothing in it is written twice."""

from __future__ import annotations

from markupsafe import Markup, escape

from generator.schema import Expedicion, Practica
from generator.schema.described import Field, asked, described
from generator.site.markup import heading, page, render

_EXAMPLES = {
    "autoria": "autoria:\n  - rol: instructor\n    credito: anonimo\n  - rol: equipo_pedagogico\n"
    "    credito: colectivo\n    nombre: Equipo pedagógico de un centro",
    "ajustes": "ajustes:\n  - necesidad: visual\n    que_se_ajusta: Las medidas se hacen con cuerda y nudos.",
    "imagenes": "imagenes:\n  - archivo: estructura.jpg\n"
    "    alt: Una pared con doce botellas colgadas en tres filas.\n    personas_reconocibles: ninguna",
    "anexos": "anexos:\n  - archivo: lista-de-materiales.md\n    titulo: Lista de materiales",
    "seguridad": "seguridad:\n  riesgos:\n    - Cortes al abrir las botellas\n  epp:\n    - Guantes",
    "programa": "programa:\n  nivel: tecnico\n  nombre: Producción agropecuaria",
    "territorio": 'territorio:\n  departamento: "27"\n  municipio: "27001"',
    "equipo": "equipo:\n  - rol: instructor\n    cuantos: 7\n  - rol: experto_sector\n    cuantos: menos de 5",
    "itinerario": "itinerario:\n  - momento: Primer día\n    actividad: Recorrer el bosque con quienes lo cuidan.\n"
    "    aprendizaje: Mirar antes de preguntar.",
}


def fields_page() -> str:
    """Every field of a submission: what it is for, what fits in it and which values it takes. Anchors: `#<campo>`."""
    practica, expedicion = described(Practica), described(Expedicion)
    own = [name for name in expedicion if name not in practica]
    first = asked(Practica)
    groups = (
        ("Los ocho de una práctica", "de-una-practica", practica, first),
        (
            "Los que pide además una expedición",
            "de-una-expedicion",
            expedicion,
            [n for n in own if expedicion[n].required],
        ),
        ("Opcionales", "opcionales", practica, [n for n in practica if n not in first]),
        (
            "Opcionales de una expedición",
            "opcionales-de-una-expedicion",
            expedicion,
            [n for n in own if not expedicion[n].required],
        ),
    )
    pieces = [render("campos.html.j2", practica=Practica, expedicion=Expedicion)]
    for title, anchor, fields, names in groups:
        pieces.append(heading(title, anchor))
        for name in names:
            needs = _needs(practica.get(name), expedicion.get(name))
            told = render("campo.html.j2", campo=fields[name], needs=needs, example=_example(name))
            pieces += [heading(name, name, 3), told]
    return page({"title": "Campos", "hide": ["navigation"]}, *pieces)


def _example(name: str) -> Markup:
    return Markup(escape(_EXAMPLES.get(name, "")).replace("\n", Markup("&#10;")))  # noqa: S704 - escaped


def _needs(practica: Field | None, expedicion: Field | None) -> str:
    """Whether each collection asks for the field, in words."""
    if practica and expedicion and practica.required == expedicion.required:
        return "Obligatorio" if practica.required else "Opcional"
    kinds = (("práctica", practica), ("expedición", expedicion))
    words = [f"{'obligatorio' if f.required else 'opcional'} en una {kind}" for kind, f in kinds if f]
    text = "; ".join(words)
    return text[0].upper() + text[1:]
