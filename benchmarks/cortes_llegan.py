"""What arrives at the store from outside while its process is killed: a workbook, and the forms of a browser."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from click.testing import CliRunner
from sqlalchemy import func, select

from benchmarks.cortes_nombres import CANARY, COPY, KEY, PUBLIC, STORE
from generator.cli import main as inspira
from generator.private import backup
from generator.private.commands.shared import opened
from generator.private.engine import sqlite_engine
from generator.private.keys import Key
from generator.private.store import Store
from generator.private.tables import acompanamiento, borrador, horas
from generator.private.web import sessions
from generator.private.web.security import csrf_of
from generator.private.web.site import local_site
from tests.privado.gente import cycle_of_two, planned

RECORDED = "registros nuevos"
"""What the import says once all was recorded."""
FORMS = 12
_BOOK, _HOUSE = "libro.xlsx", "casa.json"
_NUMBERS = UUID("6f6bb3d3-1c5d-4a55-9d4e-3a1f1c0a4d11")
_NOT_ALREADY = "Sin cambios"
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")


def furnish(folder: Path, cycles: int) -> Path:
    """A mould with a workbook of so many cycles still to be imported, and somebody who writes in the browser."""
    # Here and below: what takes long to import comes where it is used, for a child that is killed needs none of it.
    from benchmarks.libro import book_of, people_of
    from tests.privado.apoyo_web import account

    store = Store(sqlite_engine(folder / STORE, Key.read((folder / KEY).read_text(encoding="ascii"))))
    book_of(folder / _BOOK, store.write("molde", people_of, cycles), 400, f"{CANARY} explicó lo que hizo. ")
    pair = cycle_of_two(store, "F-00001")
    planned(store, pair)
    account(store, pair.acompanante)
    house = {
        "persona": str(pair.acompanante.id),
        "ciclo": f"/ciclos/{pair.cycle.regional}/{pair.cycle.id}",
        "acompanamientos": 4 * cycles,
    }
    (folder / _HOUSE).write_text(json.dumps(house), encoding="ascii")
    (folder / COPY).unlink()
    backup.back_up(store, "molde", folder / COPY, to=[(folder / PUBLIC).read_text(encoding="ascii")])
    store.close()
    return folder


def words(kind: str, folder: Path) -> list[str]:
    """What is typed for the work that is going to be killed."""
    return ["libro", "importar", str(folder / _BOOK)] if kind == "importación" else ["almacen", "abrir", "--puerto=0"]


@dataclass(frozen=True, slots=True)
class House:
    person: UUID
    cycle: str
    visits: int
    token: str


def house_of(folder: Path) -> House:
    said: dict[str, Any] = json.loads((folder / _HOUSE).read_text(encoding="ascii"))
    return House(UUID(said["persona"]), said["ciclo"], said["acompanamientos"], said.get("sesion", ""))


def enter(folder: Path) -> None:
    """Somebody comes in, with a browser that keeps the session."""
    with opened(None) as store:
        token = store.write("molde", sessions.begin, house_of(folder).person)
    said = json.loads((folder / _HOUSE).read_text(encoding="ascii"))
    (folder / _HOUSE).write_text(json.dumps({**said, "sesion": token}), encoding="ascii")


def form(number: int) -> dict[str, str]:
    """The hours of a form, with a number of its own that is the same each time."""
    return {"envio": str(uuid5(_NUMBERS, str(number))), "fecha": "2026-02-17", "minutos": str(number)}


def draft(number: int) -> dict[str, str]:
    """What is begun of an acompañamiento."""
    return {"accion": "borrador-solo", "aspectos_mejora": f"{CANARY} {number}"}


def send(process: subprocess.Popen[str], folder: Path) -> tuple[str, ...]:
    """Send drafts and forms to a server until it is gone, or all are sent and it is told to end: what it answered."""
    import httpx

    assert process.stderr is not None
    house, done = house_of(folder), list[str]()
    found = ADDRESS.search(process.stderr.readline())
    if found is None:
        return ()
    site = local_site(int(found[1]))
    with (
        suppress(httpx.TransportError),
        httpx.Client(
            base_url=found[0],
            cookies={site.cookie: house.token},
            headers={"origin": found[0]},
            timeout=60,
            trust_env=False,
        ) as browser,
    ):
        for number in range(1, FORMS + 1):
            csrf = {"csrf": csrf_of(house.token)}
            kept = browser.post(f"{house.cycle}/acompanamiento", data=csrf | draft(number))
            done.append(f"borrador {number}" if kept.status_code == 204 else f"mal {kept.status_code}")
            sent = browser.post(f"{house.cycle}/horas", data=csrf | form(number))
            recorded = sent.status_code == 303 and "hecho" in sent.headers["location"]
            done.append(f"forma {number}" if recorded else f"mal {sent.status_code}")
        process.send_signal(signal.SIGINT)
    return tuple(done)


def left(kind: str, folder: Path, done: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with what arrived, and with letting it arrive again."""
    yield from _imported(folder, done) if kind == "importación" else _sent(folder, done)


def _imported(folder: Path, done: tuple[str, ...]) -> Iterator[str]:
    wanted = house_of(folder).visits
    first = _visits()
    if first not in (0, wanted) or (done and not first):
        yield f"quedaron {first} de {wanted} acompañamientos"
    for expected in (_NOT_ALREADY if first else RECORDED, _NOT_ALREADY):
        again = CliRunner().invoke(inspira, words("importación", folder))
        if again.exit_code or expected not in again.output:
            yield f"otra vez: {again.exit_code} {again.output}"
    if _visits() != wanted:
        yield f"al final hay {_visits()} de {wanted} acompañamientos"


def _visits() -> int:
    with opened(None) as store, store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(acompanamiento)).scalar_one())


def _sent(folder: Path, done: tuple[str, ...]) -> Iterator[str]:
    from tests.privado.apoyo_web import Navegador, web

    yield from (one for one in done if one.startswith("mal"))
    forms = [int(one.split()[1]) for one in done if one.startswith("forma")]
    drafts = [int(one.split()[1]) for one in done if one.startswith("borrador")]
    house = house_of(folder)
    with opened(None) as store:
        there = _minutes(store)
        if there not in (forms, [*forms, len(forms) + 1]):
            yield f"hay {there}, se contestaron {forms}"
        with store.read() as connection:
            kept = connection.execute(select(borrador.c.datos)).scalars().all()
        texts = [datos["aspectos_mejora"] for datos in kept]
        if texts not in [[[draft(n)["aspectos_mejora"]]] for n in (len(drafts), len(drafts) + 1)] + [[]] * (not drafts):
            yield f"hay {len(texts)} borradores, y no el último de {len(drafts)}"
        browser = Navegador(web(store), house.token)
        for number in [n for n in range(1, FORMS + 1) for _ in range(2)]:
            again = browser.post(f"{house.cycle}/horas", form(number), csrf=csrf_of(house.token))
            if again.status_code != 303:
                yield f"otra vez: {again.status_code}"
        if _minutes(store) != list(range(1, FORMS + 1)):
            yield f"al final hay {_minutes(store)}"


def _minutes(store: Store) -> list[int]:
    with store.read() as connection:
        return list(connection.execute(select(horas.c.minutos).order_by(horas.c.minutos)).scalars())
