"""A site that the pipeline made, served on this machine alone, and a real browser to read it with.

`sitio` is a whole project (the guide of the repository, the shipped examples and a few bundles that are rich, odd or
hostile) taken all the way through. `navegador` is the browser that `make pruebas` found.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from threading import Thread
from typing import Literal
from weakref import WeakKeyDictionary

import pytest
import yaml
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from generator.consent import store
from generator.lock import held
from generator.pipeline import construct
from generator.serve import server
from herramientas.navegador import QUIET, find
from tests import cifras
from tests.fabrica import REPO, TODAY, Proyecto, text

HOSTIL = 'Títulos <img src=x onerror=alert(1)> & "comillas" {{ x }} {: onclick=a}'

_RICH_BODY = {
    "La situación": "Era difícil hablar de áreas: la evaluación de cada trimestre lo mostraba.",
    "Qué hicimos": """1. Medir.
2. Cortar.

| Paso | Minutos |
| :--- | ---: |
| Medir | 20 |
| Cortar | 15 |

- [x] Cinta
- [ ] Tijeras

```python
area = base * altura
print(area)
```

!!! warning "Cuidado con los bordes"
    Las botellas cortadas dejan filo.

??? note "Si no hay botellas"
    Sirven también los tarros[^1].

![Botellas en una pared.](pared.png)

Repartimos la [lista de materiales](anexos/lista.md).

[^1]: De los que traen tapa.
""",
    "Qué pasó y cómo lo sabemos": "La evaluación mejoró: casi todos midieron bien. Este año repetimos.",
    "Para hacerlo en su ambiente": "Sirve en cualquier patio.",
    "Lo que no funcionó": "El cartón se dañó con la lluvia.",
}
_RICH_FIELDS: Mapping[str, object] = {
    "titulo": "Medir áreas con una huerta hecha de botellas",
    "resumen": "Las áreas se olvidaban de una semana a otra. Armar una huerta obligó a medir y calcular de verdad.",
    "area": "agricola",
    "reto": ["explicar_tema_dificil", "trabajar_sin_conexion"],
    "recursos": ["Botellas plásticas", "Cinta métrica"],
    "enfasis": "tecnico-pedagogico",
    "proceso_fpi": ["ejecutar", "evaluar"],
    "programa": {"nivel": "tecnico", "nombre": "Producción agropecuaria"},
    "competencia": "Manejar cultivos según criterios técnicos",
    "resultados_aprendizaje": ["Medir superficies", "Planear siembras"],
    "estrategia": "proyectos",
    "conectividad": "sin_internet",
    "dificultad": "baja",
    "grupo": "11-25",
    "lugar": "comunidad",
    "oferta": "campesena",
    "sector_productivo": "Agrícola",
    "ajustes": [
        {"necesidad": "visual", "que_se_ajusta": "Las medidas se hacen con cuerda y nudos."},
        {"necesidad": "visual", "que_se_ajusta": "Las instrucciones se leen en voz alta."},
    ],
    "seguridad": {"riesgos": ["Un filo al abrir las botellas"], "epp": ["Unos guantes gruesos"]},
    "sustento": ["producto", "observacion"],
    "regional": "52",
    "periodo": "2026-T3",
    "etiquetas": ["huerta", "trabajo-en-equipo"],
    "imagenes": [{"archivo": "pared.png", "alt": "Botellas en una pared.", "personas_reconocibles": "ninguna"}],
    "anexos": [
        {"archivo": "lista.md", "titulo": "Lista de materiales"},
        {"archivo": "cuentas.csv", "titulo": "Cuentas"},
    ],
}
_RICH_HOUSE = {
    "estado": "publicada",
    "revisar_antes_de": "2028-06",
    "historial": [{"mes": "2026-09", "evento": "publicada"}],
    "replicas": [
        {"periodo": "2026-T2", "regional": "52", "centro": "9534", "resultado": "funciono"},
        {"periodo": "2026-T3", "regional": "08", "resultado": "no_funciono", "cambio": "recursos"},
    ],
}
_TRIP_FIELDS: Mapping[str, object] = {
    "titulo": "Aprender del bosque con quienes lo cuidan",
    "resumen": "Queríamos entender el manejo del bosque. Fuimos a recorrerlo con quienes viven de él.",
    "area": "ambiental",
    "autoria": [{"rol": "equipo_pedagogico", "credito": "anonimo"}],
    "proposito": ["formacion"],
    "inmersion": "presencial",
    "territorio": {"departamento": "05"},
    "pregunta_eje": "¿Qué sabe el bosque que no está en el programa?",
    "equipo": [{"rol": "instructor", "cuantos": 3}, {"rol": "experto_sector", "cuantos": 7}],
    "itinerario": [{"momento": "Salida", "actividad": "Caminar el bosque.", "aprendizaje": "Mirar despacio."}],
    "practicas_recuperadas": ["huerta-vertical"],
    "productos": ["Un cuaderno de campo"],
    "compromisos": ["Volver en un año"],
    "reto": ["incluir_a_todos"],
}
_TRIP_BODY = {
    "Qué buscábamos": "Entender el bosque.",
    "Qué vivimos": "Un recorrido largo.",
    "Qué entendimos": "Que se cuida entre todos.",
    "Cómo aplicarlo en su contexto": "Con una caminata cerca.",
}


def _wide_table() -> str:
    """An attachment wider than a phone: its table scrolls, and must be reachable by keyboard."""
    names = ("material", "cantidad", "observaciones", "proveedor", "almacenamiento", "alternativas")
    rows = (names, ("---",) * len(names), ("doce botellas",) * len(names))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _trip() -> str:
    front = yaml.safe_dump(dict(_TRIP_FIELDS), allow_unicode=True, sort_keys=False)
    return f"---\n{front}---\n\n" + "\n\n".join(f"## {title}\n\n{words}" for title, words in _TRIP_BODY.items()) + "\n"


def project(root: Path) -> Proyecto:
    """The project that the browser's site is made of."""
    made = Proyecto(root)
    shutil.copy(REPO / "mkdocs.yml", root / "mkdocs.yml")  # with the edition of the guide: this site has its PDF
    shutil.copy(REPO / store.EXAMPLES, root / store.EXAMPLES)
    for folder in store.load_trust(REPO)[0].examples:
        shutil.copytree(REPO / folder, root / folder)
    house = yaml.safe_dump(_RICH_HOUSE, allow_unicode=True)
    beside = {"anexos__lista.md": _wide_table(), "anexos__cuentas.csv": "paso,minutos\nmedir,20\n", "ficha_yml": house}
    made.write("huerta-vertical", text(_RICH_BODY, **_RICH_FIELDS), **beside)
    made.image("huerta-vertical", "pared.png")
    newest = "estado: publicada\nhistorial: [{mes: 2026-11, evento: publicada}]\n"
    made.write(
        "hostil",
        text({"Qué hicimos": f"`{HOSTIL}`", f"`{HOSTIL}`": "Nada."}, titulo=HOSTIL, resumen=f"{HOSTIL} y más texto."),
        ficha_yml=newest,
    )
    made.write("retirada", text(titulo="Una que ya no está vigente"), estado="retirada")
    made.write("expediciones/bosque", _trip())
    for name in ("huerta-vertical", "hostil", "retirada", "expediciones/bosque"):
        made.consent(name)
    cifras.put(made.root, cifras.release("2026-T1", only=cifras.SOME, hidden_total=True))
    cifras.put(made.root, cifras.release("2026-T3", only=cifras.SOME, aspects={**cifras.ASPECTS, "a9": HOSTIL}))
    return made


