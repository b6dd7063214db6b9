"""The pictures of the README, taken of the built site: `make capturas`."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright

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
        browser.close()
        web.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
