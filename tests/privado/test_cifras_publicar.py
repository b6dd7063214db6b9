"""`inspira agregar`: nothing is released that was not protected, attacked and kept; what was released stays."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from generator import writing
from generator.accepting import accept
from generator.cli import main
from generator.consent.content import content_digest
from generator.consent.store import save_examples
from generator.disclosure.csvrows import plain
from generator.disclosure.reading import LABEL, SYMBOL
from generator.figures.catalog import KINDS, NO_REGIONAL, names_of
from generator.figures.files import FOLDER, read, written
from generator.figures.protecting import Raw, sensitive
from generator.figures.release import TOTAL, Release
from generator.private.commands import agregar, shared
from generator.private.errors import StoreError
from generator.private.figures import placing, releasing
from generator.private.figures.kept import Kept, all_kept
from generator.private.figures.placing import public
from generator.private.quarters import Quarter
from generator.private.store import Store
from generator.private.tables import auditoria
from herramientas.cifras_ilustrativas import ASPECTS, Rows, fill
from tests import cifras
from tests.canarios import found_in, needles
from tests.fabrica import CANARY_ID, CANARY_NAME, REPO, TODAY, Proyecto
from tests.fabrica import text as practice
from tests.listo import listo
from tests.privado.apoyo_cifras import (
    AFTER,
    FIRST,
    KEY,
    PUBLISHED,
    SECOND,
    STORE,
    Place,
    few,
    files,
    new_place,
    released,
)  # fmt: skip
from tests.privado.conftest import ticking

NAME, CORRECTION, NEXT = "2026-T1", "2026-T1-r2", "2026-T2"


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A store without releases."""
    return new_place(tmp_path_factory.mktemp("molde") / "sin", few())


@pytest.fixture(scope="module")
def made(blank: Place) -> Place:
    """The same, with its first quarter released."""
    place = blank.copy(blank.folder.parent / "con")
    place.release()
    return place


@pytest.fixture
def fresh(blank: Place, tmp_path: Path) -> Place:
    return blank.copy(tmp_path / "a")


@pytest.fixture
def place(made: Place, tmp_path: Path) -> Place:
    return made.copy(tmp_path / "a")


@contextmanager
def refused(place: Place, code: str, where: str | None = None) -> Iterator[None]:
    """What is done inside is refused, and nothing of it stays: no file, no release, no line in the trail."""
    before = place.state()
    with pytest.raises(StoreError) as caught:
        yield
    [told] = caught.value.diagnostics
    assert (told.code, where or told.path) == (code, told.path)
    assert place.state() == before


def typed(place: Place, *words: str, monkeypatch: pytest.MonkeyPatch, today: date = AFTER) -> Result:
    monkeypatch.setattr(shared, "Store", lambda engine: Store(engine, ticking()))
    surroundings = {
        "INSPIRA_ALMACEN": str(place.folder / STORE),
        "INSPIRA_ALMACEN_ARCHIVO_CLAVE": str(place.folder / KEY),
    }
    project = ["--proyecto", str(place.project), "--hoy", f"{today}"]
    return CliRunner().invoke(main, ["agregar", *words, *project], env=surroundings)


def rows_of(folder: Path, key: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / f"{key}.csv").read_text(encoding="utf-8"))))


# What is written.


def test_what_is_written_is_the_catalogue_and_nothing_else(made: Place) -> None:
    folder = made.figures / NAME
    expected = {f"{key}.{kind}" for key in KINDS for kind in ("csv", "json")} | {"datapackage.json", "dcat.jsonld"}
    assert {p.name for p in folder.iterdir()} == expected
    assert [p.name for p in made.figures.iterdir()] == [NAME]
    for key, kind in KINDS.items():
        rows = rows_of(folder, key)
        own = ASPECTS if kind.column == "aspecto" else names_of(kind.column)
        codes = [code for code in own if code != NO_REGIONAL or not kind.people]
        assert [row[kind.column] for row in rows] == [TOTAL] * kind.total + codes
        said = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))["filas"]
        assert [{k: str(v) for k, v in row.items()} for row in said] == [
            {k: v for k, v in row.items() if k != "trimestre"} for row in rows
        ]
        assert {row["trimestre"] for row in rows} == {NAME}
        for row in rows:
            assert re.fullmatch(rf"[0-9]+|{SYMBOL}", row[kind.measure])
    assert any(row["minutos"] == SYMBOL for row in rows_of(folder, "horas-por-regional"))


