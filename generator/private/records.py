"""What is recorded, as it comes in from a form, a workbook or a command: one model each, whatever the way in.

`title` and `description` are what people read in forms, workbooks and errors.
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from generator.private import options as op
from generator.private.themes import Tema
from generator.schema.fields import Centro, Period, Regional, text
from generator.schema.options import Enfasis
from generator.schema.records import Record, disagree
from generator.vocabulary import vocabulary

MOST_FREE_TEXT = 6_000
"""Characters of a free text."""
REFERENCE_HOURS = 20
"""Hours of a whole cycle by ENI's estimate (Circular): a reference, neither a condition nor a cap."""

FreeText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_FREE_TEXT)]
Codigo = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{2,11}$")]
Minutos = Annotated[int, Field(ge=0, le=1_440)]
Aspecto = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", max_length=60)]


def _in_regional(centro: str, regional: str) -> None:
    if vocabulary("centros")[centro].extra["regional"] != regional:
        raise disagree("centro", "Ese centro no pertenece a esa regional.")


class Acompanante(Record):
    """What makes somebody an acompañante (Circular; Anexo 1, «Ruta de formación para los acompañantes»)."""

    formacion: Annotated[op.Formacion, Field(title="Formación")]
    nivel: Annotated[op.NivelAcompanante, Field(title="Nivel")]
    enfasis_senior: Annotated[op.EnfasisSenior | None, Field(title="Énfasis, si es senior")] = None

    @model_validator(mode="after")
    def _emphasis_of_seniors(self) -> Self:
        if (self.nivel is op.NivelAcompanante.SENIOR) != (self.enfasis_senior is not None):
            raise disagree("enfasis_senior", "El énfasis es de quien es senior, y solo de quien lo es.")
        return self


class PersonaNueva(Record):
    """Somebody who takes part. Everything but the identity is recorded apart from it, under a pseudonym."""

    nombre: Annotated[Annotated[str, text(3, 120)], Field(title="Nombre completo")]
    documento: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{4,15}$")] | None, Field(title="Documento de identidad")
    ] = None
    correo: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[^@\s]{1,64}@[^@\s]{3,120}$")] | None, Field(title="Correo")
    ] = None
    regional: Annotated[Regional, Field(title="Regional")]
    centro: Annotated[Centro, Field(title="Centro de formación")]
    roles: Annotated[list[op.RolPersona], Field(title="Roles", min_length=1, max_length=6)]
    acompanante: Annotated[Acompanante | None, Field(title="Formación como acompañante")] = None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        _in_regional(self.centro, self.regional)
        if (op.RolPersona.ACOMPANANTE in self.roles) != (self.acompanante is not None):
            raise disagree("acompanante", "Quien es acompañante dice su formación, y solo quien lo es.")
        return self


class CicloNuevo(Record):
    """A cycle that begins. It is voluntary, or it is not one (Anexo 1: «No es obligatorio»)."""

    codigo: Annotated[Codigo, Field(title="Código del ciclo", description="Mayúsculas, números y guiones.")]
    regional: Annotated[Regional, Field(title="Regional")]
    centro: Annotated[Centro, Field(title="Centro de formación")]
    vigencia: Annotated[int, Field(title="Vigencia", description="El año.", ge=2020, le=2100)]
    acompanantes: Annotated[list[UUID], Field(title="Acompañantes", min_length=1, max_length=4)]
    acompanados: Annotated[list[UUID], Field(title="Acompañados", min_length=1, max_length=40)]
    voluntario: Annotated[bool, Field(title="Participa por su voluntad")]
    anterior: Annotated[UUID | None, Field(title="Ciclo del que viene")] = None
    formacion_aplicada: Annotated[
        Annotated[str, text(3, 200)] | None,
        Field(title="Formación cuya aplicación se acompaña", description="Si el ciclo viene de una."),
    ] = None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        _in_regional(self.centro, self.regional)
        if not self.voluntario:
            raise disagree("voluntario", "El acompañamiento es voluntario: sin su voluntad no hay ciclo.")
        if set(self.acompanantes) & set(self.acompanados):
            raise disagree("acompanados", "Nadie se acompaña a sí mismo.")
        return self


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


class AcompanamientoNuevo(Record):
    """One acompañamiento of a cycle (Anexo 1, «Acompañamiento»), the first to the fourth."""

    numero: Annotated[int, Field(title="Número", ge=1, le=4)]
    fecha: Annotated[date, Field(title="Fecha")]
    tipo: Annotated[op.Tipo, Field(title="Tipo")]
    enfasis: Annotated[Enfasis, Field(title="Énfasis")]
    ambiente: Annotated[op.Ambiente, Field(title="Ambiente")]
    minutos: Annotated[Minutos | None, Field(title="Duración", description="En minutos.")] = None
    acompanantes: Annotated[list[UUID], Field(title="Acompañantes", min_length=1, max_length=4)]
    acompanados: Annotated[list[UUID], Field(title="Acompañados", min_length=1, max_length=40)]
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


class Autodiagnostico(Record):
    aplicacion: Annotated[op.Aplicacion, Field(title="Cuándo")]
    version: Annotated[int, Field(title="Versión del instrumento", ge=1)]
    juicios: Annotated[dict[Aspecto, op.Juicio], Field(title="Aspectos", min_length=1, max_length=60)]


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


class FechaMomento(Record):
    """When a moment of the route happened."""

    fecha: Annotated[date, Field(title="Fecha")]


class FinCiclo(Record):
    """The end of a cycle, closed or left: there is no field for a reason, because none is needed."""

    fecha: Annotated[date, Field(title="Fecha")]
    minutos: Annotated[
        Annotated[int, Field(ge=0, le=60_000)] | None,
        Field(title="Tiempo dedicado al ciclo, en minutos", description="El real, sea el que sea."),
    ] = None


class ActaEPC(Record):
    """A meeting of the Equipo Pedagógico de Centro: monthly, four hours at most (Anexo 1, «Subdirector de Centro»)."""

    regional: Annotated[Regional, Field(title="Regional")]
    centro: Annotated[Centro, Field(title="Centro de formación")]
    fecha: Annotated[date, Field(title="Fecha")]
    minutos: Annotated[int, Field(title="Duración en minutos", ge=1, le=240)]
    temas: Annotated[list[Tema], Field(title="Temas tratados", max_length=20)] = []

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        _in_regional(self.centro, self.regional)
        return self


class ConsentimientoNuevo(Record):
    """A consent that was given (fields after ISO/IEC TS 27560)."""

    persona: Annotated[UUID, Field(title="Persona")]
    aviso: Annotated[Annotated[str, text(1, 40)], Field(title="Versión del aviso")]
    aviso_sha256: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")], Field(title="Huella del aviso")
    ]
    finalidades: Annotated[list[op.Finalidad], Field(title="Finalidades", min_length=1, max_length=5)]
    objeto: Annotated[Annotated[str, text(1, 160)] | None, Field(title="Carpeta de la entrega")] = None
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
        return self
