"""What the schema expects at a place: its model, its closed list, and the allowed value nearest to what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.model import Key
from generator.schema.options import Option
from generator.vocabulary import Term, nearest, plain, vocabulary

_BELONGS_TO: Mapping[str, str] = {"municipios": "departamento", "centros": "regional"}
"""Lists whose terms belong to another: the field beside them narrows what was probably meant."""


_SHORTEST_BEGINNING = 5

NOTHING = object()
"""What `child` gives where there is nothing: None may be a value."""


def child(data: Any, part: str | int) -> Any:
    """One step down plain values, or NOTHING."""
    if isinstance(data, Mapping):
        return data.get(part, NOTHING)
    if isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
        return data[part]
    return NOTHING


def value_at(data: Any, key: Key) -> Any:
    """What stands at a key path of plain values; None where there is nothing."""
    for part in key:
        data = child(data, part)
    return None if data is NOTHING else data


def types_at(model: type[BaseModel], key: Key) -> list[Any]:
    """Every plain type that the schema takes at a key path (a union gives several; none when unknown)."""
    found: list[Any] = [model]
    for part in key:
        found = [inner for outer in found for inner in _step(outer, part)]
    return found


def _step(outer: Any, part: str | int) -> Iterable[Any]:
    if isinstance(part, int):
        return _plain(get_args(outer)[0]) if get_origin(outer) is list else []
    if isinstance(outer, type) and issubclass(outer, BaseModel) and part in outer.model_fields:
        return _plain(outer.model_fields[part].annotation)
    return []


def _plain(annotation: Any) -> list[Any]:
    """The types inside `Annotated`, unions and type aliases, without None."""
    if get_origin(annotation) is list or isinstance(annotation, type):
        return [] if annotation is type(None) else [annotation]
    arguments = get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        return _plain(arguments[0])
    return [t for a in arguments for t in _plain(a)]


def words_at(model: type[BaseModel], key: Key) -> Sequence[str]:
    """The words that may stand in place of a list or a number at a key path («pendiente», «menos de 5»)."""
    field = field_at(model, key)
    return (
        [str(word) for t in get_args(field.annotation) if get_origin(t) is Literal for word in get_args(t)]
        if field
        else []
    )


def model_at(model: type[BaseModel], key: Key) -> type[BaseModel] | None:
    """The model expected at a key path."""
    return next((t for t in types_at(model, key) if isinstance(t, type) and issubclass(t, BaseModel)), None)


def options_at(model: type[BaseModel], key: Key) -> Sequence[Option]:
    """The values of the closed list expected at a key path."""
    return next((list(t) for t in types_at(model, key) if isinstance(t, type) and issubclass(t, Option)), [])


def field_at(model: type[BaseModel], key: Key) -> FieldInfo | None:
    """The field that a key path ends in, list positions aside."""
    while key and isinstance(key[-1], int):
        key = key[:-1]
    owner = model_at(model, key[:-1]) if key else None
    return owner.model_fields.get(str(key[-1])) if owner else None


def near_option(typed: object, options: Sequence[Option]) -> str | None:
    """«¿quiso decir…?» over a closed list, or the list itself when it is short and nothing is near."""
    if isinstance(typed, str):
        close = nearest(typed, [(o.value, o.label) for o in options])
        if close:
            return meant(*close)
    return f"Valores: {', '.join(o.value for o in options)}." if options else None


def near_term(typed: object, name: str, beside: Mapping[str, object]) -> str | None:
    """«¿quiso decir…?» over a vocabulary; `beside` are the fields next to the one typed."""
    if not isinstance(typed, str):
        return None
    terms = vocabulary(name)
    if typed.strip().isdigit():
        padded = [typed.strip().zfill(width) for width in (2, 5)]
        return next((meant(terms[c].code, terms[c].name) for c in padded if c in terms), None)
    column = _BELONGS_TO.get(name)
    owner = beside.get(column) if column else None
    related = [t for t in terms.values() if owner and t.extra.get(column or "") == owner]
    close = nearest(typed, _pairs(related)) or nearest(typed, _pairs(terms.values()))
    return meant(*close) if close else None


def _pairs(terms: Iterable[Term]) -> list[tuple[str, str]]:
    return [(t.code, t.name) for t in terms]


def near_field(typed: str, model: type[BaseModel], taken: Iterable[str]) -> str | None:
    """The name of the field, not yet written, that was probably meant: nearly the same, or its beginning."""
    free = {n: f.title or n for n, f in model.model_fields.items() if n not in set(taken)}
    close = nearest(typed, free.items())
    if close:
        return close[0]
    begun = [n for n in free if len(typed) >= _SHORTEST_BEGINNING and n.startswith(plain(typed))]
    return begun[0] if len(begun) == 1 else None


def meant(code: str, name: str) -> str:
    """`¿quiso decir «Nariño» (52)?`; both words come from our own lists."""
    return f"¿quiso decir «{code}»?" if code == name.casefold() else f"¿quiso decir «{name}» ({code})?"