def test_nothing_that_is_written_depends_on_a_number_that_is_suppressed(made: Place) -> None:
    [kept] = made.kept()
    hidden = [cell for cell in kept.cells if cell.suppressed]
    raws = [Raw(c.kind, c.code, c.name, c.value, c.people, c.largest) for c in kept.cells]
    secret = [raw for raw, cell in zip(raws, kept.cells, strict=True) if sensitive(raw) and cell.suppressed]
    assert len(secret) > 5 and len(secret) < len(hidden)
    assert not [raw for raw, cell in zip(raws, kept.cells, strict=True) if sensitive(raw) and not cell.suppressed]
    other = [
        replace(c, value=c.value + 7, people=(1,) * len(c.people), largest=(5, 4)) if c.suppressed else c
        for c in kept.cells
    ]
    assert written(public(replace(kept, cells=tuple(other)), illustrative=False)) == files(made.figures / NAME)


def test_the_command_tells_where_and_how_much_and_no_number_of_the_store(
    fresh: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = typed(fresh, NAME, monkeypatch=monkeypatch)
    [kept] = fresh.kept()
    away = sum(cell.suppressed for cell in kept.cells)
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert f"Cifras en {FOLDER}/{NAME}: {len(kept.cells) - away} números, {away} sin publicar." in done.output
    numbers = re.findall(r"[0-9]+", done.output.replace(NAME, ""))
    assert numbers == [str(len(kept.cells) - away), str(away)]
    again = typed(fresh, NAME.lower(), monkeypatch=monkeypatch)
    assert again.exit_code == 0
    assert "ya estaban publicadas" in again.output


def test_the_trail_tells_who_released_what(made: Place) -> None:
    with made.store() as store, store.read() as connection:
        lines = connection.execute(select(auditoria.c.quien, auditoria.c.accion, auditoria.c.objeto)).all()
    assert ("prueba", "publicar cifras", f"trimestre {NAME}") in [tuple(line) for line in lines]


# Once and for good.


def test_asked_for_again_nothing_changes(place: Place) -> None:
    before, touched = place.state(), (place.figures / NAME / "datapackage.json").stat().st_mtime_ns
    again = place.release()
    assert (again.name, again.new) == (NAME, False)
    assert place.state() == before
    assert (place.figures / NAME / "datapackage.json").stat().st_mtime_ns == touched


def test_other_quarters_of_the_same_store_are_no_trouble(place: Place) -> None:
    assert place.release(SECOND).new
    assert not place.release(FIRST).new
    assert not place.release(SECOND).new
    assert [kept.name for kept in place.kept()] == [NAME, NEXT]
    shutil.rmtree(place.figures)
    for quarter in (FIRST, SECOND):  # each one brings its own back, whatever the other ones lack
        assert place.release(quarter).new


def test_what_was_taken_away_comes_back_as_it_was(made: Place, place: Place) -> None:
    shutil.rmtree(place.figures)
    place.more(few(7, apart="Q"))  # whatever was recorded since
    assert place.release(published={key: {} for key in PUBLISHED}).new
    assert files(place.figures) == files(made.figures)
    assert len(place.kept()) == 1


def test_a_table_that_the_catalogue_has_since_is_no_trouble(fresh: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.delitem(KINDS, list(KINDS)[-1])  # put back, it is the last one again
        assert fresh.release().new
    then = files(fresh.figures)
    shutil.rmtree(fresh.figures)
    assert fresh.release().new
    assert {n: d for n, d in files(fresh.figures).items() if n.endswith("csv")} == {
        n: d for n, d in then.items() if n.endswith("csv")
    }
    assert fresh.release(SECOND).new


ELSEWHERE = """
import sys
from pathlib import Path
from tests.privado.apoyo_cifras import Place
Place(Path(sys.argv[1])).release()
"""


def test_the_same_store_gives_the_same_bytes(made: Place, fresh: Place) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPO), "PYTHONHASHSEED": "7", "LANG": "C", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", ELSEWHERE, str(fresh.folder)], check=True, env=env, cwd=fresh.folder)
    assert files(fresh.figures) == files(made.figures)


def forged(folder: Path) -> None:
    """A release that agrees with itself, and is not the one that was made."""
    release = read(folder)
    assert release is not None
    first, *others = release.figures
    rows = tuple(replace(row, value=41) if row.value is None else row for row in first.rows)
    for name, data in written(replace(release, figures=(replace(first, rows=rows), *others))).items():
        (folder / name).write_bytes(data)


def turned(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        data = bytearray((folder / name).read_bytes())
        at = max(data.rfind(digit) for digit in b"123456789")
        data[at] ^= 1
        (folder / name).write_bytes(data)

    return change


def linked(folder: Path) -> None:
    folder.rename(folder.parent.parent / "aparte")
    folder.symlink_to(folder.parent.parent / "aparte")


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "otro byte en un CSV": turned("acompanamientos-por-regional.csv"),
    "otro byte en un JSON": turned("practicas-por-regional.json"),
    "otro byte en el diccionario": turned("datapackage.json"),
    "metadatos que no se leen": lambda folder: (folder / "dcat.jsonld").write_bytes(b"{"),
    "un archivo más": lambda folder: (folder / "centros.csv").write_text("centro,n\n9534,1\n"),
    "un archivo menos": lambda folder: (folder / "acompanados-por-regional.csv").unlink(),
    "cambiada con cuidado": forged,
    "un enlace": linked,
    "un enlace a ninguna parte": lambda folder: (shutil.rmtree(folder), folder.symlink_to("nada")),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_from_a_damaged_release_nobody_goes_on(place: Place, damage: str) -> None:
    DAMAGES[damage](place.figures / NAME)
    for how in ({}, {"correct": True}, {"quarter": SECOND}):
        with refused(place, "D520", f"{FOLDER}/{NAME}"):
            place.release(**how)


def test_beside_a_damaged_release_its_correction_is_not_written_either(place: Place) -> None:
    place.more(few(7, apart="Q"))
    place.release(correct=True)
    shutil.rmtree(place.figures / CORRECTION)
    turned("datapackage.json")(place.figures / NAME)
    with refused(place, "D520", f"{FOLDER}/{NAME}"):
        place.release()


def test_beside_figures_of_another_store_nobody_goes_on(made: Place, fresh: Place) -> None:
    shutil.copytree(made.figures, fresh.figures)
    for quarter in (FIRST, SECOND):
        with refused(fresh, "D526", f"{FOLDER}/{NAME}"):
            fresh.release(quarter)
    (fresh.figures / NAME / "dcat.jsonld").unlink()
    with refused(fresh, "D526", f"{FOLDER}/{NAME}"):
        fresh.release(SECOND)


def test_a_release_of_another_store_is_found_by_who_asks_for_an_old_one(place: Place) -> None:
    other = placing.public(place.kept()[0], illustrative=False)
    for name, data in written(replace(other, quarter="2025-T4")).items():
        (place.figures / "2025-T4").mkdir(exist_ok=True)
        (place.figures / "2025-T4" / name).write_bytes(data)
    with refused(place, "D526", f"{FOLDER}/2025-T4"):
        place.release()


def test_illustrative_figures_are_no_trouble_but_in_the_place_of_true_ones(fresh: Place) -> None:
    cifras.put(fresh.project, cifras.release("2025-T4"))
    cifras.put(fresh.project, cifras.release(NEXT))
    assert fresh.release(FIRST).new
    with refused(fresh, "D526", f"{FOLDER}/{NEXT}"):
        fresh.release(SECOND)
    shutil.rmtree(fresh.figures / NEXT)
    assert fresh.release(SECOND).new


def test_illustrative_figures_are_made_again_where_they_are(made: Place, fresh: Place) -> None:
    """The command that makes them has a new store each time."""
    first = fresh.copy(fresh.folder.parent / "b")
    first.release(illustrative=True)
    shutil.copytree(first.figures, fresh.figures)
    fresh.release(illustrative=True)
    assert files(fresh.figures) == files(first.figures) != files(made.figures)


# When, and what may be corrected.


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 3, 30), date(2026, 3, 31)])
def test_a_quarter_is_not_released_before_it_ended(fresh: Place, today: date) -> None:
    with refused(fresh, "D470"):
        fresh.release(today=today)


