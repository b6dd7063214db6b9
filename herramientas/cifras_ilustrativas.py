"""The illustrative releases of the site: figures of invented people, through the same way as real ones.

    python -m herramientas.cifras_ilustrativas [--proyecto DIR]

Everything is drawn by chance from a seed; nothing tells of anybody. What is there already is not written again.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from generator.figures.files import FOLDER
from generator.private import migrate, tables
from generator.private.engine import sqlite_engine
from generator.private.figures.releasing import release
from generator.private.keys import Key
from generator.private.quarters import Quarter
from generator.private.store import Store
from generator.vocabulary import vocabulary

SEED = 2026
QUARTERS = tuple(Quarter(2026, number) for number in (1, 2, 3))
AFTER = date(2026, 10, 1)
ASPECTS = {
    "evaluar": "Evaluar el aprendizaje",
    "incluir": "Incluir a todas y todos",
    "motivar": "Motivar y lograr que permanezcan",
    "planear": "Planear la sesión",
    "realimentar": "Realimentar a tiempo",
    "recursos": "Usar recursos digitales",
}
Rows = dict[str, list[dict[str, Any]]]


def invented(seed: int = SEED) -> Rows:
    """The rows of a store in which regionales are of very different sizes."""
    chance = random.Random(seed)  # noqa: S311 - the same every time, and nothing secret
    rows: Rows = defaultdict(list)
    rows["instrumento"].append({"version": 1, "desde": date(2026, 1, 1), "aspectos": ASPECTS})
    for regional in sorted(vocabulary("regionales")):
        centres = [code for code, term in vocabulary("centros").items() if term.extra["regional"] == regional]
        guides = [_person(rows, chance, regional, centres) for _ in range(3 * len(centres))]
        served = [_person(rows, chance, regional, centres) for _ in range(8 * len(centres))]
        for who in guides:
            rows["acompanante"].append({"persona_id": who, "formacion": "41311604", "nivel": "junior"})
        for quarter in QUARTERS:
            for _ in range(chance.randint(0, 8 * len(centres))):
                _cycle(rows, chance, regional, chance.choice(centres), quarter, guides, served)
    return rows


def make(project: Path) -> list[str]:
    """Write the releases below a project. Returns the names of those that are there."""
    with tempfile.TemporaryDirectory() as folder:
        engine = sqlite_engine(Path(folder) / "almacen.db", Key.new())
        migrate.upgrade(engine)
        with engine.begin() as connection:
            fill(connection, invented())
        store = Store(engine, lambda: datetime(AFTER.year, AFTER.month, AFTER.day, 12, tzinfo=UTC))
        none: Mapping[str, Mapping[str, int]] = {f"{c}-por-regional": {} for c in ("practicas", "expediciones")}
        made = [
            release(store, "orden:ilustrar", project, quarter, none, AFTER, print, illustrative=True)
            for quarter in QUARTERS
        ]
        store.close()
    return [one.name for one in made]


def fill(connection: Connection, rows: Rows) -> None:
    """Put rows in an empty store, each table after those that it depends on."""
    for table in tables.metadata.sorted_tables:
        if rows[table.name]:
            connection.execute(insert(table), rows[table.name])


def _person(rows: Rows, chance: random.Random, regional: str, centres: list[str]) -> UUID:
    who = _id(chance)
    rows["persona"].append(
        {
            "id": who,
            "seudonimo": f"P-{len(rows['persona']):06}",
            "regional": regional,
            "centro": chance.choice(centres),
            "creada": datetime(2026, 1, 1, tzinfo=UTC),
        }
    )
    return who


def _cycle(
    rows: Rows,
    chance: random.Random,
    regional: str,
    centre: str,
    quarter: Quarter,
    guides: list[UUID],
    served: list[UUID],
) -> None:
    cycle, plan = _id(chance), _id(chance)
    days = [quarter.start + timedelta(n) for n in sorted(chance.randrange(85) for _ in range(9))]
    many = chance.random() < 0.3
    kind = "colectivo" if many else "individual"
    leading = chance.sample(guides, 1 if chance.random() < 0.7 else 2)
    with_whom = chance.sample(served, min(len(served), chance.randint(2, 4)) if many else 1)
    whole = chance.random() < 0.6
    at = {"regional": regional, "ciclo_id": cycle}
    rows["ciclo"].append(
        {
            "regional": regional,
            "id": cycle,
            "codigo": f"C-{len(rows['ciclo']):05}",
            "centro": centre,
            "vigencia": quarter.year,
            "voluntario": True,
            "estado": "cerrado" if whole else "abierto",
            "sensibilizacion": days[0],
            "autodiagnostico": days[1],
            "plan": days[2],
            "cierre": days[7] if whole else None,
            "terminado": days[8] if whole else None,
        }
    )
    rows["plan"].append(
        {**at, "id": plan, "trimestre": str(quarter), "estado": "validado", "validado_por": leading[0],
         "validado": days[2]}
    )  # fmt: skip
    rows["ciclo_acompanante"] += [{**at, "persona_id": who} for who in leading]
    rows["ciclo_acompanado"] += [{**at, "persona_id": who} for who in with_whom]
    rows["autodiagnostico"] += [
        {**at, "persona_id": who, "aplicacion": "inicio", "aspecto": aspect, "version": 1,
         "juicio": chance.choice(("fortalecer", "fortaleza", "potenciar"))}
        for who in with_whom
        for aspect in ASPECTS
    ]  # fmt: skip
    for number, day in enumerate(days[3:7] if whole else days[3 : 3 + chance.randint(1, 3)], start=1):
        visit, spent = _id(chance), chance.choice((60, 90, 120, 180))
        rows["acompanamiento"].append(
            {
                **at,
                "id": visit,
                "numero": number,
                "plan_id": plan,
                "plan_estado": "validado",
                "fecha": day,
                "tipo": kind,
                "enfasis": chance.choice(("tecnico", "pedagogico", "tecnico-pedagogico")),
                "ambiente": "virtual" if chance.random() < 0.25 else "presencial",
                "minutos": spent,
            }
        )
        part = {**at, "acompanamiento_id": visit, "tipo": kind}
        rows["acompanamiento_acompanado"] += [{**part, "persona_id": who} for who in with_whom]
        rows["acompanamiento_acompanante"] += [{**part, "persona_id": who} for who in leading]
        rows["horas"] += [
            {**at, "id": _id(chance), "persona_id": who, "fecha": day, "minutos": spent, "estado": "pendiente"}
            for who in leading
        ]


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def main() -> None:
    arguments = argparse.ArgumentParser(description="Las cifras ilustrativas del sitio, con personas inventadas.")
    arguments.add_argument("--proyecto", type=Path, default=Path())
    project = arguments.parse_args().proyecto
    print(f"En {FOLDER}: {', '.join(make(project))}.")


if __name__ == "__main__":
    main()
