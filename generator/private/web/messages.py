"""What a page says of what went wrong: a field that does not fit, by pydantic's type of error, or what the store says.

Nothing written is ever repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.diagnostics import count
from generator.private.errors import StoreError

_WORDS: Mapping[str, str] = {
    "missing": "Falta este dato.",
    "enum": "Escoja una de las opciones.",
    "vocabulario": "Escoja una de la lista.",
    "tema": "Escoja temas de la lista.",
    "string_pattern_mismatch": "No tiene la forma que se espera.",
    "int_parsing": "Escriba un número entero, con cifras.",
    "int_type": "Escriba un número entero, con cifras.",
    "int_from_float": "Escriba un número entero, con cifras.",
    "uuid_parsing": "Escoja a alguien de la lista.",
    "bool_parsing": "Márquelo o déjelo sin marcar.",
}


def problem_of(kind: str, context: Mapping[str, Any]) -> str:
    """A sentence for the person who is filling in the form."""
    if kind == "concordancia":
        return str(context["mensaje"])
    if kind == "forma":
        return f"No tiene la forma que se espera; por ejemplo: {context['ejemplo']}."
    if kind == "greater_than_equal":
        return f"Debe ser {context['ge']} o más."
    if kind == "less_than_equal":
        return f"Debe ser {context['le']} o menos."
    if kind == "string_too_long":
        return f"Es demasiado largo: déjelo en {count(int(context['max_length']), 'carácter', 'caracteres')} o menos."
    if kind == "string_too_short":
        return f"Es demasiado corto: escriba al menos {count(int(context['min_length']), 'carácter', 'caracteres')}."
    if kind == "too_short":
        return f"Marque o escriba al menos {count(int(context['min_length']), 'dato', 'datos')}."
    if kind == "too_long":
        return f"Son demasiados: deje {count(int(context['max_length']), 'dato', 'datos')} o menos."
    if kind.startswith("date"):
        return "Escriba una fecha que exista, como 2026-03-15."
    if kind.startswith("time"):
        return "Escriba una hora como 14:30."
    return _WORDS.get(kind, "Revise este dato.")


_OF_THE_STORE: Mapping[str, int] = {"D410": 507, "D416": 503}
"""What is no fault of whoever sent the form: no space, no server."""
_AGAIN = (
    "Lo que envió todavía no está guardado. Después, recargue esta página: se envía de nuevo y se registra una vez."
)


def status_of(refusal: StoreError) -> int:
    """The status of a page that tells a refusal."""
    return _OF_THE_STORE.get(refusal.diagnostics[0].code, 409)


def words_of(refusal: StoreError, *, posted: bool = False) -> list[str]:
    """A refusal in sentences; `posted`: to somebody whose form can be sent again by reloading the page."""
    words = [f"{d.message.rstrip('.')}. {d.hint or ''}" for d in refusal.diagnostics]
    return [*words, _AGAIN] if posted and status_of(refusal) >= 500 else words
