"""What a centre records: the meetings of its Equipo Pedagógico."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.private.records.fields import in_regional
from generator.private.themes import Tema
from generator.schema.fields import Centro, Regional
from generator.schema.records import Record


class ActaEPC(Record):
    """A meeting of the Equipo Pedagógico de Centro: monthly, four hours at most (Anexo 1, «Subdirector de Centro»)."""

    regional: Annotated[Regional, Field(title="Regional")]
    centro: Annotated[Centro, Field(title="Centro de formación")]
    fecha: Annotated[date, Field(title="Fecha")]
    minutos: Annotated[int, Field(title="Duración en minutos", ge=1, le=240)]
    temas: Annotated[list[Tema], Field(title="Temas tratados", max_length=20)] = []

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        in_regional(self.centro, self.regional)
        return self
