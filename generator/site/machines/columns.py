"""The columns of the open data: one for each field of the schema that the pages show, with the schema's own words."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from generator.model import Anonymized, Collection
from generator.schema import options as op
from generator.schema.described import json_schema
from generator.schema.records import Ajuste, Programa, Record, Seguridad, Territorio
from generator.site.machines.news import Entry
from generator.site.markup import one_line
from generator.site.related import named
from generator.vocabulary import name_of, vocabulary

Cell = str | bool | list[str] | None
# Kept out of here on purpose: who wrote (each page says how to give credit), what only makes sense beside the text,
# small numbers of people, and the purpose, which would say what came out of an acompañamiento (`words.purposes`).
LEFT_OUT = frozenset(("autoria", "imagenes", "anexos", "equipo", "itinerario", "proposito"))
_PARTS: Mapping[str, type[Record]] = {"programa": Programa, "territorio": Territorio, "seguridad": Seguridad}
_LEADS = ("relacionadas", "practicas_recuperadas")


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """A submission on its way to a row. `shown` are the folders of all that is listed, `entry` its dates if any."""

    anonymized: Anonymized
    address: str
    shown: Container[str]
    entry: Entry | None


@dataclass(frozen=True, slots=True, repr=False)
class Column:
    """A column: its name, its words for people, how to read it off a row, and the codes that it may hold."""

    name: str
    title: str
    description: str
    read: Callable[[Row], Cell]
    choices: tuple[tuple[str, str], ...] = ()
    many: bool = False
    kind: str = "string"


@cache
def columns(collection: Collection) -> tuple[Column, ...]:
    """The columns of a collection, in the schema's order, after the address and before what the house knows."""
    return (
        Column("direccion", "Dirección", "Dónde está la página.", lambda row: row.address),
        *(column for name in collection.model.model_fields if name not in LEFT_OUT for column in _of(collection, name)),
        *_house(collection),
    )


@cache
def _properties(model: type[Record]) -> Mapping[str, Mapping[str, object]]:
    found: Mapping[str, Mapping[str, object]] = json_schema(model)["properties"]
    return found


def _of(collection: Collection, name: str) -> Sequence[Column]:
    field = collection.model.model_fields[name]
    title = field.title or name
    part = _PARTS.get(name)
    if part is None:
        return _column(name, title, field.description, _properties(collection.model)[name], (name,))
    return [
        column
        for inner, about in part.model_fields.items()
        for column in _column(
            f"{name}_{inner}", f"{title}: {about.title}", about.description, _properties(part)[inner], (name, inner)
        )
    ]


def _column(
    name: str, title: str, description: str | None, schema: Mapping[str, object], way: tuple[str, ...]
) -> list[Column]:
    """The column of a field, and one with the names where its codes are those of a list."""
    said, listed = description or "", _find(schema, "vocabulario")
    many = bool(_find(schema, "items"))
    kind = "boolean" if schema.get("type") == "boolean" else "string"
    option = _option(_find(schema, "$ref"))
    found = [Column(name, title, said, lambda row: _read(row, way), option, many, kind)]
    if isinstance(listed, str):
        found = [Column(name, title, said or "Código.", lambda row: _read(row, way), _codes(listed), many)]
        found.append(Column(f"{name}_nombre", f"{title}, en palabras", "", lambda row: _named(listed, _read(row, way))))
    return found


def _find(node: object, key: str) -> object:
    """The first value of a key anywhere in a piece of JSON Schema."""
    if isinstance(node, Mapping):
        if key in node:
            return node[key]
        node = list(node.values())
    return next((found for n in node if (found := _find(n, key))), None) if isinstance(node, list) else None


def _option(reference: object) -> tuple[tuple[str, str], ...]:
    name = str(reference or "").rpartition("/")[2]
    kind = op.Necesidad if name == Ajuste.__name__ else op.kinds().get(name)
    return tuple((str(o), o.label) for o in kind) if kind else ()


def _codes(listed: str) -> tuple[tuple[str, str], ...]:
    """The codes of a list, unless they are so many that the column with the names serves better."""
    terms = vocabulary(listed)
    return tuple((t.code, t.name) for t in terms.values()) if len(terms) <= 60 else ()


def _named(listed: str, code: Cell) -> Cell:
    return name_of(listed, code) if isinstance(code, str) else None


def leads(row: Row) -> Mapping[str, list[str]]:
    """What a row has of others, which rests on what there is of them: the folders to which each such column leads."""
    return {name: _led_to(row, name) for name in _LEADS}


def _led_to(row: Row, name: str) -> list[str]:
    found = named(getattr(row.anonymized.record, name, None) or (), row.shown)
    return found if name == "relacionadas" else [f for f in found if f.startswith("practicas/")]


def _read(row: Row, way: tuple[str, ...]) -> Cell:
    if way[0] in _LEADS:
        return list(_led_to(row, way[0]))
    value: object = row.anonymized.record
    for name in way:
        value = getattr(value, name, None)
    return _cell(value)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list):
        return [text for item in value if isinstance(text := _cell(item), str)]
    return str(value.necesidad) if isinstance(value, Ajuste) else one_line(str(value))


def _house(collection: Collection) -> Sequence[Column]:
    dates = (
        Column("publicada", "Publicada", "El mes.", lambda r: r.entry.published if r.entry else None, kind="yearmonth"),
        Column(
            "actualizada",
            "Actualizada",
            "El mes en que cambió por última vez, con el consentimiento renovado.",
            lambda r: r.entry.changed if r.entry and r.entry.changed != r.entry.published else None,
            kind="yearmonth",
        ),
    )
    if collection is not Collection.PRACTICAS:
        return dates
    about = "Hasta dónde ha llegado, según lo que cuentan quienes la aplicaron. No es una nota."
    return (*dates, Column("madurez", "Madurez", about, lambda r: r.anonymized.ficha.madurez.value))
