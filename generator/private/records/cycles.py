"""A cycle from its beginning to its end, and the time that it takes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.private import options as op
from generator.private.records.fields import (
    REFERENCE_HOURS,
    Ciclo,
    Codigo,
    FreeText,
    Minutos,
    MinutosCiclo,
    Persona,
    in_regional,
    text,
)
from generator.schema.fields import Centro, Regional
from generator.schema.records import Record, disagree


class CicloNuevo(Record):
    """A cycle that begins. It is voluntary, or it is not one (Anexo 1: «No es obligatorio»)."""

    codigo: Annotated[Codigo, Field(title="Código del ciclo", description="Mayúsculas, números y guiones.")]
    regional: Annotated[Regional, Field(title="Regional")]
    centro: Annotated[Centro, Field(title="Centro de formación")]
    vigencia: Annotated[int, Field(title="Vigencia", description="El año.", ge=2020, le=2100)]
    acompanantes: Annotated[list[Persona], Field(title="Acompañantes", min_length=1, max_length=4)]
    acompanados: Annotated[list[Persona], Field(title="Acompañados", min_length=1, max_length=40)]
    voluntario: Annotated[bool, Field(title="Participa por su voluntad")]
    anterior: Annotated[Ciclo | None, Field(title="Ciclo del que viene")] = None
    formacion_aplicada: Annotated[
        Annotated[str, text(3, 200)] | None,
        Field(title="Formación cuya aplicación se acompaña", description="Si el ciclo viene de una."),
    ] = None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        in_regional(self.centro, self.regional)
        if not self.voluntario:
            raise disagree("voluntario", "El acompañamiento es voluntario: sin su voluntad no hay ciclo.")
        if set(self.acompanantes) & set(self.acompanados):
            raise disagree("acompanados", "Nadie se acompaña a sí mismo.")
        return self


class Momentos(Record):
    """The day of each moment that has one (Anexo 1, «Ruta metodológica»). Only those that were reached are said."""

    sensibilizacion: Annotated[date | None, Field(title=op.Momento.SENSIBILIZACION.label)] = None
    autodiagnostico: Annotated[date | None, Field(title=op.Momento.AUTODIAGNOSTICO.label)] = None
    plan: Annotated[date | None, Field(title=op.Momento.PLAN.label)] = None
    cierre: Annotated[date | None, Field(title=op.Momento.CIERRE.label)] = None


class FechaMomento(Record):
    """When a moment of the route happened."""

    fecha: Annotated[date, Field(title="Fecha")]


class Termino(Record):
    """How a cycle ended: closed, or left at any time without a reason, with the hours that it really took."""

    estado: Annotated[op.EstadoCiclo, Field(title="Cómo terminó", description="Dejarlo no pide razones.")]
    terminado: Annotated[date, Field(title="Fecha")]
    minutos: Annotated[
        MinutosCiclo | None,
        Field(
            title="Tiempo total",
            description=f"En minutos, el que se dedicó: {REFERENCE_HOURS} horas son una referencia, no un tope.",
        ),
    ] = None

    @model_validator(mode="after")
    def _ended(self) -> Self:
        if self.estado is op.EstadoCiclo.ABIERTO:
            raise disagree("estado", "Un ciclo que sigue abierto no ha terminado: deje la hoja en blanco.")
        return self


class FinCiclo(Record):
    """The end of a cycle, closed or left: there is no field for a reason, because none is needed."""

    fecha: Annotated[date, Field(title="Fecha")]
    minutos: Annotated[
        MinutosCiclo | None,
        Field(title="Tiempo dedicado al ciclo, en minutos", description="El real, sea el que sea."),
    ] = None


class Cierre(Record):
    """Anexo 1, «Impacto y Avance autónomo»."""

    comparacion: Annotated[FreeText, Field(title="Comparación con el autodiagnóstico")] = ""
    avances: Annotated[FreeText, Field(title="Cambios y avances")] = ""
    compromisos: Annotated[FreeText, Field(title="Compromisos de trabajo autónomo")] = ""
    punto_de_vista: Annotated[FreeText, Field(title="Punto de vista del acompañado")] = ""


class HorasNuevas(Record):
    """Time that an acompañante must register in SofiaPlus."""

    fecha: Annotated[date, Field(title="Fecha")]
    minutos: Annotated[Minutos, Field(title="Minutos")]


class Registro(Record):
    """That time was registered in SofiaPlus."""

    registrada: Annotated[
        date | None, Field(title="Registrada en SofiaPlus el", description="Vacío si está por registrar.")
    ] = None
