"""Fields given by hand: with `--campo`, or asked for one by one where somebody is at the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import get_origin

from generator.drafting import Draft
from generator.importing.labels import Asked, asked, field_named
from generator.importing.template import key_of
from generator.importing.values import choices_at, put, value_of
from generator.model import Key
from generator.validate import expected

_MOST_SHOWN = 40
Say = Callable[[str], None]
Ask = Callable[[str], str]


class FieldError(ValueError):
    """A `--campo` that cannot be understood; its words quote nothing."""


def with_given(draft: Draft, given: Sequence[str]) -> Draft:
    """The draft with the fields of `nombre=valor`, which win over what the document says. Raises FieldError."""
    fields = _copied(draft.fields)
    for number, one in enumerate(given, 1):
        name, equals, value = one.partition("=")
        key = field_named(name.replace(".", " "), draft.collection.model)
        if not equals or key is None:
            raise FieldError(f"El --campo número {number} no se entiende. Escríbalo así: --campo tiempo=una_sesion.")
        taken = value_of(draft.collection.model, key, value.split("\\n"))
        if taken is None:
            raise FieldError(f"El --campo número {number} no trae valor.")
        _force(fields, key, taken)
    return replace(draft, fields=fields)


def _copied(fields: object) -> dict[str, object]:
    import copy

    copied = copy.deepcopy(fields)
    return dict(copied) if isinstance(copied, dict) else {}


def _force(fields: dict[str, object], key: Key, value: object) -> None:
    owner = expected.value_at(fields, key[:-1]) if len(key) > 1 else fields
    if isinstance(owner, dict):
        owner[str(key[-1])] = value
    else:
        put(fields, key, value)


def missing(draft: Draft) -> list[tuple[Asked, Key]]:
    """The fields that every entrega has and this one lacks, in the order in which authors are asked."""
    return [(one, key) for one, key in _needed(draft) if expected.value_at(dict(draft.fields), key) in (None, "", [])]


def _needed(draft: Draft) -> Iterator[tuple[Asked, Key]]:
    model = draft.collection.model
    for one in asked(model):
        key = key_of(one, draft.collection)
        owner = expected.model_at(model, key[:-1]) if len(key) > 1 else model
        last = owner.model_fields.get(str(key[-1])) if owner else None
        if model.model_fields[one.key[0]].is_required() and last is not None and last.is_required():
            yield one, key


def completed(draft: Draft, ask: Ask, say: Say) -> Draft:
    """The draft with what somebody answers; an empty answer leaves the field for later. Nothing has a default."""
    fields = _copied(draft.fields)
    model = draft.collection.model
    for one, key in missing(draft):
        several = any(get_origin(t) is list for t in expected.types_at(model, key))
        choices = choices_at(model, (*key, 0) if several else key)
        codes = list(choices) if len(choices) <= _MOST_SHOWN else []
        field = expected.field_at(model, key)
        say(f"\n{one.label}" + (f" — {field.description}" if field and field.description else ""))
        for number, code in enumerate(codes, 1):
            say(f"  {number}. {choices[code]}")
        how = "Números, con comas" if codes and several else "Número" if codes else "Respuesta"
        if not codes and several:
            how = "Respuesta (varias, con punto y coma)"
        answer = ask(how)
        parts = [p.strip() for p in answer.split(",")] if codes else [answer]
        lines = [codes[int(p) - 1] if p.isdecimal() and 0 < int(p) <= len(codes) else p for p in parts]
        value = value_of(model, key, lines)
        if value is not None:
            put(fields, key, value)
    return replace(draft, fields=fields)
