"""A built site, served on this machine alone, and a real browser to read it with.

`sitio` builds a small site from `tests.muestras`, the way the generator does: staged pages beside the guide, an
unmodified MkDocs, then Pagefind. `navegador` is Debian's Chromium where it is, else Playwright's own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from generator.model import Anonymized, Collection
from generator.site import (
    Block,
    card,
    codes_page,
    facet_pages,
    home_page,
    list_page,
    retired_page,
    search_page,
    submission_page,
)
from tests.muestras import anonymized, blocks, write
from tests.raiz import ROOT

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTIL = 'Títulos <img src=x onerror=alert(1)> & "comillas" {{ x }} {: onclick=a}'


def _submissions() -> list[tuple[Anonymized, list[Block], list[Block]]]:
    house = {"historial": [{"mes": "2026-09", "evento": "publicada"}]}
    replicas = [
        {"periodo": "2026-T2", "regional": "52", "centro": "9534", "resultado": "funciono"},
        {
            "periodo": "2026-T3",
            "regional": "05",
            "centro": "9101",
            "resultado": "funciono_con_cambios",
            "cambio": "tiempo",
        },
        {"periodo": "2026-T3", "regional": "08", "resultado": "no_funciono", "cambio": "recursos"},
    ]
    photo = (
        '<figure class="imagen"><img src="foto.png" width="400" height="240" alt="Botellas en una pared." '
        'loading="lazy"><figcaption>La pared <small class="credito">Imagen: Colectivo</small></figcaption></figure>'
    )
    rich = blocks(
        "Era difícil hablar de áreas.",
        'Hicimos esto:</p><ol><li>Medir.</li><li>Cortar.</li></ol><table><thead><tr><th scope="col">Paso</th>'
        '<th scope="col">Minutos</th></tr></thead><tbody><tr><td>Medir</td><td>20</td></tr></tbody></table>'
        "<pre><code>area = base * altura&#10;print(area)</code></pre>"
        '<ul><li><span class="tarea" role="img" aria-label="Hecho">☑</span> '
        f"Cinta</li></ul>{photo}<p>Y listo.",
        "La evaluación mejoró: casi todos midieron bien. Lo dijo el niño del vecino, y este año también.",
        "Sirve en cualquier patio.",
    )
    full: dict[str, object] = {
        "enfasis": "tecnico-pedagogico",
        "proceso_fpi": ["ejecutar", "evaluar"],
        "estrategia": "proyectos",
        "conectividad": "sin_internet",
        "dificultad": "baja",
        "grupo": "11-25",
        "lugar": "comunidad",
        "oferta": "campesena",
        "programa": {"nivel": "tecnico", "nombre": "Producción agropecuaria"},
        "competencia": "Manejar cultivos según criterios técnicos",
        "resultados_aprendizaje": ["Medir superficies", "Planear siembras"],
        "sector_productivo": "Agrícola",
        "ajustes": [
            {"necesidad": "visual", "que_se_ajusta": "Las medidas se hacen con cuerda y nudos."},
            {"necesidad": "visual", "que_se_ajusta": "Las instrucciones se leen en voz alta."},
        ],
        "seguridad": {"riesgos": ["Cortes al abrir botellas"], "epp": ["Guantes"]},
        "sustento": ["producto", "observacion"],
        "regional": "52",
        "periodo": "2026-T3",
        "etiquetas": ["huerta", "trabajo-en-equipo"],
        "ejemplo": True,
    }
    first = anonymized(
        ficha={**house, "replicas": replicas, "revisar_antes_de": "2028-06"}, credits=("Ana Sol (docente)",), **full
    )
    attachment = Block("Lista de materiales", "anexo-lista", _wide_table())
    others = [
        anonymized(slug=f"practica-{n}", titulo=f"Aprender a soldar sin chispas, parte {n}", area=area, tiempo=tiempo,
                   resumen="La soldadura daba miedo. Se empezó con plastilina y después con el tornillo de banco.",
                   reto=["explicar_tema_dificil"] if n % 2 else ["evaluar_mejor"], modalidad_formacion=modalidad)
        for n, (area, tiempo, modalidad) in enumerate(
            [("mecanica-industrial", "momento", "presencial"), ("mecanica-industrial", "varias_sesiones", "virtual"),
             ("informatica-software", "una_sesion", "virtual"), ("salud", "trimestre", "presencial")], 1)
    ]  # fmt: skip
    hostile = anonymized(slug="hostil", titulo=HOSTIL, resumen=f"{HOSTIL} y más texto.", credits=(HOSTIL,))
    trip = anonymized(
        Collection.EXPEDICIONES,
        "bosque",
        ejemplo=True,
        equipo=[{"rol": "instructor", "cuantos": 3}, {"rol": "experto_sector", "cuantos": 7}],
        itinerario=[{"momento": "Salida", "actividad": "Caminar el bosque.", "aprendizaje": "Mirar despacio."}],
        practicas_recuperadas=["huerta-vertical"],
        productos=["Un cuaderno de campo"],
        compromisos=["Volver en un año"],
        reto=["incluir_a_todos"],
    )
    return [
        (first, rich, [attachment]),
        *((a, blocks("Costaba.", "Se practicó.", "Se vio en la pieza.", "Con plastilina."), []) for a in others),
        (hostile, [Block(HOSTIL, "hostil", "<p>Cuerpo</p>")], []),
        (trip, blocks("Buscábamos.", "Vivimos."), []),
    ]


def _wide_table() -> str:
    """An attachment wider than a phone: its table scrolls, and must be reachable by keyboard."""
    names = ("material", "cantidad", "observaciones", "proveedor", "almacenamiento", "alternativas")
    head = "".join(f"<th>{name}</th>" for name in names)
    return f"<table><thead><tr>{head}</tr></thead><tbody><tr>{'<td>doce botellas</td>' * 6}</tr></tbody></table>"


def stage(docs: Path) -> None:
    """The staged tree of the sample site."""
    shutil.copytree(ROOT / "content", docs, dirs_exist_ok=True)
    made = _submissions()
    cards = [card(a) for a, _, _ in made]
    for (a, sections, attachments), own in zip(made, cards, strict=True):
        related = [c for c in cards if c.folder != own.folder][:3]
        write(docs, f"{a.folder}/index.md", submission_page(a, sections, attachments, related, "../../"))
    retired = anonymized(slug="retirada", titulo="Una que ya no está vigente", ficha={"estado": "retirada"})
    cards.append(card(retired))
    write(docs, "practicas/retirada/index.md", retired_page(retired))
    by = {kind: [c for c in cards if c.folder.startswith(kind.value)] for kind in Collection}
    for kind in Collection:
        write(docs, f"{kind.value}/index.md", list_page(kind, by[kind]))
    write(docs, "index.md", home_page(by[Collection.PRACTICAS], by[Collection.EXPEDICIONES]))
    write(docs, "buscar/index.md", search_page(cards))
    write(docs, "codigos/index.md", codes_page())
    for path, text in facet_pages(cards).items():
        write(docs, path, text)
    _photo(docs / "practicas/huerta-vertical/foto.png")


def _photo(path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (400, 240), "#7a9b6b").save(path)


def build(work: Path) -> Path:
    """The sample site, built and indexed under `work`; returns its directory."""
    docs, site = work / "docs", work / "site"
    stage(docs)
    root = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    guide = [entry for entry in root["nav"] if "Inicio" not in entry]
    config = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(docs),
        "site_dir": str(site),
        "theme": {"custom_dir": str(ROOT / "generator/site/theme")},
        "nav": [
            {"Inicio": "index.md"},
            {"Prácticas": "practicas/index.md"},
            {"Expediciones": "expediciones/index.md"},
            *guide,
            {"Buscar": ["buscar/index.md"]},
        ],
        "not_in_nav": "/practicas/*/\n/expediciones/*/\n/buscar/\n/codigos/\n/por/\n",
    }
    generated = work / "mkdocs.yml"
    generated.write_text(json.dumps(config), encoding="utf-8")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(generated)]
    subprocess.run(mkdocs, check=True, env=environment)
    subprocess.run([sys.executable, "-m", "pagefind", "--site", str(site), "--quiet"], check=True)
    return site


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())


def serve(site: Path) -> tuple[ThreadingHTTPServer, str]:
    """A server of `site` on a free port of this machine alone, and its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"


