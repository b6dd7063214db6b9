"""The closed lists of the store, each value with the words that people read. What is public too is in `schema`."""

from __future__ import annotations

from typing import TypeVar

from generator.schema.options import Option

Chosen = TypeVar("Chosen", bound=Option)


def chosen(options: type[Chosen], value: str) -> Chosen:
    """The option of a closed list that was recorded by its value."""
    return next(o for o in options if o.value == value)


class RolPersona(Option):
    """What somebody does in the strategy (Anexo 1, «Actores de la estrategia»). One person may have several."""

    ACOMPANANTE = "acompanante", "Acompañante"
    ACOMPANADO = "acompanado", "Acompañado"
    COORDINADOR_ACADEMICO = "coordinador_academico", "Coordinador académico"
    COORDINADOR_MISIONAL = "coordinador_misional", "Coordinador misional"
    EQUIPO_PEDAGOGICO = "equipo_pedagogico", "Equipo pedagógico de centro"
    PROFESIONAL_ENI = "profesional_eni", "Profesional de la ENI"


class Formacion(Option):
    """How somebody became an acompañante (Circular: «asumen el rol de Acompañantes»)."""

    PROGRAMA_41311604 = "41311604", "Programa 41311604, de 96 horas"
    EDT_2020 = "EDT-2020", "EDT de actualización de 2020"


class NivelAcompanante(Option):
    """Ruta de formación para los acompañantes (Anexo 1, «Diferencias y similitudes»)."""

    JUNIOR = "junior", "Junior"
    SENIOR = "senior", "Senior"


class EnfasisSenior(Option):
    INVESTIGACION = "investigacion", "Investigación"
    COACHING = "coaching", "Coaching educativo"


class Tipo(Option):
    """Anexo 1, «Tipos de acompañamiento»."""

    INDIVIDUAL = "individual", "Individual"
    COLECTIVO = "colectivo", "Colectivo"


class Ambiente(Option):
    """Anexo 1, «Ambientes de acompañamiento»."""

    PRESENCIAL = "presencial", "Presencial"
    VIRTUAL = "virtual", "Virtual"


class Momento(Option):
    """The moments of the route that have one date each, in their order (Anexo 1, «Ruta metodológica»)."""

    SENSIBILIZACION = "sensibilizacion", "Sensibilización"
    AUTODIAGNOSTICO = "autodiagnostico", "Autodiagnóstico"
    PLAN = "plan", "Plan de acompañamiento y concertación"
    CIERRE = "cierre", "Impacto y avance autónomo"


class EstadoCiclo(Option):
    ABIERTO = "abierto", "Abierto"
    CERRADO = "cerrado", "Cerrado"
    DEJADO = "dejado", "Dejado antes de terminar"


class EstadoPlan(Option):
    PROPUESTO = "propuesto", "Propuesto"
    VALIDADO = "validado", "Validado"
    DEVUELTO = "devuelto", "Devuelto para ajustar"


class Juicio(Option):
    """What somebody says of an aspect of their own practice (Anexo 1, «Autodiagnóstico»)."""

    FORTALEZA = "fortaleza", "Es una fortaleza"
    FORTALECER = "fortalecer", "Quiero fortalecerlo"
    POTENCIAR = "potenciar", "Quiero potenciarlo"


class Aplicacion(Option):
    """When an autodiagnóstico was answered: the closing compares both (Anexo 1, «Impacto y avance autónomo»)."""

    INICIO = "inicio", "Al comienzo"
    CIERRE = "cierre", "Al cierre"


class EstadoHoras(Option):
    PENDIENTE = "pendiente", "Por registrar en SofiaPlus"
    REGISTRADA = "registrada", "Registrada en SofiaPlus"


class ClaseInforme(Option):
    ENI = "eni", "Del acompañante a la ENI"
    EPC = "epc", "Al Equipo Pedagógico de Centro"
    MISIONAL = "misional", "Del coordinador misional a la Dirección Regional y a Formación Profesional"


class Cuenta(Option):
    """What counts towards the minimum: the Circular says «acompañamientos», which may be read either way."""

    ACOMPANAMIENTOS = "acompanamientos", "Acompañamientos"
    CICLOS = "ciclos", "Ciclos"


class EventoConsentimiento(Option):
    """What happens to a consent (ISO/IEC TS 27560); expiry is computed from the dates."""

    DADO = "dado", "Dado"
    RETIRADO = "retirado", "Retirado"


class ClasePendiente(Option):
    """What is still to be done in the public files for a consent that was recorded."""

    EMITIR = "emitir", "Recibo por publicar"
    RETIRAR = "retirar", "Recibo por retirar"


class Canal(Option):
    PRESENCIAL = "presencial", "En papel, en persona"
    CORREO = "correo", "Por correo"
    EN_LINEA = "en_linea", "En esta herramienta"


class Finalidad(Option):
    """What a consent is for. Publishing is never a condition of being accompanied."""

    ACOMPANAMIENTO = "acompanamiento", "Registrar el acompañamiento"
    INFORME_ENI = "informe_eni", "Incluir mis observaciones en el informe a la ENI"
    PUBLICAR_TEXTO = "publicar_texto", "Publicar el relato"
    PUBLICAR_NOMBRE = "publicar_nombre", "Publicar mi nombre"
    PUBLICAR_IMAGEN = "publicar_imagen", "Publicar mi imagen"
