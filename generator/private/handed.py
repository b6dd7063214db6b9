"""What is handed to a person of their own data: for another program, and to be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_WORDS = {
    "acompanado": "acompañado",
    "acompanados": "acompañados",
    "acompanante": "acompañante",
    "acompanamientos": "acompañamientos",
    "auditoria": "auditoría",
    "autodiagnostico": "autodiagnóstico",
    "codigo": "código",
    "comparacion": "comparación",
    "dejo": "dejó",
    "enfasis": "énfasis",
    "formacion": "formación",
    "numero": "número",
    "ocurrio": "ocurrió",
    "realimentacion": "realimentación",
    "seudonimo": "seudónimo",
    "sensibilizacion": "sensibilización",
    "version": "versión",
    "valido": "validó",
}


def as_json(held: Mapping[str, Any]) -> str:
    """The whole, for another program."""
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def as_markdown(held: Mapping[str, Any]) -> str:
    """The whole, to be read: each part under its title, texts as quotations."""
    lines = ["# Lo que se guarda sobre usted", ""]
    for key, value in held.items():
        if isinstance(value, Mapping | list):
            lines += ["", f"## {_words(key)}", "", *(_lines(value, 0) if value else ["Nada."])]
        else:
            lines.append(f"- {_words(key)}: {_said(value)}")
    return "\n".join(lines) + "\n"


def _lines(value: Any, depth: int) -> Iterator[str]:
    pad = "    " * depth
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(inner, Mapping | list) and inner:
                yield f"{pad}- {_words(key)}:"
                yield from _lines(inner, depth + 1)
            else:
                yield from _item(f"{_words(key)}: ", inner, pad)
    elif all(not isinstance(each, Mapping | list) for each in value):
        yield from (line for each in value for line in _item("", each, pad))
    else:
        for number, each in enumerate(value, 1):
            yield f"{pad}- {number}:"
            yield from _lines(each, depth + 1)


def _item(label: str, value: Any, pad: str) -> Iterator[str]:
    said = _said(value).splitlines() or [""]
    if len(said) == 1:
        yield f"{pad}- {label}{said[0]}"
        return
    yield f"{pad}- {label}"
    yield from (f"{pad}    > {line}" for line in said)


def _said(value: Any) -> str:
    if value in (None, "", [], {}):
        return "nada"
    return ("sí" if value else "no") if isinstance(value, bool) else str(value)


def _words(key: str) -> str:
    words = [_WORDS.get(word, word) for word in re.split("[_ ]", key)]
    return " ".join(words).capitalize()
