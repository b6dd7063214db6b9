"""A backup holds everything, opens only with what it was made for, and is restored on either database or not at all."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pyrage
import pytest
from sqlalchemy import Engine, func, insert, select, text

from generator.private import backup, centre, closing, consents, cycles, dump, migrate, trail, visits
from generator.private.cycles import Ref
from generator.private.engine import open_engine, sqlite_engine
from generator.private.errors import StoreError
from generator.private.keys import Key
from generator.private.make import make
from generator.private.options import Aplicacion, Canal, Finalidad, Juicio, RolPersona
from generator.private.place import Place
from generator.private.records import ActaEPC, Autodiagnostico, Cierre, ConsentimientoNuevo, HorasNuevas
from generator.private.store import Store
from generator.private.tables import (
    borrador,
    cifras_publicadas,
    corte,
    cuenta,
    envio,
    informe,
    metadata,
    minimo,
    publicacion_pendiente,
    sesion,
)
from generator.private.verify import verify
from tests.privado.despues import LATER, later
from tests.privado.gente import CENTRO, DAY, REGIONAL, a_visit, cycle_of_two, planned, somebody

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def full(store: Store) -> None:
    """Something in every table, with what is hard to carry: several lines, signs, references inside a table."""
    pair = cycle_of_two(store)
    planned(store, pair)
    said = Autodiagnostico(aplicacion=Aplicacion.INICIO, version=1, juicios={"evaluacion": Juicio.FORTALECER})
    store.write("eni", closing.publish_instrument, 1, DAY, {"evaluacion": "¿Cómo evalúo?\u2028«sí»"})
    store.write("x", closing.diagnose, pair.cycle, pair.acompanado.id, said)
    visit = a_visit(pair, realimentacion="Línea una\nlínea dos\t\\ \" ' 🌱", oportunidades=["evaluacion"])
    store.write("x", visits.record, pair.cycle, visit)
    store.write("x", closing.conclude, pair.cycle, pair.acompanado.id, Cierre(avances="Sí."))
    store.write("x", centre.spend, pair.cycle, pair.acompanante.id, HorasNuevas(fecha=DAY, minutos=30))
    store.write(
        "x", centre.meet, ActaEPC(regional=REGIONAL, centro=CENTRO, fecha=DAY, minutos=240, temas=["evaluacion"])
    )
    new = ConsentimientoNuevo(
        persona=pair.acompanado.id,
        aviso="v1",
        aviso_sha256="0" * 64,
        finalidades=list(Finalidad),
        canal=Canal.PRESENCIAL,
        datos_sensibles=False,
        evidencia="Carpeta 3, hoja 12",
        menor=False,
    )
    given = store.write("x", consents.give, new)
    store.write("x", consents.withdraw, given, Canal.CORREO)
    store.write("x", cycles.leave, pair.cycle, date(2026, 3, 1))
    before: Ref = pair.cycle
    for _ in range(3):  # each follows from the one before: they must be written in that order
        after = cycle_of_two(store)
        with store.engine.begin() as connection:
            connection.execute(text(f"UPDATE {_name(store, 'ciclo')} SET anterior_id = :b WHERE id = :a"), {
                "a": _id(store, after.cycle.id), "b": _id(store, before.id)})  # fmt: skip
        before = after.cycle
    person = somebody(store, RolPersona.PROFESIONAL_ENI)
    rows = {
        cuenta: {"persona_id": person.id, "usuario": "cuenta", "clave": "$argon2id$", "activa": True,
                 "temporal": False},
        sesion: {"persona_id": person.id, "huella": "f" * 64, "vence": NOW},
        borrador: {"persona_id": person.id, "formulario": "plan", "datos": {"a": [1, None, "é"]}, "guardado": NOW},
        informe: {"regional": REGIONAL, "id": uuid4(), "clase": "eni", "centro": CENTRO, "persona_id": person.id,
                  "trimestre": "2026-T1", "hecho": NOW},
        envio: {"id": uuid4(), "persona_id": person.id, "recibido": NOW},
        corte: {"regional": REGIONAL, "centro": CENTRO, "trimestre": "2026-T1", "fecha": DAY, "cifras": {"temas": []}},
        cifras_publicadas: {"trimestre": "2026-T1", "version": 1, "celdas": [{"codigo": "", "valor": 3_000_000_000}]},
        minimo: {"desde": 2026, "cuenta": "ciclos", "t1": 1, "t2": 1, "t3": 1, "t4": 1},
        publicacion_pendiente: {"rid": "0" * 32, "consentimiento_id": given, "clase": "emitir",
                                "carpeta": "practicas/huerta", "recibo": "{}"},
    }  # fmt: skip
    with store.engine.begin() as connection:
        for table, values in rows.items():
            connection.execute(insert(table).values(**values))


def _name(store: Store, table: str) -> str:
    return _name_on(store.engine, table)


def _name_on(engine: Engine, table: str) -> str:
    return f"inspira.{table}" if engine.dialect.name == "postgresql" else table


def _id(store: Store, identifier: object) -> str:
    return str(identifier) if store.engine.dialect.name == "postgresql" else str(identifier).replace("-", "")


def held(engine: Engine) -> list[bytes]:
    with engine.connect() as connection:
        return list(dump.lines(connection))


@pytest.fixture
def other(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> Callable[[bytes], Engine]:
    """Restore into the database of the other kind."""

    def restore(plain: bytes) -> Engine:
        if store.engine.dialect.name == "postgresql":
            key = Key.new()
            make(tmp_path / "otro.db", key, lambda engine: backup.fill(engine, plain, "prueba", NOW))
            engine = sqlite_engine(tmp_path / "otro.db", key)
        else:
            engine = open_engine(Place(url=request.getfixturevalue("database")), None)
            backup.fill(engine, plain, "prueba", NOW)
        request.addfinalizer(engine.dispose)
        return engine

    return restore


@pytest.fixture
def colombia(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer whose clock is not that of the store."""
    monkeypatch.setenv("TZ", "America/Bogota")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_everything_goes_to_the_other_database_and_nothing_is_left_out(
    store: Store, other: Callable[[bytes], Engine], tmp_path: Path, colombia: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump, "_AT_ONCE", 1)  # as with many rows: what is referred to was written before
    full(store)
    with store.read() as connection:
        empty = [t.name for t in metadata.sorted_tables if not connection.scalar(select(func.count()).select_from(t))]
    assert empty == []  # otherwise this test would not see what happens to that table
    identity = pyrage.x25519.Identity.generate()
    head = backup.back_up(store, "prueba", tmp_path / "r.age", to=[str(identity.to_public())])
    engine = other(backup.opened(backup.read(tmp_path / "r.age"), own=[identity]))
    mine, theirs = held(store.engine), held(engine)
    # The other one has a line more, which says that it was restored, and with it another head.
    assert [line for line in mine if line not in theirs] == [f'[1,{head.number},"{head.seal}"]\n'.encode(), mine[-1]]
    assert len(theirs) == len(mine) + 1
    verify(engine, head)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(sesion)) == 0
    with engine.connect() as connection:
        assert list(trail.broken(connection, head)) == []


