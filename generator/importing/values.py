"""What somebody wrote in a cell → the value of a field: labels and codes as codes, lists apart.

What is in no list stays as it was written: the validator says so, with the nearest allowed value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, get_origin

from generator.model import Key
from generator.schema import Entrega
from generator.schema.described import json_schema
from generator.validate import expected
from generator.vocabulary import nearest, plain, vocabulary

Choices = Mapping[str, str]
"""Code → the words that people read, in the order of the list."""

_BULLET = re.compile(r"^\s*(?:[-•·▪*–☐☑☒✓✔□■]|\d+[.)])\s+")
_SURE = 0.9


def value_of(model: type[Entrega], key: Key, lines: Sequence[str]) -> object:
    """The plain value that a field takes from what was written, line by line; None when nothing was."""
    lines = [line for line in (" ".join(_BULLET.sub("", raw).split()) for raw in lines) if line]
    if not lines:
        return None
    types = expected.types_at(model, key)
    lists = any(get_origin(t) is list for t in types)
    choices = choices_at(model, (*key, 0) if lists else key)
    for word in expected.words_at(model, key):
        if len(lines) == 1 and plain(lines[0]) == word:
            return word
    if int in types:
        return int(lines[0]) if lines[0].isdecimal() and len(lines[0]) < 6 else lines[0]
    if not lists:
        return code_of(" ".join(lines), choices)
    whole = code_of(lines[0], choices)
    if choices and (len(lines) > 1 or whole not in choices):
        return list(dict.fromkeys(code for line in lines for code in _several(line, choices)))
    return [whole] if choices else _apart(lines)


def _several(line: str, choices: Choices) -> list[str]:
    code = code_of(line, choices)
    if code in choices:
        return [code]
    parts = [part.strip() for part in re.split(r"[;,/]|\s·\s", line) if part.strip()]
    return [code_of(part, choices) for part in parts]


def _apart(lines: Sequence[str]) -> list[str]:
    return [part.strip() for line in lines for part in re.split(r";|\s·\s", line) if part.strip()]


def code_of(typed: str, choices: Choices) -> str:
    """The code of what was typed, by code or by words; what was typed when there is none."""
    if not choices:
        return typed
    form = _form(typed)
    for code, words in choices.items():
        if form in (_form(code), _form(words)) or typed.strip().lstrip("0") == code.lstrip("0"):
            return code
    close = nearest(typed, choices.items()) if len(form) > 4 else None
    return close[0] if close and _near(form, close) else typed


def _form(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9ñ]+", plain(text).replace("_", " ")))


def _near(form: str, close: tuple[str, str]) -> bool:
    import difflib

    return max(difflib.SequenceMatcher(None, form, _form(c)).ratio() for c in close) >= _SURE


@cache
def choices_at(model: type[Entrega], key: Key) -> Choices:
    """The list that a field takes its values from: of the schema, or one of the ENI's; empty for a free text."""
    if options := expected.options_at(model, key):
        return {o.value: o.label for o in options}
    if name := _listed(json_schema(model), key):
        return {term.code: term.name for term in vocabulary(name).values()}
    return {}


def _listed(schema: Mapping[str, Any], key: Key) -> str | None:
    """The vocabulary that the JSON schema names at a key path."""
    at: list[Any] = [schema]
    for part in key:
        plain_ones = [one for node in at for one in _resolved(schema, node)]
        at = [
            n.get("items", {}) if isinstance(part, int) else n.get("properties", {}).get(part, {})
            for n in plain_ones
            if n
        ]
    return next((str(n["vocabulario"]) for node in at for n in _resolved(schema, node) if "vocabulario" in n), None)


def _resolved(schema: Mapping[str, Any], node: Any) -> list[Any]:
    """A node of a schema with its references followed and its alternatives apart."""
    if "$ref" in node:
        return _resolved(schema, schema["$defs"][node["$ref"].rpartition("/")[2]])
    inner = [one for other in node.get("anyOf", ()) for one in _resolved(schema, other)]
    return [node, *inner]


def put(fields: dict[str, object], key: Key, value: object) -> None:
    """Set a value at a key path, making the lists and fields on its way. A place that is taken stays as it is."""
    at: Any = fields
    for part, after in pairwise(key):
        made: object = [] if isinstance(after, int) else {}
        if isinstance(part, int):
            while len(at) <= part:
                at.append({})
            at = at[part]
        else:
            at = at.setdefault(part, made)
    at.setdefault(key[-1], value)


def without_holes(fields: dict[str, object]) -> dict[str, object]:
    """The same fields, without the elements of lists that nobody filled in."""
    return {k: [e for e in v if e != {}] if isinstance(v, list) else v for k, v in fields.items()}
