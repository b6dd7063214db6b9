"""The schema → the fields of Decap's editor: labels, help, limits, options and order, and no list of our own.

Source of the widgets and their options: Decap's documentation, and what its version in `package.py` really writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.schema import Entrega
from generator.schema.described import word_of
from generator.schema.options import kinds
from generator.vocabulary import Term, vocabulary

LEFT_OUT = frozenset(("ejemplo",))
"""Fields that no author fills in: only the project says that something is an example of its own."""
BODY = "body"
"""The name by which Decap knows the text below the fields."""
_FILE = "archivo"
_FILES: Mapping[str, Mapping[str, object]] = {
    "imagenes": {"widget": "image", "media_folder": "", "public_folder": ""},
    "anexos": {"widget": "file", "media_folder": "anexos", "public_folder": ""},
}
"""Where what is uploaded for a list goes: beside `index.md`, and the field holds the bare name."""
_PHOTO = (
    "Esta página le quita a la foto la fecha, el lugar y los datos de la cámara antes de guardarla. Las caras, los "
    "carnés y las listas quedan, y git no olvida: si se reconoce a alguien, no la suba."
)
_ABOUT_CODES = re.compile(r"^Código\b[^.;]*[.;] ?")
"""How the help of a field begins that is written by its code: here one chooses it by its name."""
_LONG = 160
"""Characters from which a text gets a box of several lines."""

Field = dict[str, Any]
Json = Mapping[str, Any]


def fields_of(model: type[Entrega]) -> list[Field]:
    """The fields of a collection in the order of the schema, what is asked for first, and the text at the end."""
    schema = model.model_json_schema()
    needed = schema["required"]
    names = [n for n in schema["properties"] if n not in LEFT_OUT]
    ordered = [*(n for n in names if n in needed), *(n for n in names if n not in needed)]
    return [
        *(_field(n, schema["properties"][n], schema, needed=n in needed) for n in ordered),
        _body(model),
    ]


def _body(model: type[Entrega]) -> Field:
    """The text, as it is typed: Decap's rich text would write `\\##` where somebody types `##`."""
    offered = " y ".join(f"«## {name}»" for name in model.offered_sections)
    help_text = "Escriba debajo de cada título, y deje los títulos como están."
    return {
        "label": "Relato",
        "name": BODY,
        "widget": "markdown",
        "modes": ["raw"],
        # Buttons that do nothing to plain text.
        "buttons": [],
        "editor_components": [],
        "hint": f"{help_text} Si quiere, agregue {offered}." if offered else help_text,
        "required": True,
        "default": "".join(f"## {name}\n\n\n\n" for name in model.sections).rstrip() + "\n",
    }


def _field(name: str, body: Json, schema: Json, *, needed: bool, inside: str = "") -> Field:
    core, _ = _core(body, schema)
    # Pydantic leaves out a title that it would have made of the name itself.
    told: Field = {"label": body.get("title") or name.replace("_", " ").capitalize(), "name": name}
    shape = _shape(name, body, schema, needed=needed, inside=inside)
    help_text = " ".join(filter(None, (_help(body, core), shape.pop("hint", ""))))
    return {**told, **({"hint": help_text} if help_text else {}), "required": needed, **shape}


