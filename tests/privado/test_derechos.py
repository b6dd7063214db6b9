"""Access, correction and suppression: all of one's own, nothing of others, and afterwards no trace of a name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, delete, event, insert, inspect, text, update
from sqlcipher3 import dbapi2 as sqlcipher

from generator.private import closing, consents, cycles, migrate, people, publishing, trail, visits
from generator.private.engine import connect, sqlite_engine
from generator.private.errors import StoreError
from generator.private.forgetting import GONE
from generator.private.handed import as_json, as_markdown
from generator.private.keys import Key
from generator.private.mentions import Identity, mask
from generator.private.options import Aplicacion, Canal, Finalidad, Juicio, RolPersona
from generator.private.people import Person
from generator.private.records import (
    Autodiagnostico,
    Cierre,
    ConsentimientoNuevo,
    PersonaNueva,
    RespuestaAcompanado,
)
from generator.private.rights import export
from generator.private.store import Store, Writing
from generator.private.suppression import scrub, suppress
from generator.private.tables import SCHEMA, borrador, ciclo, ciclo_acompanado, cuenta, publicacion_pendiente, sesion
from tests.privado.conftest import ticking
from tests.privado.gente import DAY, Pair, a_visit, cycle_of_two, planned, somebody

TODAY = date(2026, 3, 2)
# Made up from name parts: nobody is called so.
HERS = "Zulmariela Quintabé Jamioy"
HIS = "Orlanduber Tisoy Pechené"
THEIRS = "Maryendi Chasoy Tez"
DOCUMENT, MAIL = "1099887766", "zulmariela.q@correo-inventado.co"
TRACES = ("zulmariela", "quintab", DOCUMENT, "1.099.887.766", MAIL, "zulmaq", "testigo-de-zulma", "madre-de-zulma")


@dataclass
class World:
    store: Store
    pair: Pair
    other: Pair

    @property
    def her(self) -> Person:
        return self.pair.acompanado


def world(store: Store) -> World:
    """Somebody who was accompanied and left traces wherever somebody can, and other people's beside them."""
    pair, other = cycle_of_two(store), cycle_of_two(store)
    with store.read() as connection:
        hers = people.recorded(connection, pair.acompanado.id)
        his = people.recorded(connection, pair.acompanante.id)
    names = {"nombre": HERS, "documento": DOCUMENT, "correo": MAIL}
    store.write("x", people.correct, pair.acompanado.id, PersonaNueva.model_validate({**hers, **names}))
    store.write("x", people.correct, pair.acompanante.id, PersonaNueva.model_validate({**his, "nombre": HIS}))
    planned(store, pair)
    notes = {
        "lectura_contexto": "A Zulmariela la acompañó Orlanduber.",
        "aspectos_positivos": f"{HERS} escucha.",
        "realimentacion": "Hablar con quintabe, 1.099.887.766.",
    }
    visit, _ = store.write("x", visits.record, pair.cycle, a_visit(pair, **notes))
    heard = RespuestaAcompanado(leido=True, punto_de_vista="Yo, Zulmariela, no acuerdo.", comparte=True)
    store.write("x", visits.answer, visit, pair.acompanado.id, heard)
    store.write("x", closing.publish_instrument, 1, DAY, {"evaluacion": "¿Cómo evalúo?"})
    said = Autodiagnostico(aplicacion=Aplicacion.INICIO, version=1, juicios={"evaluacion": Juicio.FORTALECER})
    store.write("x", closing.diagnose, pair.cycle, pair.acompanado.id, said)
    store.write("x", closing.conclude, pair.cycle, pair.acompanado.id, Cierre(avances="ZULMARIELA avanzó."))
    # Elsewhere somebody writes her whole name, and the notes of another cycle are not hers.
    planned(store, other)
    elsewhere = {"lectura_contexto": f"Aprendió de {HERS.upper()}.", "aspectos_mejora": "Secreto ajeno de alguien."}
    store.write("x", visits.record, other.cycle, a_visit(other, **elsewhere))
    store.write("x", consents.give, consent(pair.acompanado))
    store.write("x", accounts, pair.acompanado, other.acompanante)
    return World(store, pair, other)


