"""The sentence for each kind of error that a record finds in a cell. Never what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.diagnostics import count

Problem = tuple[tuple[str | int, ...], str, str | None]
"""Where in the record, and what is said of it: a message and a hint."""
_Said = tuple[str, str | None]


def problems(error: ValidationError) -> Iterator[Problem]:
    """Each error of a record with its place in it; that between two fields stands at the one it names."""
    for item in error.errors(include_input=False, include_url=False):
        context: dict[str, Any] = item.get("ctx", {})
        place = item["loc"]
        if item["type"] == "concordancia":
            place = (*place, str(context["campo"]))
        message, hint = _SENTENCES.get(item["type"], _other)(context)
        yield place, message, hint


def built(model: type[BaseModel], data: object) -> tuple[BaseModel | None, list[Problem]]:
    """A record, or what keeps it from being one."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, list(problems(error))


def _other(_: Mapping[str, Any]) -> _Said:
    return "El valor no sirve para esta celda.", None


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], _Said]] = {
    "missing": lambda c: ("Falta este dato.", "Es obligatorio."),
    "string_too_short": lambda c: (
        "El texto es demasiado corto.",
        f"Escriba al menos {count(c['min_length'], 'carácter', 'caracteres')}.",
    ),
    "string_too_long": lambda c: (
        "El texto es demasiado largo.",
        f"Déjelo en {count(c['max_length'], 'carácter', 'caracteres')} o menos.",
    ),
    "string_pattern_mismatch": lambda c: ("El valor no tiene la forma que se espera.", "Vea la ayuda de la celda."),
    "forma": lambda c: ("El valor no tiene la forma que se espera.", f"Por ejemplo: {c['ejemplo']}."),
    "greater_than_equal": lambda c: ("El número es demasiado pequeño.", f"Debe ser {c['ge']} o más."),
    "less_than_equal": lambda c: ("El número es demasiado grande.", f"Debe ser {c['le']} o menos."),
    "too_short": lambda c: ("Falta este dato.", "Es obligatorio."),
    "too_long": lambda c: ("Son demasiados.", f"Deje {c['max_length']} o menos."),
    "concordancia": lambda c: (str(c["mensaje"]), None),
}