def test_the_day_after_it_is(fresh: Place) -> None:
    assert fresh.release(today=date(2026, 4, 1)).new


def test_not_even_when_it_is_asked_as_if_it_had(fresh: Place) -> None:
    with refused(fresh, "D470"):
        fresh.release(Quarter(2027, 1), today=date(2028, 1, 1))


def test_there_is_nothing_to_correct_before_a_release(fresh: Place) -> None:
    with refused(fresh, "D522"):
        fresh.release(correct=True)


def test_a_correction_that_shows_nothing_new_is_none(place: Place) -> None:
    with refused(place, "D523"):
        place.release(correct=True)


def one_more(rows: Rows) -> Rows:
    """A single cycle of those rows, with its people."""
    cycle = next(row for row in rows["ciclo"] if row["sensibilizacion"] < FIRST.end and row["regional"] == "05")
    taken = {name: [row for row in them if row.get("ciclo_id") == cycle["id"]] for name, them in rows.items()}
    who = {row["persona_id"] for them in taken.values() for row in them if "persona_id" in row}
    people = {"persona": "id", "acompanante": "persona_id"}
    for name, column in people.items():
        taken[name] = [row for row in rows[name] if row[column] in who]
    return defaultdict(list, taken | {"ciclo": [cycle]})


def test_what_one_person_recorded_late_is_not_corrected(place: Place) -> None:
    place.more(one_more(few(7, apart="Q")))
    with refused(place, "D523"):
        place.release(correct=True)


