"""`inspira nueva`: what it writes is read again, and what was answered is in it, however it was answered."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.anonymize.detect import detect
from generator.cli import main
from generator.drafting import Draft, index_md, sections
from generator.drafting.answers import Match, match
from generator.drafting.naming import folder_for
from generator.frontmatter import split
from generator.model import Collection
from generator.schema.described import described
from generator.schema.hints import HINTS
from tests.fabrica import REPO
from tests.ordenes import leaves

# Made up from name parts: nobody is called so.
NAME = "Yurleidy Muchavisoy"
PRACTICA = (
    "--titulo", "Evaluar sin filas en el taller de frenos", "--resumen", "La fila dormía al grupo. Las estaciones no.",
    "--area", "Automotor", "--reto", "evaluar mejor", "--reto", "otro", "--modalidad-formacion", "presencial",
    "--tiempo", "Una sesión", "--recursos", "Un reloj: el de la pared", "--rol", "instructor", "--credito", "anonimo",
)  # fmt: skip
EXPEDICION = (
    "--titulo", "Lo que enseña una creciente del río", "--resumen", "El río sube cada año. Las casas lo esperan.",
    "--area", "construccion", "--proposito", "formacion", "--inmersion", "presencial", "--departamento", "Chocó",
    "--municipio", "27001", "--pregunta-eje", "¿Qué sabe del agua quien vive sobre ella?", "--rol", "instructor",
    "--credito", "colectivo", "--nombre", "Equipo de un centro",
)  # fmt: skip
WAYS = {"practica": (Collection.PRACTICAS, PRACTICA), "expedicion": (Collection.EXPEDICIONES, EXPEDICION)}


def inspira(project: Path, *words: str, answers: str | None = None) -> Result:
    done = CliRunner().invoke(main, [*words, "--proyecto", str(project)], input=answers)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def written(project: Path) -> Path:
    return next(project.glob("*/*/index.md"))


def codes(done: Result) -> list[str]:
    return re.findall(r": ([A-Z]\d{3}) ", done.output)


@pytest.mark.parametrize("collection", Collection)
def test_the_template_has_a_place_for_every_field_and_says_nothing_of_anybody(collection: Collection) -> None:
    text = index_md(Draft(collection, {}, sections(collection.model), explained=True))
    front, findings = split(text, "index.md")
    assert front is not None and findings == []
    for name in described(collection.model):
        assert (name == "ejemplo") != bool(re.search(rf"^#?{name}:", text, re.MULTILINE)), name
    assert all(f"## {title}" in text and HINTS[title] in text for title in collection.model.sections)
    assert not detect(front.body)
    used = re.sub(r"^#(?=[a-z]|  \S|    \S)", "", text.replace("---\n", ""), flags=re.MULTILINE)
    fields = yaml.safe_load(used.partition("\n## ")[0])
    assert set(fields) == set(described(collection.model)) - {"ejemplo"}


@pytest.mark.parametrize("kind", WAYS)
def test_what_options_say_lacks_only_the_text(tmp_path: Path, kind: str) -> None:
    collection, options = WAYS[kind]
    done = inspira(tmp_path, "nueva", kind, *options)
    assert done.exit_code == 0 and f"inspira validar {collection.value}/" in done.output, done.output
    told = inspira(tmp_path, "validar")
    assert told.exit_code == 1 and codes(told) and set(codes(told)) - {"E109"} == {"E204"}, told.output
    index = written(tmp_path)
    text = index.read_text(encoding="utf-8")
    for title in collection.model.sections:
        text = text.replace(HINTS[title], f"{HINTS[title]} -->\n\nEl grupo lo contó al final.\n\n<!-- Visto.")
    index.write_text(text, encoding="utf-8")
    told = inspira(tmp_path, "validar")
    assert told.exit_code == 0 and set(codes(told)) <= {"E109"}, told.output
    page = tmp_path / "v.html"
    assert inspira(tmp_path, "vista-previa", str(index), "--salida", str(page)).exit_code == 0
    html = page.read_text(encoding="utf-8")
    assert "El grupo lo contó al final." in html
    assert "<!-- Visto" not in html and "Opcional." not in html and not any(h in html for h in HINTS.values())


def test_every_option_of_the_schema_is_an_option_of_the_command() -> None:
    for kind in WAYS:
        flags = {o for p in leaves(private=False)["nueva", kind].params for o in p.opts}
        assert {"--credito", "--rol", "--titulo", "--carpeta"} <= flags


WRONG = {
    "sin nada": ((), "Diga --carpeta"),
    "área casi": (("--carpeta", "una", "--area", "agricolla"), "¿Quiso decir «Agrícola»"),
    "título corto": (("--carpeta", "una", "--titulo", "Corto"), "Título"),
    "seudónimo sin nombre": (("--carpeta", "una", "--rol", "instructor", "--credito", "seudonimo"), "nombre"),
    "carpeta de alguien": (("--carpeta", "yurleidy-muchavisoy"), "parece de alguien"),
    "carpeta con espacios": (("--carpeta", "mi práctica"), "minúsculas"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_told_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    words, told = WRONG[case]
    done = inspira(tmp_path, "nueva", "practica", *words)
    assert done.exit_code == 2 and told in done.output, done.output
    assert "agricolla" not in done.output and "uchavisoy" not in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_taken_stays_as_it_was(tmp_path: Path) -> None:
    assert inspira(tmp_path, "nueva", "practica", "--carpeta", "una").exit_code == 0
    before = written(tmp_path).read_bytes()
    done = inspira(tmp_path, "nueva", "practica", "--carpeta", "una", "--titulo", "Un título que no estaba")
    assert done.exit_code == 2 and "Ya hay una carpeta" in done.output
    assert written(tmp_path).read_bytes() == before


def test_a_title_that_names_somebody_names_no_folder(tmp_path: Path) -> None:
    done = inspira(tmp_path, "nueva", "practica", "--titulo", f"La huerta vertical de {NAME}")
    assert done.exit_code == 0 and "practicas/practica-nueva/" in done.output and "uchavisoy" not in done.output
    given = NAME.partition(" ")[0]
    done = inspira(tmp_path, "nueva", "practica", "--titulo", f"Lo que {given} enseñó sobre soldadura")
    assert done.exit_code == 0 and "practicas/practica-nueva-2/" in done.output
    assert not list(tmp_path.rglob(f"*{given.lower()}*"))
    assert folder_for("La huerta vertical", frozenset({"huerta-vertical"})) == "huerta-vertical-2"


AREAS = [("agricola", "Agrícola"), ("artes-graficas", "Artes gráficas"), ("artesanias", "Artesanías")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Agrícola", "agricola"), ("AGRICOLA", "agricola"), ("2", "artes-graficas"), ("gráf", "artes-graficas"),
     ("artes", None), ("0", None), ("99", None), ("", None), ("artesanas", None)],
)  # fmt: skip
def test_an_option_is_told_by_its_words_its_code_its_number_or_a_part(typed: str, meant: str | None) -> None:
    assert match(typed, AREAS).code == meant


def test_what_resembles_an_option_is_asked_about() -> None:
    assert match("artesanas", AREAS) == Match(perhaps=[AREAS[2]])
    assert match("artes", AREAS).perhaps == AREAS[1:]
    assert match("5", [("05", "Antioquia"), ("08", "Atlántico")]).code == "05"


ANSWERS = """Corto
Evaluar sin filas en el taller de frenos
La fila dormía al grupo. Las estaciones no.
zzz
art
automoto
3, otro
1
Una secion
s
Un reloj: el de la pared
Cuatro mesas


