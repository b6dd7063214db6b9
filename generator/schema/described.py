"""Each field of the schema in plain words: what it is for, what fits in it, which values it takes.

The field reference, the template and the questions of `inspira nueva` say the same because they are made from this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from generator.schema.options import kinds
from generator.schema.records import Entrega
from generator.vocabulary import vocabulary

# Lists too long for a page: their codes are looked up elsewhere.
UNLISTED = {"municipios": "Código DIVIPOLA del municipio, de cinco cifras; el DANE publica la lista."}
# Shapes that a validator checks and no JSON Schema can tell.
_SHAPES = {
    "periodo": "Año y trimestre: «2026-T3».",
    "etiquetas": "En minúsculas, sin tildes y con guiones: «trabajo-en-equipo».",
    "relacionadas": "El nombre de su carpeta en practicas/: «huerta-vertical».",
    "practicas_recuperadas": "«pendiente», o el nombre de cada carpeta en practicas/.",
}


@dataclass(frozen=True, slots=True)
class Values:
    """Allowed values as (code, label); in `groups` by heading where there are too many for one list.

    `vocabulary` is the list that they come from, when it is one of ENI's.
    """

    one_by_one: Sequence[tuple[str, str]] = ()
    groups: Mapping[str, Sequence[tuple[str, str]]] | None = None
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `parts` are the fields inside it; `most` how many values it takes, None when it is one and no list.

    `kind` says in a sentence or two what fits; `is_text` whether one value is written freely.
    """

    name: str
    title: str
    purpose: str
    kind: str
    required: bool
    values: Values
    parts: Sequence[Field]
    least: int
    most: int | None
    is_text: bool


@cache
def json_schema(model: type[BaseModel]) -> Mapping[str, Any]:
    """The JSON Schema of a model, made once: to be read and never changed."""
    return model.model_json_schema()


@cache
def described(model: type[Entrega]) -> Mapping[str, Field]:
    """The fields of a model by name, in its order."""
    schema = json_schema(model)
    return {name: _field(name, schema) for name in schema["properties"]}


def asked(model: type[Entrega]) -> Sequence[str]:
    """The fields that must be there, in the order in which authors are asked: who they are comes last."""
    required = [name for name, field in described(model).items() if field.required]
    return [*(name for name in required if name != "autoria"), "autoria"]


def _field(name: str, schema: Mapping[str, Any]) -> Field:
    body = schema["properties"][name]
    core, many = core_of(body, schema)
    parts: Sequence[Field] = ()
    if "properties" in core:
        inner = {**core, "$defs": schema.get("$defs", {})}
        parts = [_field(n, inner) for n in core["properties"]]
    fits = _kind(core, listed=bool(many), word="" if many else word_of(body))
    kind = " ".join(filter(None, (_size(many), fits, _SHAPES.get(name, ""))))
    return Field(
        name,
        # Pydantic leaves out a title that it would have made of the name itself.
        str(body.get("title") or name.replace("_", " ").capitalize()),
        _sentence(body.get("description", "")),
        kind,
        name in schema.get("required", ()),
        _values(core),
        parts,
        int(many.get("minItems", 0)),
        int(many.get("maxItems", 100)) if many else None,
        core.get("type") == "string" and not {"enum", "vocabulario"} & core.keys(),
    )


def core_of(body: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
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


def word_of(body: Mapping[str, Any]) -> str:
    """The words that may stand in place of a list or a number («pendiente», «menos de 5»), where there are some."""
    return next((str(b["const"]) for b in body.get("anyOf", ()) if "const" in b), "")


def _size(many: Mapping[str, Any]) -> str:
    if not many:
        return ""
    low, high = many.get("minItems", 0), many.get("maxItems")
    if high is None:
        return "Una lista."
    return f"Una lista de {low} a {high}." if low else f"Una lista de {high} como máximo."


def _kind(core: Mapping[str, Any], *, listed: bool, word: str) -> str:
    """The type and limits of one value in plain words; `word` may stand in its place."""
    each = "Cada uno: " if listed else ""
    kind = core.get("type")
    if "enum" in core or "vocabulario" in core:
        words = "un código de los que siguen."
        if core.get("vocabulario") in UNLISTED:
            words = UNLISTED[core["vocabulario"]]
    elif "properties" in core:
        words = "estos datos."
    elif kind == "integer":
        words = f"{f'«{word}», o ' if word else ''}un número entero de {core['minimum']} a {core['maximum']}."
    elif kind == "boolean":
        words = "true o false."
    elif "minLength" in core:
        words = f"texto de {core['minLength']} a {core['maxLength']} caracteres."
    else:
        return ""
    return each + words if each else words[0].upper() + words[1:]


def _values(core: Mapping[str, Any]) -> Values:
    if "enum" in core:
        return Values([(str(o), o.label) for o in kinds()[core["modelo"]]])
    listed = core.get("vocabulario")
    if listed is None:
        return Values()
    if listed in UNLISTED:
        return Values(vocabulary=listed)
    if listed == "centros":
        return Values(groups=dict(_centres()), vocabulary=listed)
    return Values([(code, term.name) for code, term in vocabulary(listed).items()], vocabulary=listed)


def _centres() -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    for code, regional in vocabulary("regionales").items():
        inside = [(c, t.name) for c, t in vocabulary("centros").items() if t.extra["regional"] == code]
        if inside:
            yield regional.name, inside


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
