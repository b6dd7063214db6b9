"""What changed in a page, as its author and its reviewer see it. The canary names are made up from name parts."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from generator.clearing import clear
from generator.cli import main
from generator.comparing import steps
from generator.lock import EARLIER
from generator.memory import add_to_memory
from generator.schema.revision import Motivo
from tests.fabrica import CANARY_NAME, Proyecto, text

SLUG = "estaciones"


def project_at(root: Path, story: str) -> Proyecto:
    root.mkdir()
    made = Proyecto(root, guide=False)
    made.write(SLUG, text({"Qué hicimos": story}))
    return made


def asked(project: Proyecto, *more: str) -> tuple[Result, str]:
    out = project.root.parent / "cambios.html"
    words = ["cambios", f"practicas/{SLUG}", "--proyecto", str(project.root), "--salida", str(out), *more]
    answer = CliRunner().invoke(main, words)
    return answer, out.read_text(encoding="utf-8") if out.exists() else ""


def test_words_that_changed_are_marked_and_the_rest_is_left_out() -> None:
    before = ["Uno igual.", "Partimos la sesión en tres partes cortas.", "Esto sale del todo."]
    after = ["Uno igual.", "Partimos la sesión en cuatro partes cortas.", "Otra cosa entra <b>aquí</b>."]
    told = [(step.kind, str(step.html)) for step in steps(before, after)]
    assert told == [
        ("cambiado", "Partimos la sesión en <del>tres</del><ins>cuatro</ins> partes cortas."),
        ("quitado", "<del>Esto sale del todo.</del>"),
        ("nuevo", "<ins>Otra cosa entra &lt;b&gt;aquí&lt;/b&gt;.</ins>"),
    ]


def test_changes_with_a_space_between_them_are_one() -> None:
    before, after = ["En tres mesas largas, y ya."], ["En cuatro estaciones largas de metal, y ya."]
    told = "En <del>tres mesas</del><ins>cuatro estaciones</ins> largas <ins>de metal</ins>, y ya."
    assert [str(step.html) for step in steps(before, after)] == [told]


def test_a_reviewer_sees_how_the_page_would_change(tmp_path: Path) -> None:
    before = project_at(tmp_path / "base", "Partimos la sesión en tres partes.")
    after = project_at(tmp_path / "propuesta", "Partimos la sesión en cuatro partes.")
    answer, html = asked(after, "--antes", str(before.root))
    assert answer.exit_code == 0, answer.output
    assert "<del>tres</del><ins>cuatro</ins>" in html and "La situación" not in html
    assert "cuatro" not in answer.output
    shutil.rmtree(before.root / "practicas")
    assert "Es una entrega nueva" in asked(after, "--antes", str(before.root))[1]


def test_what_the_page_does_not_show_is_not_shown_here(tmp_path: Path) -> None:
    before = project_at(tmp_path / "base", f"Lo contó la instructora {CANARY_NAME}.\n\n<!-- {CANARY_NAME} -->\n\nY ya.")
    after = project_at(tmp_path / "propuesta", "Lo contó una instructora.")
    answer, html = asked(after, "--antes", str(before.root))
    assert answer.exit_code == 0 and "Cambia" in html
    assert not any(part in html + answer.output for part in CANARY_NAME.split())


def test_an_author_sees_what_changed_since_the_agreement(tmp_path: Path) -> None:
    project = project_at(tmp_path / "proyecto", "Partimos la sesión en tres partes.")
    git = ["git", "-C", str(project.root), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    assert "no está lo que se autorizó" in asked(project)[0].output
    project.consent(SLUG)
    subprocess.run([*git, "init", "--quiet"], check=True)
    for story in ("tres", "cinco", "cuatro"):
        if story != "tres":
            path = project.folder(SLUG) / "index.md"
            path.write_text(text({"Qué hicimos": f"Partimos la sesión en {story} partes."}), encoding="utf-8")
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "--quiet", "-m", story], check=True)
    answer, html = asked(project)
    assert answer.exit_code == 0, answer.output
    assert "<del>tres</del><ins>cuatro</ins>" in html and "cinco" not in html
    work = project.root / ".build"
    assert not [p for p in work.iterdir() if p.name.startswith(EARLIER)]
    (work / f"{EARLIER}x").mkdir()  # of a run that was killed
    clear(work)
    assert not (work / f"{EARLIER}x").exists()


def test_a_long_paragraph_is_told_by_its_words_and_beside_the_one_that_it_was() -> None:
    long = " ".join(f"palabra{n} de la clase" for n in range(40))
    edited = long.replace("palabra7 ", "otra ").replace("palabra20 ", "nueva ").replace("palabra33 ", "")
    told = list(steps(["Uno.", long, "Fin."], ["Uno.", "Esto no estaba antes en ninguna parte.", edited, "Fin."]))
    assert [step.kind for step in told] == ["nuevo", "cambiado"]
    assert "<del>palabra7</del><ins>otra</ins>" in told[1].html and "estaba" not in told[1].html


def test_only_what_its_author_says_is_compared_and_images_by_themselves(tmp_path: Path) -> None:
    entry = {"archivo": "mesa.png", "alt": "Una mesa verde", "personas_reconocibles": "ninguna"}
    lesson = {"Qué hicimos": "Así:\n\n![Una mesa verde](mesa.png)"}
    before, after = (project_at(tmp_path / name, "") for name in ("base", "propuesta"))
    for made, title in ((before, "Sesiones con un reloj a la vista"), (after, "Sesiones con un metrónomo a la vista")):
        made.write(SLUG, text(lesson, titulo=title, imagenes=[entry]))
        made.image(SLUG, "mesa.png")
    _, html = asked(after, "--antes", str(before.root))
    assert html.count("<section ") == 1 and "<del>reloj</del><ins>metrónomo</ins>" in html
    assert "Cambian las imágenes" not in html
    Image.new("RGB", (700, 600), (90, 0, 50)).save(after.folder(SLUG) / "mesa.png")
    after.decide(SLUG, "mesa.png")
    assert "Cambian las imágenes" in asked(after, "--antes", str(before.root))[1]


def test_a_fact_that_changed_is_told_with_its_name(tmp_path: Path) -> None:
    before, after = (project_at(tmp_path / name, "") for name in ("base", "propuesta"))
    first, then = {"recursos": ["Un reloj grande"]}, {"recursos": ["Un reloj de pared", "Tiza"]}
    before.write(SLUG, text(**first, modalidad_formacion="presencial", conectividad="basica"))
    after.write(SLUG, text(**then, modalidad_formacion="virtual", lugar="sede"))
    _, html = asked(after, "--antes", str(before.root))
    told = re.findall(r"<section class=\"\w+\"><p><strong>(\w+)</strong></p><p>(.*?)</p>", html)
    assert told == [
        ("Cambia", "<b>Modalidad:</b> <del>Presencial</del><ins>Virtual</ins>"),
        ("Sale", "<b>Conectividad:</b> <del>Conexión básica</del>"),
        ("Entra", "<b>Lugar:</b> <ins>Sede del SENA</ins>"),
        ("Cambia", "<b>Lo que necesita:</b> Un reloj <del>grande</del><ins>de pared</ins>"),
        ("Entra", "<b>Lo que necesita:</b> <ins>Tiza</ins>"),
    ]


def test_both_sides_remember_the_terms_of_today(tmp_path: Path) -> None:
    before = project_at(tmp_path / "base", "Usamos Zutanejo en tres partes.")
    after = project_at(tmp_path / "propuesta", "Usamos Zutanejo en cuatro partes.")
    add_to_memory(after.root, {"Zutanejo": Motivo.PALABRA})
    answer, html = asked(after, "--antes", str(before.root))
    assert answer.exit_code == 0 and "<del>tres</del><ins>cuatro</ins>" in html, answer.output


@pytest.mark.parametrize(
    ("then", "code"), [({"area": "no-existe"}, "E103"), ({"titulo": "La clase de Zutanejo"}, "A201")]
)
def test_an_earlier_version_that_is_no_page_today_is_not_told_as_none(
    tmp_path: Path, then: dict[str, object], code: str
) -> None:
    before, after = (project_at(tmp_path / name, "Lo mismo.") for name in ("base", "propuesta"))
    before.write(SLUG, text(**then))
    answer, html = asked(after, "--antes", str(before.root))
    assert answer.exit_code == 1 and code in answer.output and "de la versión de antes" in answer.output
    assert not html


@pytest.mark.parametrize(
    ("state", "told"), [("revocada", "La página saldría del sitio"), ("retirada", "el aviso de que se retiró")]
)
def test_a_page_that_goes_by_its_state_is_not_said_to_stay(tmp_path: Path, state: str, told: str) -> None:
    before, after = (project_at(tmp_path / name, "Lo mismo.") for name in ("base", "propuesta"))
    after.write(SLUG, text({"Qué hicimos": "Lo mismo."}), estado=state)
    _, html = asked(after, "--antes", str(before.root))
    assert told in html and "no cambiaría" not in html and "«Publicada»" in html