@dataclass(frozen=True)
class Lugares:
    """What the browser's tests need to know about the site they read: pages of each kind, and words in them."""

    practica: str = "/practicas/huerta-vertical/"
    ejemplo: str = "/practicas/frenos-por-estaciones/"
    expedicion: str = "/expediciones/bosque/"
    retirada: str = "/practicas/retirada/"
    hostil: str = "/practicas/hostil/"
    hostil_titulo: str = HOSTIL
    publicacion: str = "/cifras/2026-T3/"
    con_tilde: str = "evaluación"
    con_tilde_en: str = "Medir áreas con una huerta hecha de botellas"
    filtro: tuple[str, str] = ("tiempo", "una_sesion")
    otro_filtro: tuple[str, str] = ("modalidad", "presencial")


@pytest.fixture(scope="session")
def lugares() -> Lugares:
    """The places of the site."""
    return Lugares()


def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, the same for all of its workers (pytest-xdist gives each one of its own in it)."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def sitio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the published site: the first worker that needs it makes it for all, who only read it."""
    root = shared(tmp_path_factory) / "sitio-de-todos"
    with held(root.with_suffix(".candado"), wait=True):
        if not root.with_suffix(".hecho").exists():
            shutil.rmtree(root, ignore_errors=True)  # what one that failed has left
            root.mkdir()
            made = project(root)
            # As in production: with an address there are channels to follow.
            with (made.root / "mkdocs.yml").open("a", encoding="utf-8") as config:
                config.write("\nsite_url: https://example.org/\n")
            outcome = construct(made.root, TODAY)
            assert outcome.exit_code == 0, [f"{d.code} {d.path}:{d.line} {d.message}" for d in outcome.findings]
            root.with_suffix(".hecho").touch()
    return root / "site"


