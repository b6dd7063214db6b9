"""Progress against the minimum, what is still to be recorded, and the hours for SofiaPlus."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import insert

from generator.private import centre, cycles, overdue, plans, progress, visits
from generator.private.errors import StoreError
from generator.private.options import Ambiente, Cuenta, RolPersona, Tipo
from generator.private.overdue import Dates, Pendiente
from generator.private.progress import CIRCULAR, Minimum
from generator.private.quarters import Quarter
from generator.private.records import FechaPlan, HorasNuevas, PlanNuevo
from generator.private.store import Store
from generator.private.tables import ciclo_acompanante
from generator.schema.options import Enfasis
from tests.privado.gente import CENTRO, DAY, REGIONAL, Pair, a_visit, cycle_of_two, planned, somebody

TODAY = date(2026, 3, 31)


def _visits(store: Store, pair: Pair, *days: date) -> None:
    planned(store, pair)
    for number, day in enumerate(days, start=1):
        store.write("x", visits.record, pair.cycle, a_visit(pair, number, fecha=day))


def test_the_minimum_is_that_of_the_circular() -> None:
    assert (CIRCULAR.by_quarter, CIRCULAR.year, CIRCULAR.counts) == ((2, 3, 3, 2), 10, Cuenta.ACOMPANAMIENTOS)


def test_each_acompanamiento_counts_in_the_quarter_of_its_date(store: Store) -> None:
    pair = cycle_of_two(store)
    _visits(store, pair, DAY, DAY, date(2026, 4, 1))
    with store.read() as connection:
        found = progress.progress_of(connection, pair.acompanante.id, 2026)
        assert (found.done, found.done_in_year) == ((2, 1, 0, 0), 3)
        assert progress.progress_of(connection, pair.acompanado.id, 2026).done_in_year == 0
        # More than the minimum is counted all the same.
        assert found.minimum.by_quarter[0] <= found.done[0]


def test_with_two_acompanantes_it_counts_for_each(store: Store) -> None:
    pair, other = cycle_of_two(store), somebody(store, RolPersona.ACOMPANANTE)
    row = {"regional": REGIONAL, "ciclo_id": pair.cycle.id, "persona_id": other.id}
    store.write("x", lambda w: w.connection.execute(insert(ciclo_acompanante).values(**row)))
    planned(store, pair)
    both = [pair.acompanante.id, other.id]
    store.write("x", visits.record, pair.cycle, a_visit(pair, acompanantes=both))
    store.write("x", visits.record, pair.cycle, a_visit(pair, 2))
    with store.read() as connection:
        assert [progress.progress_of(connection, who, 2026).done[0] for who in both] == [2, 1]


def test_cycles_may_count_instead_and_leaving_takes_nothing(store: Store) -> None:
    pair = cycle_of_two(store)
    _visits(store, pair, date(2026, 3, 30), date(2026, 4, 2), date(2026, 7, 1))
    store.write("x", cycles.leave, pair.cycle, date(2026, 7, 2))
    store.write("x", progress.set_minimum, 2026, Minimum(Cuenta.CICLOS, (1, 1, 1, 0)))
    store.write("x", progress.set_minimum, 2026, Minimum(Cuenta.CICLOS, (1, 1, 1, 1)))
    with store.read() as connection:
        found = progress.progress_of(connection, pair.acompanante.id, 2026)
        assert (found.done, found.minimum.year) == ((1, 0, 0, 0), 4)
        # From that year on, and not before.
        assert progress.minimum_of(connection, 2025) == CIRCULAR
        assert progress.minimum_of(connection, 2030) == found.minimum


def test_a_store_with_one_acompanante_knows_who(store: Store) -> None:
    pair = cycle_of_two(store)
    with store.read() as connection:
        assert progress.only_acompanante(connection) == pair.acompanante
    somebody(store, RolPersona.ACOMPANANTE)
    with store.read() as connection, pytest.raises(StoreError) as caught:
        progress.only_acompanante(connection)
    assert caught.value.diagnostics[0].code == "D474"


# What is still to be recorded.


def _dates(**changed: tuple[date, ...]) -> Dates:
    empty: dict[str, tuple[date, ...]] = {"moments": (DAY,), "planned": (), "proposed": (), "recorded": ()}
    return Dates("C-1", **{**empty, **changed})


def _day(number: int) -> date:
    return date(2026, 3, number)


@pytest.mark.parametrize(
    ("planned_for", "recorded", "missing"),
    [
        ((), (), ()),
        ((2, 9), (), (2, 9)),
        ((2, 9), (9,), (2,)),
        ((2, 9), (4,), (9,)),
        ((2, 9), (4, 12), ()),
        ((2, 9), (2, 9, 16), ()),
        ((2, 2), (2,), (2,)),
    ],
)
def test_a_planned_date_that_passed_without_its_record(
    planned_for: tuple[int, ...], recorded: tuple[int, ...], missing: tuple[int, ...]
) -> None:
    cycle = _dates(planned=tuple(map(_day, planned_for)), recorded=tuple(map(_day, recorded)))
    late = [o.since for o in overdue.overdue(cycle, TODAY) if o.kind is Pendiente.ACOMPANAMIENTO]
    assert late == list(map(_day, missing))


def test_what_is_still_to_come_is_not_late() -> None:
    cycle = _dates(planned=(TODAY, TODAY + timedelta(days=1)), moments=(date(2025, 1, 1),))
    assert list(overdue.overdue(cycle, TODAY)) == []


def test_a_cycle_without_a_new_moment_is_recalled_after_long() -> None:
    just, long = TODAY - overdue.LONG, TODAY - overdue.LONG - timedelta(days=1)
    assert list(overdue.overdue(_dates(moments=(just,)), TODAY)) == []
    (late,) = overdue.overdue(_dates(moments=(long,)), TODAY)
    assert (late.kind, late.since) == (Pendiente.CICLO, long)
    (never,) = overdue.overdue(_dates(moments=()), TODAY)
    assert never.since is None


def test_a_plan_whose_dates_pass_unvalidated_is_recalled() -> None:
    assert [o.kind for o in overdue.overdue(_dates(proposed=(DAY,)), TODAY)] == [Pendiente.PLAN]


def test_a_plan_that_was_sent_back_is_not_forgotten(store: Store) -> None:
    pair = cycle_of_two(store)
    ref = planned(store, pair, validated=False)
    store.write("x", plans.send_back, ref)
    with store.read() as connection:
        late = overdue.overdue_of(connection, pair.acompanante.id, TODAY)
    assert [(o.kind, o.since) for o in late] == [(Pendiente.PLAN, date(2026, 2, 17))]


def test_overdue_records_are_those_of_ones_own_open_cycles(store: Store) -> None:
    pair, stranger = cycle_of_two(store), cycle_of_two(store)
    planned(store, pair)
    planned(store, stranger)
    quarter = Quarter(2026, 1)

    def late() -> list[str]:
        with store.read() as connection:
            return [o.kind.value for o in overdue.overdue_of(connection, pair.acompanante.id, TODAY)]

    def missing() -> int:
        with store.read() as connection:
            return overdue.missing_in(connection, REGIONAL, CENTRO, quarter, TODAY)

    assert (late(), missing()) == (["acompanamiento"], 2)
    store.write("x", visits.record, pair.cycle, a_visit(pair))
    assert (late(), missing()) == ([], 1)
    store.write("x", cycles.leave, stranger.cycle, TODAY)
    assert missing() == 0


def test_dates_of_another_quarter_are_not_missing_in_this_one(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    when = FechaPlan(
        fecha=date(2026, 4, 3),
        desde=time(8),
        hasta=time(9),
        tipo=Tipo.INDIVIDUAL,
        enfasis=Enfasis.TECNICO,
        ambiente=Ambiente.VIRTUAL,
    )
    ref = store.write("x", plans.propose, pair.cycle, PlanNuevo(trimestre="2026-T2", fechas=[when]))
    store.write("x", plans.validate, ref, pair.coordinador.id, DAY)
    with store.read() as connection:
        found = [
            overdue.missing_in(connection, REGIONAL, CENTRO, Quarter(2026, n), date(2026, 5, 1)) for n in (1, 2, 3)
        ]
    assert found == [1, 1, 0]


def test_hours_that_are_not_in_sofiaplus_yet(store: Store) -> None:
    pair = cycle_of_two(store)
    later, first = (
        store.write("x", centre.spend, pair.cycle, pair.acompanante.id, HorasNuevas(fecha=day, minutos=90))
        for day in (TODAY, DAY)
    )
    with store.read() as connection:
        pending = overdue.pending_hours(connection, pair.acompanante.id)
        assert [(h.day, h.minutes) for h in pending] == [(DAY, 90), (TODAY, 90)]
    store.write("x", centre.registered, first, TODAY)
    with store.read() as connection:
        assert [h.day for h in overdue.pending_hours(connection, pair.acompanante.id)] == [TODAY]
        assert overdue.pending_hours(connection, pair.acompanado.id) == []
    assert later
