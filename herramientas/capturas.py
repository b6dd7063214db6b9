"""The pictures of the README and of «Comparta su práctica», taken of the built site: `make capturas`."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

from generator.promote import SITE
from generator.serve import server
from herramientas.navegador import find

ROOT = Path(__file__).parent.parent
OUT = ROOT / "docs" / "imagenes"
SHOTS = (
    ("inicio-movil", "", (390, 844), "light"),
    ("practica-escritorio", "practicas/frenos-por-estaciones/", (1280, 900), "light"),
    ("buscar-escritorio", "buscar/?q=evaluacion", (1280, 900), "light"),
    ("practica-movil-oscuro", "practicas/leer-el-suelo-con-una-pala/", (390, 844), "dark"),
)
GUIDE = ROOT / "content" / "aportar" / "imagenes"
FORM = "aportar/formulario.html"
FILLED = {
    "Título": "Medir áreas con una huerta hecha de botellas",
    "Resumen": "Las áreas se olvidaban de una semana a otra. Armar una huerta obligó a medir y calcular de verdad.",
}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def main() -> int:
    """Take every picture into `docs/imagenes`; 1 when there is no browser or no site."""
    browser_path = find()
    if browser_path is None or not (ROOT / SITE / "index.html").is_file():
        print("Hace falta un navegador y el sitio construido: make sitio, make pruebas.", file=sys.stderr)
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    with server(ROOT / SITE, 0) as web, sync_playwright() as playwright:
        Thread(target=web.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(FLAGS))
        for name, address, (width, height), scheme in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(f"http://127.0.0.1:{web.server_address[1]}/{address}")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=OUT / f"{name}.png")
            page.close()
        _form(browser, f"http://127.0.0.1:{web.server_address[1]}/{FORM}")
        browser.close()
        web.shutdown()
    return 0


def _form(browser: Browser, address: str) -> None:
    """The form as it opens on a phone, and with its first questions answered."""
    GUIDE.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": 390, "height": 700}, color_scheme="light")
    page.goto(address)
    page.screenshot(path=GUIDE / "formulario-inicio.png")
    page.get_by_label("Una práctica").check()
    for label, words in FILLED.items():
        page.get_by_label(label, exact=False).first.fill(words)
    page.get_by_label("Título", exact=False).first.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 260)")
    page.screenshot(path=GUIDE / "formulario-preguntas.png")
    page.close()


if __name__ == "__main__":
    sys.exit(main())
