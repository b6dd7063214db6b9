"""The sheets of the workbook, in the order of the route, and which records each of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel

from generator.private import records as r
from generator.private.workbook.columns import Column, column, columns_of


@dataclass(frozen=True, repr=False)
class Sheet:
    """A sheet: the cycle and, below it, the fields of one or more records, one record a row.

    `upright` sheets have a record a column in the template, as a form that a phone can show.
    """

    name: str
    about: str
    models: tuple[type[BaseModel], ...]
    who: tuple[Column, ...] = ()
    keys: tuple[str, ...] = ()
    """The columns that, with the cycle, tell one record from another."""
    upright: int = 0
    """How many records the template has room for side by side; 0 for a sheet of rows."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column of the sheet; the code of the cycle first."""
        own = tuple(c for model in self.models for c in columns_of(model))
        return (*self.who, *own) if self.name == "Ciclo" else (CYCLE, *self.who, *own)

    @cached_property
    def filled_in(self) -> frozenset[str]:
        """Columns that a template may bring filled in: a record that has only these was not written by anybody."""
        brought = {"ciclo", *self.keys, *(c.name for c in self.who), "version", "acompanantes", "acompanados"}
        return frozenset() if self.name == "Ciclo" else frozenset(brought & set(self.by_name)) - {"fecha", "trimestre"}

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        return {c.name: c for c in self.columns}


CYCLE = column(r.CicloNuevo, "codigo", name="ciclo", required=False, help="Vacío si el libro es de un solo ciclo.")
_ACOMPANADO = column(r.ConsentimientoNuevo, "persona", title="Acompañado", help="Su código, no su nombre.")
_ACOMPANANTE = column(r.ConsentimientoNuevo, "persona", title="Acompañante", help="Su código, no su nombre.")
_NUMERO = column(r.AcompanamientoNuevo, "numero", title="Acompañamiento", help="Su número, del 1 al 4.")

CICLO = Sheet("Ciclo", "El ciclo y quiénes hacen parte, con su código.", (r.CicloNuevo,), (), ("codigo",), 1)
MOMENTOS = Sheet("Momentos", "La fecha de cada momento, desde la sensibilización.", (r.Momentos,), (), (), 1)
AUTODIAGNOSTICO = Sheet(
    "Autodiagnóstico",
    "Un reconocimiento de la propia práctica: una fila por aspecto.",
    (r.Autodiagnostico, r.Apreciacion),
    (_ACOMPANADO,),
    ("persona", "aplicacion", "aspecto"),
)
PLAN = Sheet(
    "Plan y concertación",
    "Las fechas que se acordaron: una fila por fecha, hasta cuatro por trimestre.",
    (r.PlanNuevo, r.FechaPlan, r.Validacion),
    (),
    ("trimestre", "fecha", "desde"),
)
ACOMPANAMIENTOS = Sheet(
    "Acompañamientos",
    "Lo que se observó y se conversó en cada uno, del primero al cuarto.",
    (r.AcompanamientoNuevo,),
    (),
    ("numero",),
    4,
)
RESPUESTAS = Sheet(
    "Respuestas",
    "Lo que dice el acompañado de cada acompañamiento: puede no estar de acuerdo.",
    (r.RespuestaAcompanado,),
    (_NUMERO, _ACOMPANADO),
    ("numero", "persona"),
    4,
)
IMPACTO = Sheet(
    "Impacto y avance", "Qué cambió y qué sigue, por cada acompañado.", (r.Cierre,), (_ACOMPANADO,), ("persona",), 2
)
HORAS = Sheet(
    "Horas",
    "El tiempo que cada acompañante registra en SofiaPlus: una fila por día.",
    (r.HorasNuevas, r.Registro),
    (_ACOMPANANTE,),
    ("persona", "fecha"),
)
TERMINO = Sheet("Cierre", "Solo cuando el ciclo terminó.", (r.Termino,), (), (), 1)

SHEETS = (CICLO, MOMENTOS, AUTODIAGNOSTICO, PLAN, ACOMPANAMIENTOS, RESPUESTAS, IMPACTO, HORAS, TERMINO)
"""The sheets in the order of the route."""