@dataclass(frozen=True)
class Lugares:
    """What the browser's tests need to know about the site they read: pages of each kind, and words in them."""

    practica: str = "/practicas/huerta-vertical/"
    expedicion: str = "/expediciones/bosque/"
    retirada: str = "/practicas/retirada/"
    hostil: str = "/practicas/hostil/"
    hostil_titulo: str = HOSTIL
    con_tilde: str = "evaluación"
    con_tilde_en: str = "Medir áreas con una huerta hecha de botellas"
    filtro: tuple[str, str] = ("tiempo", "una_sesion")
    otro_filtro: tuple[str, str] = ("modalidad", "virtual")


@pytest.fixture(scope="session")
def lugares() -> Lugares:
    """The places of the sample site."""
    return Lugares()


@pytest.fixture(scope="session")
def sitio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a built site."""
    return build(tmp_path_factory.mktemp("sitio"))


@pytest.fixture(scope="session")
def direccion(sitio: Path) -> Iterator[str]:
    """Where the built site is served."""
    server, address = serve(sitio)
    yield address
    server.shutdown()
    server.server_close()


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium where it is installed, else the browser that Playwright manages."""
    named = os.environ.get("INSPIRA_NAVEGADOR") or None
    own = named or next((path for path in CHROMIUM if Path(path).exists()), None)
    return playwright.chromium.launch(executable_path=own, args=FLAGS)


@pytest.fixture(scope="session")
def navegador() -> Iterator[Browser]:
    """A real browser, headless."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def axe(page: Page) -> list[str]:
    """The WCAG 2.1 A and AA violations that axe finds in the page, one line a node."""
    page.evaluate(resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    result = page.evaluate(
        "() => axe.run({runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}})"
    )
    return [f"{v['id']}: {node['html'][:160]}" for v in result["violations"] for node in v["nodes"]]
