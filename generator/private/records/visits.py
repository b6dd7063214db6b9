"""An acompañamiento, and what the acompañado says of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.private import options as op
from generator.private.records.fields import FreeText, Minutos, Persona
from generator.private.themes import Tema
from generator.schema.options import Enfasis
from generator.schema.records import Record, disagree


class AcompanamientoNuevo(Record):
    """One acompañamiento of a cycle (Anexo 1, «Acompañamiento»), the first to the fourth."""

    numero: Annotated[int, Field(title="Número", ge=1, le=4)]
    fecha: Annotated[date, Field(title="Fecha")]
    tipo: Annotated[op.Tipo, Field(title="Tipo")]
    enfasis: Annotated[Enfasis, Field(title="Énfasis")]
    ambiente: Annotated[op.Ambiente, Field(title="Ambiente")]
    minutos: Annotated[Minutos | None, Field(title="Duración", description="En minutos.")] = None
    acompanantes: Annotated[list[Persona], Field(title="Acompañantes", min_length=1, max_length=4)]
    acompanados: Annotated[list[Persona], Field(title="Acompañados", min_length=1, max_length=40)]
    expertos_externos: Annotated[bool, Field(title="Hubo expertos de fuera")] = False
    lectura_contexto: Annotated[FreeText, Field(title="Lectura del contexto")] = ""
    aspectos_positivos: Annotated[FreeText, Field(title="Aspectos positivos")] = ""
    aspectos_mejora: Annotated[FreeText, Field(title="Aspectos por mejorar")] = ""
    realimentacion: Annotated[FreeText, Field(title="Realimentación")] = ""
    oportunidades: Annotated[list[Tema], Field(title="Oportunidades de mejora", max_length=8)] = []

    @model_validator(mode="after")
    def _individual_is_with_one(self) -> Self:
        if self.tipo is op.Tipo.INDIVIDUAL and len(self.acompanados) != 1:
            raise disagree("acompanados", "El acompañamiento individual es con una sola persona.")
        return self


class RespuestaAcompanado(Record):
    """What the acompañado says of it, who has the right to disagree (Anexo 1, «Derechos del Instructor Acompañado»)."""

    leido: Annotated[bool, Field(title="Lo leí")]
    punto_de_vista: Annotated[FreeText, Field(title="Mi punto de vista")] = ""
    comparte: Annotated[
        bool,
        Field(title="Acepto que las observaciones vayan en el informe a la ENI", description="Si no, quedan aquí."),
    ] = False

    @model_validator(mode="after")
    def _agreed_after_reading(self) -> Self:
        if self.comparte and not self.leido:
            raise disagree("comparte", "Antes de aceptar que las observaciones salgan hay que leerlas.")
        return self
