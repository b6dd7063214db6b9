"""Consents: given and withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from generator.private import options as op
from generator.private.records.fields import FreeText, Persona, text
from generator.schema.records import Record, disagree


class ConsentimientoNuevo(Record):
    """A consent that was given (fields after ISO/IEC TS 27560)."""

    persona: Annotated[Persona, Field(title="Persona")]
    aviso: Annotated[Annotated[str, text(1, 40)], Field(title="Versión del aviso")]
    aviso_sha256: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")], Field(title="Huella del aviso")
    ]
    finalidades: Annotated[list[op.Finalidad], Field(title="Finalidades", min_length=1, max_length=5)]
    objeto: Annotated[Annotated[str, text(1, 200)] | None, Field(title="Qué se publica")] = None
    canal: Annotated[op.Canal, Field(title="Canal")]
    evidencia: Annotated[FreeText | None, Field(title="Dónde está la evidencia")] = None
    menor: Annotated[bool, Field(title="Es menor de edad")]
    representante: Annotated[Annotated[str, text(3, 120)] | None, Field(title="Representante")] = None
    datos_sensibles: Annotated[bool, Field(title="Se le explicó que hay datos sensibles")]
    vence: Annotated[date | None, Field(title="Vence")] = None

    @model_validator(mode="after")
    def _minors_are_represented(self) -> Self:
        if self.menor and self.representante is None:
            raise disagree("representante", "Por un menor de edad firma su representante.")
        if self.menor and op.Finalidad.PUBLICAR_IMAGEN in self.finalidades:
            raise disagree("finalidades", "Nunca se publican imágenes en las que se reconozca a un menor de edad.")
        return self


class Retiro(Record):
    """A consent that somebody withdraws, without a reason."""

    canal: Annotated[op.Canal, Field(title="Canal")]
    evidencia: Annotated[FreeText | None, Field(title="Dónde está la evidencia")] = None
