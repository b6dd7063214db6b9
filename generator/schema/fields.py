"""Types of single fields: lengths, shapes and vocabularies, each raising an error that names no value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field, JsonValue, StringConstraints
from pydantic_core import PydanticCustomError

from generator.vocabulary import vocabulary

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PERIOD = re.compile(r"20[0-9]{2}-T[1-4]")
MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")


def _shaped(pattern: re.Pattern[str], example: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise PydanticCustomError("forma", "forma", {"ejemplo": example})
        return value

    return check


def _listed(name: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in vocabulary(name):
            raise PydanticCustomError("vocabulario", "vocabulario", {"vocabulario": name})
        return value

    return check


def text(low: int, high: int) -> StringConstraints:
    """One line or paragraph of plain text of `low` to `high` characters, outer spaces dropped."""
    return StringConstraints(strip_whitespace=True, min_length=low, max_length=high)


def _from(name: str) -> dict[str, JsonValue]:
    return {"vocabulario": name}


def _looks(pattern: re.Pattern[str], example: str) -> dict[str, JsonValue]:
    """The same shape for those that check it before we do: editors and the form."""
    return {"pattern": f"^{pattern.pattern}$", "examples": [example]}


Area = Annotated[str, AfterValidator(_listed("areas")), Field(json_schema_extra=_from("areas"))]
Oferta = Annotated[str, AfterValidator(_listed("ofertas")), Field(json_schema_extra=_from("ofertas"))]
Regional = Annotated[str, AfterValidator(_listed("regionales")), Field(json_schema_extra=_from("regionales"))]
Centro = Annotated[str, AfterValidator(_listed("centros")), Field(json_schema_extra=_from("centros"))]
Departamento = Annotated[str, AfterValidator(_listed("departamentos")), Field(json_schema_extra=_from("departamentos"))]
Municipio = Annotated[str, AfterValidator(_listed("municipios")), Field(json_schema_extra=_from("municipios"))]

Slug = Annotated[
    str,
    StringConstraints(min_length=3, max_length=80),
    AfterValidator(_shaped(SLUG, "huerta-vertical")),
    Field(json_schema_extra=_looks(SLUG, "huerta-vertical")),
]
Tag = Annotated[
    str,
    StringConstraints(min_length=2, max_length=40),
    AfterValidator(_shaped(SLUG, "trabajo-en-equipo")),
    Field(json_schema_extra=_looks(SLUG, "trabajo-en-equipo")),
]
Period = Annotated[
    str,
    AfterValidator(_shaped(PERIOD, "2026-T3")),
    Field(json_schema_extra=_looks(PERIOD, "2026-T3")),
]
Month = Annotated[str, AfterValidator(_shaped(MONTH, "2027-06"))]
FileName = Annotated[str, StringConstraints(min_length=3, max_length=120)]
