"""`inspira anonimizar` as a person or a program uses it. Names are made up from name parts."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from generator.cli import main
from generator.cli_anonymize import terminal
from generator.cli_anonymize.wrap import wrapped
from generator.memory import TERMS
from generator.review.sentences import Mention
from generator.review.store import state_folder
from tests.apoyo_revision import with_image
from tests.fabrica import CANARY_ID, CANARY_MAIL, CANARY_NAME, REPO, Proyecto, text

WORDS = f"""Usamos Zutanejo en clase. Vino el Dr. {CANARY_NAME} con Zutanejo.
El equipo Perencejo lo probó. Después, Mengánico también."""
_TURN, _MOST_IDLE = 0.02, 3_000
SECRETS = ("Yurleidy", "Muchavisoy", "098.765", "098765", "correo-inventado")


@pytest.fixture
def project(tmp_path: Path) -> Proyecto:
    (tmp_path / "proyecto").mkdir()
    project = Proyecto(tmp_path / "proyecto", guide=False)
    project.write("uno", text({"Qué hicimos": WORDS}))
    return project


def run(project: Proyecto, *options: str | Path, answers: str | None = None) -> Result:
    command = ["anonimizar", "practicas/uno", "--proyecto", str(project.root), *map(str, options)]
    done = CliRunner().invoke(main, command, input=answers)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def index(project: Proyecto) -> str:
    return (project.folder("uno") / "index.md").read_text(encoding="utf-8")


def files(project: Proyecto) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in project.root.rglob("*") if p.is_file() and ".build" not in p.parts}


# By lines ------------------------------------------------------------------------------------------------------------


def test_a_whole_review(project: Proyecto) -> None:
    done = run(project, answers="c\n2\nt\no\ns\n")
    assert "[1/3] Zutanejo" in done.output and "[3/3] Mengánico" in done.output
    assert "Está 2 veces" in done.output and "index.md, línea" in done.output
    assert f"  {CANARY_NAME} — nombre de persona" in done.output, "what goes without asking is told"
    assert "Se tachan: 2 (1 de ellos, seguros). Se conservan: 1. Sin decidir: 1." in done.output
    assert "Se tacharon 2 palabras o datos." in done.output and "1 no se volverá a preguntar" in done.output
    new = index(project)
    assert "Zutanejo" in new and "Mengánico" in new and "Perencejo" not in new and CANARY_NAME not in new
    assert "Zutanejo" in (project.root / TERMS).read_text(encoding="utf-8")
    assert done.exit_code == 1 and "A201" in done.output, "one was skipped"


def test_a_key_means_one_thing(project: Proyecto) -> None:
    """`s` is yes, and only yes: pressed once too often, it passes over nothing."""
    before = files(project)
    done = run(project, answers="s\ns\n?\n")
    assert done.output.count("No es ninguna de las teclas") == 2 and "[2/3]" not in done.output
    keys = [line.split()[0] for line in done.output.splitlines() if re.match(r"  [a-z]  \w", line)]
    assert len(set(keys)) == len(keys) >= 7 and "s" not in keys
    assert files(project) == before


def test_nothing_is_marked_without_a_terminal(project: Proyecto) -> None:
    assert "\x1b" not in run(project, answers="o\no\no\nn\n").output


@pytest.mark.parametrize("way", ["g\n", "", "c\ng\n", "o\no\no\nn\n", "o\no\no\ng\n", "o\no\no\n"])
def test_leaving_changes_no_file_and_says_how_to_go_on(project: Proyecto, way: str) -> None:
    before = files(project)
    done = run(project, answers=way)
    assert done.exit_code == 1 and files(project) == before
    assert "No se cambió nada" in done.output and "inspira anonimizar practicas/uno" in done.output


def test_answers_are_taken_up_where_they_were_left(project: Proyecto) -> None:
    run(project, answers="c\n2\nt\ng\n")
    again = run(project, answers="t\ns\n")
    assert "Se retoman 2 respuestas" in again.output and "[3/3] Mengánico" in again.output
    assert again.exit_code == 0 and "Perencejo" not in index(project) and "Mengánico" not in index(project)
    project.write("uno", text({"Qué hicimos": "El equipo Perencejo lo probó."}))
    assert "Se retoman" not in run(project, answers="o\nn\n").output, "a review that ended leaves nothing behind"


def test_certain_only_leaves_the_answers_alone(project: Proyecto) -> None:
    run(project, answers="t\ng\n")
    run(project, "--solo-seguros")
    assert "Zutanejo" in index(project)
    assert "Se retoma" in run(project, answers="g\n").output


def test_undoing_goes_back_as_far_as_one_wants(project: Proyecto) -> None:
    done = run(project, answers="t\nt\nt\nd\nd\nd\nd\nc\n1\no\no\nd\no\ns\n")
    assert done.output.count("[1/3] Zutanejo") == 2 and "No hay nada que deshacer." in done.output
    assert all(word in index(project) for word in ("Zutanejo", "Perencejo", "Mengánico"))


def test_a_reason_may_be_thought_over(project: Proyecto) -> None:
    run(project, answers="c\nx\n9\n0\nt\nt\nt\ns\n")
    assert "Zutanejo" not in index(project) and not (project.root / TERMS).exists()


def test_enter_takes_the_reason_that_is_suggested(project: Proyecto) -> None:
    project.write("uno", text({"Qué hicimos": "Como dice Paulo\nFreire, enseñar exige escuchar."}))
    done = run(project, answers="c\n\ns\n")
    assert "Es una obra publicada o su autor citado  (Enter)" in done.output
    assert "motivo: obra" in (project.folder("uno") / "revision.yml").read_text(encoding="utf-8")


def test_every_mention_and_every_certain_word_can_be_seen(project: Proyecto) -> None:
    project.write("uno", text({"Qué hicimos": "\n\n".join(f"Usamos Zutanejo en la fase {n}." for n in range(9))}))
    done = run(project, answers="m\n?\nz\ng\n")
    before, _, after = done.output.partition("1. index.md")
    assert "y 4 más (tecla m)" in before and "fase 8" not in before and "fase 8" in after
    assert "deshacer la última" in after and "No es ninguna de las teclas" in after
    project.write(
        "uno", text({"Qué hicimos": "\n\n".join(f"Escriba a a{n}@b.co." for n in range(9)) + " El equipo Zutanejo."})
    )
    done = run(project, answers="v\ng\n")
    assert "y 4 más (tecla v)" in done.output and done.output.index("a8@b.co") > done.output.index("tecla v")


@pytest.mark.parametrize(
    ("answers", "decision"), [("s\n" * 5, "publicar"), ("s\nn\ns\ns\ns\n", "retirar"), ("r\n", "retirar")]
)
def test_images_are_looked_at_one_thing_after_another(project: Proyecto, answers: str, decision: str) -> None:
    with_image(project)
    done = run(project, answers=f"x\n{answers}s\n")
    assert "mesa.png" in done.output and done.exit_code == 0
    assert f"decision: {decision}" in (project.folder("uno") / "revision.yml").read_text()
    assert run(project).output.startswith("No había nada que tachar."), "it is not asked again"


def test_an_image_is_cleaned_at_its_own_size_and_who_leaves_is_told_of_texts_only(project: Proyecto) -> None:
    with_image(project, WORDS)
    path, exif = project.folder("uno") / "mesa.png", Image.Exif()
    exif[0x010E] = CANARY_NAME
    Image.new("RGB", (2400, 40), (0, 120, 50)).save(path, exif=exif)
    index = project.folder("uno") / "index.md"
    before = index.read_bytes()
    done = run(project, answers="q\n")
    assert done.exit_code == 1 and "No se cambió nada en sus textos." in done.output, done.output
    assert index.read_bytes() == before
    with Image.open(path) as image:
        assert image.size == (2400, 40) and not image.getexif()


def test_a_term_may_stay_out_of_the_memory(project: Proyecto) -> None:
    run(project, answers="c\n2\ng\n")
    run(project, "--sin-memoria", answers="t\nt\ns\n")
    assert "Zutanejo" in (project.folder("uno") / "revision.yml").read_text(encoding="utf-8")
    assert not (project.root / TERMS).exists()


def test_a_memory_that_cannot_be_read_is_told_and_not_written_over(project: Proyecto) -> None:
    (project.root / TERMS).parent.mkdir()
    (project.root / TERMS).write_text("terminos: [")
    done = run(project, answers="c\n2\nt\nt\ns\n")
    assert "A210" in done.output and "no quedaron en decisiones/terminos.yml" in done.output and done.exit_code == 1
    assert (project.root / TERMS).read_text() == "terminos: ["
    assert "Perencejo" not in index(project)


def test_without_a_place_for_answers_the_review_goes_on(project: Proyecto, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.root / "archivo").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(project.root / "archivo"))
    done = run(project, answers="t\nt\nt\ns\n")
    assert "tendrá que empezar de nuevo" in done.output and done.exit_code == 0


def test_a_review_that_cannot_end_says_why_and_keeps_its_answers(
    project: Proyecto, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another window ends while this one asks for the last word."""
    real = terminal.Review.run

    def asked(review: terminal.Review) -> None:
        real(review)
        (project.folder("uno") / "index.md").write_text(index(project) + "\nOtra línea.\n", encoding="utf-8")
        for path in state_folder().glob("revision-*"):
            path.unlink()

    monkeypatch.setattr(terminal.Review, "run", asked)
    done = run(project, answers="t\nt\nt\ns\n")
    assert done.exit_code == 1 and "cambió mientras usted decidía" in done.output
    assert "Sus respuestas quedan guardadas." in done.output and "Zutanejo" in index(project)
    monkeypatch.setattr(terminal.Review, "run", real)
    assert "Se retoman 3 respuestas" in run(project, answers="s\n").output


