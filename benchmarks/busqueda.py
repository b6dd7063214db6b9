"""What a search costs on the wire, from its first byte to the first results, in a real Chromium.

    python -m benchmarks.busqueda [--entregas 5000] [--sitio site]

The submissions are invented with a seed: titles, summaries, sections and facets as long and as many as those of the
shipped examples, of real words as frequent as in the texts of this project, with the dictionary behind them. They are
given to the index as the pages that they would become, without the engine and the audit between, which are not what is
measured. The page, the scripts and the rest of the site are those of a site already built.

Two sums for each search: the bytes of the files as they are, and as a server that compresses text sends them (gzip;
Pagefind's data is compressed already). The page itself and what it always loads are not of the search and are apart.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from generator.anonymize.lexicons import lines_of
from generator.searching import FOLDER, index_entries
from generator.searching.reading import Entry, entries, indexed
from generator.site.facets import FACETS
from generator.vocabulary import plain
from tests.navegador import launch

LIMIT, LIMIT_OF_MANY = 200_000, 250_000
"""Bytes before the first result: with up to 5,000 submissions, and with more."""
_WORD = re.compile(r"[^\W\d_]+")
_TEXT = (".html", ".css", ".js", ".json", ".svg")
_PAGES = re.compile(r'(data-paginas=")\d+')
_SEVERAL = {"reto": 2, "proceso": 2, "ajustes": 2}
_RARE = {"ajustes": 0.5, "oferta": 0.5, "territorio": 0.7}
SEARCHES = (
    "evaluacion",
    "como evaluar sin hacer fila",
    "aprendices que no saben leer ni escribir",
    "seguridad en el taller de soldadura",
    "como evaluar el trabajo en grupo",
    "soldadua",
    "evaluacion&tiempo=una_sesion&modalidad=presencial",
)


_WATCH = """new MutationObserver(() => {
  if (!window.mostrado && document.querySelector(".iq-resultados li")) window.mostrado = performance.now()
}).observe(document, {childList: true, subtree: true})"""
_ASKED_BEFORE = """performance.getEntriesByType("resource").filter(r => r.startTime <= mostrado).map(r => r.name)"""


class _Words:
    """Draws words as often as they stand in the texts given, and one in thirty from the whole dictionary."""

    def __init__(self, texts: list[str], seed: int) -> None:
        counted = Counter(word.lower() for text in texts for word in _WORD.findall(text))
        self._words, weights = zip(*sorted(counted.items()), strict=True)
        self._total = [sum(weights[: n + 1]) for n in range(len(weights))]
        self._rare = lines_of("diccionario.txt.gz")
        self.random = random.Random(seed)

    def draw(self, many: int) -> str:
        common = self.random.choices(self._words, cum_weights=self._total, k=many)
        return " ".join(self.random.choice(self._rare) if self.random.random() < 1 / 30 else w for w in common)

    def text(self, many: int) -> str:
        sentences, left = [], many
        while left > 0:
            size = self.random.randint(6, 22)
            sentences.append(f"{self.draw(size).capitalize()}.")
            left -= size
        return " ".join(sentences)


def corpus(many: int, texts: list[str], seed: int = 1) -> Iterator[Entry]:
    """Pages of invented practices, newest first."""
    words = _Words(texts, seed)
    for number in range(many):
        title = words.draw(words.random.randint(6, 12)).capitalize()
        month = f"20{26 + number // 1_500:02}-{12 - number % 1_500 // 125:02}"
        facets = dict(_facets(words.random))
        labels = [dict(f.values)[code] for f in FACETS for code in facets.get(f.name, ())]
        sections = "".join(
            f'<h2 id="s{n}">{name}</h2><p>{words.text(size)}</p>'
            for n, (name, size) in enumerate(
                (("La situación", 120), ("Qué hicimos", 260), ("Qué pasó", 180), ("Para hacerlo", 200))
            )
        )
        html = (
            f'<article data-pagefind-body><div data-pagefind-meta="datos:{escape(" · ".join(labels[:3]))}, '
            f'tipo:práctica, madurez:Recién compartida">'
            f'<h1 data-pagefind-meta="title" data-pagefind-weight="7">{title}</h1>'
            f'<p data-pagefind-meta="resumen" data-pagefind-weight="3">{words.text(30)}</p>'
            f'<dl data-pagefind-weight="2">{"".join(f"<dd>{label}</dd>" for label in labels)}</dl></div>'
            f"{sections}</article>"
        )
        read = indexed(html)
        digest = sha256(read.encode()).hexdigest()
        yield Entry(f"/practicas/practica-{number:05}/", title, plain(title), month, facets, digest, partial(str, read))


def _facets(chance: random.Random) -> Iterator[tuple[str, tuple[str, ...]]]:
    for facet in FACETS:
        codes = [code for code, _ in facet.values]
        if facet.name == "tipo":
            yield "tipo", ("practica",)
        elif chance.random() < _RARE.get(facet.name, 0.95):
            yield facet.name, tuple(sorted(chance.sample(codes, chance.randint(1, _SEVERAL.get(facet.name, 1)))))


class _Handler(SimpleHTTPRequestHandler):
    asked: list[str] = []

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.asked.append(urlsplit(self.path).path)
        super().do_GET()


def _weigh(site: Path, asked: list[str]) -> tuple[int, int]:
    plain = compressed = 0
    for path in asked:
        file = site / path.lstrip("/")
        data = (file / "index.html" if file.is_dir() else file).read_bytes()
        plain += len(data)
        compressed += len(gzip.compress(data, 6)) if path.endswith((*_TEXT, "/")) else len(data)
    return plain, compressed


def _search(page: Page, address: str) -> float:
    began = time.monotonic()
    page.goto(address)
    page.wait_for_function("window.mostrado")
    return time.monotonic() - began


def main() -> None:
    """Make the corpus, index it, search it and print what each search weighed."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--entregas", type=int, default=5_000)
    given.add_argument("--sitio", type=Path, default=Path("site"))
    options = given.parse_args()
    root = Path(__file__).resolve().parents[1]
    texts = [
        p.read_text(encoding="utf-8")
        for folder in ("practicas", "expediciones", "content/guia")
        for p in sorted((root / folder).rglob("*.md"))
    ]
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        shutil.copytree(options.sitio, site)
        form = site / "buscar" / "index.html"
        form.write_text(_PAGES.sub(rf"\g<1>{options.entregas}", form.read_text(encoding="utf-8")), encoding="utf-8")
        guide = [e for e in entries(site) if e.facets["tipo"] == ("guia",)]
        made = [*corpus(options.entregas, texts), *guide]
        began = time.monotonic()
        index_entries(made, site / FOLDER, Path(folder) / "log")
        size = sum(p.stat().st_size for p in (site / FOLDER).rglob("*") if p.is_file())
        print(f"{len(made)} páginas en el índice en {time.monotonic() - began:.0f} s; {size / 1e6:.1f} MB en disco")
        _measure(site, LIMIT if options.entregas <= 5_000 else LIMIT_OF_MANY)


