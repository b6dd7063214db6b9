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
Persona = Annotated[UUID, Field(json_schema_extra={"de": "persona"})]
"""A person by the id that the store gave them. People type the pseudonym; who reads it looks the id up."""
Ciclo = Annotated[UUID, Field(json_schema_extra={"de": "ciclo"})]
"""A cycle by its id. People type its code."""
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
        _in_regional(self.centro, self.regional)
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


class Termino(Record):
    """How a cycle ended: closed, or left at any time without a reason, with the hours that it really took."""

    estado: Annotated[op.EstadoCiclo, Field(title="Cómo terminó", description="Dejarlo no pide razones.")]
    terminado: Annotated[date, Field(title="Fecha")]
    minutos: Annotated[
        int | None,
        Field(
            title="Tiempo total",
            description=f"En minutos, el que se dedicó: {REFERENCE_HOURS} horas son una referencia, no un tope.",
            ge=0,
            le=60_000,
        ),
    ] = None

    @model_validator(mode="after")
    def _ended(self) -> Self:
        if self.estado is op.EstadoCiclo.ABIERTO:
            raise disagree("estado", "Un ciclo que sigue abierto no ha terminado: deje la hoja en blanco.")
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


class Apreciacion(Record):
    """What somebody says of one aspect: a line of an autodiagnóstico."""

    aspecto: Annotated[
        Aspecto,
        Field(title="Aspecto", description="El código que trae el instrumento.", json_schema_extra={"de": "aspecto"}),
    ]
    juicio: Annotated[op.Juicio, Field(title="¿Cómo lo ve?")]


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


class Registro(Record):
    """That time was registered in SofiaPlus."""

    registrada: Annotated[
        date | None, Field(title="Registrada en SofiaPlus el", description="Vacío si está por registrar.")
    ] = None


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


class Instrumento(Record):
    """A version of the autodiagnóstico's instrument, which ENI defines (Anexo 1, «Autodiagnóstico»)."""

    version: Annotated[int, Field(title="Versión", ge=1)]
    desde: Annotated[date, Field(title="Vale desde")]
    aspectos: Annotated[
        dict[Aspecto, Annotated[str, text(3, 300)]], Field(title="Aspectos", min_length=1, max_length=60)
    ]
