"""Names that people give to fields and sections → those of the schema, with tolerance for how they are written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from generator.model import Key
from generator.schema import Entrega
from generator.validate import expected
from generator.vocabulary import plain

UNASKED = frozenset(("imagenes", "anexos", "ejemplo"))
"""Fields that come from elsewhere: the images themselves, or nobody's to fill in."""

_WORD = re.compile(r"[a-z0-9ñ]+")
_ORDINAL = re.compile(r"^\W*(?:\d+(?:\.\d+)*|[ivx]+|[a-z])\W*[.)\-–:]\W+|^\W*\d+(?:\.\d+)+\W+")
_SMALL = frozenset("a al con de del el en es la las lo los o para por que se su sus un una y".split())
_NEAR = 0.86
_MORE_WORDS = 3
_BEGINNING = 6
"""Letters with which a heading may be the beginning of a section's name: «Qué pasó»."""


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A field that a table may hold: its key path (lists of fields aside), and the name that people read."""

    key: tuple[str, ...]
    label: str


@cache
def asked(model: type[Entrega]) -> tuple[Asked, ...]:
    """Every field of a collection that somebody can fill in, in the order in which authors are asked."""
    return tuple(_asked(model, (), ""))


def _asked(model: type[BaseModel], key: tuple[str, ...], above: str) -> Iterator[Asked]:
    for name, field in model.model_fields.items():
        if not key and name in UNASKED:
            continue
        label = f"{above}: {field.title}" if above else str(field.title)
        inner = inner_model(model, name)
        if inner is None:
            yield Asked((*key, name), label)
        else:
            yield from _asked(inner, (*key, name), label)


def inner_model(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The fields inside a field, itself or each element of it."""
    return expected.model_at(model, (name,)) or expected.model_at(model, (name, 0))


def field_named(typed: str, model: type[Entrega]) -> Key | None:
    """The key path of a label («2. Autoría: Crédito», `autoria.credito`), with the position in lists of fields."""
    words = " ".join(_WORD.findall(plain(typed.replace("_", " "))))
    inside = re.findall(r"(?<=\D)\d+(?=\D)", f" {words} ")
    form = " ".join(re.sub(r"\d+", " ", words).replace("obligatorio", "").split())
    forms = _forms(model)
    path = forms.get(form)
    if path is None:
        close = difflib.get_close_matches(form[:120], forms, n=1, cutoff=_NEAR)
        path = forms[close[0]] if close else None
    return None if path is None else _placed(path, model, max(int(inside[-1]) - 1 if inside else 0, 0))


@cache
def _forms(model: type[Entrega]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for one in asked(model):
        names = {one.label, " ".join(one.key), one.label.rpartition(":")[2]}
        for name in names:
            form = " ".join(_WORD.findall(plain(name.replace("_", " "))))
            found.setdefault(form, set()).add(one.key)
    # A name of two fields says neither, unless one of them is whole.
    return {form: min(keys, key=len) for form, keys in found.items() if len(keys) == 1 or len(min(keys, key=len)) == 1}


def _placed(path: tuple[str, ...], model: type[Entrega], position: int) -> Key:
    if len(path) > 1 and expected.model_at(model, (path[0],)) is None:
        return (path[0], min(position, 30), *path[1:])
    return path


def section_named(heading: str, sections: Sequence[str]) -> tuple[str, float] | None:
    """The section that a heading means, and how surely (1 when it says the same but for accents and numbers)."""
    text = _ORDINAL.sub("", plain(heading), count=1)
    form = " ".join(_WORD.findall(text))
    for name in sections:
        if " ".join(_WORD.findall(plain(name))) == form:
            return name, 1.0
    best = max(((_alike(form, name), name) for name in sections), default=(0.0, ""))
    return (best[1], best[0]) if best[0] >= _NEAR / 2 else None


def _alike(form: str, name: str) -> float:
    """From 0 to 0.99: nearly the same letters, or all that the name says with few words more."""
    whole = " ".join(_WORD.findall(plain(name)))
    matcher = difflib.SequenceMatcher(None, form[:120], whole)
    ratio = matcher.ratio() if matcher.real_quick_ratio() >= _NEAR else 0.0
    if ratio >= _NEAR and ("no" in form.split()) == ("no" in whole.split()):
        return min(ratio, 0.99)
    said, meant = form.split(), [w for w in whole.split() if w not in _SMALL]
    if whole.startswith(f"{form} ") and len(form) >= _BEGINNING:
        return 0.5
    if all(word in said for word in meant) and len(said) <= len(whole.split()) + _MORE_WORDS:
        return 0.5
    return 0.0
