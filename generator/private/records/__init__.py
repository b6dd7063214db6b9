"""What is recorded, as it comes in from a form, a workbook or a command: one model each, whatever the way in.

`title` and `description` are what people read in forms, workbooks and errors.
"""

from __future__ import annotations

from generator.private.records.centre import ActaEPC
from generator.private.records.consents import ConsentimientoNuevo, Retiro
from generator.private.records.cycles import (
    CicloNuevo,
    Cierre,
    FechaMomento,
    FinCiclo,
    HorasNuevas,
    Momentos,
    Registro,
    Termino,
)
from generator.private.records.diagnosis import Apreciacion, Autodiagnostico, Instrumento
from generator.private.records.fields import MOST_FREE_TEXT, REFERENCE_HOURS
from generator.private.records.people import USER, Acompanante, CuentaNueva, PersonaConCuenta, PersonaNueva
from generator.private.records.plans import FechaPlan, PlanNuevo, Validacion
from generator.private.records.visits import AcompanamientoNuevo, RespuestaAcompanado

__all__ = [
    "MOST_FREE_TEXT",
    "REFERENCE_HOURS",
    "USER",
    "AcompanamientoNuevo",
    "Acompanante",
    "ActaEPC",
    "Apreciacion",
    "Autodiagnostico",
    "CicloNuevo",
    "Cierre",
    "ConsentimientoNuevo",
    "CuentaNueva",
    "FechaMomento",
    "FechaPlan",
    "FinCiclo",
    "HorasNuevas",
    "Instrumento",
    "Momentos",
    "PersonaConCuenta",
    "PersonaNueva",
    "PlanNuevo",
    "Registro",
    "RespuestaAcompanado",
    "Retiro",
    "Termino",
    "Validacion",
]