def consent(who: Person, **changed: Any) -> ConsentimientoNuevo:
    values = {
        "persona": who.id,
        "aviso": "2026-11",
        "aviso_sha256": "a" * 64,
        "finalidades": [Finalidad.ACOMPANAMIENTO],
        "canal": Canal.CORREO,
        "evidencia": "testigo-de-zulma",
        "menor": True,
        "representante": "madre-de-zulma",
        "datos_sensibles": True,
    }
    return ConsentimientoNuevo(**{**values, **changed})


def accounts(w: Any, who: Person, other: Person) -> None:
    run = w.connection.execute
    run(insert(cuenta).values(persona_id=who.id, usuario="zulmaq", clave="x", activa=True, temporal=False))
    run(insert(sesion).values(huella="h" * 64, persona_id=who.id, vence=w.now))
    own, others = {"mio": "Mi borrador, Zulmariela."}, {"texto": [f"Vi a {HERS}."]}
    own["y"] = f"Con {HIS}."
    run(insert(borrador).values(persona_id=who.id, formulario="uno", datos=own, guardado=w.now))
    run(insert(borrador).values(persona_id=other.id, formulario="dos", datos=others, guardado=w.now))


def everything(store: Store) -> str:
    """All that the store says, by SQL, table by table."""
    schema = SCHEMA if store.engine.dialect.name == "postgresql" else None
    found = []
    with store.read() as connection:
        for table in inspect(connection).get_table_names(schema=schema):
            name = f'{schema}."{table}"' if schema else f'"{table}"'
            found += [str(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {name}"))]
    return "\n".join(found).casefold()


def traces_in(said: str | bytes) -> list[str]:
    words = said if isinstance(said, str) else said.decode("utf-8", "replace")
    return [t for t in TRACES if t.casefold() in words.casefold()]


def ended(w: World) -> World:
    w.store.write("x", cycles.leave, w.pair.cycle, date(2026, 2, 28))
    return w


def refused(w: World) -> str:
    with pytest.raises(StoreError) as caught:
        w.store.write("x", suppress, w.her.id, Canal.CORREO, TODAY)
    return caught.value.diagnostics[0].code


# Access.


def test_everything_held_about_somebody_and_nothing_of_others(store: Store) -> None:
    w = world(store)
    held = store.write("x", export, w.her.id)
    for handed in (as_json(held), as_markdown(held)):
        for own in (HERS, DOCUMENT, MAIL, "zulmaq", "Yo, Zulmariela, no acuerdo.", "fortalecer", "ZULMARIELA avanzó."):
            assert own in handed
        for about in ("escucha.", "testigo-de-zulma", "madre-de-zulma", "Mi borrador, Zulmariela.", "2026-11"):
            assert about in handed
        for other in ("Orlanduber", "Tisoy", "Secreto ajeno", "Vi a ", str(w.pair.acompanante.id), "$argon2"):
            assert other not in handed
    assert held["auditoria"][-1]["accion"] == "exportar"
    assert json.loads(as_json(held)) == held


def test_who_accompanies_is_not_handed_what_belongs_to_the_accompanied(store: Store) -> None:
    w = world(store)
    handed = as_json(store.write("x", export, w.pair.acompanante.id))
    assert HIS in handed and "2026-02-17" in handed
    assert not traces_in(handed) and "no acuerdo" not in handed and "escucha" not in handed


def test_what_they_began_to_write_about_somebody_else_is_not_theirs(store: Store) -> None:
    w = world(store)
    visit, _ = store.write("x", visits.record, w.pair.cycle, a_visit(w.pair, 2))
    about = "Secreto de quien aprende."

    def drafts(writing: Any) -> None:
        cycle = f"/ciclos/52/{w.pair.cycle.id}"
        for who, form, data in (
            (w.pair.acompanante, f"{cycle}/acompanamiento", {"lectura_contexto": [about]}),
            (w.pair.acompanante, f"/acompanamientos/52/{visit.id}/corregir", {"realimentacion": [about]}),
            (w.pair.acompanante, "/ciclos/nuevo", {"acompanados": [str(w.her.id)], "formacion_aplicada": [about]}),
            (w.pair.acompanante, "/otro", {"texto": ["De mí misma."]}),
            (w.her, f"/acompanamientos/52/{visit.id}/respuesta", {"punto_de_vista": ["Lo mío."]}),
            (w.her, f"{cycle}/autodiagnostico/{w.her.id}/inicio", {"evaluacion": ["fortalecer mucho"]}),
        ):
            row = {"persona_id": who.id, "formulario": form, "datos": data, "guardado": writing.now}
            writing.connection.execute(insert(borrador).values(row))

    store.write("x", drafts)
    guide = store.write("x", export, w.pair.acompanante.id)
    assert about not in as_json(guide) and str(w.her.id) not in as_json(guide)
    assert len(guide["borradores"]) == 4 and "De mí misma." in as_json(guide)
    hers = as_json(store.write("x", export, w.her.id))
    assert "Lo mío." in hers and "fortalecer mucho" in hers


def test_what_is_held_says_its_plans_its_ends_and_the_hour_of_colombia(store: Store) -> None:
    pair = cycle_of_two(store)
    planned(store, pair)
    store.write("x", cycles.step_out, pair.cycle, pair.acompanado.id, date(2026, 2, 20))
    store.now = lambda: datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
    hers = store.write("x", export, pair.acompanado.id)
    [cycle] = hers["ciclos_como_acompanado"]
    assert cycle["dejo"] == "2026-02-20"
    [guided] = store.write("x", export, pair.acompanante.id)["ciclos_como_acompanante"]
    for one in (cycle, guided):
        [told] = one["planes"]
        assert (told["trimestre"], told["estado"], told["validado"]) == ("2026-T1", "validado", "2026-02-10")
        assert [(d["fecha"], d["desde"]) for d in told["fechas"]] == [("2026-02-17", "08:00:00")]
    assert hers["creada"].startswith("2027-02-01 03:00")
    assert hers["hecho"] == hers["auditoria"][-1]["cuando"] == "2026-03-02 20:30"


# Correction.


def test_what_is_wrong_is_put_right_and_recorded(store: Store) -> None:
    w = world(store)
    with store.read() as connection:
        before = people.recorded(connection, w.her.id)
    right = PersonaNueva.model_validate({**before, "nombre": THEIRS, "correo": None, "roles": ["acompanado"]})
    store.write("x", people.correct, w.her.id, right)
    with store.read() as connection:
        assert people.name_of(connection, w.her.id) == THEIRS
        assert people.recorded(connection, w.her.id)["correo"] is None
        assert [p.id for p in people.search(connection, "maryendi TÉZ")] == [w.her.id]
        assert [p.id for p in people.search(connection, DOCUMENT)] == [w.her.id]
        assert people.search(connection, "maryendi pechene") == []
        assert list(trail.broken(connection)) == []


# Suppression.


def test_nothing_of_a_name_is_left_and_the_counts_are(store: Store) -> None:
    w = ended(world(store))
    assert set(traces_in(everything(store))) == set(TRACES)
    store.write("x", suppress, w.her.id, Canal.CORREO, TODAY)
    scrub(store.engine)
    said = everything(store)
    assert traces_in(said) == []
    assert GONE in said and "secreto ajeno" in said
    with store.read() as connection:
        assert people.name_of(connection, w.her.id) is None
        assert people.person(connection, w.her.id).pseudonym != w.her.pseudonym
        assert cycles.row(connection, w.pair.cycle)["estado"] == "dejado"
        [proof] = consents.standing(connection, w.her.id, TODAY)
        assert proof.state == "retirado"
        assert list(trail.broken(connection)) == []
    assert refused(w) == "D488"
    held = store.write("x", export, w.her.id)
    assert held["identidad"] == "suprimida" and not traces_in(as_json(held))


def test_suppression_waits_for_what_it_would_leave_hanging(store: Store) -> None:
    w = world(store)
    assert refused(w) == "D420"
    ended(w)
    published = consent(w.her, finalidades=[Finalidad.PUBLICAR_TEXTO], objeto="practicas/huerta#autoria[0]")
    given = store.write("x", consents.give, published, "0" * 32)
    assert refused(w) == "D486"
    store.write("x", consents.withdraw, given, Canal.CORREO)
    store.write("x", suppress, w.her.id, Canal.CORREO, TODAY)


def test_suppression_waits_until_a_withdrawal_is_in_the_public_list(store: Store) -> None:
    w = ended(world(store))
    published = consent(w.her, finalidades=[Finalidad.PUBLICAR_TEXTO], objeto="practicas/huerta#autoria[0]")
    given = store.write("x", consents.give, published, "0" * 32)
    store.write("x", publishing.retire, [given], Canal.CORREO)
    assert refused(w) == "D486"
    store.write("x", lambda x: x.connection.execute(delete(publicacion_pendiente)))
    store.write("x", suppress, w.her.id, Canal.CORREO, TODAY)


def test_what_others_began_to_write_about_her_goes_too(store: Store) -> None:
    w = ended(world(store))
    drafts = {
        f"/ciclos/{w.pair.cycle.regional}/{w.pair.cycle.id}/acompanamiento": "Llora en clase y no planea.",
        f"/ciclos/{w.other.cycle.regional}/{w.other.cycle.id}/acompanamiento": "Llega a tiempo.",
    }

    def write(x: Writing) -> None:
        for form, words in drafts.items():
            line = {"persona_id": w.pair.acompanante.id, "formulario": form, "datos": {"texto": [words]}}
            x.connection.execute(insert(borrador).values(**line, guardado=x.now))

    store.write("x", write)
    store.write("x", suppress, w.her.id, Canal.CORREO, TODAY)
    assert "no planea" not in everything(store) and "llega a tiempo" in everything(store)


def test_nothing_more_is_recorded_of_who_was_suppressed(store: Store) -> None:
    w = world(store)
    with_her = somebody(store, RolPersona.ACOMPANADO)
    line = {"regional": w.pair.cycle.regional, "ciclo_id": w.pair.cycle.id, "persona_id": with_her.id}
    store.write("x", lambda x: x.connection.execute(insert(ciclo_acompanado).values(**line)))
    store.write("x", suppress, w.her.id, Canal.CORREO, TODAY)
    with pytest.raises(StoreError, match="D427"):
        store.write("x", visits.record, w.pair.cycle, a_visit(w.pair, 2))


def test_whoever_left_does_not_keep_a_cycle_for_her(store: Store) -> None:
    w = world(store)
    gone = somebody(store, RolPersona.ACOMPANADO)
    line = {"regional": w.pair.cycle.regional, "ciclo_id": w.pair.cycle.id, "persona_id": gone.id}
    store.write("x", lambda x: x.connection.execute(insert(ciclo_acompanado).values(**line)))
    store.write("x", cycles.step_out, w.pair.cycle, gone.id, TODAY)
    assert refused(w) == "D420"


def test_cleaning_that_somebody_hinders_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.private.engine._PATIENCE", 200)
    key = Key.new()
    engine = sqlite_engine(tmp_path / "a.db", key)
    migrate.upgrade(engine)
    store = Store(engine, ticking())
    w = ended(world(store))
    reader = sqlite_engine(tmp_path / "a.db", key).raw_connection()
    cursor = reader.cursor()
    cursor.execute("BEGIN")
    cursor.execute("SELECT count(*) FROM persona").fetchall()
    store.write("x", suppress, w.her.id, Canal.CORREO, TODAY)
    with pytest.raises(StoreError, match="D411"):
        scrub(engine)
    reader.invalidate()
    scrub(engine)
    store.close()


def test_a_failure_in_the_middle_suppresses_nothing(store: Store) -> None:
    w = ended(world(store))
    before = everything(store)

    def half(writing: Any) -> None:
        suppress(writing, w.her.id, Canal.CORREO, TODAY)
        raise StoreError(())

    with pytest.raises(StoreError):
        store.write("x", half)
    assert everything(store) == before


def test_not_even_in_the_bytes_of_the_file_or_of_a_later_backup(tmp_path: Path) -> None:
    """The same SQLite with the same settings and no cipher, so that free pages and the log can be read, too."""
    file = tmp_path / "claro.db"

    def bare() -> Any:
        connection = sqlcipher.connect(str(file), isolation_level=None, check_same_thread=False)
        for setting in ("journal_mode = WAL", "secure_delete = ON", "foreign_keys = ON", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {setting}").fetchall()
        return connection

    engine = create_engine(
        "sqlite+pysqlite://", creator=bare, module=sqlcipher, execution_options={"schema_translate_map": {SCHEMA: None}}
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    migrate.upgrade(engine)
    store = Store(engine, ticking())
    w = ended(world(store))
    found = {t for path in tmp_path.iterdir() for t in traces_in(path.read_bytes())}
    assert {"zulmariela", DOCUMENT, MAIL, "zulmaq"} <= found
    other = bare()  # a program that has the store open keeps its log alive
    other.execute("SELECT count(*) FROM persona").fetchall()
    store.write("x", suppress, w.her.id, Canal.CORREO, TODAY)
    scrub(engine)
    assert {path.name: traces_in(path.read_bytes()) for path in tmp_path.iterdir()} == {
        path.name: [] for path in tmp_path.iterdir()
    }
    other.close()
    store.close()


def test_nor_in_a_backup_of_the_encrypted_file(tmp_path: Path) -> None:
    key = Key.new()
    engine = sqlite_engine(tmp_path / "almacen.db", key)
    migrate.upgrade(engine)
    store = Store(engine, ticking())
    w = ended(world(store))
    for expected in (True, False):
        plain = tmp_path / f"claro-{expected}.db"
        raw = connect(tmp_path / "almacen.db", key)
        raw.execute("ATTACH DATABASE ? AS claro KEY ''", (str(plain),))
        raw.execute("SELECT sqlcipher_export('claro')").fetchall()
        raw.close()
        assert bool(traces_in(plain.read_bytes())) is expected
        if expected:
            store.write("x", suppress, w.her.id, Canal.CORREO, TODAY)
            scrub(engine)
    store.close()


MENTIONS = [
    ("Hablé con Zulmariela.", True, "Hablé con X."),
    ("ZULMARIELA   QUINTABE vino", True, "X vino"),
    ("quintabé y jamioy", True, "X"),
    ("Zulmariela de Jamioy vino", False, "X vino"),
    ("Jamioy es un apellido", False, "Jamioy es un apellido"),
    ("Quintabe\u0301 Jamioy", False, "X"),
    ("cédula 1.099.887.766, correo ZULMARIELA.Q@correo-inventado.co", False, "cédula X, correo X"),
    ("el 10998877661 es otro", True, "el 10998877661 es otro"),
    ("La zulmarielada", True, "La zulmarielada"),
]


@pytest.mark.parametrize(("written", "known", "left"), MENTIONS)
def test_somebody_in_what_others_wrote(written: str, known: bool, left: str) -> None:
    assert mask(written, [Identity(HERS, DOCUMENT, MAIL)], "X", known=known) == left


NICKNAMES = [
    ("Con Zulita revisamos la guía.", True, "Con X revisamos la guía."),
    ("Con Zulita revisamos la guía.", False, "Con Zulita revisamos la guía."),
    ("Vino la Mona Quinta a clase", False, "Vino la X a clase"),
    ("La zulitación", True, "La zulitación"),
]


@pytest.mark.parametrize(("written", "known", "left"), NICKNAMES)
def test_somebody_by_their_nicknames(written: str, known: bool, left: str) -> None:
    called = Identity(HERS, also=("Zulita", "la Mona Quinta"))
    assert mask(written, [called], "X", known=known) == left


def test_suppression_takes_the_nicknames_it_is_told_in_her_own_cycles(store: Store) -> None:
    w = ended(world(store))
    store.write("x", lambda x: x.connection.execute(update(ciclo).values(formacion_aplicada="El curso de Zulita")))
    store.write("x", suppress, w.her.id, Canal.CORREO, TODAY, ("Zulita",))
    with store.read() as connection:
        hers = cycles.row(connection, w.pair.cycle)["formacion_aplicada"]
        theirs = cycles.row(connection, w.other.cycle)["formacion_aplicada"]
    assert (hers, theirs) == (f"El curso de {GONE}", "El curso de Zulita")


@pytest.mark.parametrize(
    ("name", "written", "left"),
    [("Li Wu", "Vino Li Wu.", "Vino X."), ("Yurleidy Chasoy", "Vino Yurleidy F. Chasoy.", "Vino X.")],
)
def test_short_names_and_initials_are_recognised(name: str, written: str, left: str) -> None:
    assert mask(written, [Identity(name)], "X", known=False) == left


def test_a_name_of_small_words_alone_masks_nothing() -> None:
    assert mask("de la y", [Identity("De La")], "X", known=True) == "de la y"