# With the keys of a terminal -----------------------------------------------------------------------------------------


def in_terminal(project: Proyecto, keys: list[tuple[str, bytes]]) -> tuple[str, int]:
    """Run the command in a terminal of 80 × 24; each of the keys is sent once its words are on the screen."""
    here, there = pty.openpty()
    command = [sys.executable, "-m", "generator", "anonimizar", "practicas/uno", "--proyecto", str(project.root)]
    environment = {**os.environ, "COLUMNS": "80", "LINES": "24", "TERM": "xterm"}
    child = subprocess.Popen(command, stdin=there, stdout=there, stderr=there, cwd=REPO, env=environment)
    seen, fresh, waiting, idle = b"", b"", list(keys), 0
    while True:
        # A key sent before the program listens would be lost: the terminal shows by its mode that it does.
        listening = not termios.tcgetattr(there)[3] & termios.ICANON
        if waiting and listening and waiting[0][0].encode() in fresh:
            os.write(here, waiting.pop(0)[1])
            fresh = b""
        if select.select([here], [], [], _TURN)[0]:
            data, idle = os.read(here, 4096), 0
            seen, fresh = seen + data, fresh + data
        elif child.poll() is not None:
            break
        elif (idle := idle + 1) > _MOST_IDLE:
            child.kill()
            raise AssertionError(f"nothing on the screen any more; waiting for {waiting[:1]}")
    os.close(here)
    os.close(there)
    assert not waiting, waiting
    return seen.decode(), child.wait()


