"""What somebody typed against what is recorded: an empty cell erases nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def different(new: Any, given: Iterable[str], before: Mapping[str, object]) -> list[str]:
    """The fields that somebody typed and that say something else than what is recorded."""
    found = []
    for name in type(new).model_fields:
        if name not in given:
            continue
        value, old = getattr(new, name), before.get(name)
        if (set(value) != old) if isinstance(value, list) else (value != old):
            found.append(name)
    return found


def merged(new: Any, given: Iterable[str], before: Mapping[str, object]) -> Any:
    """What is recorded, with what was typed over it, as a record that is checked again."""
    fields = type(new).model_fields
    kept = {name: before[name] for name in fields if name in before and name not in set(given)}
    kept = {name: sorted(v, key=str) if isinstance(v, set) else v for name, v in kept.items()}
    return type(new)(**{**{name: getattr(new, name) for name in fields}, **kept})
