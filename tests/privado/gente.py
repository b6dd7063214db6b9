"""People and cycles for the tests. The names are made up from name parts and belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from itertools import count
from typing import Any

from generator.private import cycles, people, plans
from generator.private.cycles import Ref
from generator.private.options import Ambiente, Formacion, Momento, NivelAcompanante, RolPersona, Tipo
from generator.private.people import Person
from generator.private.records import AcompanamientoNuevo, Acompanante, CicloNuevo, FechaPlan, PersonaNueva, PlanNuevo
from generator.private.store import Store
from generator.schema.options import Enfasis

REGIONAL, CENTRO, OTRO_CENTRO = "52", "9534", "9535"
DAY = date(2026, 2, 10)
NOMBRES = (
    "Yurleidy Muchavisoy Epiayú",
    "Deiner Jacanamijoy Cuero",
    "Leidy Marcela Chindoy Arara",
    "Wilmar Anzola Pushaina",
    "Nury Quiñonez Jamioy",
    "Fredy Pai Cantincuz",
)
_number = count()


def somebody(store: Store, *roles: RolPersona, centro: str = CENTRO, **changed: Any) -> Person:
    """A person with some roles; an acompañante gets the training that makes one."""
    number = next(_number)
    trained = None
    if RolPersona.ACOMPANANTE in roles:
        trained = Acompanante(formacion=Formacion.PROGRAMA_41311604, nivel=NivelAcompanante.JUNIOR)
    values = {
        "nombre": f"{NOMBRES[number % len(NOMBRES)]}",
        "documento": f"{1_000_000_000 + number}",
        "correo": f"persona{number}@correo-inventado.co",
        "regional": REGIONAL,
        "centro": centro,
        "roles": list(roles),
        "acompanante": trained,
    }
    return store.write("prueba", people.register, PersonaNueva(**{**values, **changed}))


@dataclass(frozen=True, slots=True)
class Pair:
    """A cycle between two people, and who coordinates them."""

    cycle: Ref
    acompanante: Person
    acompanado: Person
    coordinador: Person


def cycle_of_two(store: Store, codigo: str | None = None, *, centro: str = CENTRO) -> Pair:
    """A cycle that has just begun."""
    one = somebody(store, RolPersona.ACOMPANANTE, centro=centro)
    other = somebody(store, RolPersona.ACOMPANADO, centro=centro)
    coordinator = somebody(store, RolPersona.COORDINADOR_ACADEMICO, centro=centro)
    new = CicloNuevo(
        codigo=codigo or f"C-{next(_number):05}",
        regional=REGIONAL,
        centro=centro,
        vigencia=2026,
        acompanantes=[one.id],
        acompanados=[other.id],
        voluntario=True,
    )
    return Pair(store.write("prueba", cycles.start, new), one, other, coordinator)


def planned(store: Store, pair: Pair, *, validated: bool = True) -> Ref:
    """Take a cycle to its plan, validated unless told otherwise."""
    for moment in (Momento.SENSIBILIZACION, Momento.AUTODIAGNOSTICO, Momento.PLAN):
        store.write("prueba", cycles.reach, pair.cycle, moment, DAY)
    ref = store.write("prueba", plans.propose, pair.cycle, a_plan())
    if validated:
        store.write("prueba", plans.validate, ref, pair.coordinador.id, DAY)
    return ref


def a_plan() -> PlanNuevo:
    when = FechaPlan(
        fecha=date(2026, 2, 17),
        desde=time(8),
        hasta=time(10),
        tipo=Tipo.INDIVIDUAL,
        enfasis=Enfasis.PEDAGOGICO,
        ambiente=Ambiente.PRESENCIAL,
    )
    return PlanNuevo(trimestre="2026-T1", fechas=[when])


def a_visit(pair: Pair, number: int = 1, **changed: Any) -> AcompanamientoNuevo:
    values = {
        "numero": number,
        "fecha": date(2026, 2, 16 + number),
        "tipo": Tipo.INDIVIDUAL,
        "enfasis": Enfasis.PEDAGOGICO,
        "ambiente": Ambiente.PRESENCIAL,
        "minutos": 120,
        "acompanantes": [pair.acompanante.id],
        "acompanados": [pair.acompanado.id],
    }
    return AcompanamientoNuevo(**{**values, **changed})
