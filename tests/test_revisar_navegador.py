"""The review page in a real browser: answering by hand and by keys, leaving and coming back, and the files at the end.

Names are made up from name parts and belong to nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from generator.anonymize import redact
from generator.cli_options import bundle_at
from generator.review.finish import finish
from generator.review.server import ReviewServer
from generator.review.session import open_session
from generator.review.store import open_store
from generator.review.web import Review
from tests.fabrica import CANARY_ID, CANARY_NAME, TODAY, Proyecto, text
from tests.navegador import FIRST, axe, other_colours

pytestmark = pytest.mark.navegador

SIZES = {"telefono": (390, 844), "escritorio": (1280, 800)}
# Long numbers that nothing explains: doubtful whatever is learned about names.
DOUBTFUL = ("417253968", "528364179", "639475281")
HOSTILE = "<img src=x onerror=alert(1)>"


def made(root: Path) -> Proyecto:
    """A bundle with certain and doubtful words, one of them many times over, an attachment and two pictures."""
    root.mkdir(exist_ok=True)
    project = Proyecto(root, guide=False)
    pictures = [
        {"archivo": "mesa.png", "alt": "Una mesa con un reloj.", "personas_reconocibles": "ninguna"},
        {"archivo": "taller.png", "alt": "Un taller.", "personas_reconocibles": "adultas_autorizadas"},
    ]
    told = f"Con {CANARY_NAME}, cédula {CANARY_ID}. " + " ".join(f"El reloj decía {DOUBTFUL[0]}." for _ in range(7))
    body = f"{told}\n\nEn la caja decía {DOUBTFUL[1]}.\n\n`{HOSTILE}`\n\n![La mesa](mesa.png) ![El taller](taller.png)"
    path = project.write(
        "estaciones",
        text(
            {"Qué hicimos": f"{body}\n\nVea la [lista](anexos/lista.md)."},
            imagenes=pictures,
            anexos=[{"archivo": "lista.md", "titulo": "Lista"}],
        ),
    )
    (path / "anexos").mkdir(exist_ok=True)
    (path / "anexos/lista.md").write_text(f"La etiqueta decía {DOUBTFUL[2]} en la tarde.\n", encoding="utf-8")
    for name in ("mesa.png", "taller.png"):
        Image.new("RGB", (900, 600), (0, 120, 50)).save(path / name)
    return project


@contextmanager
def served(project: Proyecto) -> Iterator[ReviewServer]:
    """A sitting: what `inspira revisar` does, without the terminal."""
    folder = "practicas/estaciones"
    session = open_session(project.submission("estaciones"))
    store = open_store(project.root, folder, {"XDG_STATE_HOME": str(project.root.parent / "estado")})
    store.resume(session)
    bundle = bundle_at(project.root, folder)
    with ReviewServer(Review(session, store, lambda: finish(project.root, bundle, session), TODAY)) as web:
        Thread(target=web.serve_forever, args=(0.01,), daemon=True).start()
        yield web
        web.shutdown()


@contextmanager
def visit(
    navegador: Browser, web: ReviewServer, size: str = "escritorio", scheme: Literal["light", "dark"] = "light"
) -> Iterator[Page]:
    """The page, come into by its address; a script error or a refused resource in it fails the test."""
    width, height = SIZES[size]
    context = navegador.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(error.message))
    page.on("console", lambda message: problems.append(message.text) if "Content Security" in message.text else None)
    page.on("request", lambda asked: None if asked.url.startswith("http://127.0.0.1:") else problems.append(asked.url))
    page.goto(web.address)
    expect(page.locator("#avance")).not_to_be_empty()
    yield page
    context.close()
    assert not problems


def title(page: Page) -> str:
    return page.locator("#pregunta-titulo").inner_text()


def press(page: Page, key: str) -> None:
    """A key, and the page as it is after the answer to it."""
    before = page.locator("#avance").inner_text()
    page.keyboard.press(key)
    expect(page.locator("#avance")).not_to_have_text(before)


def look_at(page: Page, *, publish: bool) -> None:
    button = page.get_by_role("button", name="Publicar", exact=False).first
    expect(button).to_be_disabled()
    boxes = page.get_by_role("checkbox").filter(visible=True)
    for position in range(boxes.count() if publish else 2):
        boxes.nth(position).check()
    if publish:
        expect(button).to_be_enabled()
        button.click()
    else:
        expect(button).to_be_disabled()
        page.get_by_role("button", name="No publicar").click()


def test_a_whole_review(tmp_path: Path, navegador: Browser) -> None:
    project = made(tmp_path / "proyecto")
    path = project.root / "practicas/estaciones"
    with served(project) as web, visit(navegador, web) as page:
        assert page.url == f"http://127.0.0.1:{web.port}/", "the key does not stay in the address"
        assert page.evaluate("document.cookie") == "", "no script reads the cookie"
        assert DOUBTFUL[0] in title(page)
        page.get_by_role("button", name="Tachar").click()
        expect(page.locator("#pregunta-titulo")).to_contain_text(DOUBTFUL[1])
        page.get_by_role("button", name="Conservar").click()
        page.get_by_role("button", name="No es un dato de una persona").click()
        expect(page.locator("#pregunta-titulo")).to_contain_text(DOUBTFUL[2])
        press(page, "t")
        expect(page.locator("#imagen")).to_be_visible()
        expect(page.locator("#foto")).to_have_js_property("naturalWidth", 900)
        look_at(page, publish=True)
        expect(page.locator("#imagen-numero")).to_contain_text("2 de 2")
        expect(page.locator("#mirada")).to_contain_text("adultas que lo autorizaron")
        look_at(page, publish=False)
        expect(page.locator("#resumen")).to_be_visible()
        expect(page.locator("#resumen-falta")).to_be_hidden()
        page.get_by_role("button", name="Aplicar y terminar").click()
        expect(page.locator("#final-titulo")).to_have_text("Listo")
        page.get_by_text("Acta: qué se hizo").click()
        expect(page.locator("#final pre")).to_contain_text('"publicar": 1')
        with page.expect_download() as kept:
            page.get_by_role("link", name="Descargar el acta").click()
        acta = json.loads(kept.value.path().read_text(encoding="utf-8"))
        assert kept.value.suggested_filename == "acta.json" and acta["fecha"] == TODAY.isoformat()
        assert web.closed.wait(10)
    written = (path / "index.md").read_text(encoding="utf-8") + (path / "anexos/lista.md").read_text(encoding="utf-8")
    assert not any(word in written for word in (CANARY_NAME, CANARY_ID, DOUBTFUL[0], DOUBTFUL[2]))
    assert DOUBTFUL[1] in written and HOSTILE in written
    after = project.submission("estaciones")
    assert not [d for d in redact.check(after) if d.is_error]
    decisions = {i.archivo: i.decision.value for i in after.revision.imagenes}
    assert decisions == {"mesa.png": "publicar", "taller.png": "retirar"}


def test_keys_do_what_the_buttons_do(tmp_path: Path, navegador: Browser) -> None:
    with served(made(tmp_path / "proyecto")) as web, visit(navegador, web) as page:
        assert DOUBTFUL[0] in title(page)
        page.keyboard.press("c")
        expect(page.locator("#motivos")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#motivos")).to_be_hidden()
        page.keyboard.press("c")
        press(page, "4")
        press(page, "o")
        press(page, "t")
        expect(page.locator("#avance")).to_have_text("3 de 5 respondidas")
        press(page, "d")
        assert DOUBTFUL[2] in title(page), "what is undone is asked again"
        press(page, "d")
        press(page, "d")
        assert DOUBTFUL[0] in title(page)
        page.keyboard.press("d")
        expect(page.get_by_role("alert")).to_contain_text("nada más que deshacer")
        page.get_by_label("Decidir con las teclas").uncheck()
        page.keyboard.press("t")
        assert page.evaluate("fetch('/datos').then(r => r.json()).then(all => all.estado.hechas)") == 0


def test_the_suggested_reason_is_one_key_away(tmp_path: Path, navegador: Browser) -> None:
    project = made(tmp_path / "proyecto")
    author = {"rol": "instructor", "credito": "seudonimo", "nombre": "Zutanejo"}
    (project.root / "practicas/estaciones/index.md").write_text(text(autoria=[author]), encoding="utf-8")
    for name in ("mesa.png", "taller.png", "anexos/lista.md"):
        (project.root / "practicas/estaciones" / name).unlink()
    with served(project) as web, visit(navegador, web) as page:
        page.keyboard.press("c")
        expect(page.get_by_role("button", name="seudónimo")).to_be_focused()
        press(page, "Enter")
        expect(page.locator("#resumen-grupos")).to_contain_text("es el seudónimo")


def test_the_text_shows_what_was_decided(tmp_path: Path, navegador: Browser) -> None:
    with served(made(tmp_path / "proyecto")) as web, visit(navegador, web) as page:
        pane = page.locator("#texto")
        assert pane.locator("img").count() == 0, "the author's text is text"
        expect(pane.locator("mark.tachar")).to_have_text([CANARY_NAME, CANARY_ID])
        expect(pane.locator("mark.duda.actual")).to_have_count(7)
        assert page.locator("#menciones-lista li").count() == 5
        page.get_by_role("button", name="Ver las 7").click()
        page.locator("#menciones-lista button").nth(6).click()
        press(page, "t")
        expect(pane.locator("mark.tachar", has_text=DOUBTFUL[0])).to_have_count(7)
        pane.locator("mark", has_text=CANARY_NAME).click()
        expect(page.locator("#decidir")).to_be_hidden()
        pane.locator("mark", has_text=DOUBTFUL[2]).click()
        assert DOUBTFUL[2] in title(page)
        expect(pane.locator("mark.actual")).to_have_text([DOUBTFUL[2]])
        expect(pane.locator("mark.actual")).to_be_in_viewport()


def test_closing_the_page_keeps_the_answers(tmp_path: Path, navegador: Browser) -> None:
    project = made(tmp_path / "proyecto")
    before = (project.root / "practicas/estaciones/index.md").read_bytes()
    with served(project) as web:
        with visit(navegador, web) as page:
            press(page, "t")
        with visit(navegador, web) as page:
            expect(page.locator("#avance")).to_have_text("1 de 5 respondidas")
            assert DOUBTFUL[1] in title(page)
    with served(project) as web, visit(navegador, web) as page:
        expect(page.locator("#avance")).to_have_text("1 de 5 respondidas")
        page.get_by_role("button", name="3. Resumen").click()
        page.get_by_role("button", name="Guardar y salir").click()
        expect(page.locator("#final")).to_contain_text("guardadas")
        assert web.closed.wait(10)
    assert (project.root / "practicas/estaciones/index.md").read_bytes() == before


def test_what_is_left_is_told_place_by_place(tmp_path: Path, navegador: Browser) -> None:
    with served(made(tmp_path / "proyecto")) as web, visit(navegador, web) as page:
        page.get_by_role("button", name="3. Resumen").click()
        expect(page.locator("#resumen-falta")).to_contain_text("Quedan 5 cosas por decidir")
        page.get_by_role("button", name="Aplicar y terminar").click()
        expect(page.locator("#final-titulo")).to_have_text("Listo")
        places = page.locator("#final li")
        assert places.count() >= 4
        expect(places.first).to_contain_text("pista:")
        assert not any(words in page.locator("#final").inner_text() for words in (*DOUBTFUL, CANARY_NAME, CANARY_ID))


def test_what_changed_meanwhile_is_told_on_the_page(tmp_path: Path, navegador: Browser) -> None:
    project = made(tmp_path / "proyecto")
    index = project.root / "practicas/estaciones/index.md"
    with served(project) as web, visit(navegador, web) as page:
        changed = index.read_text(encoding="utf-8") + "\nMás.\n"
        index.write_text(changed, encoding="utf-8")
        page.get_by_role("button", name="3. Resumen").click()
        page.get_by_role("button", name="Aplicar y terminar").click()
        expect(page.get_by_role("alert")).to_contain_text("cambió mientras usted decidía")
    assert index.read_text(encoding="utf-8") == changed


def test_a_program_that_is_gone_is_told_on_the_page(tmp_path: Path, navegador: Browser) -> None:
    with served(made(tmp_path / "proyecto")) as web, visit(navegador, web) as page:
        web.shutdown()
        web.server_close()
        page.keyboard.press("t")
        expect(page.get_by_role("alert")).to_contain_text("ya no responde")
        web.closed.set()


@pytest.mark.parametrize("size", SIZES)
def test_everybody_can_use_it(tmp_path: Path, navegador: Browser, size: str) -> None:
    scheme, other = FIRST[size]
    with served(made(tmp_path / "proyecto")) as web, visit(navegador, web, size, scheme) as page:

        def usable() -> None:
            # What does not depend on colours is looked at once in each size.
            assert axe(page) == []
            with other_colours(page, other):
                assert axe(page, colours_alone=True) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"

        usable()
        page.keyboard.press("c")
        usable()
        press(page, "1")
        press(page, "t")
        press(page, "o")
        expect(page.locator("#foto")).to_have_js_property("naturalWidth", 900)
        usable()
        page.get_by_role("button", name="1. Palabras").click()
        usable()
        page.get_by_role("button", name="3. Resumen").click()
        usable()
        page.get_by_role("button", name="Guardar y salir").click()
        expect(page.locator("#final")).to_be_visible()
        usable()


def test_five_hundred_findings_are_no_trouble(tmp_path: Path, navegador: Browser) -> None:
    project = Proyecto(tmp_path, guide=False)
    lines = (f"El equipo {number} decía {410_000_111 + number * 7919}." for number in range(500))
    project.write("estaciones", text({"Qué hicimos": "\n\n".join(lines)}))
    with served(project) as web, visit(navegador, web) as page:
        assert page.locator("#texto mark").count() >= 500
        for _ in range(20):
            press(page, "t")
        assert page.locator("#texto mark.tachar").count() == 20
        expect(page.locator("#texto mark.actual")).to_be_in_viewport()
