"""A million acompañamientos in a store of SQLCipher, and how long counting each table of a release takes.

    python -m benchmarks.cifras_millon [--acompanamientos 1000000] [--semilla 1] [--archivo CARPETA]

All rows are invented and drawn by chance from a seed; they follow the rules of the schema. They are written twice: all
of them in one quarter, and spread over eight. `--archivo` keeps the stores there, and uses those that are there.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from sqlalchemy import Connection, Table
from sqlcipher3 import dbapi2 as sqlcipher

from generator.private import migrate
from generator.private.engine import sqlite_engine
from generator.private.figures import counting, cycle_queries, queries
from generator.private.keys import Key
from generator.private.quarters import Quarter
from generator.private.store import Store
from generator.vocabulary import vocabulary

PEOPLE, GUIDES, VISITS = 20_000, 4_000, 4
ASPECTS = tuple(f"aspecto-{n}" for n in range(1, 9))
KEY = Key("0" * 64)
_AT_ONCE = 20_000
_QUARTERS = tuple(Quarter(year, number) for year in (2026, 2027) for number in range(1, 5))
_TABLES = {
    "persona": "id, seudonimo, regional, centro, creada",
    "acompanante": "persona_id, formacion, nivel",
    "instrumento": "version, desde, aspectos",
    "ciclo": "regional, id, codigo, centro, vigencia, voluntario, estado, sensibilizacion, autodiagnostico, "
    '"plan", cierre, terminado',
    "ciclo_acompanante": "regional, ciclo_id, persona_id",
    "ciclo_acompanado": "regional, ciclo_id, persona_id",
    '"plan"': "regional, id, ciclo_id, trimestre, estado, validado_por, validado",
    "autodiagnostico": "regional, ciclo_id, persona_id, aplicacion, aspecto, version, juicio",
    "acompanamiento": "regional, id, ciclo_id, numero, plan_id, plan_estado, fecha, tipo, enfasis, ambiente, minutos",
    "acompanamiento_acompanado": "regional, acompanamiento_id, persona_id, ciclo_id, tipo",
    "acompanamiento_acompanante": "regional, acompanamiento_id, persona_id, ciclo_id, tipo",
    "horas": "regional, id, ciclo_id, persona_id, fecha, minutos, estado",
}
Row = tuple[object, ...]


def make(file: Path, many: int, seed: int, quarters: Iterable[Quarter]) -> None:
    """A store with so many acompañamientos, whose cycles each live within one of the quarters."""
    engine = sqlite_engine(file, KEY)
    migrate.upgrade(engine)
    with engine.connect() as opened:
        raw = opened.connection.dbapi_connection
        assert isinstance(raw, sqlcipher.Connection)
        for setting in ("synchronous = OFF", "secure_delete = OFF", "foreign_keys = OFF", "cache_size = -1000000"):
            raw.execute(f"PRAGMA {setting}")
        raw.execute("BEGIN")
        waiting: dict[str, list[Row]] = {table: [] for table in _TABLES}
        for table, row in rows(many, seed, tuple(quarters)):
            waiting[table].append(row)
            if len(waiting[table]) == _AT_ONCE:
                _write(raw, table, waiting[table])
        for table, last in waiting.items():
            _write(raw, table, last)
        raw.execute("COMMIT")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _write(raw: sqlcipher.Connection, table: str, rows: list[Row]) -> None:
    columns = _TABLES[table]
    marks = ", ".join("?" * len(columns.split(",")))
    raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    rows.clear()


def rows(many: int, seed: int, quarters: tuple[Quarter, ...]) -> Iterator[tuple[str, Row]]:
    """Each row and the table that it goes in."""
    chance = random.Random(seed)
    centres = [(term.extra["regional"], code) for code, term in vocabulary("centros").items()]
    people = [(_id(chance), *chance.choice(centres)) for _ in range(PEOPLE)]
    for number, (who, regional, centre) in enumerate(people):
        yield "persona", (who, f"P-{number:06}", regional, centre, "2026-01-01 00:00:00.000000")
    for who, *_ in people[:GUIDES]:
        yield "acompanante", (who, "41311604", "junior")
    aspects = ", ".join(f'"{a}": "{a}"' for a in ASPECTS)
    yield "instrumento", (1, "2026-01-01", f"{{{aspects}}}")
    local: dict[str, tuple[list[str], list[str]]] = {regional: ([], []) for regional, _ in centres}
    for number, (who, regional, _) in enumerate(people):
        local[regional][number >= GUIDES].append(who)
    for number in range(many // VISITS):
        regional, centre = chance.choice(centres)
        quarter = quarters[number * len(quarters) // (many // VISITS)]
        yield from _cycle(chance, number, regional, centre, quarter, *local[regional])


def _cycle(
    chance: random.Random, number: int, regional: str, centre: str, quarter: Quarter, guides: list[str], all_: list[str]
) -> Iterator[tuple[str, Row]]:
    cycle, plan = _id(chance), _id(chance)
    days = [str(quarter.start + timedelta(days)) for days in sorted(chance.randrange(90) for _ in range(9))]
    state, kind = ("cerrado", "individual") if chance.random() < 0.8 else ("cerrado", "colectivo")
    yield "ciclo", (
        regional, cycle, f"C-{number:07}", centre, quarter.year, True, state, *days[:3], days[7], days[8],
    )  # fmt: skip
    leading = chance.sample(guides, 1 if chance.random() < 0.8 else min(2, len(guides)))
    served = chance.sample(all_, 1 if kind == "individual" else chance.randint(2, 5))
    for who in leading:
        yield "ciclo_acompanante", (regional, cycle, who)
    for who in served:
        yield "ciclo_acompanado", (regional, cycle, who)
    yield '"plan"', (regional, plan, cycle, str(quarter), "validado", leading[0], days[2])
    for who in served:
        for aspect in ASPECTS:
            judged = chance.choice(("fortalecer", "fortaleza", "potenciar"))
            yield "autodiagnostico", (regional, cycle, who, "inicio", aspect, 1, judged)
    for turn, day in enumerate(days[3:7], start=1):
        visit = _id(chance)
        yield "acompanamiento", (
            regional, visit, cycle, turn, plan, "validado", day, kind,
            chance.choice(("tecnico", "pedagogico", "tecnico-pedagogico")),
            chance.choice(("presencial", "virtual")), 120,
        )  # fmt: skip
        for who in served:
            yield "acompanamiento_acompanado", (regional, visit, who, cycle, kind)
        for who in leading:
            yield "acompanamiento_acompanante", (regional, visit, who, cycle, kind)
            yield "horas", (regional, _id(chance), cycle, who, day, chance.choice((60, 90, 120)), "pendiente")


def _id(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"


def measure(file: Path, quarter: Quarter) -> None:
    """Count a quarter of a store that was just opened, and say how long each part took."""
    parts = {queries: ("visit_amounts", "visit_people", "minutes"), cycle_queries: ("cycles", "wanted")}
    spent: dict[str, tuple[float, float]] = {}

    def timed(module: ModuleType, name: str) -> object:
        real = getattr(module, name)

        def run(connection: Connection, of: Quarter, *part: Table) -> object:
            clock, processor = time.perf_counter(), time.process_time()
            found = real(connection, of, *part)
            of_what = " ".join([name, *(p.name.rpartition("_")[2] for p in part)])
            spent[of_what] = (time.perf_counter() - clock, time.process_time() - processor)
            return found

        return run

    engine = sqlite_engine(file, KEY)
    clock, processor = time.perf_counter(), time.process_time()
    with ExitStack() as stack:
        for module, names in parts.items():
            stack.enter_context(patch.multiple(module, **{name: timed(module, name) for name in names}))
        found = counting.count(stack.enter_context(Store(engine).read()), quarter)
    total = (time.perf_counter() - clock, time.process_time() - processor)
    engine.dispose()
    visits = found["acompanamientos-por-regional"][""]
    print(f"{quarter}: {visits.value} acompañamientos de {visits.people[0]} y {visits.people[1]} personas")
    for name, (real, cpu) in {**spent, "todo": total}.items():
        print(f"  {name:<24} {real:6.1f} s ({cpu:5.1f} s de procesador)")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--acompanamientos", type=int, default=1_000_000)
    options.add_argument("--semilla", type=int, default=1)
    options.add_argument("--archivo", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.archivo or Path(folder)
        for quarters in (_QUARTERS[:1], _QUARTERS):
            file = home / f"{chosen.acompanamientos}-en-{len(quarters)}.db"
            if not file.exists():
                clock = time.perf_counter()
                make(file, chosen.acompanamientos, chosen.semilla, quarters)
                print(f"{file.stat().st_size / 1e6:.0f} MB escritos en {time.perf_counter() - clock:.0f} s")
            measure(file, quarters[-1])


if __name__ == "__main__":
    main()
