"""The fields of a record as columns: their titles, help, lists and limits are those of the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum
from functools import cached_property
from itertools import chain
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.private.themes import Tema, themes
from generator.schema.fields import Period
from generator.schema.options import Option
from generator.vocabulary import plain, vocabulary


class Kind(Enum):
    """How a cell is read and what its list is made from."""

    TEXT = "texto"
    NUMBER = "numero"
    DATE = "fecha"
    TIME = "hora"
    YES_NO = "si_no"
    OPTION = "opcion"
    TERM = "termino"
    THEME = "tema"
    PERIOD = "trimestre"
    PERSON = "persona"
    CYCLE = "ciclo"
    ASPECT = "aspecto"


@dataclass(frozen=True, eq=False, repr=False)
class Column:
    """One field of a record as a column (or, in a sheet that stands upright, as a row)."""

    name: str
    title: str
    help: str
    kind: Kind
    several: bool
    required: bool
    longest: int | None
    low: int | None
    high: int | None
    options: tuple[tuple[str, str], ...] = ()
    """Code and words of each allowed value, in the order of the list; empty where there is no closed list."""
    vocabulary: str | None = None

    @cached_property
    def named(self) -> Mapping[str, str]:
        """The code of each value by its words and by itself, without capitals or accents; not words that repeat."""
        found: dict[str, str | None] = {}
        for code, words in self.options:
            form = plain(words)
            found[form] = None if form in found else code
        found |= {plain(code): code for code, _ in self.options}
        return {form: code for form, code in found.items() if code is not None}


def columns_of(model: type[BaseModel]) -> Iterator[Column]:
    """The plain fields of a record as columns; those that hold other records have a sheet, or rows, of their own."""
    for name, info in model.model_fields.items():
        if (found := _column(name, info)) is not None:
            yield found


def column(model: type[BaseModel], field: str, /, **changed: Any) -> Column:
    """One field of a record as a column, with something said otherwise of it."""
    found = _column(field, model.model_fields[field])
    if found is None:
        raise TypeError(field)
    return replace(found, **changed)


def _column(field: str, info: FieldInfo) -> Column | None:
    inner, metadata = _plain(info.annotation)
    several = get_origin(inner) is list
    if several:
        inner, more = _plain(get_args(inner)[0])
        metadata = [*metadata, *more]
    else:
        metadata = [*metadata, *info.metadata]
    kind, options, term = _kind(inner, [*metadata, info])
    if kind is None:
        return None
    limits = {
        limit: next((v for m in metadata if (v := getattr(m, limit, None)) is not None), None)
        for limit in ("max_length", "ge", "le")
    }
    help_text = info.description or ""
    if several:
        help_text = f"{help_text} Si hay varios, sepárelos con punto y coma.".strip()
    return Column(
        name=field,
        title=info.title or field,
        help=help_text,
        kind=kind,
        several=several,
        required=info.is_required(),
        longest=None if several else limits["max_length"],
        low=limits["ge"],
        high=limits["le"],
        options=options,
        vocabulary=term,
    )


def _plain(annotation: Any) -> tuple[Any, list[Any]]:
    """The type inside `Annotated` and optional ones, and what they say of it."""
    metadata: list[Any] = []
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *said = get_args(annotation)
            metadata += chain.from_iterable([m, *getattr(m, "metadata", ())] for m in said)
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation, metadata


_PLAIN = {int: Kind.NUMBER, date: Kind.DATE, time: Kind.TIME, bool: Kind.YES_NO, str: Kind.TEXT}


def _kind(inner: Any, metadata: list[Any]) -> tuple[Kind | None, tuple[tuple[str, str], ...], str | None]:
    marks: dict[str, Any] = {}
    for said in metadata:
        if isinstance(extra := getattr(said, "json_schema_extra", None), dict):
            marks |= extra
    if term := marks.get("vocabulario"):
        return Kind.TERM, tuple((t.code, t.name) for t in vocabulary(term).values()), str(term)
    if marks.get("de") == "aspecto":
        return Kind.ASPECT, (), None
    if inner is UUID:
        return (Kind.CYCLE if marks.get("de") == "ciclo" else Kind.PERSON), (), None
    if isinstance(inner, type) and issubclass(inner, Option):
        return Kind.OPTION, tuple((o.value, o.label) for o in inner), None
    if _has(metadata, Tema):
        return Kind.THEME, tuple(themes().items()), None
    if _has(metadata, Period):
        return Kind.PERIOD, (), None
    return _PLAIN.get(inner), (), None


def _has(metadata: list[Any], alias: Any) -> bool:
    """Whether what is said of a type includes all that an alias says of it."""
    return all(said in metadata for said in get_args(alias)[1:])