def test_one_key_decides_without_enter(project: Proyecto) -> None:
    asked = "ayuda: "
    keys = [(asked, b"c"), ("volver: ", b"2"), (asked, b"t"), (asked, b"\x1b[A"), (asked, b"o"), ("eshacer ", b"s")]
    seen, code = in_terminal(project, keys)
    assert code == 1 and "\x1b[1m\x1b[7mZutanejo\x1b[0m" in seen
    assert "No es ninguna de las teclas" in seen, "an arrow decides nothing"
    assert "Zutanejo" in index(project) and "Perencejo" not in index(project) and "Mengánico" in index(project)
    assert all(
        len(line) <= 80
        for line in seen.replace("\x1b[1m", "").replace("\x1b[7m", "").replace("\x1b[0m", "").splitlines()
    )


def test_keys_typed_ahead_count_one_by_one(project: Proyecto) -> None:
    assert in_terminal(project, [("ayuda: ", b"ttts")])[1] == 0
    assert not any(word in index(project) for word in ("Zutanejo", "Perencejo", "Mengánico"))


@pytest.mark.parametrize("key", [b"\x03", b"\x04"])
def test_interrupting_keeps_the_answers(project: Proyecto, key: bytes) -> None:
    before = files(project)
    seen, code = in_terminal(project, [("ayuda: ", b"t"), ("[2/3]", key)])
    assert code == 1 and "Para seguir donde iba" in seen and "Traceback" not in seen and files(project) == before
    assert "Se retoma" in run(project, answers="g\n").output


# For other programs --------------------------------------------------------------------------------------------------


def questions(project: Proyecto) -> dict[str, Any]:
    done = run(project, "--preguntas")
    assert done.exit_code == 0
    data: dict[str, Any] = json.loads(done.output)
    return data


def replied(project: Proyecto, data: object, *options: str | Path) -> Result:
    return run(project, "--respuestas", "-", *options, answers=data if isinstance(data, str) else json.dumps(data))


def test_questions_come_as_json_and_change_nothing(project: Proyecto) -> None:
    before = files(project)
    data = questions(project)
    assert files(project) == before
    asked = {q["id"]: q["menciones"][0]["palabras"] for q in data["preguntas"] if not q["seguro"]}
    assert asked == {"q1": "Zutanejo", "q3": "Perencejo", "q4": "Mengánico"}
    first = data["preguntas"][0]["menciones"][0]
    assert (first["archivo"], first["antes"], first["despues"]) == ("index.md", "Usamos ", " en clase.")
    assert questions(project) == data