def test_a_backup_of_an_older_schema_is_restored_and_brought_up_to_date(
    store: Store, other: Callable[[bytes], Engine], tmp_path: Path, colombia: None
) -> None:
    full(store)
    mine = held(store.engine)
    with later(tmp_path / "despues"):
        engine = other(b"".join(mine))
        assert migrate.version_or_none(engine) == LATER
        verify(engine)
        theirs = held(engine)
    # Besides the schema and the counts, what is new is the lines of the trail that tell of it: restored, migrated.
    assert [line for line in mine if line not in theirs] == [mine[0], _head_of(mine), mine[-1]]
    assert len(theirs) == len(mine) + 2
    with engine.connect() as connection:
        assert set(connection.execute(text(f"SELECT inventada FROM {_name_on(engine, 'persona')}")).scalars()) == {
            "nueva"
        }


OLDER: dict[str, Callable[[list], object]] = {
    "sin una tabla": lambda said: (said.pop(_row(said, "minimo") - 1), said[-1]["filas"].pop("minimo")),
    "con una columna de menos": lambda said: [said[_row(said, "persona") - 1][k].pop() for k in ("columnas", "clases")],
    "con una clase que no hay": lambda said: said[_row(said, "persona") - 1]["clases"].__setitem__(0, "otra"),
    "sin una fila": lambda said: said.pop(_row(said, "identidad")),
}


@pytest.mark.parametrize("how", OLDER)
def test_what_is_not_whole_of_an_older_schema_is_not_restored(store: Store, tmp_path: Path, how: str) -> None:
    somebody(store, RolPersona.ACOMPANADO)
    said = [json.loads(line) for line in held(store.engine)]
    OLDER[how](said)
    plain = b"\n".join(json.dumps(line).encode() for line in said) + b"\n"
    with later(tmp_path / "despues"):
        assert refused(_restore, plain, tmp_path) == "D413"
    assert not (tmp_path / "nuevo.db").exists()


def _head_of(said: list[bytes]) -> bytes:
    """The line of the head of the audit trail."""
    at = next(n for n, line in enumerate(said) if line.startswith(b'{"tabla":"auditoria_cabeza"'))
    return said[at + 1]


def test_a_backup_opens_only_with_its_key(store: Store, tmp_path: Path) -> None:
    one, two, stranger = (pyrage.x25519.Identity.generate() for _ in range(3))
    backup.back_up(store, "x", tmp_path / "r.age", to=[str(one.to_public()), str(two.to_public())])
    sealed = backup.read(tmp_path / "r.age")
    assert backup.opened(sealed, own=[one]) == backup.opened(sealed, own=[stranger, two])
    assert refused(backup.opened, sealed, own=[stranger]) == "D413"
    assert refused(backup.opened, sealed) == "D443"
    if os.name != "nt":
        assert (tmp_path / "r.age").stat().st_mode & 0o077 == 0