@pytest.fixture(scope="session")
def direccion(sitio: Path) -> Iterator[str]:
    """Where the site is served."""
    with server(sitio, 0) as web:
        Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_address[1]}"
        web.shutdown()


def launch(playwright: Playwright) -> Browser:
    """The Chromium that `make pruebas` uses; Playwright's own where none is found."""
    return playwright.chromium.launch(executable_path=find(), args=[*QUIET, "--disable-quic"])


@pytest.fixture(scope="session")
def navegador() -> Iterator[Browser]:
    """A real browser, headless."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe that a dark page may break and a light one of the same size not, or the other way."""
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
_LOOK = """([which, before]) => {
  // Text of the same paint in boxes of the same paint, in a window of the same size, has the same contrast. Of each
  // kind that no page of this window showed before, the first and the last are measured, which are all of them but in
  // long tables and lists. Measuring is where axe spends most of its time, and the head and the foot are everywhere.
  const known = new Map(), kinds = new Map(), measured = new Set(before)
  const digest = key => {
    let one = 0xdeadbeef, other = 0x41c6ce57
    for (let i = 0; i < key.length; i++) {
      one = Math.imul(one ^ key.charCodeAt(i), 2654435761)
      other = Math.imul(other ^ key.charCodeAt(i), 1597334677)
    }
    return (other >>> 0) * 2097152 + (one >>> 11)
  }
  const number = key => known.get(key) ?? known.set(key, digest(key)).get(key)
  const walk = (element, above) => {
    const style = getComputedStyle(element)
    const kind = number([
      above, element.tagName, element.getAttribute("class"), element.getAttribute("style"), element.checkVisibility(),
      style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.fill, style.textShadow,
      style.fontSize, style.fontWeight, style.textDecorationLine, style.borderBottomStyle, style.position, style.zIndex,
      style.visibility, style.filter, style.mixBlendMode, style.clip, style.clipPath, style.overflow,
    ].join("|"))
    const [first] = kinds.get(kind) ?? [element]
    kinds.set(kind, [first, element])
    for (const child of element.children) walk(child, kind)
  }
  for (const marked of document.querySelectorAll("[data-medido]")) marked.removeAttribute("data-medido")
  walk(document.body, `${innerWidth} x ${innerHeight}`)
  for (const [kind, both] of kinds) {
    if (!measured.has(kind)) for (const element of both) element.setAttribute("data-medido", kind)
  }
  axe.configure({rules: [{id: "color-contrast", selector: "[data-medido]"}]})
  // A report of our own: axe's own looks for a selector of each thing, which nobody reads. What it could not tell the
  // contrast of (it was hidden, or stood before a picture) was not measured, and is again where it is met again.
  const reporter = (rules, _options, done) => done({
    wrong: rules.flatMap(rule => rule.violations.map(
      it => `${rule.id}: ${it.node.source.replace(/ data-medido="\\d+"/, "").slice(0, 160)}`)),
    measured: rules.filter(rule => rule.id === "color-contrast").flatMap(
      rule => rule.passes.map(it => Number(it.node.element?.getAttribute("data-medido"))).filter(kind => kind)),
  })
  return axe.run({runOnly: which, reporter})
}"""
_MEASURED: WeakKeyDictionary[Page, set[int]] = WeakKeyDictionary()
"""The kinds of text that each window has shown so far and that had contrast enough."""


def axe(page: Page, *, colours_alone: bool = False) -> list[str]:
    """The WCAG 2.1 A and AA violations that axe finds in the page, one line a node.

    `colours_alone` is for a page that was looked at whole in the same size and the other colours.
    """
    if not page.evaluate("'axe' in window"):
        program = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
        page.evaluate(program)
        page.add_init_script(program)  # to send it to each page that follows takes as long as to open that page
    which = {"type": "rule", "values": _COLOURS} if colours_alone else {"type": "tag", "values": _TAGS}
    measured = _MEASURED.setdefault(page, set())
    found = page.evaluate(_LOOK, [which, list(measured)])
    measured.update(found["measured"])
    return list(found["wrong"])


FIRST: dict[str, tuple[Literal["light", "dark"], Literal["light", "dark"]]] = {
    "telefono": ("dark", "light"),
    "escritorio": ("light", "dark"),
}
"""The colours in which a page is opened and looked at whole in each size, and the others, in which it is looked at
without opening it again: with both, what depends on the size and what depends on the colours is looked at in each."""
PAINTED = "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor].join()"


@contextmanager
def other_colours(page: Page, scheme: Literal["light", "dark"]) -> Iterator[None]:
    """The page that is open, as who prefers these colours sees it; one that does not follow them fails."""
    before = page.evaluate(PAINTED)
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(f"before => {PAINTED} !== before", arg=before)
    yield
    page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
    page.wait_for_function(f"before => {PAINTED} === before", arg=before)