def _shape(name: str, body: Json, schema: Json, *, needed: bool, inside: str) -> Field:
    """The widget of a field and what fits in it."""
    core, many = _core(body, schema)
    if "oneOf" in core or "enum" in core or "vocabulario" in core:
        return {"widget": "select", "options": _options(core), **_several(many, needed)}
    if "properties" in core:
        return _parts(name, core, many, schema, needed=needed)
    word = word_of(body)
    if word and many is not None:
        # Decap's own list breaks on a file that has the word; this widget is in `pagina/inicio.js`.
        return {"widget": "lista-o-palabra", "palabra": word, "hint": "Separe con comas."}
    if many is not None:
        # One field alone makes a flat list; with `fields` each item would be a map.
        item = {"label": "Texto", "name": "valor", "required": True, **_text(core)}
        return {"widget": "list", "field": item, **_list(many, needed)}
    if name == _FILE and inside in _FILES:
        photo = {"hint": _PHOTO} if inside == "imagenes" else {}
        return {**_FILES[inside], "choose_url": False, "media_library": {"config": {"multiple": False}}, **photo}
    if word:
        # Decap's own number takes no words.
        low, high = core["minimum"], core["maximum"]
        told = f"Escriba un número entero de {low} a {high}, o «{word}»."
        return {"widget": "numero-o-palabra", "palabra": word, "pattern": [_number_or(word, high), told]}
    if core.get("type") == "integer":
        limits = {short: core[long] for short, long in (("min", "minimum"), ("max", "maximum")) if long in core}
        return {"widget": "number", "value_type": "int", "step": 1, **limits}
    if core.get("type") == "boolean":
        return {"widget": "boolean"}
    return _text(core)


def _parts(name: str, core: Json, many: Json | None, schema: Json, *, needed: bool) -> Field:
    """A group, or a list of groups.

    Decap asks for the required parts of a group also where the group itself is optional, so that there they are not
    required: what is left half done is said by the validator.
    """
    inner = {**core, "$defs": schema.get("$defs", {})}
    asks = many is not None or needed
    required = core.get("required", ())
    parts = [_field(n, b, inner, needed=asks and n in required, inside=name) for n, b in core["properties"].items()]
    if many is None:
        return {"widget": "object", "fields": parts, "collapsed": not needed}
    return {"widget": "list", "fields": parts, "collapsed": False, **_list(many, needed)}


def _text(core: Json) -> Field:
    low, high = core.get("minLength"), core.get("maxLength")
    shape: Field = {"widget": "text" if high and high > _LONG else "string"}
    if "pattern" in core:
        example = core.get("examples", [""])[0]
        return {**shape, "pattern": [f"^(?:{core['pattern'].strip('^$')})$", f"Escríbalo así: {example}"]}
    if low is None or high is None:
        return shape
    limits = f"De {low} a {high} caracteres."
    # Spaces at the ends do not count, as in the validator.
    return {**shape, "hint": limits, "pattern": [rf"^\s*\S[\s\S]{{{low - 2},{high - 2}}}\S\s*$", limits]}


def _number_or(word: str, high: int) -> str:
    """The word, or as many digits as the highest number has: that it is not too high is said by the validator."""
    return rf"^(?:{re.escape(word)}|[1-9][0-9]{{0,{len(str(high)) - 1}}})$"


def _options(core: Json) -> list[dict[str, str]]:
    if "vocabulario" in core:
        terms = vocabulary(core["vocabulario"])
        return [{"label": _named(term), "value": term.code} for term in terms.values()]
    labels = kinds()[core["modelo"]]
    return [{"label": option.label, "value": str(option)} for option in labels]


def _named(term: Term) -> str:
    """A name that tells a town or a centre from its namesakes elsewhere."""
    for column, above in (("departamento", "departamentos"), ("regional", "regionales")):
        if column in term.extra:
            return f"{term.name} ({vocabulary(above)[term.extra[column]].name})"
    return term.name


def _several(many: Json | None, needed: bool) -> Field:
    return {} if many is None else {"multiple": True, **_limits(many, needed)}


def _list(many: Json, needed: bool) -> Field:
    return {"add_to_top": False, **_limits(many, needed)}


def _limits(many: Json, needed: bool) -> Field:
    low = {"min": many["minItems"]} if needed and "minItems" in many else {}
    # Decap counts only where both ends are said.
    return {**low, **({"max": many["maxItems"]} if "maxItems" in many else {})}


def _help(body: Json, core: Json) -> str:
    text = str(body.get("description", ""))
    if "vocabulario" not in core:
        return text
    text = _ABOUT_CODES.sub("", text)
    return text[:1].upper() + text[1:]


def _core(body: Json, schema: Json) -> tuple[Json, Json | None]:
    """What one value is, out of "or nothing", lists and references; and the list around it."""
    many: Json | None = None
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
