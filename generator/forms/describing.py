"""The schema → what the form asks for, as plain values: the script in the page knows no field by its name.

Everything is read from the models: labels, help, limits, options, vocabularies, shapes, sections and their order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.anonymize.roles import NOUNS, TITLES
from generator.model import Collection
from generator.schema import Entrega
from generator.schema.described import core_of, json_schema, word_of
from generator.schema.options import kinds
from generator.schema.records import Autor
from generator.shelf import ATTACHMENT_SUFFIXES, CONVERT, MAX_ATTACHMENT, MAX_IMAGE
from generator.vocabulary import vocabulary

LEFT_OUT = frozenset(("ejemplo",))
"""Fields that no author fills in: only the project says that something is an example of its own."""
_FILE = "archivo"
_ABOUT_CODES = re.compile(r"^Código\b[^.;]*[.;] ?")
"""How the help of a field begins that is written by its code: here one chooses it by its name."""
_LIMITS = {"minLength": "min", "maxLength": "max", "minimum": "min", "maximum": "max"}

Models = Mapping[Collection, type[Entrega]]
MODELS: Models = {kind: kind.model for kind in Collection}


def description(models: Models = MODELS) -> dict[str, Any]:
    """What the page is drawn from: the collections with their fields, the closed lists and the vocabularies in use."""
    found: dict[str, Any] = {
        "colecciones": {kind.value: _collection(kind, model) for kind, model in models.items()},
        "credito": _credit(),
        "anexos": {"terminan": ATTACHMENT_SUFFIXES, "convertir": CONVERT, "max": MAX_ATTACHMENT},
        "imagenes": {"max": MAX_IMAGE},
        "papeles": sorted({*NOUNS} - {"persona"}),
        "tratos": sorted(TITLES),
    }
    used = list(_used(found["colecciones"]))
    labels = kinds()
    found["opciones"] = {n: [[str(o), o.label] for o in labels[n]] for kind, n in used if kind == "opciones"}
    found["vocabularios"] = {n: _terms(n) for kind, n in used if kind == "vocabulario"}
    return found


def _collection(kind: Collection, model: type[Entrega]) -> dict[str, Any]:
    schema = json_schema(model)
    fields = {n: _field(n, b, schema) for n, b in schema["properties"].items() if n not in LEFT_OUT}
    needed = [n for n in fields if n in schema["required"]]
    for name in needed:
        fields[name]["falta"] = True
    # What is one line or one touch comes before what has parts of its own.
    asked = sorted(needed, key=lambda n: fields[n]["tipo"] in ("grupo", "grupos"))
    return {
        "nombre": kind.singular,
        "campos": fields,
        "pedidos": asked,
        "ofrecidos": [n for n in fields if n not in needed and _FILE not in fields[n].get("partes", ())],
        "archivos": [n for n in fields if _FILE in fields[n].get("partes", ())],
        "secciones": list(model.sections),
        "ofrecidas": list(model.offered_sections),
    }


def _field(name: str, body: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """One field: `tipo` says how it is asked for, the rest what fits in it."""
    core, many = core_of(body, schema)
    told: dict[str, Any] = {
        # Pydantic leaves out a title that it would have made of the name itself.
        "titulo": body.get("title") or name.replace("_", " ").capitalize(),
        "ayuda": body.get("description", ""),
        **({"palabra": word} if (word := word_of(body)) else {}),
        **{short: core[long] for long, short in _LIMITS.items() if long in core},
    }
    if many:
        told["cuantos"] = [many.get("minItems", 0), many.get("maxItems", 0)]
    if "enum" in core:
        told |= {"tipo": "opciones" if many else "opcion", "opciones": core["modelo"]}
    elif "vocabulario" in core:
        told |= {"tipo": "opciones" if many else "opcion", "vocabulario": core["vocabulario"]}
        help_text = _ABOUT_CODES.sub("", told["ayuda"])
        told["ayuda"] = help_text[:1].upper() + help_text[1:]
    elif "properties" in core:
        inner = {**core, "$defs": schema.get("$defs", {})}
        parts = {n: _field(n, b, inner) for n, b in core["properties"].items()}
        for part in core.get("required", ()):
            parts[part]["falta"] = True
        told |= {"tipo": "grupos" if many else "grupo", "partes": parts}
    elif core.get("type") == "integer":
        told["tipo"] = "numero"
    elif core.get("type") == "boolean":
        told["tipo"] = "si"
    else:
        told["tipo"] = "lista" if many else "texto"
    if "pattern" in core:
        told |= {"forma": core["pattern"], "ejemplo": core["examples"][0]}
    return told


def _used(node: Any) -> list[tuple[str, str]]:
    """(`opciones` or `vocabulario`, name) of every list that some field offers, each once."""
    found: dict[tuple[str, str], None] = {}
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key in ("opciones", "vocabulario") and isinstance(value, str):
                found[key, value] = None
            found |= dict.fromkeys(_used(value))
    return list(found)


def _terms(name: str) -> dict[str, Any]:
    """A vocabulary as [code, name] pairs: in one list, or by the code of what they belong to, which narrows them.

    `pide`: the codes of areas in which ENI asks for risks and protection.
    """
    terms = vocabulary(name).values()
    above = next((c for c in ("regional", "departamento") if terms and c in next(iter(terms)).extra), None)
    if above is None:
        asks = [t.code for t in terms if t.extra.get("pide_seguridad") == "si"]
        return {"todos": [[t.code, t.name] for t in terms], **({"pide": asks} if asks else {})}
    groups: dict[str, list[list[str]]] = {}
    for term in terms:
        groups.setdefault(term.extra[above], []).append([term.code, term.name])
    return {"segun": above, "grupos": groups}


def _credit() -> dict[str, str]:
    """Credit → whether a name goes with it (`si`, `no`, `opcional`), as the model itself answers."""
    fields = Autor.model_fields
    credit = fields["credito"].annotation
    role = fields["rol"].annotation
    assert isinstance(credit, type) and issubclass(credit, Enum)
    assert isinstance(role, type) and issubclass(role, Enum)
    told = {}
    for option in credit:
        base = {"rol": next(iter(role)), "credito": option}
        without, within = _fits(Autor, base), _fits(Autor, {**base, "nombre": "Equipo de prueba"})
        told[str(option)] = "opcional" if without and within else "no" if without else "si"
    return told


def _fits(model: type[BaseModel], values: Mapping[str, object]) -> bool:
    try:
        model.model_validate(values)
    except ValidationError:
        return False
    return True
