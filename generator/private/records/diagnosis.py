"""The autodiagnóstico: its instrument, and what an acompañado says of their own practice."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from generator.private import options as op
from generator.private.records.fields import Aspecto, Version, text
from generator.schema.records import Record


class Instrumento(Record):
    """A version of the autodiagnóstico's instrument, which ENI defines (Anexo 1, «Autodiagnóstico»)."""

    version: Annotated[Version, Field(title="Versión")]
    desde: Annotated[date, Field(title="Vale desde")]
    aspectos: Annotated[
        dict[Aspecto, Annotated[str, text(3, 300)]], Field(title="Aspectos", min_length=1, max_length=60)
    ]


class Apreciacion(Record):
    """What somebody says of one aspect: a line of an autodiagnóstico."""

    aspecto: Annotated[
        Aspecto,
        Field(title="Aspecto", description="El código que trae el instrumento.", json_schema_extra={"de": "aspecto"}),
    ]
    juicio: Annotated[op.Juicio, Field(title="¿Cómo lo ve?")]


class Autodiagnostico(Record):
    aplicacion: Annotated[op.Aplicacion, Field(title="Cuándo")]
    version: Annotated[Version, Field(title="Versión del instrumento")]
    juicios: Annotated[dict[Aspecto, op.Juicio], Field(title="Aspectos", min_length=1, max_length=60)]
