"""The plan of a quarter, and that the coordinador académico agreed with it."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.private import options as op
from generator.private.records.fields import Persona
from generator.schema.fields import Period
from generator.schema.options import Enfasis
from generator.schema.records import Record, disagree


class FechaPlan(Record):
    fecha: Annotated[date, Field(title="Fecha")]
    desde: Annotated[time, Field(title="Desde")]
    hasta: Annotated[time, Field(title="Hasta")]
    tipo: Annotated[op.Tipo, Field(title="Tipo")]
    enfasis: Annotated[Enfasis, Field(title="Énfasis")]
    ambiente: Annotated[op.Ambiente, Field(title="Ambiente")]

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.hasta <= self.desde:
            raise disagree("hasta", "La hora final va después de la inicial.")
        return self


class PlanNuevo(Record):
    """Anexo 1, «Plan de Acompañamiento y concertación»."""

    trimestre: Annotated[Period, Field(title="Trimestre")]
    fechas: Annotated[list[FechaPlan], Field(title="Fechas", min_length=1, max_length=4)]

    @model_validator(mode="after")
    def _in_its_quarter(self) -> Self:
        if any(f"{f.fecha.year}-T{(f.fecha.month + 2) // 3}" != self.trimestre for f in self.fechas):
            raise disagree("fechas", "Hay fechas que no son de ese trimestre.")
        return self


class Validacion(Record):
    """That the coordinador académico agreed with a plan (Anexo 1, «Plan de Acompañamiento y concertación»)."""

    validado_por: Annotated[
        Persona | None, Field(title="Validado por", description="El código del coordinador académico.")
    ] = None
    validado: Annotated[date | None, Field(title="Validado el")] = None

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.validado is None) != (self.validado_por is None):
            raise disagree("validado_por", "La validación dice quién y cuándo: faltó uno de los dos.")
        return self
