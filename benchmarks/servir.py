"""From saving a file to reading it in an open page: `inspira servir` in a real Chromium.

    python -m benchmarks.servir CARPETA [--veces 5]

CARPETA is a project (`benchmarks.corpus` writes one); its texts are changed, so give a copy. A page is open in the
browser; a word is written into its file; the clock runs until the page, read again by itself, shows that word. Once
for a page of the guide and once for a practice; between two times the whole way behind is waited for, and then a moment
in which the browser reads the page of the new site.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.navegador import launch

REPO = Path(__file__).parents[1]
_AT_REST = 3
"""Seconds in which a page is read again and what it needs without a connection is asked after."""


def measure(project: Path, times: int) -> dict[str, list[float]]:
    """Seconds for «guía» and «práctica»."""
    command = [sys.executable, "-m", "generator", "servir", "--proyecto", str(project.resolve()), "--puerto", "0"]
    with subprocess.Popen(command, cwd=REPO, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        address = next(line.split()[4] for line in lines if "http://127.0.0.1" in line)
        try:
            with sync_playwright() as play:
                browser = launch(play)
                page = browser.new_page()
                published = (project / "site/practicas").glob("*/index.html")
                practice = project / "practicas" / min(page.parent.name for page in published)
                found = {
                    "guía": _times(page, project / "content/acerca.md", f"{address}acerca/", lines, times),
                    "práctica": _times(
                        page, practice / "index.md", f"{address}practicas/{practice.name}/", lines, times
                    ),
                }
                browser.close()
        finally:
            process.terminate()
    return found


def _times(page: Page, file: Path, address: str, lines: object, times: int) -> list[float]:
    text, found = file.read_text(encoding="utf-8"), []
    page.goto(address)
    try:
        for number in range(times):
            word = "palabra" + "abcdefghij"[number] * 3
            began = time.perf_counter()
            file.write_text(f"{text}\nUna {word} de prueba.\n", encoding="utf-8")
            page.get_by_text(f"Una {word} de prueba.").wait_for(timeout=120_000)
            found.append(time.perf_counter() - began)
            next(line for line in lines if "al día" in line or "último sitio bueno" in line)  # type: ignore[attr-defined]
            time.sleep(_AT_REST)
    finally:  # so that the next measure does not find its words there
        file.write_text(text, encoding="utf-8")
    return found


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("carpeta", type=Path)
    given.add_argument("--veces", type=int, default=5)
    asked = given.parse_args()
    for what, seconds in measure(asked.carpeta, asked.veces).items():
        told = ", ".join(f"{s:.2f}" for s in seconds)
        print(f"{what}: mediana {statistics.median(seconds):.2f} s ({told})")


if __name__ == "__main__":
    main()