def test_a_backup_is_not_made_with_too_little_or_over_another_one(store: Store, tmp_path: Path) -> None:
    taken = tmp_path / "ya.age"
    taken.write_bytes(b"de antes")
    assert refused(backup.back_up, store, "x", tmp_path / "r.age", phrase="corta") == "D442"
    assert refused(backup.back_up, store, "x", tmp_path / "r.age", to=["age1nada"]) == "D443"
    assert refused(backup.back_up, store, "x", tmp_path / "r.age") == "D443"
    public = [str(pyrage.x25519.Identity.generate().to_public())]
    assert refused(backup.back_up, store, "x", taken, to=public) == "D444"
    assert refused(backup.back_up, store, "x", taken / "r.age", to=public) == "D440"
    assert taken.read_bytes() == b"de antes"
    assert not (tmp_path / "r.age").exists()


def test_a_damaged_or_foreign_file_is_refused(store: Store, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    backup.back_up(store, "x", tmp_path / "r.age", to=[str(identity.to_public())])
    sealed = (tmp_path / "r.age").read_bytes()
    for position in range(0, len(sealed), 97):
        turned = bytearray(sealed)
        turned[position] ^= 4
        assert _read(bytes(turned), identity, tmp_path) == "D413", position
    for size in (0, 20, len(sealed) // 2, len(sealed) - 1):
        assert _read(sealed[:size], identity, tmp_path) == "D413", size
    foreign = pyrage.encrypt(b"no es un respaldo", [identity.to_public()])
    assert refused(_restore, backup.opened(foreign, own=[identity]), tmp_path) == "D413"


def _read(sealed: bytes, identity: pyrage.x25519.Identity, folder: Path) -> str:
    (folder / "malo.age").write_bytes(sealed)
    with pytest.raises(StoreError) as caught:
        backup.opened(backup.read(folder / "malo.age"), own=[identity])
    return caught.value.diagnostics[0].code


def _restore(plain: bytes, folder: Path) -> None:
    make(folder / "nuevo.db", Key.new(), lambda engine: backup.fill(engine, plain, "x", NOW))


BROKEN: dict[str, tuple[Callable[[list[list[object] | dict[str, object]]], object], str]] = {
    "sin la última línea": (lambda said: said.pop(), "D413"),
    "sin una fila": (lambda said: said.pop(_row(said, "identidad")), "D413"),
    "con una fila de más": (lambda said: said.insert(_row(said, "identidad"), said[_row(said, "identidad")]), "D413"),
    "de una versión más nueva": (lambda said: said[0].update(esquema="9999"), "D408"),
    "de otro programa": (lambda said: said[0].update(formato="otro"), "D413"),
    "con una columna de menos": (lambda said: said[_row(said, "persona") - 1]["columnas"].pop(), "D413"),
    "con un dato de otra clase": (lambda said: said[_row(said, "persona")].__setitem__(0, 5), "D413"),
    "con un dato que no cabe": (lambda said: said[_row(said, "persona_rol")].__setitem__(1, "jefe"), "D413"),
    "que remite a nadie": (lambda said: said[_row(said, "identidad")].__setitem__(0, str(uuid4())), "D413"),
    "con la auditoría cambiada": (lambda said: said[_row(said, "auditoria")].__setitem__(2, "otro"), "D412"),
    "con la auditoría cortada": (lambda said: _cut(said), "D412"),
    "con otra cabeza": (lambda said: said[-1].update(cabeza=[9, "0" * 64]), "D412"),
    "que es una lista": (lambda said: said.__setitem__(0, [1]), "D413"),
}


def _row(said: list, table: str) -> int:
    return next(n for n, line in enumerate(said) if isinstance(line, dict) and line.get("tabla") == table) + 1


def _cut(said: list) -> None:
    said[-1]["filas"]["auditoria"] -= 1
    said.pop(_row(said, "auditoria"))


@pytest.mark.parametrize("how", BROKEN)
def test_what_is_not_whole_is_not_restored(store: Store, tmp_path: Path, how: str) -> None:
    somebody(store, RolPersona.ACOMPANADO)
    change, code = BROKEN[how]
    said = [json.loads(line) for line in held(store.engine)]
    change(said)
    plain = b"\n".join(json.dumps(line).encode() for line in said) + b"\n"
    before = held(store.engine)
    assert refused(_restore, plain, tmp_path) == code
    assert [p.name for p in tmp_path.iterdir() if "nuevo" in p.name] == [".nuevo.db.turno"]
    # Nor does it touch a place that holds something.
    assert refused(backup.fill, store.engine, plain, "x", NOW) == "D402"
    assert held(store.engine) == before


def refused(change: Callable[..., object], *args: object, **named: object) -> str:
    with pytest.raises(StoreError) as caught:
        change(*args, **named)
    return caught.value.diagnostics[0].code
