"""A workbook comes in whole or not at all, as often as one likes, by the rules of the store; on both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from generator.private import closing, cycles, people, trail
from generator.private import tables as t
from generator.private.cycles import Ref
from generator.private.options import RolPersona
from generator.private.people import Person
from generator.private.recorded import Recorded, recorded
from generator.private.store import Store
from generator.private.workbook.files import import_files
from generator.private.workbook.filling import filled
from generator.private.workbook.outcome import Outcome
from tests.privado.gente import DAY, REGIONAL, somebody
from tests.privado.libros import plain_book, silent, table, whole_cycle, written

CODE = "C-LIBRO"
Typed = dict[str, list[dict[str, Any]]]


def came_in(store: Store, *files: Path) -> Outcome:
    return import_files(store, "prueba", files, silent)


def told(outcome: Outcome) -> list[str]:
    return [f"{d.path}: {d.code}" for d in outcome.findings]


def held(store: Store, code: str = CODE) -> Recorded:
    with store.read() as connection:
        return recorded(connection, cycles.find(connection, REGIONAL, code))


def rows(store: Store) -> int:
    """How many lines there are in all that an import may write."""
    with store.read() as connection:
        counted = (t.ciclo, t.plan, t.acompanamiento, t.autodiagnostico, t.cierre, t.horas, t.auditoria)
        return sum(connection.execute(select(func.count()).select_from(one)).scalar_one() for one in counted)


@pytest.fixture
def pair(store: Store) -> tuple[Person, Person, Person]:
    store.write("eni", closing.publish_instrument, 1, DAY, {"evaluacion": "¿Cómo evalúo?"})
    roles = (RolPersona.ACOMPANANTE, RolPersona.ACOMPANADO, RolPersona.COORDINADOR_ACADEMICO)
    one, other, coordinator = (somebody(store, rol) for rol in roles)
    return one, other, coordinator


@pytest.fixture
def typed(pair: tuple[Person, Person, Person]) -> Typed:
    return whole_cycle(CODE, *pair)


def test_a_whole_cycle_comes_in_and_again_changes_nothing(store: Store, typed: Typed, tmp_path: Path) -> None:
    book = written(tmp_path / "a.xlsx", typed)
    outcome = came_in(store, book)
    assert told(outcome) == []
    assert (outcome.new, outcome.changed, outcome.same, outcome.cycles) == (15, 0, 0, 1)
    with store.read() as connection:
        ref = cycles.find(connection, REGIONAL, CODE)
        assert cycles.is_complete(connection, ref)
        assert list(trail.broken(connection)) == []
    now = held(store)
    assert now.visits[3][1]["lectura_contexto"] == "Ambiente 3."
    assert now.visits[1][1]["oportunidades"] == {"evaluacion", "comunicacion"}
    assert now.cycle["minutos"] == 1150
    before = rows(store)
    again = came_in(store, book)
    assert told(again) == []
    assert (again.new, again.changed, again.same) == (0, 0, 15)
    assert rows(store) == before


def test_a_book_that_is_filled_in_by_and_by(store: Store, typed: Typed, tmp_path: Path) -> None:
    first = {name: typed[name] for name in ("Ciclo", "Momentos", "Plan y concertación")}
    first["Momentos"] = [{"Sensibilización": date(2026, 2, 10)}]
    assert told(came_in(store, written(tmp_path / "a.xlsx", first))) == []
    assert held(store).visits == {}
    outcome = came_in(store, written(tmp_path / "b.xlsx", typed))
    assert (told(outcome), outcome.changed) == ([], 1)  # the moments: those that were missing
    assert len(held(store).visits) == 4


def test_an_empty_cell_erases_nothing_and_a_changed_one_changes_what_it_may(
    store: Store, typed: Typed, tmp_path: Path
) -> None:
    typed.pop("Cierre")
    typed["Respuestas"] = typed["Respuestas"][:1]
    came_in(store, written(tmp_path / "a.xlsx", typed))
    for visit in typed["Acompañamientos"]:
        del visit["Lectura del contexto"]
    typed["Acompañamientos"][1] |= {"Duración": 90, "Aspectos positivos": "Preguntó a cada uno."}
    typed["Horas"][0]["Minutos"] = 60
    outcome = came_in(store, written(tmp_path / "b.xlsx", typed))
    assert (told(outcome), outcome.changed) == ([], 2)
    now = held(store)
    assert now.visits[1][1]["lectura_contexto"] == "Ambiente 1."
    changed = now.visits[2][1]
    assert (changed["minutos"], changed["lectura_contexto"]) == (90, "Ambiente 2.")
    assert changed["aspectos_positivos"] == "Preguntó a cada uno."
    assert [values["minutos"] for parts in now.hours.values() for _, values in parts] == [60]
    # What the acompañado has read, and a plan that was validated, stay.
    typed["Acompañamientos"][0]["Duración"] = 30
    typed["Plan y concertación"][0]["Hasta"] = "9:00"
    typed["Ciclo"][0]["Vigencia"] = 2027
    refused = came_in(store, written(tmp_path / "c.xlsx", typed))
    assert told(refused) == ["Ciclo!B7: D457", "Plan y concertación!A4: D457", "Acompañamientos!B4: D457"]
    assert held(store).cycle["vigencia"] == 2026


def test_every_broken_rule_is_told_at_once_and_nothing_is_kept(store: Store, typed: Typed, tmp_path: Path) -> None:
    typed["Acompañamientos"][0]["Fecha"] = date(2026, 2, 1)  # before the plan was agreed
    typed["Impacto y avance"][0]["Acompañado"] = typed["Ciclo"][0]["Acompañantes"]
    typed["Plan y concertación"].append(
        {**typed["Plan y concertación"][0], "Trimestre": "2026-T2", "Fecha": date(2026, 5, 5)}
    )
    typed["Plan y concertación"][4]["Validado por"] = typed["Ciclo"][0]["Acompañados"]
    before = rows(store)
    outcome = came_in(store, written(tmp_path / "a.xlsx", typed))
    assert told(outcome) == [
        "Plan y concertación!H8: D482",
        "Acompañamientos!B5: D423",
        "Respuestas!B4: D421",
        "Impacto y avance!B4: D427",
    ]
    assert rows(store) == before


def test_every_bad_cell_is_told_at_once_without_what_it_says(store: Store, typed: Typed, tmp_path: Path) -> None:
    canary = "Yurleidy Muchavisoy"
    typed["Ciclo"][0]["Acompañantes"] = canary
    typed["Ciclo"][0]["Centro de formación"] = canary
    typed["Acompañamientos"][2]["Fecha"] = canary
    typed["Acompañamientos"][3]["Duración"] = 5_000
    typed["Acompañamientos"][3]["Tipo"] = "Indivudual"
    del typed["Acompañamientos"][1]["Ambiente"]
    typed["Acompañamientos"][0]["Lectura del contexto"] = canary * 400
    typed["Plan y concertación"][1]["Hasta"] = "7:30"
    before = rows(store)
    outcome = came_in(store, written(tmp_path / "a.xlsx", typed))
    assert told(outcome) == [
        "Ciclo!B6: D420",
        "Ciclo!B8: D421",
        "Acompañamientos!D5: D420",
        "Acompañamientos!E6: D420",
        "Plan y concertación!D5: D420",
        "Acompañamientos!B13: D420",
        "Acompañamientos!C8: D420",
        "Acompañamientos!E9: D420",
    ]
    assert outcome.findings[3].hint == "¿quiso decir «Individual»?"
    assert not any(canary in repr(d) for d in outcome.findings)
    assert rows(store) == before


def test_many_cycles_in_one_consolidated_book(
    store: Store, pair: tuple[Person, Person, Person], tmp_path: Path
) -> None:
    one, other, _ = pair
    head = ["Código del ciclo", "Regional", "Centro de formación", "Vigencia", "Acompañantes", "Acompañados"]
    cycle = [52, 9534, 2026, one.pseudonym, other.pseudonym, "x"]
    head.append("Participa por su voluntad")
    sheets = {
        "Ciclo": [head, ["c-1", *cycle], ["C-2", *cycle]],
        "momentos ": [["CODIGO  DEL CICLO", "sensibilizacion"], ["C-2", 46063], [" c-1 ", "10/02/2026"]],
    }
    outcome = came_in(store, plain_book(tmp_path / "a.xlsx", sheets))
    assert (told(outcome), outcome.cycles) == ([], 2)
    assert [held(store, code).cycle["sensibilizacion"] for code in ("C-1", "C-2")] == [date(2026, 2, 10)] * 2
    sheets["momentos "][1:] = [["", 46063]]
    orphan = plain_book(tmp_path / "b.xlsx", sheets)
    assert "Momentos!A2: D455" in told(came_in(store, orphan))


def test_several_books_in_one_call_are_one_import(
    store: Store, pair: tuple[Person, Person, Person], tmp_path: Path
) -> None:
    books = [written(tmp_path / f"{n}.xlsx", whole_cycle(f"C-{n}00", *pair)) for n in (1, 2)]
    bad = whole_cycle("C-300", *pair)
    bad["Acompañamientos"][0]["Número"] = 9
    before = rows(store)
    outcome = came_in(store, *books, written(tmp_path / "3.xlsx", bad))
    assert told(outcome) == ["libro 3: Acompañamientos!B4: D420"]
    assert rows(store) == before
    assert came_in(store, *books).cycles == 2


def test_csv_one_file_a_sheet(store: Store, pair: tuple[Person, Person, Person], tmp_path: Path) -> None:
    one, other, _ = pair
    head = ["Código del ciclo", "Regional", "Centro de formación", "Vigencia", "Acompañantes", "Acompañados"]
    cycle = table(
        tmp_path / "enero - Ciclo.csv",
        [[*head, "Participa por su voluntad"], ["C-1", "52", "9534", "2026", one.pseudonym, other.pseudonym, "Sí"]],
        encoding="cp1252",
    )
    moments = table(
        tmp_path / "Momentos.csv", [["Código del ciclo", "Sensibilización"], ["", "2026-02-10"]], ",", "utf-16"
    )
    assert told(came_in(store, cycle, moments)) == []
    assert held(store, "C-1").cycle["sensibilizacion"] == date(2026, 2, 10)
    # A sheet alone says of which cycle it is, and the store knows it.
    later = table(
        tmp_path / "Impacto y avance.csv",
        [["Código del ciclo", "Acompañado", "Cambios y avances"], ["c-1", other.pseudonym, '=HYPERLINK("http://x")']],
        "\t",
    )
    assert told(came_in(store, later)) == []
    assert held(store, "C-1").closings[other.id]["avances"] == '=HYPERLINK("http://x")'  # text, and nothing more


def test_the_template_of_a_cycle_brings_codes_and_no_names(store: Store, typed: Typed, tmp_path: Path) -> None:
    came_in(
        store,
        written(tmp_path / "a.xlsx", {name: typed[name] for name in ("Ciclo", "Momentos", "Plan y concertación")}),
    )
    with store.read() as connection:
        filling = filled(connection, CODE.lower(), None)
        names = [people.name_of(connection, one) for one in people.pseudonyms(connection).values()]
    # As it is, it says what the store has already.
    outcome = came_in(store, written(tmp_path / "b.xlsx", {}, filling))
    assert (told(outcome), outcome.same, outcome.new) == ([], 1, 0)
    seen = repr(filling.cycle) + repr(filling.acompanantes) + repr(filling.acompanados) + repr(filling.coordinators)
    assert names and not any(name in seen for name in names if name)
    # And what is typed in it needs no codes: they are there.
    visit = {"Fecha": date(2026, 2, 17), "Tipo": "Individual", "Énfasis": "Pedagógico", "Ambiente": "Virtual"}
    answer = {"Lo leí": "Sí", "Mi punto de vista": "No estoy de acuerdo."}
    book = written(tmp_path / "c.xlsx", {"Acompañamientos": [visit], "Respuestas": [answer]}, filling)
    assert (told(came_in(store, book)), len(held(store).visits)) == ([], 1)


def test_what_deserves_a_second_look_is_told_with_its_cell(store: Store, typed: Typed, tmp_path: Path) -> None:
    typed["Acompañamientos"][1]["Énfasis"] = "Técnico-pedagógico"
    outcome = came_in(store, written(tmp_path / "a.xlsx", typed))
    assert told(outcome) == ["Acompañamientos!C4: D436"]
    assert Ref(REGIONAL, held(store).cycle["id"])


def test_a_rule_that_only_the_database_holds_is_told_at_its_cell(
    store: Store, typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when somebody was taken out between the check and the line: SQLite names neither the rule nor the table."""
    for check in ("_require_who_they_are", "require_members", "require_still_in"):
        monkeypatch.setattr(cycles, check, lambda *_: None)
    coordinator = typed["Plan y concertación"][0]["Validado por"]
    untrained = {**typed, "Ciclo": [{**typed["Ciclo"][0], "Acompañantes": coordinator}]}
    assert told(came_in(store, written(tmp_path / "a.xlsx", untrained))) == ["Ciclo!B8: D433"]
    for sheet, title in (
        ("Autodiagnóstico", "Acompañado"),
        ("Impacto y avance", "Acompañado"),
        ("Horas", "Acompañante"),
    ):
        typed[sheet][0][title] = coordinator
    typed["Acompañamientos"][1]["Acompañados"] = coordinator
    assert told(came_in(store, written(tmp_path / "b.xlsx", typed))) == [
        "Autodiagnóstico!A4: D427",
        "Acompañamientos!C11: D427",
        "Respuestas!C4: D421",
        "Impacto y avance!B4: D427",
        "Horas!A4: D427",
    ]


def test_what_the_operations_refuse_is_told_at_its_cell(store: Store, typed: Typed, tmp_path: Path) -> None:
    typed["Autodiagnóstico"][0]["Versión del instrumento"] = 7
    typed["Horas"][0]["Fecha"] = date(2025, 2, 17)
    typed["Cierre"][0]["Fecha"] = date(2026, 3, 1)
    assert told(came_in(store, written(tmp_path / "a.xlsx", typed))) == [
        "Autodiagnóstico!C4: D421",
        "Horas!B4: D481",
        "Cierre!B5: D423",
    ]