1

4
s
2
seudonimo

Guacamaya
n

"""


def test_a_person_is_asked_and_forgiven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cli_new.on_terminal", lambda: True)
    done = inspira(tmp_path, "nueva", "practica", answers=ANSWERS)
    assert done.exit_code == 0, done.output
    assert "Hay que escoger: no hay respuesta por omisión." in done.output
    front, _ = split(written(tmp_path).read_text(encoding="utf-8"), "index.md")
    assert front is not None and written(tmp_path).parent.name == "evaluar-filas-taller-frenos"
    assert dict(front.data) == {
        "titulo": "Evaluar sin filas en el taller de frenos",
        "resumen": "La fila dormía al grupo. Las estaciones no.",
        "area": "automotor",
        "reto": ["evaluar_mejor", "otro"],
        "modalidad_formacion": "presencial",
        "tiempo": "una_sesion",
        "recursos": ["Un reloj: el de la pared", "Cuatro mesas"],
        "autoria": [
            {"rol": "instructor", "credito": "anonimo"},
            {"rol": "equipo_pedagogico", "credito": "seudonimo", "nombre": "Guacamaya"},
        ],
    }


@pytest.mark.parametrize(("answers", "kept"), [("", False), ("Evaluar sin filas en el taller\n", True)])
def test_who_leaves_keeps_what_was_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: str, kept: bool
) -> None:
    monkeypatch.setattr("generator.cli_new.on_terminal", lambda: True)
    done = inspira(tmp_path, "nueva", "practica", answers=answers)
    assert done.exit_code == 1
    if kept:
        assert "titulo: Evaluar sin filas en el taller\n" in written(tmp_path).read_text(encoding="utf-8")
        assert "quedó en practicas/evaluar-filas-taller/index.md" in done.output
    else:
        assert "No se escribió nada." in done.output and list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no hay pseudoterminales")
def test_ctrl_c_in_a_terminal(tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", _PROGRAM, "nueva", "expedicion", "--proyecto", str(tmp_path)]
    with subprocess.Popen(
        command, cwd=REPO, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        _until(ours, b"1. T", b"> ")
        os.write(ours, b"Casas que esperan el agua\n")
        _until(ours, b"2. R", b"> ")
        assert _interrupted(process) == 1
    os.close(ours)
    assert "titulo: Casas que esperan el agua\n" in written(tmp_path).read_text(encoding="utf-8")


# Whoever runs the tests may have told them to ignore Ctrl+C, and a child ignores what its parent does.
_PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from generator.cli import main
main()
"""


def _interrupted(process: subprocess.Popen[bytes]) -> int:
    """How it ends when Ctrl+C is pressed, as often as a person would: just before it begins to read, one is lost."""
    for _ in range(30):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return process.wait(1)
    process.kill()
    return process.wait()


def _until(terminal: int, first: bytes, then: bytes) -> None:
    """Wait for two things in this order."""
    seen = b""
    while then not in seen.partition(first)[2]:
        assert select.select([terminal], [], [], 30)[0], seen
        seen += os.read(terminal, 1000)
