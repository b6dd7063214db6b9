"""`Ficha`: what the house keeps about a submission. It is outside every receipt, so it holds enums only."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from generator.schema import options as op
from generator.schema.fields import Centro, Month, Period, Regional
from generator.schema.records import Record


class Madurez(StrEnum):
    """How far a practice has travelled, in words and not in grades. Computed, never written by hand."""

    RECIEN_COMPARTIDA = "Recién compartida"
    APLICADA = "Aplicada por otros"
    VARIOS_CENTROS = "Aplicada en varios centros"
    ADOPTADA = "Adoptada por la Escuela"


class Replica(Record):
    periodo: Annotated[Period, Field(title="Periodo")]
    regional: Annotated[Regional | None, Field(title="Regional")] = None
    centro: Annotated[Centro | None, Field(title="Centro")] = None
    resultado: Annotated[op.ResultadoReplica, Field(title="Resultado")]
    cambio: Annotated[op.CambioReplica, Field(title="Qué cambió")] = op.CambioReplica.NINGUNO


class Hecho(Record):
    mes: Annotated[Month, Field(title="Mes")]
    evento: Annotated[op.Evento, Field(title="Qué pasó")]


class Ficha(Record):
    """State, dates, replicas and history of one submission (`ficha.yml`)."""

    estado: Annotated[op.Estado, Field(title="Estado")] = op.Estado.EN_REVISION
    revisar_antes_de: Annotated[Month | None, Field(title="Revisar antes de")] = None
    historial: Annotated[list[Hecho], Field(title="Historial", max_length=200)] = []
    replicas: Annotated[list[Replica], Field(title="Réplicas", max_length=500)] = []
    institucionalizada: Annotated[bool, Field(strict=True, title="Adoptada por la Escuela")] = False

    @property
    def madurez(self) -> Madurez:
        """The maturity that the replicas support (design, «Ficha»)."""
        worked = [r for r in self.replicas if r.resultado is not op.ResultadoReplica.NO_FUNCIONO]
        if self.institucionalizada:
            return Madurez.ADOPTADA
        if len({r.centro for r in worked if r.centro}) >= 2:
            return Madurez.VARIOS_CENTROS
        return Madurez.APLICADA if worked else Madurez.RECIEN_COMPARTIDA

    @property
    def publishable(self) -> bool:
        """Whether this state makes a page: the whole one, or the notice of a retired one."""
        return self.estado in (op.Estado.APROBADA, op.Estado.PUBLICADA, op.Estado.RETIRADA)
