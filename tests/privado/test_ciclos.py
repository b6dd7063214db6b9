"""A cycle from beginning to end, with the rules of the source, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text

from generator.private import centre, closing, cycles, migrate, plans, trail, visits
from generator.private.cycles import Ref
from generator.private.errors import StoreError
from generator.private.options import Aplicacion, Juicio, Momento, RolPersona, Tipo
from generator.private.people import Person
from generator.private.records import ActaEPC, Autodiagnostico, Cierre, HorasNuevas, RespuestaAcompanado
from generator.private.store import Store, Writing
from generator.private.tables import SCHEMA, acta_epc, ciclo_acompanado
from tests.privado.gente import CENTRO, DAY, REGIONAL, Pair, a_plan, a_visit, cycle_of_two, planned, somebody


def refused(store: Store, change: Callable[..., object], *args: object) -> str:
    """The code of the rule that a change breaks."""
    with pytest.raises(StoreError) as caught:
        store.write("prueba", change, *args)
    return caught.value.diagnostics[0].code


def test_a_complete_cycle(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    said = Autodiagnostico(aplicacion=Aplicacion.INICIO, version=1, juicios={"evaluacion": Juicio.FORTALECER})
    store.write("eni", closing.publish_instrument, 1, DAY, {"evaluacion": "¿Cómo evalúo?"})
    store.write("prueba", closing.diagnose, pair.cycle, pair.acompanado.id, said)
    heard = RespuestaAcompanado(leido=True, punto_de_vista="No estoy de acuerdo con el tiempo.")
    for number in range(1, 5):
        ref, warnings = store.write("prueba", visits.record, pair.cycle, a_visit(pair, number))
        assert warnings == []
        store.write("prueba", visits.answer, ref, pair.acompanado.id, heard)
    store.write("prueba", cycles.reach, pair.cycle, Momento.CIERRE, date(2026, 3, 10))
    store.write("prueba", closing.conclude, pair.cycle, pair.acompanado.id, Cierre(avances="Evalúo antes."))
    store.write("prueba", cycles.close, pair.cycle, date(2026, 3, 10), 1_150)
    with store.read() as connection:
        assert cycles.is_complete(connection, pair.cycle)
        assert cycles.row(connection, pair.cycle)["minutos"] == 1_150
        assert list(trail.broken(connection)) == []


def test_a_cycle_is_left_at_any_time_with_its_hours(store: Store) -> None:
    pair = cycle_of_two(store)
    store.write("prueba", cycles.leave, pair.cycle, DAY, 90)
    with store.read() as connection:
        left = cycles.row(connection, pair.cycle)
    assert (left["estado"], left["minutos"]) == ("dejado", 90)
    assert refused(store, cycles.reach, pair.cycle, Momento.PLAN, DAY) == "D429"


def test_moments_go_in_order(store: Store) -> None:
    pair = cycle_of_two(store)
    assert refused(store, cycles.reach, pair.cycle, Momento.PLAN, DAY) == "D423"
    store.write("x", cycles.reach, pair.cycle, Momento.SENSIBILIZACION, DAY)
    before = DAY - timedelta(days=1)
    assert refused(store, cycles.reach, pair.cycle, Momento.AUTODIAGNOSTICO, before) == "D423"
    assert refused(store, cycles.close, pair.cycle, DAY) == "D430"


def test_no_acompanamiento_before_its_plan_is_validated(store: Store) -> None:
    pair = cycle_of_two(store)
    ref = planned(store, pair, validated=False)
    assert refused(store, visits.record, pair.cycle, a_visit(pair)) == "D425"
    store.write("x", plans.validate, ref, pair.coordinador.id, DAY)
    store.write("x", visits.record, pair.cycle, a_visit(pair))
    # And what was validated cannot be taken back from under it.
    assert refused(store, plans.send_back, ref) == "D438"


def test_one_plan_a_quarter_and_four_acompanamientos(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    assert refused(store, plans.propose, pair.cycle, a_plan()) == "D422"
    store.write("x", visits.record, pair.cycle, a_visit(pair, 1))
    assert refused(store, visits.record, pair.cycle, a_visit(pair, 1)) == "D422"


def test_the_database_itself_keeps_the_rules(store: Store) -> None:
    """Whatever program writes: the number, the plan, individual with one, four hours, append-only."""
    pair = cycle_of_two(store)
    planned(store, pair)
    ref, _ = store.write("x", visits.record, pair.cycle, a_visit(pair))
    other = somebody(store, RolPersona.ACOMPANADO)
    prefix = f"{SCHEMA}." if store.engine.dialect.name == "postgresql" else ""
    identifiers = {"id": str(ref.id), "persona": str(other.id), "ciclo": str(pair.cycle.id)}
    if not prefix:
        identifiers = {k: v.replace("-", "") for k, v in identifiers.items()}

    def run(sql: str) -> str:
        return refused(store, lambda w: w.connection.execute(text(sql), identifiers))

    assert run(f"UPDATE {prefix}acompanamiento SET numero = 5 WHERE id = :id") == "D424"
    assert run(f"UPDATE {prefix}acompanamiento SET plan_estado = 'propuesto' WHERE id = :id") == "D425"
    assert run(f"UPDATE {prefix}ciclo SET voluntario = false") == "D435"
    member = f"INSERT INTO {prefix}ciclo_acompanado VALUES ('{REGIONAL}', :ciclo, :persona, NULL)"
    store.write("x", lambda w: w.connection.execute(text(member), identifiers))
    add = (
        f"INSERT INTO {prefix}acompanamiento_acompanado (regional, acompanamiento_id, persona_id, ciclo_id, tipo) "
        f"VALUES ('{REGIONAL}', :id, :persona, :ciclo, 'individual')"
    )
    assert run(add) == "D426"
    assert run(f"DELETE FROM {prefix}auditoria") == "D437"
    assert run(f"UPDATE {prefix}auditoria SET quien = 'otro'") == "D437"


def test_who_is_not_in_a_cycle_spends_no_hours_in_it(store: Store) -> None:
    pair, stranger = cycle_of_two(store), somebody(store, RolPersona.ACOMPANANTE)
    assert refused(store, centre.spend, pair.cycle, stranger.id, HorasNuevas(fecha=DAY, minutos=60)) == "D427"


def test_the_epc_meets_once_a_month(store: Store) -> None:
    new = ActaEPC(regional=REGIONAL, centro=CENTRO, fecha=DAY, minutos=240)
    store.write("x", centre.meet, new)
    again = new.model_copy(update={"fecha": DAY + timedelta(days=1)})
    assert refused(store, centre.meet, again) == "D432"
    store.write("x", centre.amend, again.model_copy(update={"minutos": 90, "temas": ["evaluacion"]}))
    with store.read() as connection:
        [kept] = connection.execute(select(acta_epc)).all()
        assert (kept.fecha, kept.minutos, kept.temas) == (again.fecha, 90, ["evaluacion"])
        assert list(trail.broken(connection)) == []
    assert refused(store, centre.amend, new.model_copy(update={"fecha": DAY + timedelta(days=40)})) == "D421"
    assert refused(store, centre.amend, new.model_copy(update={"centro": "9535"})) == "D421"


def test_what_deserves_a_second_look_is_told(store: Store) -> None:
    pair = cycle_of_two(store)
    odd = a_visit(pair, enfasis="tecnico-pedagogico", expertos_externos=True, tipo=Tipo.INDIVIDUAL)
    assert [d.code for d in visits.warnings(odd)] == ["D428", "D436"]


def test_several_writers_at_once_lose_nothing(store: Store) -> None:
    pair = cycle_of_two(store)
    failures: list[StoreError] = []
    new = HorasNuevas(fecha=DAY, minutos=30)

    def work() -> None:
        for _ in range(5):
            try:
                store.write("x", centre.spend, pair.cycle, pair.acompanante.id, new)
            except StoreError as refusal:
                failures.append(refusal)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [f.diagnostics for f in failures] == []
    with store.read() as connection:
        assert list(trail.broken(connection)) == []
        prefix = f"{SCHEMA}." if connection.dialect.name == "postgresql" else ""
        assert connection.execute(text(f"SELECT count(*) FROM {prefix}horas")).scalar() == 20


def two_accompanied(store: Store) -> tuple[Pair, Person]:
    """A cycle of one acompañante and two acompañados, of whom the second one leaves."""
    pair = cycle_of_two(store)
    second = somebody(store, RolPersona.ACOMPANADO)
    w_in = {"regional": pair.cycle.regional, "ciclo_id": pair.cycle.id, "persona_id": second.id}
    store.write("x", lambda w: w.connection.execute(insert(ciclo_acompanado).values(**w_in)))
    store.write("x", cycles.step_out, pair.cycle, second.id, DAY)
    return pair, second


def test_nothing_more_is_recorded_of_who_left_a_cycle_of_several(store: Store) -> None:
    pair, gone = two_accompanied(store)
    store.write("eni", closing.publish_instrument, 1, DAY, {"evaluacion": "¿Cómo evalúo?"})
    said = Autodiagnostico(aplicacion=Aplicacion.INICIO, version=1, juicios={"evaluacion": Juicio.FORTALECER})
    assert refused(store, closing.diagnose, pair.cycle, gone.id, said) == "D427"
    assert refused(store, closing.conclude, pair.cycle, gone.id, Cierre(avances="Nada")) == "D427"
    store.write("x", closing.diagnose, pair.cycle, pair.acompanado.id, said)


def test_what_is_changed_later_stays_in_the_year_of_its_cycle(store: Store) -> None:
    pair = cycle_of_two(store)
    plan = planned(store, pair, validated=False)
    other_year = [when.model_copy(update={"fecha": date(2027, 2, 1)}) for when in a_plan().fechas]
    moved = a_plan().model_copy(update={"fechas": other_year})
    assert refused(store, plans.adjust, plan, moved) == "D481"
    spent = store.write("x", centre.spend, pair.cycle, pair.acompanante.id, HorasNuevas(fecha=DAY, minutos=60))
    assert refused(store, centre.correct, spent, HorasNuevas(fecha=date(2025, 12, 1), minutos=60)) == "D481"
    assert refused(store, centre.correct, Ref(spent.regional, uuid4()), HorasNuevas(fecha=DAY, minutos=60)) == "D421"


def test_a_plan_of_a_cycle_that_ended_is_not_sent_back(store: Store) -> None:
    pair = cycle_of_two(store)
    plan = planned(store, pair)
    store.write("x", cycles.leave, pair.cycle, DAY, 0)
    assert refused(store, plans.send_back, plan) == "D429"
    assert refused(store, plans.send_back, Ref(plan.regional, uuid4())) == "D421"


def test_an_acompanamiento_belongs_to_the_plan_of_its_quarter_where_there_is_one(store: Store) -> None:
    pair = cycle_of_two(store)
    first = planned(store, pair)
    when = [one.model_copy(update={"fecha": date(2026, 5, 5)}) for one in a_plan().fechas]
    later = a_plan().model_copy(update={"trimestre": "2026-T2", "fechas": when})
    second = store.write("x", plans.propose, pair.cycle, later)
    store.write("x", plans.validate, second, pair.coordinador.id, date(2026, 2, 17))
    days = [date(2026, 2, 20), date(2026, 5, 5), date(2026, 8, 1)]
    with store.read() as connection:
        assert plans.valid_on(connection, pair.cycle, days) == [first.id, second.id, second.id]


def test_nothing_is_recorded_before_it_happens(store: Store) -> None:
    pair = cycle_of_two(store)
    plan = planned(store, pair, validated=False)
    to_come = date(2027, 3, 1)
    assert refused(store, plans.validate, plan, pair.coordinador.id, to_come) == "D420"
    assert refused(store, plans.validate, plan, pair.coordinador.id, DAY - timedelta(days=1)) == "D423"
    spent = HorasNuevas(fecha=to_come, minutos=60)
    assert refused(store, centre.spend, pair.cycle, pair.acompanante.id, spent) == "D420"
    assert refused(store, cycles.leave, pair.cycle, to_come) == "D420"
    assert refused(store, cycles.reach, pair.cycle, Momento.CIERRE, to_come) == "D420"


def test_time_recorded_after_the_end_counts(store: Store) -> None:
    pair = cycle_of_two(store)
    store.write("x", cycles.leave, pair.cycle, DAY)
    store.write("x", centre.spend, pair.cycle, pair.acompanante.id, HorasNuevas(fecha=DAY, minutos=75))
    with store.read() as connection:
        assert cycles.minutes_spent(connection, pair.cycle) == 75


def test_looking_at_the_schema_waits_for_no_writer(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.private.engine._PATIENCE", 200)

    def meanwhile(w: Writing) -> None:
        w.note("probar", "almacen", "x")
        w.tell()
        migrate.require_current(store.engine)

    store.write("prueba", meanwhile)