def _measure(site: Path, limit: int) -> None:
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site))) as web,
        sync_playwright() as driver,
    ):
        Thread(target=web.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{web.server_address[1]}/buscar/"
        browser = launch(driver)
        worst = 0
        for query in ("", *SEARCHES):
            _Handler.asked = asked = []
            context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
            page = context.new_page()
            page.add_init_script(_WATCH)
            took, first = 0.0, list[str]()
            if query:
                took = _search(page, f"{base}?q={query}")
                # What the counts beside the filters ask for comes after the results.
                first = [urlsplit(name).path for name in page.evaluate(_ASKED_BEFORE)]
                page.wait_for_load_state("networkidle")
            else:
                page.goto(base)
                page.wait_for_load_state("networkidle")
            found = page.locator(".iq-buscar__cuenta").text_content() or "nada buscado"
            whole = _weigh(site, [p for p in asked if p.startswith(f"/{FOLDER}/")])[1]
            ours = [p for p in (first if query else asked) if p.startswith(f"/{FOLDER}/")]
            plain, compressed = _weigh(site, ours)
            kinds = Counter(Path(p).suffix or p for p in ours)
            parts = ", ".join(
                f"{k} {_weigh(site, [p for p in ours if (Path(p).suffix or p) == k])[1]:,} ({n})"
                for k, n in sorted(kinds.items())
            )
            print(
                f"«{query}»: {found}; {compressed:,} bytes con gzip, {plain:,} sin él; "
                f"{whole:,} con las cuentas; {took:.1f} s\n    {parts}"
            )
            worst = max(worst, compressed)
            context.close()
        browser.close()
        web.shutdown()
    print(f"El que más pesa: {worst:,} bytes de {limit:,}: {'cumple' if worst <= limit else 'NO CUMPLE'}")


if __name__ == "__main__":
    main()