def test_answers_come_as_json(project: Proyecto, tmp_path: Path) -> None:
    seal = questions(project)["sello"]
    given = {"q1": {"respuesta": "conservar", "motivo": "lugar", "recordar": False}, "q3": {"respuesta": "tachar"}}
    file = tmp_path / "respuestas.json"
    file.write_text(json.dumps({"version": 1, "sello": seal, "respuestas": given}))
    done = run(project, "--respuestas", file)
    assert done.exit_code == 1, "one is still to be decided"
    assert "Zutanejo" in index(project) and "Perencejo" not in index(project) and "Mengánico" in index(project)
    assert not (project.root / TERMS).exists()
    data = questions(project)
    (left,) = (q["id"] for q in data["preguntas"])
    assert (
        replied(
            project, {"version": 1, "sello": data["sello"], "respuestas": {left: {"respuesta": "tachar"}}}
        ).exit_code
        == 0
    )


def test_images_too(project: Proyecto) -> None:
    with_image(project)
    data = questions(project)
    assert data["imagenes"] == [{"id": "i1", "archivo": "mesa.png", "decidida": False}]
    answer = {"i1": {"mirado": list(data["miradas"]), "publicar": True}}
    assert replied(project, {"version": 1, "sello": data["sello"], "imagenes": answer}).exit_code == 0
    assert "decision: publicar" in (project.folder("uno") / "revision.yml").read_text()


def test_every_problem_is_told_at_once_and_nothing_is_written(project: Proyecto) -> None:
    before = files(project)
    wrong = {
        "q1": {"respuesta": "conservar"},
        "q2": {"respuesta": "tachar"},
        "q3": {"respuesta": "quemar"},
        "q4": {"respuesta": "conservar", "motivo": CANARY_NAME},
        "q99": {"respuesta": "tachar"},
        CANARY_NAME: {"respuesta": "tachar"},
        "q5": [],
    }
    images = {"i9": {"mirado": [], "publicar": False}, "i1": {"publicar": True}}
    data = {"version": 1, "sello": questions(project)["sello"], "respuestas": wrong, "imagenes": images, CANARY_MAIL: 1}
    done = replied(project, data)
    assert done.exit_code == 2 and files(project) == before
    assert all(f"{key}: " in done.output for key in ("q1", "q2", "q3", "q4", "q99", "••••", "q5", "i9", "i1"))
    assert "10 problemas" in done.output and not any(word in done.output for word in SECRETS)


BAD = [
    "",
    "no es JSON",
    "[]",
    "{}",
    '{"version": 2}',
    '{"version": 1}',
    '{"version": 1, "sello": "x", "respuestas": {}}',
    "[" * 9999,
]


@pytest.mark.parametrize("bad", BAD)
def test_what_are_no_answers_is_refused(project: Proyecto, bad: str) -> None:
    before = files(project)
    assert replied(project, bad).exit_code == 2 and files(project) == before


def test_answers_to_other_questions_are_refused(project: Proyecto) -> None:
    """The numbers are of one state of the text: after a change, `q3` may be somebody else."""
    data = {"version": 1, "sello": questions(project)["sello"], "respuestas": {"q3": {"respuesta": "tachar"}}}
    project.write("uno", text({"Qué hicimos": f"El equipo Fulanejo va. {WORDS}"}))
    before = files(project)
    done = replied(project, data)
    assert done.exit_code == 2 and "sello" in done.output and files(project) == before


def test_one_way_at_a_time(project: Proyecto, tmp_path: Path) -> None:
    assert run(project, "--preguntas", "--solo-seguros").exit_code == 2
    assert run(project, "--respuestas", tmp_path / "no-existe.json").exit_code == 2
    assert run(project, "--respuestas", tmp_path).exit_code == 2


# The record ----------------------------------------------------------------------------------------------------------


def test_the_record_says_kinds_and_numbers_and_no_word(project: Proyecto, tmp_path: Path) -> None:
    project.write("uno", text({"Qué hicimos": f"{WORDS} Su cédula es {CANARY_ID}; escriba a {CANARY_MAIL}."}))
    acta = tmp_path / "acta.json"
    run(project, "--acta", acta, "--hoy", "2026-11-22", answers="c\n2\nt\no\ns\n")
    written = acta.read_text(encoding="utf-8")
    data = json.loads(written)
    assert data["fecha"] == "2026-11-22" and len(data["detectores"]) == 16
    assert data["tachado"]["persona"] == {"distintos": 2, "menciones": 2}
    assert data["tachado"]["cedula"] == data["tachado"]["correo"] == {"distintos": 1, "menciones": 1}
    assert data["conservado"] == {"termino_tecnico": 1} and data["sin_decidir"] == 1
    assert data["memoria"] == {"usados": 0, "nuevos": 1}
    assert not any(word in written for word in (*SECRETS, "Zutanejo", "Perencejo", "Mengánico", "uno"))


