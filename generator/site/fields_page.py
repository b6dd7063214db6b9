"""The field reference that authors read, made from the models and the vocabularies: nothing in it is written twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from generator.schema import Expedicion, Practica
from generator.schema.options import kinds
from generator.site.markup import heading, page, render
from generator.vocabulary import vocabulary

# The order in which authors are asked; the other fields follow in the order of the models.
ASKED = ("titulo", "resumen", "area", "reto", "modalidad_formacion", "tiempo", "recursos", "autoria")
# Lists too long for a page: their codes are looked up elsewhere.
_UNLISTED = {"municipios": "Código DIVIPOLA del municipio, de cinco cifras; el DANE publica la lista."}
# Shapes that a validator checks and no JSON Schema can tell.
_SHAPES = {
    "periodo": "Año y trimestre: «2026-T3».",
    "etiquetas": "En minúsculas, sin tildes y con guiones: «trabajo-en-equipo».",
    "relacionadas": "El nombre de su carpeta en practicas/: «huerta-vertical».",
    "practicas_recuperadas": "«pendiente», o el nombre de cada carpeta en practicas/.",
}
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
    "equipo": "equipo:\n  - rol: instructor\n    cuantos: 7",
    "itinerario": "itinerario:\n  - momento: Primer día\n    actividad: Recorrer el bosque con quienes lo cuidan.\n"
    "    aprendizaje: Mirar antes de preguntar.",
}


@dataclass(frozen=True, slots=True)
class Values:
    """Allowed values as (code, label); in `groups` by heading where there are too many for one list."""

    one_by_one: Sequence[tuple[str, str]] = ()
    groups: Mapping[str, Sequence[tuple[str, str]]] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One field as the page tells it: `parts` are the fields inside it, `needs` whether it must be there."""

    name: str
    title: str
    purpose: str
    kind: str
    needs: str
    values: Values
    parts: Sequence[Told]
    example: Markup


def fields_page() -> str:
    """Every field of a submission: what it is for, what fits in it and which values it takes. Anchors: `#<campo>`."""
    practica, expedicion = Practica.model_json_schema(), Expedicion.model_json_schema()
    shared = dict(practica["properties"])
    own = {name: body for name, body in expedicion["properties"].items() if name not in shared}
    required = [n for n in expedicion["required"] if n in own]
    rest = [n for n in shared if n not in ASKED]
    groups = (
        ("Los ocho de una práctica", "de-una-practica", practica, ASKED),
        ("Los que pide además una expedición", "de-una-expedicion", expedicion, required),
        ("Opcionales", "opcionales", practica, rest),
        (
            "Opcionales de una expedición",
            "opcionales-de-una-expedicion",
            expedicion,
            [n for n in own if n not in required],
        ),
    )
    pieces = [render("campos.html.j2", practica=Practica, expedicion=Expedicion)]
    for title, anchor, schema, names in groups:
        pieces.append(heading(title, anchor))
        for name in names:
            needs = _needs(name, practica, expedicion)
            pieces += [heading(name, name, 3), render("campo.html.j2", campo=_told(name, schema, needs))]
    return page({"title": "Campos", "hide": ["navigation"]}, *pieces)


def _needs(name: str, *schemas: Mapping[str, Any]) -> str:
    """Whether each collection asks for the field, in words."""
    asked = [name in s["required"] if name in s["properties"] else None for s in schemas]
    if asked[0] == asked[1]:
        return "Obligatorio" if asked[0] else "Opcional"
    words = [
        f"{'obligatorio' if a else 'opcional'} en una {k}" for k, a in zip(_KINDS, asked, strict=True) if a is not None
    ]
    text = "; ".join(words)
    return text[0].upper() + text[1:]


_KINDS = ("práctica", "expedición")


def _told(name: str, schema: Mapping[str, Any], needs: str) -> Told:
    body = schema["properties"][name]
    core, many = _core(body, schema)
    parts: Sequence[Told] = ()
    if "properties" in core:
        inner = {**core, "$defs": schema.get("$defs", {})}
        parts = [
            _told(n, inner, "obligatorio" if n in core.get("required", ()) else "opcional") for n in core["properties"]
        ]
    example = Markup(escape(_EXAMPLES.get(name, "")).replace("\n", Markup("&#10;")))  # noqa: S704 - escaped
    purpose = _sentence(body.get("description", ""))
    kind = " ".join(filter(None, (_size(many), _kind(core, listed=bool(many)), _SHAPES.get(name, ""))))
    return Told(name, _title(name, body), purpose, kind, needs, _values(core, name), parts, example)


def _title(name: str, body: Mapping[str, Any]) -> str:
    """Pydantic leaves out a title that it would have made of the name itself."""
    return str(body.get("title") or name.replace("_", " ").capitalize())


def _core(body: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What one value is, out of "or nothing", lists and references; and the list around it, empty without one."""
    many: Mapping[str, Any] = {}
    while True:
        if "$ref" in body:
            name = body["$ref"].rpartition("/")[2]
            body = {**schema["$defs"][name], "modelo": name}
        elif "anyOf" in body:
            body = next(b for b in reversed(body["anyOf"]) if b.get("type") != "null")
        elif body.get("type") == "array":
            many, body = body, body["items"]
        else:
            return body, many


def _size(many: Mapping[str, Any]) -> str:
    if not many:
        return ""
    low, high = many.get("minItems", 0), many.get("maxItems")
    if high is None:
        return "Una lista."
    return f"Una lista de {low} a {high}." if low else f"Una lista de {high} como máximo."


def _kind(core: Mapping[str, Any], *, listed: bool) -> str:
    """The type and limits of one value in plain words."""
    each = "Cada uno: " if listed else ""
    kind = core.get("type")
    if "enum" in core or "vocabulario" in core:
        words = "un código de los que siguen."
        if core.get("vocabulario") in _UNLISTED:
            words = _UNLISTED[core["vocabulario"]]
    elif "properties" in core:
        words = "estos datos."
    elif kind == "integer":
        words = f"un número entero de {core['minimum']} a {core['maximum']}."
    elif kind == "boolean":
        words = "true o false."
    elif "minLength" in core:
        words = f"texto de {core['minLength']} a {core['maxLength']} caracteres."
    else:
        return ""
    return each + words if each else words[0].upper() + words[1:]


def _values(core: Mapping[str, Any], name: str) -> Values:
    if "enum" in core:
        return Values([(str(o), o.label) for o in kinds()[core["modelo"]]])
    listed = core.get("vocabulario")
    if listed is None or listed in _UNLISTED:
        return Values()
    if listed == "centros":
        return Values(groups=dict(_centres()))
    return Values([(code, term.name) for code, term in vocabulary(listed).items()])


def _centres() -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    for code, regional in vocabulary("regionales").items():
        inside = [(c, t.name) for c, t in vocabulary("centros").items() if t.extra["regional"] == code]
        if inside:
            yield regional.name, inside


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
