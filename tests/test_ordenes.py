"""The commands as people type them, right and wrong: Spanish always, a plain reason, never a traceback."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import clock
from generator.cli import main
from generator.diagnostics import FORMATS
from tests.fabrica import CANARY_ID, CANARY_MAIL, REPO, Proyecto, text
from tests.ordenes import commands, leaves

# Made up from name parts: nobody is called so.
NAME = "Yurleidy Muchavisoy"


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    root = tmp_path / "proyecto"
    root.mkdir()
    return Proyecto(root, guide=False)


def inspira(*words: str | Path, answers: str | None = None) -> Result:
    done = CliRunner().invoke(main, [str(w) for w in words], input=answers)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    return done


ALL = [path for path, _ in commands()]
LEAVES = leaves(private=False)
ENGLISH = re.compile(
    r"\b(usage|options?|commands?|args|arguments?|error:.*(no such|missing|invalid)|try|help for|missing|invalid|value"
    r"|does not|is not|required|default|show|this message|exit|such|did you mean|unexpected|got|requires|directory|file"
    r"|text|integer|range|choice|path|boolean|given|aborted|the|of|and|with)\b",
    re.IGNORECASE,
)
_NAMES_OF_OPTIONS = re.compile(r"--?[a-z-]+|«text»|\{«text»: …\}|\S+\.md|\"text\"")


def english_in(output: str) -> list[str]:
    return [m[0] for m in ENGLISH.finditer(_NAMES_OF_OPTIONS.sub("", output))]


@pytest.mark.parametrize("path", ALL, ids=" ".join)
@pytest.mark.parametrize("option", ["-h", "--ayuda", "--help"])
def test_help_is_in_spanish(path: tuple[str, ...], option: str) -> None:
    done = inspira(*path, option)
    assert done.exit_code == 0 and "Uso:" in done.output
    assert not english_in(done.output)


WRONG = [
    ["--no-existe"],
    ["--hoy", "ayer"],
    ["--proyecto"],
    ["--proyecto", "/no/existe"],
    ["--proyecto", __file__],
    ["--formato", "xml"],
    ["--puerto", "mucho"],
    ["--puerto", "99999999"],
    ["--estricto=si"],
    ["--proyect", "."],
    ["--meses", "0"],
    ["uno", "dos", "tres", "cuatro"],
    ["/no/existe"],
]


@pytest.mark.parametrize("wrong", WRONG, ids=" ".join)
@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_wrong_use_is_told_in_spanish(path: tuple[str, ...], wrong: list[str], tmp_path: Path) -> None:
    if path in (("servir",), ("generados",), ("construir",)) and wrong[0].startswith("--meses"):
        wrong = ["--no-existe"]
    given = [*path, *wrong] if "--proyecto" in wrong else [*path, *wrong, "--proyecto", str(tmp_path)]
    done = inspira(*given)
    assert done.exit_code in (1, 2), done.output
    assert not english_in(done.output), done.output


@pytest.mark.parametrize("wrong", [["constuir"], ["zzz"], ["consentimiento", "emiti"], ["validar", "--format"]])
def test_near_misses_are_told_in_spanish(wrong: list[str]) -> None:
    done = inspira(*wrong)
    assert done.exit_code == 2 and not english_in(done.output), done.output
    assert "Vea la ayuda" in done.output and "No existe la" in done.output


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_command_takes_a_project(path: tuple[str, ...]) -> None:
    command = LEAVES[path]
    assert any("--proyecto" in p.opts for p in command.params)


# A folder that is no bundle, however it is no bundle.
ODD = ["/no/existe", "practicas", "practicas/nadie", "content", "..", "practicas/uno/../..", "x" * 300, "archivo"]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("command", ["validar", "anonimizar", "revisar", "vista-previa"])
def test_what_is_no_bundle_is_told_so(project: Proyecto, command: str, odd: str) -> None:
    project.write("uno", text())
    (project.root / "archivo").write_text("nada")
    done = inspira(command, odd, "--proyecto", project.root)
    assert done.exit_code == 2 and "Error:" in done.output


@pytest.mark.parametrize("named", ["practicas/uno", "practicas/uno/", "practicas/uno/index.md", "absolute"])
@pytest.mark.parametrize("command", ["validar", "anonimizar", "vista-previa"])
def test_a_bundle_is_named_from_the_project(project: Proyecto, command: str, named: str, tmp_path: Path) -> None:
    path = project.write("uno", text())
    options = ["--salida", tmp_path / "v.html"] if command == "vista-previa" else []
    options += ["--hoy", "2026-11-22"] if command == "validar" else []
    bundle = path if named == "absolute" else named
    done = inspira(command, bundle, "--proyecto", project.root, *options)
    assert "Error" not in done.output and done.exit_code in (0, 1)
    if command == "vista-previa":
        assert done.exit_code == 0 and "<html" in (tmp_path / "v.html").read_text(encoding="utf-8")


def test_a_bundle_that_is_not_valid_is_told_so(project: Proyecto) -> None:
    project.write("uno", "nada")
    for command in ("anonimizar", "revisar", "vista-previa"):
        done = inspira(command, "practicas/uno", "--proyecto", project.root)
        assert done.exit_code == 1 and "E110" in done.output and "Corrija primero" in done.output


@pytest.mark.parametrize("command", ["vista-previa", "cambios"])
@pytest.mark.parametrize(
    "out", ["practicas/uno/index.md", "practicas/uno/v.html", "expediciones/v.html", "content/v.html"]
)
def test_a_page_to_look_at_is_written_over_nothing_that_is_published(project: Proyecto, command: str, out: str) -> None:
    project.write("uno", text())
    before = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    before_it = ["--antes", project.root] if command == "cambios" else []
    done = inspira(command, "practicas/uno", "--proyecto", project.root, "--salida", project.root / out, *before_it)
    assert done.exit_code == 2 and "--salida" in done.output
    assert before == {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}


def test_a_preview_waits_for_decisions(project: Proyecto, tmp_path: Path) -> None:
    project.write("uno", text({"Qué hicimos": "Usamos Zutanejo."}))
    out = tmp_path / "v.html"
    done = inspira("vista-previa", "practicas/uno", "--proyecto", project.root, "--salida", out)
    assert done.exit_code == 1 and "A201" in done.output and not out.exists()


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_validar_in_every_format(project: Proyecto, form: str) -> None:
    project.write("uno", text(area="no-existe"), estado="en_revision")
    done = CliRunner().invoke(main, ["validar", "--proyecto", str(project.root), "--formato", form])
    assert done.exit_code == 1 and "E103" in done.stdout and "no-existe" not in done.output
    if form == "json":
        assert json.loads(done.stdout)[0]["codigo"] == "E103"
    if form == "sarif":
        assert json.loads(done.stdout)["runs"][0]["results"][0]["ruleId"] == "E103"
    if form == "github":
        assert done.stdout.startswith("::error file=practicas/uno/index.md")
    if form == "texto":
        assert done.stdout.rstrip().endswith("1 error.")


def test_github_by_itself(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("uno", text(area="no-existe"), estado="en_revision")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert inspira("validar", "--proyecto", project.root).output.count("::error file=") == 1
    monkeypatch.setenv("GITHUB_ACTIONS", "")
    assert "::error" not in inspira("validar", "--proyecto", project.root).output


def test_construir_says_what_its_exit_means() -> None:
    shown = re.sub(r"\s+", " ", inspira("construir", "--ayuda").output)
    assert "Termina en 0 si no quedó nada por fuera, en 3 si quedó una entrega o el buscador, y en 1 si no" in shown


def test_what_is_generated_from_the_schema_is_current() -> None:
    done = inspira("generados", "--revisar", "--proyecto", REPO)
    assert done.exit_code == 0, f"corra inspira generados: {done.output}"


def test_what_is_generated_is_written_where_it_is_stale(project: Proyecto) -> None:
    made = project.root / "esquemas/plantilla-practica.md"
    assert inspira("generados", "--revisar", "--proyecto", project.root).exit_code == 1 and not made.exists()
    assert inspira("generados", "--proyecto", project.root).exit_code == 0
    assert (project.root / "esquemas/practica.schema.json").exists()
    whole = made.read_bytes()
    made.write_bytes(whole[:-1])
    assert inspira("generados", "--revisar", "--proyecto", project.root).output.startswith(
        "esquemas/plantilla-practica"
    )
    assert inspira("generados", "--proyecto", project.root).exit_code == 0 and made.read_bytes() == whole
    made.unlink()
    made.mkdir()
    assert inspira("generados", "--proyecto", project.root).exit_code == 1


def lines(tmp_path: Path, data: bytes) -> tuple[Result, list[dict[str, object]]]:
    file = tmp_path / "textos.jsonl"
    file.write_bytes(data)
    done = CliRunner().invoke(main, ["detectar", "--jsonl", str(file)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done, [json.loads(line) for line in done.stdout.splitlines()]


GOOD = json.dumps({"text": f"La profesora {NAME} lo contó."}).encode()
BAD = [
    b'{"text": null}',
    b'{"text": 5}',
    b"{}",
    b"[]",
    b"5",
    b"nada",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"text": "\xff"}',
]


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_a_bad_line_stops_nobody(tmp_path: Path, bad: bytes) -> None:
    done, out = lines(tmp_path, GOOD + b"\n" + bad + b"\n" + GOOD + b"\n")
    assert done.exit_code == 1 and done.stderr.startswith("Línea 2: ")
    assert [bool(row["hallazgos"]) for row in out] == [True, False, True]


def test_lines_stay_side_by_side(tmp_path: Path) -> None:
    done, out = lines(tmp_path, b"\xef\xbb\xbf" + GOOD + b"\r\n\r\n" + GOOD)
    assert done.exit_code == 0 and [bool(row["hallazgos"]) for row in out] == [True, False, True]
    assert lines(tmp_path, b"")[1] == []


def test_lines_can_be_scored(tmp_path: Path) -> None:
    script = REPO.parent / "shared/medir/nombres.py"
    if not script.exists():
        pytest.skip("no está la carpeta compartida")
    spec = importlib.util.spec_from_file_location("nombres", script)
    assert spec and spec.loader
    start = f"La profesora {NAME}".index(NAME)
    gold = {
        "text": f"La profesora {NAME} lo contó.",
        "spans": [{"start": start, "end": start + len(NAME), "label": "PER"}],
    }
    (tmp_path / "oro.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["detectar", "--jsonl", str(tmp_path / "oro.jsonl")])
    (tmp_path / "hallado.jsonl").write_text(done.stdout, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "oro.jsonl"), str(tmp_path / "hallado.jsonl")]
    scored = subprocess.run(command, capture_output=True, check=True, text=True)
    assert json.loads(scored.stdout)["recall_auto_o_revisar"] == 100


SEEN = {
    "bom y crlf": b"\xef\xbb\xbf---\r\ntitulo: Uno\r\n---\r\n\r\nLa profesora Yurleidy\r\nMuchavisoy lo dijo.\r\n",
    "cr": b"Una.\r\rLa profesora Yurleidy Muchavisoy lo cont\xc3\xb3.\r",
    "latin-1": "La profesora Yurleidy Muchavisoy lo contó.".encode("latin-1"),
    "utf-16": "La profesora Yurleidy Muchavisoy lo contó.".encode("utf-16"),
    "nulo": b"La profesora Yur\x00leidy Muchavisoy lo dijo.",
    "nota sin uso": f"Algo.\n\n[^x]: Escriba a {CANARY_MAIL}.\n".encode(),
    "comentario de los campos": f"---\n# {CANARY_MAIL}\ntitulo: Uno\n---\n\nAlgo.\n".encode(),
    "tras el lenguaje": f"```python {CANARY_MAIL}\nx\n```\n".encode(),
    "celda de más": f"| a |\n| --- |\n| b | {CANARY_MAIL} |\n".encode(),
}


@pytest.mark.parametrize("case", SEEN)
def test_nothing_goes_unseen(tmp_path: Path, case: str) -> None:
    (tmp_path / "x.md").write_bytes(SEEN[case])
    done = inspira("detectar", tmp_path)
    assert done.exit_code == 1 and re.search(r"x\.md:\d+:\d+: A20[1-4]", done.output), done.output
    assert "uchavisoy" not in done.output and "correo-inventado" not in done.output
    if case in ("latin-1", "utf-16"):
        assert "E002" in done.output
    if case == "nulo":
        assert "E005" in done.output


def test_mostrar_is_for_the_authors_eyes(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(f"La profesora {NAME} lo contó. Su cédula es {CANARY_ID}.", encoding="utf-8")
    assert NAME not in inspira("detectar", tmp_path / "x.md").output
    shown = inspira("detectar", tmp_path / "x.md", "--mostrar").output
    assert NAME in shown and CANARY_ID in shown


def test_a_reason_is_not_said_twice(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("Usamos Zutanejo en clase.", encoding="utf-8")
    output = inspira("detectar", tmp_path).output
    assert "posible nombre de persona" in output and output.count("posible nombre de persona") == 1


def test_odd_files_are_told_and_the_rest_is_seen(tmp_path: Path) -> None:
    (tmp_path / "carpeta.md").mkdir()
    (tmp_path / "grande.md").write_bytes(b"a" * 2_000_001)
    (tmp_path / "enlace.md").symlink_to("/etc/hostname")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "tubo.md")
    (tmp_path / "z.md").write_text(f"Escriba a {CANARY_MAIL}.", encoding="utf-8")
    output = inspira("detectar", tmp_path).output
    assert re.search(r"carpeta\.md: E006", output) and re.search(r"grande\.md: E003", output)
    assert re.search(r"enlace\.md: E006", output) and re.search(r"z\.md:1:\d+: A203", output)
    if hasattr(os, "mkfifo"):
        assert re.search(r"tubo\.md: E006", output)
        assert inspira("detectar", "--jsonl", tmp_path / "tubo.md").exit_code == 1


def test_nothing_found_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("Medimos la mesa.", encoding="utf-8")
    done = inspira("detectar", tmp_path)
    assert done.exit_code == 0 and done.output == "0 errores.\n"


def test_today_is_that_of_colombia(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, date, datetime, tzinfo

    class Frozen(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 12, 1, 3, 0, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Frozen)
    assert clock.today() == date(2026, 11, 30)


@pytest.mark.parametrize("odd", ["/no/existe", "practicas/nadie", "x" * 300])
def test_what_is_not_there_cannot_be_looked_at(project: Proyecto, odd: str) -> None:
    for options in ([odd], ["--jsonl", odd]):
        done = inspira("detectar", *options, "--proyecto", project.root)
        assert done.exit_code == 2 and "no existe" in done.output