def test_a_record_that_cannot_be_written_is_told(project: Proyecto, tmp_path: Path) -> None:
    (tmp_path / "archivo").write_text("")
    done = run(project, "--acta", tmp_path / "archivo" / "acta.json", answers="t\nt\nt\ns\n")
    assert done.exit_code == 1 and "El acta no se pudo escribir" in done.output and "Zutanejo" not in index(project)


@pytest.fixture
def private(tmp_path: Path) -> Path:
    folder = tmp_path / "privada"
    folder.mkdir(mode=0o700)
    return folder


def test_the_private_record_says_what_stood_where(project: Proyecto, private: Path) -> None:
    before = index(project).split("\n")
    done = run(project, "--acta-privada", private / "acta.json", answers="t\nt\nt\ns\n")
    path = private / "acta.json"
    assert path.stat().st_mode & 0o777 == 0o600 and [p.name for p in private.iterdir()] == ["acta.json"]
    rows = json.loads(path.read_text(encoding="utf-8"))["tachado"]
    assert sorted(r["original"] for r in rows) == sorted(
        [CANARY_NAME, "Zutanejo", "Zutanejo", "Perencejo", "Mengánico"]
    )
    assert all(r["original"] in before[r["linea"] - 1] for r in rows)
    assert all(r["en_su_lugar"] in index(project) for r in rows)
    summary = done.output[done.output.index("Se tacharon") :]
    assert not any(word in summary for word in (*SECRETS, "Zutanejo"))


def test_the_private_record_stays_out_of_reach(project: Proyecto, private: Path, tmp_path: Path) -> None:
    before = files(project)
    (tmp_path / "repo" / "dentro").mkdir(parents=True, mode=0o700)
    (tmp_path / "repo" / ".git").mkdir()
    (tmp_path / "abierta").mkdir(mode=0o755)
    (tmp_path / "enlace").symlink_to(project.root)
    (private / "otra.json").write_text("ya estaba")
    (private / "colgado.json").symlink_to(tmp_path / "nada")
    refused = [
        project.root / "acta.json",
        project.folder("uno") / "acta.json",
        tmp_path / "repo" / "dentro" / "acta.json",
        tmp_path / "abierta" / "acta.json",
        tmp_path / "enlace" / "acta.json",
        tmp_path / "no-hay" / "acta.json",
        private / "otra.json",
        private / "colgado.json",
    ]
    for path in refused:
        done = run(project, "--acta-privada", path, "--solo-seguros")
        assert done.exit_code == 2, (path, done.output)
    assert files(project) == before and (private / "otra.json").read_text() == "ya estaba"


def test_the_private_record_is_not_written_when_nothing_is(project: Proyecto, private: Path) -> None:
    run(project, "--acta-privada", private / "acta.json", answers="g\n")
    assert not list(private.iterdir())


def test_the_state_of_reviews_is_out_of_the_project(project: Proyecto) -> None:
    assert not state_folder().is_relative_to(REPO) and not state_folder().is_relative_to(project.root)


# Sentences in eighty columns -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["Zutanejo", "Zutanejo Perencejo " * 8, "x" * 300])
@pytest.mark.parametrize("around", ["", "(", "palabra " * 40, "a" * 200])
def test_wrapping_loses_nothing_and_marks_the_words(words: str, around: str) -> None:
    out = wrapped(Mention("index.md", 1, around, words.strip(), around), lambda w: f"<{w}>", 10_000)
    lines = out.split("\n")
    assert all(len(line.replace("<", "").replace(">", "")) <= 79 for line in lines)
    marked = "".join(line.strip() for line in lines)
    assert marked.replace("<", "").replace(">", "").replace(" ", "") == f"{around}{words}{around}".replace(" ", "")
    inside = "".join(part.partition(">")[0] for part in marked.split("<")[1:])
    assert inside.replace(" ", "") == words.replace(" ", "")


def test_nothing_in_a_sentence_moves_the_cursor() -> None:
    assert "\x1b" not in wrapped(Mention("index.md", 1, "\x1b[2J", "\x07Zutanejo", "\u202e"), str, 500)
