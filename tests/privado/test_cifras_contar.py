"""The figures of a quarter are what a slow count by hand gives, and those that were released are kept for good."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, text, update

from generator.figures.catalog import KINDS, names_of
from generator.figures.release import TOTAL
from generator.private import backup, cycles, dump, migrate, tables, trail, visits
from generator.private.engine import open_engine, sqlite_engine
from generator.private.errors import StoreError
from generator.private.figures.counting import Counted, count
from generator.private.figures.kept import Kept, KeptCell, all_kept, keep
from generator.private.keys import Key
from generator.private.make import make
from generator.private.options import Momento
from generator.private.place import Place
from generator.private.quarters import Quarter
from generator.private.store import Store
from generator.private.tables import auditoria, cifras_publicadas, metadata
from generator.private.verify import verify
from tests.privado.gente import a_visit, cycle_of_two, planned

Q = Quarter(2026, 2)
REGIONALES = ("05", "11", "52", "99")
ASPECTS = ("planear", "evaluar", "convivir")
Rows = dict[str, list[dict[str, Any]]]


def invented(seed: int, cycles_made: int = 60, people_made: int = 24) -> Rows:
    """The rows of a store: few people, so that they meet again in several cycles, regionales and quarters."""
    chance = random.Random(seed)
    rows: Rows = defaultdict(list)

    def new_id() -> UUID:
        return UUID(int=chance.getrandbits(128))

    def some(of: list[UUID], most: int) -> list[UUID]:
        return chance.sample(of, chance.randint(1, most))

    people = [new_id() for _ in range(people_made)]
    served, guides = people[: people_made * 2 // 3], people[people_made // 2 :]
    for number, who in enumerate(people):
        rows["persona"].append(
            {"id": who, "seudonimo": f"P-{number:06}", "regional": chance.choice(REGIONALES), "centro": "9101",
             "creada": datetime(2026, 1, 1, tzinfo=UTC)}
        )  # fmt: skip
    rows["acompanante"] = [{"persona_id": who, "formacion": "41311604", "nivel": "junior"} for who in guides]
    for version, since in ((1, date(2025, 1, 1)), (2, date(2026, 5, 1)), (3, date(2026, 9, 1))):
        asked = {a: f"{a} {version}" for a in ASPECTS[: version + 1]} | {f"solo-{version}": f"solo {version}"}
        rows["instrumento"].append({"version": version, "desde": since, "aspectos": asked})
    for number in range(cycles_made):
        _a_cycle(rows, chance, new_id, f"C-{number:05}", some(served, 4), some(guides, 3))
    return rows


def _a_cycle(
    rows: Rows, chance: random.Random, new_id: Callable[[], UUID], code: str, served: list[UUID], guides: list[UUID]
) -> None:
    key = {"regional": chance.choice(REGIONALES[:3]), "ciclo_id": new_id()}
    days = sorted(date(2026, 1, 1) + timedelta(chance.randint(0, 364)) for _ in range(9))
    # The edges of a quarter, often.
    days = sorted(chance.choice((day, day, day, Q.start, Q.end)) for day in days)
    state = chance.choice(("abierto", "cerrado", "cerrado", "cerrado", "dejado"))
    moments = chance.choice((0, 1, 3)) if state == "abierto" else 4
    begun = dict(zip((m.value for m in Momento), [*days[:3], days[7]], strict=True))
    rows["ciclo"].append(
        {"regional": key["regional"], "id": key["ciclo_id"], "codigo": code, "centro": "9101", "vigencia": 2026,
         "voluntario": True, "estado": state, "terminado": None if state == "abierto" else days[8],
         **{m.value: begun[m.value] if n < moments else None for n, m in enumerate(Momento)}}
    )  # fmt: skip
    for who in served:
        left = chance.choice((None, None, None, days[0] - timedelta(1), days[0], days[6]))
        rows["ciclo_acompanado"].append({**key, "persona_id": who, "dejo": left})
        for aspect in chance.sample(ASPECTS, 2) if moments > 1 else ():
            rows["autodiagnostico"].append(
                {**key, "persona_id": who, "aspecto": aspect, "version": chance.randint(1, 3),
                 "aplicacion": chance.choice(("inicio", "inicio", "cierre")),
                 "juicio": chance.choice(("fortalecer", "fortalecer", "fortaleza", "potenciar"))}
            )  # fmt: skip
    rows["ciclo_acompanante"] += [{**key, "persona_id": who} for who in guides]
    plan = new_id()
    rows["plan"].append(
        {"regional": key["regional"], "id": plan, "ciclo_id": key["ciclo_id"], "trimestre": "2026-T1",
         "estado": "validado", "validado_por": guides[0], "validado": days[2]}
    )  # fmt: skip
    for number, day in enumerate(days[3 : chance.choice((3, 5, 7, 7))], start=1):
        visit = {"ciclo_id": key["ciclo_id"], "tipo": chance.choice(("individual", "colectivo"))}
        identifier = new_id()
        rows["acompanamiento"].append(
            {**visit, "regional": key["regional"], "id": identifier, "numero": number, "plan_id": plan,
             "plan_estado": "validado", "fecha": day, "ambiente": chance.choice(("presencial", "virtual")),
             "enfasis": chance.choice(("tecnico", "pedagogico", "tecnico-pedagogico"))}
        )  # fmt: skip
        here = {**visit, "regional": key["regional"], "acompanamiento_id": identifier}
        came = served[:1] if visit["tipo"] == "individual" else served
        rows["acompanamiento_acompanado"] += [{**here, "persona_id": who} for who in came]
        rows["acompanamiento_acompanante"] += [
            {**here, "persona_id": who} for who in chance.sample(guides, chance.randint(1, len(guides)))
        ]
        for who in guides:
            done = chance.random() < 0.5
            rows["horas"].append(
                {**key, "id": new_id(), "persona_id": who, "fecha": day, "minutos": chance.choice((0, 0, 45, 120)),
                 "estado": "registrada" if done else "pendiente", "registrada": day if done else None}
            )  # fmt: skip


def fill(store: Store, rows: Rows) -> None:
    with store.engine.begin() as connection:
        for table in metadata.sorted_tables:
            if rows.get(table.name):
                connection.execute(insert(table), rows[table.name])


Cell = tuple[int, tuple[int, ...], tuple[int, int]]


def by_hand(rows: Rows, quarter: Quarter) -> dict[str, dict[str, Cell]]:
    """The same numbers, one record after the other: {table: {code: (number, people, two largest)}}; no zeros."""
    home = {p["id"]: p["regional"] for p in rows["persona"]}
    of_visit = {
        side: _grouped(rows[f"acompanamiento_{side}"], "acompanamiento_id") for side in ("acompanado", "acompanante")
    }
    events: dict[str, dict[str, list[tuple[int, set[UUID], set[UUID]]]]] = defaultdict(lambda: defaultdict(list))
    by_home: dict[str, dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for visit in rows["acompanamiento"]:
        if not quarter.start <= visit["fecha"] <= quarter.end:
            continue
        there = {side: {r["persona_id"] for r in found[visit["id"]]} for side, found in of_visit.items()}
        for column in ("regional", "tipo", "enfasis", "ambiente"):
            for code in (TOTAL, visit[column]):
                one = (1, there["acompanado"], there["acompanante"])
                events[f"acompanamientos-por-{column}"][code].append(one)
        for side, people in there.items():
            for who in people:
                by_home[f"{side}s-por-regional"][home[who]].add(who)
                by_home[f"{side}s-por-regional"][TOTAL].add(who)
    visits_of = _grouped(rows["acompanamiento"], "ciclo_id")
    served, guides = (_grouped(rows[f"ciclo_{side}"], "ciclo_id") for side in ("acompanado", "acompanante"))
    for cycle in rows["ciclo"]:
        leading = {r["persona_id"] for r in guides[cycle["id"]]}
        began, ended = cycle["sensibilizacion"], cycle["terminado"]
        if began and quarter.start <= began <= quarter.end:
            then = {r["persona_id"] for r in served[cycle["id"]] if r["dejo"] is None or r["dejo"] >= began}
            for code in (TOTAL, cycle["regional"]):
                events["ciclos-iniciados-por-regional"][code].append((1, then, leading))
        whole = cycle["estado"] == "cerrado" and len(visits_of[cycle["id"]]) == 4
        if whole and quarter.start <= ended <= quarter.end:
            then = {r["persona_id"] for r in served[cycle["id"]] if r["dejo"] is None}
            for code in (TOTAL, cycle["regional"]):
                events["ciclos-completados-por-regional"][code].append((1, then, leading))
    found: dict[str, dict[str, Cell]] = {
        key: {
            code: (
                sum(n for n, _, _ in many),
                (len(set().union(*(a for _, a, _ in many))), len(set().union(*(b for _, _, b in many)))),
                (0, 0),
            )
            for code, many in cells.items()
        }
        for key, cells in events.items()
    }
    for key, homes in by_home.items():
        found[key] = {code: (len(who), (len(who),), (0, 0)) for code, who in homes.items()}
    found["horas-por-regional"] = _minutes(rows, quarter)
    found["aspectos-por-fortalecer"] = _wanted(rows, quarter)
    return found


def _minutes(rows: Rows, quarter: Quarter) -> dict[str, Cell]:
    spent: dict[str, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    for one in rows["horas"]:
        if quarter.start <= one["fecha"] <= quarter.end and one["minutos"]:
            for code in (TOTAL, one["regional"]):
                spent[code][one["persona_id"]] += one["minutos"]
    cells: dict[str, Cell] = {}
    for code, each in spent.items():
        first, second, *_ = [*sorted(each.values(), reverse=True), 0]
        cells[code] = (sum(each.values()), (len(each),), (first, second))
    return cells


def _wanted(rows: Rows, quarter: Quarter) -> dict[str, Cell]:
    when = {c["id"]: c["autodiagnostico"] for c in rows["ciclo"]}
    people: dict[str, set[UUID]] = defaultdict(set)
    for said in rows["autodiagnostico"]:
        day = when[said["ciclo_id"]]
        if said["aplicacion"] == "inicio" and said["juicio"] == "fortalecer" and quarter.holds(day):
            people[said["aspecto"]].add(said["persona_id"])
    return {aspect: (len(who), (len(who),), (0, 0)) for aspect, who in people.items()}


def _grouped(many: list[dict[str, Any]], by: str) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in many:
        found[row[by]].append(row)
    return found


def bare(counted: dict[str, dict[str, Counted]]) -> dict[str, dict[str, Cell]]:
    """What was counted, without the zeros and the words."""
    return {
        key: {code: (c.value, c.people, c.largest) for code, c in cells.items() if c.value or any(c.people)}
        for key, cells in counted.items()
    }


@pytest.mark.parametrize("seed", range(3))
def test_every_number_is_what_a_count_by_hand_gives(store: Store, seed: int) -> None:
    rows = invented(seed)
    fill(store, rows)
    for quarter in (Quarter(2026, n) for n in range(1, 5)):
        with store.read() as connection:
            counted = count(connection, quarter)
        expected = by_hand(rows, quarter)
        assert bare(counted) == {key: expected.get(key, {}) for key in counted}


def test_there_is_something_of_everything_that_is_hard_to_count() -> None:
    """Otherwise the comparison would not see it."""
    rows = [r for seed in range(3) for r in [invented(seed)]]
    expected = [by_hand(r, Q) for r in rows]
    for key in KINDS:
        if not key.startswith(("practicas", "expediciones")):
            assert all(e[key] for e in expected), key
    per_regional = expected[0]["acompanamientos-por-regional"]
    assert sum(c[1][0] for code, c in per_regional.items() if code) > per_regional[TOTAL][1][0]
    assert sum(c[0] for code, c in per_regional.items() if code) == per_regional[TOTAL][0]
    home = expected[0]["acompanantes-por-regional"]
    assert sum(c[0] for code, c in home.items() if code) == home[TOTAL][0]


def test_an_empty_quarter_has_every_cell_at_zero(store: Store) -> None:
    fill(store, invented(1))
    with store.read() as connection:
        counted = count(connection, Quarter(2024, 3))
    assert bare(counted) == {key: {} for key in counted}
    assert list(counted) == [k for k in KINDS if not k.startswith(("practicas", "expediciones"))]
    for key, cells in counted.items():
        kind = KINDS[key]
        assert all(len(c.people) == len(kind.people) for c in cells.values()), key
        if kind.total:
            assert next(iter(cells)) == TOTAL
            named = {code: c.name for code, c in cells.items() if code}
            assert named == {code: name for code, name in names_of(kind.column).items() if code != "00"}
        else:
            assert cells == {}  # no instrument had been published then


def test_what_nobody_was_in_counts_with_nobody(store: Store) -> None:
    """A visit and a cycle without people count, and no one is made up for them, nor lost."""
    rows = invented(0)
    alone = {row["id"] for row in rows["acompanamiento"][::3]}
    for side in ("acompanado", "acompanante"):
        key = f"acompanamiento_{side}"
        rows[key] = [row for row in rows[key] if row["acompanamiento_id"] not in alone]
    begun = next(row for row in rows["ciclo"] if row["estado"] == "cerrado" and row["sensibilizacion"] == Q.start)
    rows["ciclo"].append({**begun, "regional": "99", "id": UUID(int=1), "codigo": "C-VACIO"})
    fill(store, rows)
    with store.read() as connection:
        counted = bare(count(connection, Q))
    expected = by_hand(rows, Q)
    assert counted == {key: expected.get(key, {}) for key in counted}
    assert counted["ciclos-iniciados-por-regional"]["99"] == (1, (0, 0), (0, 0))


def test_an_aspect_has_the_newest_words_of_its_time(store: Store) -> None:
    rows = invented(2)
    fill(store, rows)
    with store.read() as connection:
        early, then = (count(connection, Quarter(2026, n))["aspectos-por-fortalecer"] for n in (1, 2))
    assert TOTAL not in then and then["solo-1"].value == 0
    assert early["planear"].name == "planear 1" and then["planear"].name == "planear 2"
    assert "solo-2" not in early and then["solo-2"].name == "solo 2" and "solo-3" not in then
    # Asked by nobody at that time and answered all the same: it is not left out.
    assert "convivir" in by_hand(rows, Quarter(2026, 1))["aspectos-por-fortalecer"]
    assert early["convivir"].name == "convivir 3"


def test_a_regional_that_is_no_longer_listed_still_adds_up(store: Store) -> None:
    rows = invented(0)
    for table in rows.values():
        for row in table:
            row.update({"regional": "77"} if row.get("regional") == "05" else {})
    fill(store, rows)
    with store.read() as connection:
        cells = count(connection, Q)["acompanamientos-por-regional"]
    assert cells["77"].value and cells["77"].name == "77"
    assert sum(c.value for code, c in cells.items() if code) == cells[TOTAL].value


def test_what_the_rules_record_is_counted_where_they_say(store: Store) -> None:
    """A cycle made by the program itself, complete by its own definition."""
    pair = cycle_of_two(store)
    planned(store, pair)
    for number in range(1, 5):
        store.write("x", visits.record, pair.cycle, a_visit(pair, number))
    store.write("x", cycles.reach, pair.cycle, Momento.CIERRE, date(2026, 3, 2))
    store.write("x", cycles.close, pair.cycle, date(2026, 4, 1))
    with store.read() as connection:
        assert cycles.is_complete(connection, pair.cycle)
        first, second = (count(connection, Quarter(2026, n)) for n in (1, 2))
    done = (1, (1, 1), (0, 0))
    assert bare(first)["acompanamientos-por-regional"] == {TOTAL: (4, (1, 1), (0, 0)), "52": (4, (1, 1), (0, 0))}
    assert bare(first)["ciclos-iniciados-por-regional"] == {TOTAL: done, "52": done}
    assert bare(first)["ciclos-completados-por-regional"] == {}
    assert bare(second)["ciclos-completados-por-regional"] == {TOTAL: done, "52": done}


def kept(quarter: str = "2026-T1", version: int = 1, value: int = 3_000_000_000) -> Kept:
    cells = (
        KeptCell("horas-por-regional", TOTAL, "Todo el país", value, (40,), (900, 30), False),
        KeptCell("horas-por-regional", "52", "Nariño «\u2028»", 0, (0,), (0, 0), True),
        KeptCell("practicas-por-regional", "05", "Antioquia", 3, (), (0, 0), False),
    )
    return Kept(quarter, version, cells)


def test_what_was_released_is_read_back_as_it_was_in_order(store: Store) -> None:
    several = [kept("2026-T2"), kept("2025-T4"), kept("2026-T1"), kept("2026-T1", 2, value=7), kept("2026-T1", 3)]
    for one in several:
        store.write("eni", keep, one)
    with store.read() as connection:
        found = all_kept(connection)
        lines = connection.execute(select(auditoria.c.quien, auditoria.c.accion, auditoria.c.objeto)).all()
    assert found == [several[1], *several[2:], several[0]]
    assert [tuple(line) for line in lines][-3:] == [
        ("eni", "publicar cifras", f"trimestre 2026-T1{end}") for end in ("", "-r2", "-r3")
    ]
    verify(store.engine)


@pytest.mark.parametrize("version", [-1, 0, 1, 2, 4])
def test_only_the_one_that_follows_is_kept(store: Store, version: int) -> None:
    for one in (kept(version=1), kept(version=2)):
        store.write("eni", keep, one)
    store.write("eni", keep, kept("2026-T2"))
    with store.read() as connection:
        before = all_kept(connection), trail.head(connection)
    assert refused(store, keep, kept(version=version)) == "D521"
    with store.read() as connection:
        assert (all_kept(connection), trail.head(connection)) == before
    assert refused(store, keep, kept("2027-T5")) == "D420"


def test_what_was_released_is_neither_changed_nor_taken_away(store: Store) -> None:
    store.write("eni", keep, kept())
    table = cifras_publicadas
    assert refused(store, lambda w: w.connection.execute(update(table).values(celdas=[]))) == "D437"
    assert refused(store, lambda w: w.connection.execute(delete(table))) == "D437"
    again = insert(table).values(trimestre="2026-T1", version=1, celdas=[])
    assert refused(store, lambda w: w.connection.execute(again)) == "D422"
    with store.read() as connection:
        assert all_kept(connection) == [kept()]


def refused(store: Store, change: Callable[..., object], *args: object) -> str:
    with pytest.raises(StoreError) as caught:
        store.write("x", change, *args)
    return caught.value.diagnostics[0].code


def test_a_store_from_before_is_brought_up_to_date_with_all_it_had(
    request: pytest.FixtureRequest, store: Store, tmp_path: Path
) -> None:
    """From the first schema, with rows in it; and a backup of it opens as well."""
    if store.engine.dialect.name == "postgresql":
        engine = open_engine(Place(url=request.getfixturevalue("database")), None)
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {tables.SCHEMA} CASCADE"))
    else:
        engine = sqlite_engine(tmp_path / "antes.db", Key.new())
    request.addfinalizer(engine.dispose)
    old = [t for t in metadata.sorted_tables if t is not cifras_publicadas]
    with engine.begin() as connection:
        migrate.upgrade_in(connection, "0001")
    rows = invented(2)
    fill(Store(engine), rows)
    of_then = patch.object(dump, "TABLES", tuple(t for t in dump.TABLES if t is not cifras_publicadas))
    with of_then, engine.connect() as connection:
        before = b"".join(dump.lines(connection))
        held = {t.name: connection.execute(select(t)).all() for t in old}
    migrate.upgrade(engine)
    verify(engine)
    with engine.connect() as connection:
        assert {t.name: connection.execute(select(t)).all() for t in old} == held
    updated = Store(engine, store.now)
    updated.write("eni", keep, kept())
    make(tmp_path / "copia.db", key := Key.new(), lambda copy: backup.fill(copy, before, "x", store.now()))
    copy = sqlite_engine(tmp_path / "copia.db", key)
    request.addfinalizer(copy.dispose)
    for one in (engine, copy):
        with one.connect() as connection:
            assert bare(count(connection, Q)) == by_hand(rows, Q)
            assert migrate.version_of(connection) == migrate.newest() != "0001"
