"""Every rule of the source, and what somebody who breaks it is told: on both databases, with nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from generator.diagnostics import Diagnostic
from generator.model import FrontMatter
from generator.private import centre, closing, consents, cycles, people, plans, visits
from generator.private.errors import StoreError
from generator.private.options import Aplicacion, Canal, Finalidad, Juicio, Momento, RolPersona, Tipo
from generator.private.records import (
    AcompanamientoNuevo,
    Acompanante,
    ActaEPC,
    Autodiagnostico,
    CicloNuevo,
    ConsentimientoNuevo,
    HorasNuevas,
    Instrumento,
    PersonaNueva,
    PlanNuevo,
)
from generator.private.store import Store
from generator.private.tables import auditoria
from generator.schema.records import Record
from generator.validate.record import record
from tests.privado.gente import (
    CENTRO,
    DAY,
    OTRO_CENTRO,
    REGIONAL,
    Pair,
    a_plan,
    a_visit,
    cycle_of_two,
    planned,
    somebody,
)


@dataclass
class World:
    """A store with a cycle that has its plan and one acompañamiento, and one that has just begun."""

    store: Store
    going: Pair
    new: Pair
    plan: cycles.Ref
    visit: cycles.Ref
    hours: cycles.Ref

    def cycle(self, pair: Pair, **changed: Any) -> CicloNuevo:
        values = {
            "codigo": f"N-{uuid4().hex[:6].upper()}",
            "regional": REGIONAL,
            "centro": CENTRO,
            "vigencia": 2026,
            "acompanantes": [pair.acompanante.id],
            "acompanados": [pair.acompanado.id],
            "voluntario": True,
        }
        return CicloNuevo(**{**values, **changed})


def world(store: Store) -> World:
    going, new = cycle_of_two(store), cycle_of_two(store)
    ref = planned(store, going)
    visit, _ = store.write("x", visits.record, going.cycle, a_visit(going, 2))
    store.write("x", closing.publish_instrument, 1, DAY, {"evaluacion": "¿Cómo evalúo?"})
    store.write("x", closing.publish_instrument, 2, DAY, {"evaluacion": "¿Cómo evalúo?"})
    said = Autodiagnostico(aplicacion=Aplicacion.INICIO, version=1, juicios={"evaluacion": Juicio.FORTALEZA})
    store.write("x", closing.diagnose, going.cycle, going.acompanado.id, said)
    hours = store.write("x", centre.spend, going.cycle, going.acompanante.id, HorasNuevas(fecha=DAY, minutos=60))
    store.write("x", centre.meet, ActaEPC(regional=REGIONAL, centro=CENTRO, fecha=DAY, minutos=240))
    return World(store, going, new, ref, visit, hours)


def plan_of(quarter: str, day: date) -> PlanNuevo:
    when = a_plan().fechas[0].model_copy(update={"fecha": day})
    return PlanNuevo(trimestre=quarter, fechas=[when])


def left(w: World) -> cycles.Ref:
    pair = cycle_of_two(w.store)
    w.store.write("x", cycles.leave, pair.cycle, DAY, 30)
    return pair.cycle


def proposed(w: World) -> cycles.Ref:
    return w.store.write("x", plans.propose, cycle_of_two(w.store).cycle, a_plan())


def sent_back(w: World) -> cycles.Ref:
    ref = proposed(w)
    w.store.write("x", plans.send_back, ref)
    return ref


def registered(w: World) -> cycles.Ref:
    spent = HorasNuevas(fecha=DAY, minutos=30)
    ref = w.store.write("x", centre.spend, w.going.cycle, w.going.acompanante.id, spent)
    w.store.write("x", centre.registered, ref, DAY)
    return ref


def closed_at(w: World) -> Pair:
    """A cycle whose closing moment is the day of its plan, before which there is still room."""
    pair = cycle_of_two(w.store)
    planned(w.store, pair)
    w.store.write("x", cycles.reach, pair.cycle, Momento.CIERRE, DAY)
    return pair


def consent_of(person: UUID) -> ConsentimientoNuevo:
    return ConsentimientoNuevo(
        persona=person,
        aviso="2026-11",
        aviso_sha256="a" * 64,
        finalidades=[Finalidad.ACOMPANAMIENTO],
        canal=Canal.CORREO,
        menor=False,
        datos_sensibles=True,
    )


def withdrawn(w: World) -> UUID:
    given = w.store.write("x", consents.give, consent_of(w.new.acompanado.id))
    w.store.write("x", consents.withdraw, given, Canal.CORREO)
    return given


def correction(w: World, **changed: Any) -> PersonaNueva:
    with w.store.read() as connection:
        return PersonaNueva.model_validate({**people.recorded(connection, w.going.acompanante.id), **changed})


Step = Callable[[World], tuple[Any, ...]]
BROKEN: dict[str, tuple[str, Step]] = {
    "acompañado sin ese rol": (
        "D480",
        lambda w: (cycles.start, w.cycle(w.new, acompanados=[w.new.coordinador.id])),
    ),
    "acompañante sin formación": (
        "D433",
        lambda w: (cycles.start, w.cycle(w.new, acompanantes=[w.new.coordinador.id])),
    ),
    "código repetido": ("D422", lambda w: (cycles.start, w.cycle(w.new, codigo=code(w, w.new)))),
    "viene de uno abierto": ("D484", lambda w: (cycles.start, w.cycle(w.new, anterior=w.going.cycle.id))),
    "viene de uno con otras personas": ("D484", lambda w: (cycles.start, w.cycle(w.new, anterior=left(w).id))),
    "viene de uno que no hay": ("D421", lambda w: (cycles.start, w.cycle(w.new, anterior=uuid4()))),
    "momento fuera de orden": ("D423", lambda w: (cycles.reach, w.new.cycle, Momento.PLAN, DAY)),
    "momento de otro año": (
        "D481",
        lambda w: (cycles.reach, w.new.cycle, Momento.SENSIBILIZACION, date(2025, 12, 1)),
    ),
    "plan después del primer acompañamiento": (
        "D423",
        lambda w: (cycles.reach, w.going.cycle, Momento.PLAN, date(2026, 3, 1)),
    ),
    "cierre antes del acompañamiento": ("D423", lambda w: (cycles.reach, w.going.cycle, Momento.CIERRE, DAY)),
    "cerrar sin su momento": ("D430", lambda w: (cycles.close, w.going.cycle, DAY)),
    "dejar antes de lo registrado": ("D423", lambda w: (cycles.leave, w.going.cycle, DAY)),
    "seguir después de dejarlo": ("D429", lambda w: (cycles.reach, left(w), Momento.SENSIBILIZACION, DAY)),
    "plan de otra vigencia": ("D481", lambda w: (plans.propose, w.new.cycle, plan_of("2027-T1", date(2027, 2, 1)))),
    "dos planes de un trimestre": ("D422", lambda w: (plans.propose, w.going.cycle, a_plan())),
    "valida quien no coordina": (
        "D482",
        lambda w: (plans.validate, proposed(w), w.new.acompanante.id, DAY),
    ),
    "valida el de otro centro": (
        "D482",
        lambda w: (
            plans.validate,
            proposed(w),
            somebody(w.store, RolPersona.COORDINADOR_ACADEMICO, centro=OTRO_CENTRO).id,
            DAY,
        ),
    ),
    "validar dos veces": ("D422", lambda w: (plans.validate, w.plan, w.going.coordinador.id, DAY)),
    "validar uno devuelto": ("D490", lambda w: (plans.validate, sent_back(w), w.new.coordinador.id, DAY)),
    "validar otra cosa que la que se vio": (
        "D491",
        lambda w: (partial(plans.validate, seen="otra"), proposed(w), w.new.coordinador.id, DAY),
    ),
    "devolver otra cosa que la que se vio": ("D491", lambda w: (partial(plans.send_back, seen="otra"), proposed(w))),
    "devolver uno con acompañamientos": ("D438", lambda w: (plans.send_back, w.plan)),
    "sin plan validado": ("D425", lambda w: (lambda p: (visits.record, p.cycle, a_visit(p)))(unvalidated(w))),
    "antes del plan y la concertación": ("D423", lambda w: (visits.record, w.new.cycle, a_visit(w.new))),
    "después del cierre": ("D423", lambda w: (lambda p: (visits.record, p.cycle, a_visit(p)))(closed_at(w))),
    "de otro año": ("D481", lambda w: (visits.record, w.going.cycle, a_visit(w.going, 3, fecha=date(2027, 1, 15)))),
    "número y fecha al revés": (
        "D423",
        lambda w: (visits.record, w.going.cycle, a_visit(w.going, 1, fecha=date(2026, 3, 1))),
    ),
    "acompañamiento repetido": ("D422", lambda w: (visits.record, w.going.cycle, a_visit(w.going, 2))),
    "acompañante que no es del ciclo": (
        "D427",
        lambda w: (visits.record, w.going.cycle, a_visit(w.going, 3, acompanantes=[w.new.acompanante.id])),
    ),
    "acompañado que no es del ciclo": (
        "D427",
        lambda w: (visits.record, w.going.cycle, a_visit(w.going, 3, acompanados=[w.new.acompanado.id])),
    ),
    "versión del instrumento repetida": ("D422", lambda w: (closing.publish_instrument, 2, DAY, {"a": "¿Qué?"})),
    "aspecto que no está": ("D420", lambda w: (closing.diagnose, w.new.cycle, w.new.acompanado.id, said(1, "otro"))),
    "versión que no hay": ("D421", lambda w: (closing.diagnose, w.new.cycle, w.new.acompanado.id, said(7))),
    "otra versión al cierre": ("D485", lambda w: (closing.diagnose, w.going.cycle, w.going.acompanado.id, said(2))),
    "autodiagnóstico de quien acompaña": (
        "D427",
        lambda w: (closing.diagnose, w.going.cycle, w.going.acompanante.id, said(1)),
    ),
    "horas de quien no acompaña": (
        "D427",
        lambda w: (centre.spend, w.going.cycle, w.going.acompanado.id, HorasNuevas(fecha=DAY, minutos=9)),
    ),
    "horas de antes": (
        "D481",
        lambda w: (centre.spend, w.going.cycle, w.going.acompanante.id, HorasNuevas(fecha=date(2025, 1, 1), minutos=9)),
    ),
    "horas registradas dos veces": ("D422", lambda w: (centre.registered, registered(w), DAY)),
    "horas registradas antes de hacerlas": ("D420", lambda w: (centre.registered, w.hours, date(2026, 1, 1))),
    "dos actas en un mes": (
        "D432",
        lambda w: (centre.meet, ActaEPC(regional=REGIONAL, centro=CENTRO, fecha=date(2026, 2, 27), minutos=60)),
    ),
    "retirar dos veces": ("D422", lambda w: (consents.withdraw, withdrawn(w), Canal.CORREO)),
    "quitar un rol en que hizo ciclos": (
        "D487",
        lambda w: (people.correct, w.going.acompanante.id, correction(w, roles=["acompanado"], acompanante=None)),
    ),
}


def code(w: World, pair: Pair) -> str:
    with w.store.read() as connection:
        return str(cycles.row(connection, pair.cycle)["codigo"])


def said(version: int, aspect: str = "evaluacion") -> Autodiagnostico:
    return Autodiagnostico(aplicacion=Aplicacion.CIERRE, version=version, juicios={aspect: Juicio.FORTALEZA})


def unvalidated(w: World) -> Pair:
    pair = cycle_of_two(w.store)
    planned(w.store, pair, validated=False)
    return pair


def test_every_rule_has_its_diagnostic_and_keeps_nothing(store: Store) -> None:
    w = world(store)
    wrong: dict[str, object] = {}
    for name, (expected, step) in BROKEN.items():
        change, *arguments = step(w)
        before = lines(store)
        try:
            store.write("x", change, *arguments)
            wrong[name] = "se aceptó"
        except StoreError as refusal:
            [told] = refusal.diagnostics
            if told.code != expected or not told.message or not told.hint:
                wrong[name] = told
        if lines(store) != before:
            wrong[name] = "dejó algo"
    assert wrong == {}


def lines(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(auditoria)).scalar_one()


def test_what_the_rules_allow(store: Store) -> None:
    """Late, left, again: nothing of it is against the source."""
    pair = cycle_of_two(store)
    planned(store, pair)
    store.write("x", visits.record, pair.cycle, a_visit(pair, 1))
    # The closing may slip into the next year, and its hours with it.
    store.write("x", cycles.reach, pair.cycle, Momento.CIERRE, date(2027, 1, 20))
    spent = HorasNuevas(fecha=date(2027, 1, 20), minutos=75)
    store.write("x", centre.spend, pair.cycle, pair.acompanante.id, spent)
    store.write("x", cycles.close, pair.cycle, date(2027, 1, 21))
    with store.read() as connection:
        assert cycles.minutes_spent(connection, pair.cycle) == 75
        assert not cycles.is_complete(connection, pair.cycle)
    # Hours of a cycle that ended can still be recorded, and it may lead to a new one.
    store.write("x", centre.spend, pair.cycle, pair.acompanante.id, spent)
    w = World(store, pair, pair, pair.cycle, pair.cycle, pair.cycle)
    store.write("x", cycles.start, w.cycle(pair, vigencia=2027, anterior=pair.cycle.id))


# What one record alone says, whatever the way in: form, workbook or command.
PERSON = {"nombre": "Ana", "regional": "52", "centro": "9534", "roles": ["acompanado"]}
TRAINED = {"formacion": "EDT-2020", "nivel": "junior"}
CYCLE = {
    "codigo": "C-1",
    "regional": "52",
    "centro": "9534",
    "vigencia": 2026,
    "acompanantes": [str(UUID(int=1))],
    "acompanados": [str(UUID(int=2))],
    "voluntario": True,
}
VISIT = {
    "numero": 1,
    "fecha": "2026-02-17",
    "tipo": "individual",
    "enfasis": "pedagogico",
    "ambiente": "virtual",
    "acompanantes": [str(UUID(int=1))],
    "acompanados": [str(UUID(int=2))],
}
WHEN = {
    "fecha": "2026-02-17",
    "desde": "08:00",
    "hasta": "10:00",
    "tipo": "individual",
    "enfasis": "tecnico",
    "ambiente": "virtual",
}
PLAN = {"trimestre": "2026-T1", "fechas": [WHEN]}
MINUTES = {"regional": "52", "centro": "9534", "fecha": "2026-02-17", "minutos": 240}
CONSENT = {
    "persona": str(UUID(int=1)),
    "aviso": "2026-11",
    "aviso_sha256": "a" * 64,
    "finalidades": ["publicar_texto"],
    "canal": "correo",
    "menor": False,
    "datos_sensibles": False,
}
INSTRUMENT = {"version": 1, "desde": "2026-02-10", "aspectos": {"evaluacion": "¿Cómo evalúo?"}}
DIAGNOSIS = {"aplicacion": "inicio", "version": 1, "juicios": {"evaluacion": "fortalecer"}}
RECORDS: list[tuple[type[Record], dict[str, Any], dict[str, Any], str]] = [
    (PersonaNueva, PERSON, {"centro": "9101"}, "E108 Ese centro no pertenece a esa regional."),
    (PersonaNueva, PERSON, {"roles": ["acompanante"]}, "E108 Quien es acompañante dice su formación"),
    (PersonaNueva, PERSON, {"acompanante": TRAINED}, "E108 Quien es acompañante dice su formación"),
    (PersonaNueva, PERSON, {"documento": "quetzal canario"}, "E106 El valor de «documento»"),
    (Acompanante, TRAINED, {"nivel": "senior"}, "E108 El énfasis es de quien es senior"),
    (Acompanante, TRAINED, {"enfasis_senior": "coaching"}, "E108 El énfasis es de quien es senior"),
    (CicloNuevo, CYCLE, {"voluntario": False}, "E108 El acompañamiento es voluntario"),
    (CicloNuevo, CYCLE, {"acompanados": [str(UUID(int=1))]}, "E108 Nadie se acompaña a sí mismo."),
    (CicloNuevo, CYCLE, {"acompanantes": []}, "E107 La lista «acompanantes» tiene muy pocos"),
    (AcompanamientoNuevo, VISIT, {"acompanados": [str(UUID(int=2)), str(UUID(int=3))]}, "E108 El acompañamiento indiv"),
    (AcompanamientoNuevo, VISIT, {"numero": 5}, "E106 El número de «numero» es demasiado grande."),
    (AcompanamientoNuevo, VISIT, {"acompanantes": []}, "E107 La lista «acompanantes»"),
    (AcompanamientoNuevo, VISIT, {"fecha": "17 de febrero"}, "E106 En «fecha» se espera una fecha."),
    (AcompanamientoNuevo, VISIT, {"oportunidades": ["quetzal"]}, "E103 Ese tema no está en la lista"),
    (PlanNuevo, PLAN, {"trimestre": "2026-T2"}, "E108 Hay fechas que no son de ese trimestre."),
    (PlanNuevo, PLAN, {"fechas": [{**WHEN, "hasta": "07:00"}]}, "E108 La hora final va después de la inicial."),
    (PlanNuevo, PLAN, {"fechas": [{**WHEN, "desde": "temprano"}]}, "E106 En «desde» se espera una hora."),
    (ActaEPC, MINUTES, {"minutos": 241}, "E106 El número de «minutos» es demasiado grande."),
    (Instrumento, INSTRUMENT, {"version": 10**30}, "E106 El número de «version» es demasiado grande."),
    (Autodiagnostico, DIAGNOSIS, {"version": 10**30}, "E106 El número de «version» es demasiado grande."),
    (AcompanamientoNuevo, VISIT, {"lectura_contexto": "quetzal\x00"}, "E106 El valor de «lectura_contexto»"),
    (PersonaNueva, PERSON, {"nombre": "quetzal\x00"}, "E106 El valor de «nombre»"),
    (PersonaNueva, PERSON, {"correo": "quetzal\x00@correo-inventado.co"}, "E106 El valor de «correo»"),
    (ConsentimientoNuevo, CONSENT, {"menor": True}, "E108 Por un menor de edad firma su representante."),
    (
        ConsentimientoNuevo,
        CONSENT,
        {"menor": True, "representante": "Quetzal Canario", "finalidades": ["publicar_imagen"]},
        "E108 Nunca se publican imágenes",
    ),
    (ConsentimientoNuevo, CONSENT, {"persona": "quetzal"}, "E106 En «persona» se espera el código de alguien."),
]


@pytest.mark.parametrize(("model", "good", "bad", "told"), RECORDS, ids=[f"{m.__name__}-{t}" for m, _, _, t in RECORDS])
def test_what_a_record_says(model: type[Record], good: dict[str, Any], bad: dict[str, Any], told: str) -> None:
    assert found(model, good) == []
    [one] = found(model, {**good, **bad})
    assert f"{one.code} {one.message}".startswith(told)
    assert "uetzal" not in f"{one}"


def test_a_free_text_has_its_lines_and_tabs() -> None:
    assert found(AcompanamientoNuevo, {**VISIT, "lectura_contexto": "uno\n\n\tdos"}) == []


def found(model: type[Record], data: dict[str, Any]) -> list[Diagnostic]:
    return record(model, FrontMatter(data, {}, "", 1), "datos")[1]


def test_a_collective_one_with_a_single_person_deserves_a_second_look(store: Store) -> None:
    pair = cycle_of_two(store)
    assert [d.code for d in visits.warnings(a_visit(pair, tipo=Tipo.COLECTIVO))] == ["D483"]
