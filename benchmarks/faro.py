"""Lighthouse over the built site, as a slow phone would get it: `python -m benchmarks.faro`.

The site is served here, compressed and with dates as a real host does, and Lighthouse simulates the phone and its
network (`--throttling-method=simulate`), so that a busy machine disturbs the times less. Each page is looked at
several times and the median of each score is told. The phone is taken to be four times slower than the machine;
`--cpu 1` is for a machine that is itself as slow as a phone: the last column is Lighthouse's measure of it.
Lighthouse is an npm package that this project does not install.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from herramientas.navegador import QUIET, find

PAGES = {
    "inicio": "",
    "lista": "practicas/",
    "práctica": "practicas/frenos-por-estaciones/",
    "guía": "guia/ruta/",
    "búsqueda": "buscar/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
COLUMNS = (
    *("Página", "Rendimiento", "Accesibilidad", "Prácticas", "SEO"),
    *("FCP", "LCP", "CLS", "Sin imágenes", "Pedidos", "Máquina"),
)
ARTICLE_BYTES = 66 * 1024
_COMPRESSED = (".html", ".css", ".js", ".svg", ".json", ".xml", ".txt")


class _Host(SimpleHTTPRequestHandler):
    """A static host: compresses what is text, and lets the pieces of a page be kept."""

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in _COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = gzip.compress(data, 9, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-cache" if path.suffix == ".html" else "max-age=604800")
        self.end_headers()
        self.wfile.write(data)


def _report(lighthouse: Path, browser: str, url: str, slowdown: float) -> Mapping[str, Any]:
    """What Lighthouse says of one visit."""
    with tempfile.TemporaryDirectory(prefix="inspira-") as profile:
        flags = " ".join((*QUIET, "--disable-quic", f"--user-data-dir={profile}"))
        command = [str(lighthouse), url, "--output=json", "--quiet", "--throttling-method=simulate"]
        command += [f"--throttling.cpuSlowdownMultiplier={slowdown:g}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"]
        done = subprocess.run(
            command, capture_output=True, check=True, timeout=600, env={**os.environ, "CHROME_PATH": browser}
        )
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def _requests(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(report["audits"]["network-requests"]["details"]["items"])


def _line(name: str, reports: list[Mapping[str, Any]], host: str) -> tuple[str, list[str]]:
    """A row of the table, and what is below its bar."""
    scores = {c: median(round(100 * (r["categories"][c]["score"] or 0)) for r in reports) for c in CATEGORIES}
    asked = _requests(reports[0])
    visit = [r for r in asked if r.get("resourceType") not in ("Image", "Other", None)]
    wire = sum(int(r["transferSize"]) for r in visit)
    outside = [r["url"] for r in asked if urlsplit(r["url"]).netloc not in (host, "") and r["url"][:5] != "data:"]
    wrong = [f"{name}: {c} {scores[c]}, menos de {LEAST[c]}" for c in CATEGORIES if scores[c] < LEAST[c]]
    wrong += [f"{name}: pide algo a otros: {url}" for url in outside]
    if name in ("práctica", "guía") and wire > ARTICLE_BYTES:
        wrong.append(f"{name}: {wire} bytes sin imágenes, más de {ARTICLE_BYTES}")
    failed = {
        (c, ref["id"])
        for r in reports
        for c in CATEGORIES[1:]
        for ref in r["categories"][c]["auditRefs"]
        if ref["weight"] and (score := r["audits"][ref["id"]]["score"]) is not None and score < 1
    }
    wrong += [f"{name}: {c}: {audit}" for c, audit in sorted(failed)]
    times = [
        f"{median(r['audits'][a]['numericValue'] for r in reports) / 1000:.1f} s"
        for a in ("first-contentful-paint", "largest-contentful-paint")
    ]
    shift = f"{median(r['audits']['cumulative-layout-shift']['numericValue'] for r in reports):.3f}"
    speed = f"{median(r['environment']['benchmarkIndex'] for r in reports):.0f}"
    cells = [
        name,
        *(str(int(scores[c])) for c in CATEGORIES),
        *times,
        shift,
        f"{wire / 1024:.1f} KiB",
        str(len(asked)),
        speed,
    ]
    return f"| {' | '.join(cells)} |", wrong


def main() -> int:
    """Print the table; 1 when a page is below its bar, 2 when there is no Lighthouse or no browser."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sitio", type=Path, default=Path("site"))
    parser.add_argument("--lighthouse", type=Path, default=Path("node_modules/.bin/lighthouse"))
    parser.add_argument("--veces", type=int, default=3)
    parser.add_argument("--cpu", type=float, default=4, help="cuántas veces más lento que esta máquina es el teléfono")
    parser.add_argument("--paginas", nargs="*", choices=PAGES, default=list(PAGES))
    parser.add_argument("--json", type=Path, help="carpeta para los informes enteros")
    options = parser.parse_args()
    browser = find()
    if browser is None or not options.lighthouse.is_file() or not (options.sitio / "index.html").is_file():
        print("Hace falta un Chromium, el sitio construido y Lighthouse: npm install lighthouse.", file=sys.stderr)
        return 2
    if options.json:
        options.json.mkdir(parents=True, exist_ok=True)
    below: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(options.sitio))) as web:
        Thread(target=web.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{web.server_address[1]}"
        print(f"| {' | '.join(COLUMNS)} |")
        print("| :--- |" + " ---: |" * (len(COLUMNS) - 1))
        for name in options.paginas:
            reports = []
            for n in range(options.veces):
                reports.append(_report(options.lighthouse, browser, f"http://{host}/{PAGES[name]}", options.cpu))
                if options.json:
                    out = options.json / f"{list(PAGES).index(name)}-{n}.json"
                    out.write_text(json.dumps(reports[-1]), encoding="utf-8")
            line, wrong = _line(name, reports, host)
            print(line, flush=True)
            below += wrong
        web.shutdown()
    print("\n".join(below), file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