def test_many_late_records_are_another_release_and_the_first_stays(made: Place, place: Place) -> None:
    place.more(few(7, apart="Q"))
    done = place.release(correct=True)
    assert (done.name, done.new) == (CORRECTION, True)
    assert files(place.figures / NAME) == files(made.figures / NAME)
    first, second = place.kept()
    assert first == made.kept()[0]
    assert json.loads((place.figures / CORRECTION / "datapackage.json").read_bytes())["corrige"] == NAME
    assert files(place.figures / CORRECTION) == written(public(second, illustrative=False))
    whole = [rows_of(place.figures / name, "acompanamientos-por-regional")[0] for name in (NAME, CORRECTION)]
    assert int(whole[0]["acompanamientos"]) < int(whole[1]["acompanamientos"])
    with refused(place, "D523"):
        place.release(correct=True)
    assert not place.release().new


def full(*_args: object, **_named: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "/casa/yurleidy")


def test_a_correction_that_was_cut_short_is_finished_and_not_made_twice(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.more(few(7, apart="Q"))
    with monkeypatch.context() as broken, pytest.raises(OSError, match="space"):
        broken.setattr(writing, "write_atomic", full)
        place.release(correct=True)
    assert place.release(correct=True).name == CORRECTION
    assert len(place.kept()) == 2
    assert files(place.figures / CORRECTION) == written(public(place.kept()[1], illustrative=False))


# What goes wrong on the way.


def test_a_store_that_changes_meanwhile_releases_nothing(
    made: Place, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On both databases; asked again, they give the bytes that any store of those people gives."""
    with store.engine.begin() as connection:
        fill(connection, few())
    protect = releasing.protect

    def meanwhile(*args: Any) -> object:
        store.write("otra", lambda w: w.note("anotar", "ciclo", "C-1"))
        return protect(*args)

    with monkeypatch.context() as changing, pytest.raises(StoreError) as caught:
        changing.setattr(releasing, "protect", meanwhile)
        released(store, tmp_path / "p")
    assert [d.code for d in caught.value.diagnostics] == ["D524"]
    with store.read() as connection:
        assert all_kept(connection) == []
    assert files(tmp_path / "p") == {}
    assert released(store, tmp_path / "p").new
    assert files(tmp_path / "p" / FOLDER) == files(made.figures)


def only_the_small(cells: Any, _earlier: object) -> tuple[bool, ...]:
    return tuple(sensitive(cell) for cell in cells)


@pytest.mark.parametrize("protect", [only_the_small, lambda cells, _: (False,) * len(cells)], ids=["poco", "nada"])
def test_what_hides_too_little_does_not_resist(
    fresh: Place, monkeypatch: pytest.MonkeyPatch, protect: Callable[..., object]
) -> None:
    monkeypatch.setattr(releasing, "protect", protect)
    with refused(fresh, "D525"):
        fresh.release()


def test_what_is_attacked_is_what_is_written(fresh: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the writing that shows a suppressed number."""

    def careless(kept: Kept, illustrative: bool) -> Release:
        at = next(i for i, cell in enumerate(kept.cells) if cell.suppressed)
        bare = replace(kept.cells[at], suppressed=False)
        return public(replace(kept, cells=(*kept.cells[:at], bare, *kept.cells[at + 1 :])), illustrative)

    monkeypatch.setattr(releasing, "public", careless)
    with refused(fresh, "D525"):
        fresh.release()


def no_memory(*_args: object) -> None:
    raise MemoryError


@pytest.mark.parametrize(
    ("step", "instead"),
    [("protect", no_memory), ("protect", lambda *_: None), ("resists", no_memory), ("audit", no_memory)],
    ids=["proteger sin memoria", "sin manera", "atacar sin memoria", "auditar sin memoria"],
)
def test_without_memory_or_without_a_way_nothing_is_released(
    fresh: Place, monkeypatch: pytest.MonkeyPatch, step: str, instead: Callable[..., object]
) -> None:
    monkeypatch.setattr(releasing, step, instead)
    with refused(fresh, "D510"):
        fresh.release()


def at_the(number: int, trouble: Callable[..., object], otherwise: Callable[..., Any]) -> Callable[..., Any]:
    seen = iter(range(1, 1_000))
    return lambda *args: trouble() if next(seen) == number else otherwise(*args)


def forbidden(*_args: object) -> None:
    raise PermissionError(errno.EACCES, "Permission denied", "/casa/yurleidy")


@pytest.mark.parametrize(("trouble", "number"), [(full, 9), (forbidden, 26)])
def test_a_disk_that_does_not_let_it_is_told_and_the_next_run_finishes_it(
    fresh: Place, monkeypatch: pytest.MonkeyPatch, trouble: Callable[..., object], number: int
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(writing, "write_atomic", at_the(number, trouble, writing.write_atomic))
        done = typed(fresh, NAME, monkeypatch=broken)
    assert done.exit_code == 1
    assert "D527" in done.output
    assert "yurleidy" not in done.output and str(fresh.folder) not in done.output
    assert files(fresh.project / "content") == {}
    [kept] = fresh.kept()
    done = typed(fresh, NAME, monkeypatch=monkeypatch)
    assert done.exit_code == 0, done.output
    assert files(fresh.figures) == {f"{NAME}/{k}": v for k, v in written(public(kept, illustrative=False)).items()}
    assert fresh.kept() == [kept]


def test_a_file_in_the_way_is_told(fresh: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    (fresh.project / "content").write_text("")
    assert "D527" in typed(fresh, NAME, monkeypatch=monkeypatch).output
    (fresh.project / "content").unlink()
    assert typed(fresh, NAME, monkeypatch=monkeypatch).exit_code == 0


def test_two_that_write_at_once_take_turns(place: Place, made: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """They share the temporary folder: without turns, one would put in its place what the other one is emptying."""
    [kept] = place.kept()
    shutil.rmtree(place.figures)
    inside, go_on, entered = threading.Event(), threading.Event(), []
    write_folder = writing.write_folder

    def slow(*args: Any) -> None:
        entered.append(args)
        inside.set()
        assert go_on.wait(60)
        write_folder(*args)

    monkeypatch.setattr(placing, "write_folder", slow)
    both = [threading.Thread(target=placing.put, args=(place.project, kept, False)) for _ in range(2)]
    for one in both:
        one.start()
    assert inside.wait(60)
    both[1].join(0.2)
    go_on.set()
    for one in both:
        one.join(60)
    assert len(entered) == 1
    assert files(place.figures) == files(made.figures)


# What others wrote, and what is counted of the site.

HOSTILE = {
    "arroba": "@SUMA(A1)",
    "comilla": "'=1+1",
    "etiqueta": "<script>alert(1)</script>",
    "formula": "=cmd|' /C calc'!A0",
    "json": '"},{"aspecto":"x',
    "lineas": "Planear\n=2+3\r\n\tcon otros",
    "invisible": "Proyec\u200btos\u2028\u202eal final",
    "menos": "-2+3",
}


def test_a_hostile_aspect_is_only_words(tmp_path: Path) -> None:
    rows: Rows = defaultdict(list)
    rows["instrumento"] = [{"version": 1, "desde": date(2026, 1, 1), "aspectos": HOSTILE}]
    place = new_place(tmp_path / "a", rows)
    place.release()
    folder, key = place.figures / NAME, "aspectos-por-fortalecer"
    said = {r["aspecto"]: r[f"aspecto{LABEL}"] for r in json.loads((folder / f"{key}.json").read_bytes())["filas"]}
    assert said == HOSTILE | {"lineas": "Planear =2+3 con otros", "invisible": "Proyec tos al final"}
    text = (folder / f"{key}.csv").read_text(encoding="utf-8")
    assert text.count("\n") == 1 + len(HOSTILE) and "\r" not in text and "\t" not in text
    for row in rows_of(folder, key):
        assert all(not cell.startswith(("=", "+", "-", "@")) for cell in row.values())
        assert plain(row[f"aspecto{LABEL}"]) == said[row["aspecto"]]
    assert read(folder) == public(place.kept()[0], illustrative=False)
    assert not place.release().new


@pytest.mark.parametrize("aspects", [{"a1": f"Acompañar a {CANARY_NAME}"}, {f"cédula {CANARY_ID}": "Evaluar"}])
def test_words_that_name_somebody_are_not_released_for_good(tmp_path: Path, aspects: dict[str, str]) -> None:
    rows: Rows = defaultdict(list)
    rows["instrumento"] = [{"version": 1, "desde": date(2026, 1, 1), "aspectos": aspects}]
    place = new_place(tmp_path / "a", rows)
    with refused(place, "D528"):
        place.release()


def test_what_is_counted_of_the_site_is_what_may_be_on_it(tmp_path: Path) -> None:
    site = Proyecto(tmp_path, guide=False)
    site.publishable("una", regional="05")
    site.publishable("otra", regional="05")
    site.publishable("sin-decir")
    site.write("ejemplo", practice(regional="05", ejemplo=True))
    example = site.submission("ejemplo")
    save_examples(tmp_path, {example.folder: content_digest(example.folder, example.source.digests)})
    site.write("sin-consentir", practice(regional="05"))
    for name, estado in (("retirada", "retirada"), ("en-revision", "en_revision")):
        site.write(name, practice(regional="05"), estado=estado)
        site.consent(name)
    accepted = {one.source.folder.partition("/")[2] for one in accept(tmp_path, TODAY).anonymized}
    assert accepted == {"una", "otra", "sin-decir", "ejemplo", "retirada"}
    assert agregar.on_site(tmp_path, TODAY) == {
        "practicas-por-regional": {TOTAL: 3, "05": 2, NO_REGIONAL: 1},
        "expediciones-por-regional": {TOTAL: 0},
    }


def test_what_is_counted_of_the_site_is_released(made: Place) -> None:
    shown = {row["regional"]: row["practicas"] for row in rows_of(made.figures / NAME, "practicas-por-regional")}
    zeros = dict.fromkeys([code for code in shown if code not in ("", "05", "11", "52", "00")], "0")
    assert shown == {"": "31", "05": "12", "11": "9", "52": SYMBOL, NO_REGIONAL: SYMBOL, **zeros}


# What is typed.


@pytest.mark.parametrize("wrong", ["2026-T5", "2026T1", "primero", "", "2026-T1-r2", CANARY_NAME])
def test_a_mistyped_quarter_is_a_mistake_of_use(fresh: Place, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    done = typed(fresh, wrong, monkeypatch=monkeypatch)
    assert done.exit_code == 2
    assert "el trimestre: tiene esta forma: 2026-T1." in done.output
    assert CANARY_NAME not in done.output


def test_what_is_typed_is_not_said_back(fresh: Place) -> None:
    wanted = needles(iter(()))
    for words in (
        [CANARY_NAME, CANARY_NAME],
        [f"--{CANARY_NAME}"],
        [NAME, "--archivo", str(fresh.folder / CANARY_NAME)],
        [NAME, "--proyecto", str(fresh.folder / CANARY_NAME)],
        [NAME, "--hoy", CANARY_ID],
        [NAME, f"--corregir={CANARY_NAME}"],
    ):
        done = CliRunner().invoke(main, ["agregar", *words], env={"INSPIRA_ALMACEN_CLAVE": "a" * 64})
        assert done.exit_code in (1, 2)
        assert not found_in(done.output.encode(), wanted), (words, done.output)


# `kill -9`, at each step.

KILLED = """
import os, signal, sys
from pathlib import Path
from generator import writing
from generator.private.figures import releasing
from tests.privado.apoyo_cifras import Place

step, folder = sys.argv[1:]

def die(*_args, **_named):
    os.kill(os.getpid(), signal.SIGKILL)

def after(function, times=1):
    left = iter(range(times - 1, -1, -1))
    def wrapped(*args, **named):
        result = function(*args, **named)
        return result if next(left) else die()
    return wrapped

owner, name, instead = {
    "antes de guardar": (releasing, "keep", die),
    "guardando, sin confirmar": (releasing, "keep", after(releasing.keep)),
    "guardada, sin carpeta": (releasing, "put", die),
    "con la carpeta vacía": (writing, "write_atomic", die),
    "a medio archivo": (os, "fsync", after(os.fsync, 5)),
    "a media carpeta": (writing, "write_atomic", after(writing.write_atomic, 12)),
    "antes de ponerla": (Path, "rename", die),
    "recién puesta": (writing, "_settle", die),
}[step]
setattr(owner, name, instead)
Place(Path(folder)).release()
"""
STEPS = {
    "antes de guardar": 0,
    "guardando, sin confirmar": 0,
    "guardada, sin carpeta": 1,
    "con la carpeta vacía": 1,
    "a medio archivo": 1,
    "a media carpeta": 1,
    "antes de ponerla": 1,
    "recién puesta": 1,
}


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_nothing_is_half_released(made: Place, fresh: Place, step: str) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPO)}
    done = listo(private=True).run([step, str(fresh.folder)], cwd=REPO, env=env, code=KILLED)
    assert done.returncode == -9, done.stderr.decode()
    in_place = {NAME} if step == "recién puesta" else set()
    folders = list(fresh.figures.iterdir()) if fresh.figures.is_dir() else []
    assert {p.name for p in folders if not p.name.startswith(".")} == in_place
    assert len(fresh.kept()) == STEPS[step]
    fresh.release()
    assert files(fresh.project / "content") == files(made.project / "content")
    assert fresh.kept() == made.kept()
    assert not fresh.release().new
