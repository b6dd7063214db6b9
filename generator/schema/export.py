"""The schema as JSON Schema, for editors that check while one writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from generator.schema.ficha import Ficha
from generator.schema.options import kinds
from generator.schema.records import Expedicion, Practica
from generator.schema.revision import Memoria, Revision
from generator.vocabulary import vocabulary

MODELS: Mapping[str, type[BaseModel]] = {
    "practica": Practica,
    "expedicion": Expedicion,
    "ficha": Ficha,
    "revision": Revision,
    "memoria": Memoria,
}


def json_schemas() -> dict[str, str]:
    """File name → JSON Schema (draft 2020-12) of every model, with the readable name of each allowed value."""
    return {
        f"{name}.schema.json": json.dumps(_schema(name, model), ensure_ascii=False, indent=2) + "\n"
        for name, model in MODELS.items()
    }


def _schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    labels = kinds()
    schema = model.model_json_schema()
    for definition, body in schema.get("$defs", {}).items():
        if definition in labels:
            body.pop("enum", None)
            body.pop("const", None)
            body["oneOf"] = [{"const": o.value, "title": o.label} for o in labels[definition]]
    _fill(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{name}.schema.json", **schema}


def _fill(node: Any) -> None:
    """Put the codes of each vocabulary where the model names it."""
    if isinstance(node, dict):
        if name := node.pop("vocabulario", None):
            node["oneOf"] = [{"const": t.code, "title": t.name} for t in vocabulary(name).values()]
        for value in node.values():
            _fill(value)
    elif isinstance(node, list):
        for value in node:
            _fill(value)
