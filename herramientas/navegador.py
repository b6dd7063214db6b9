"""Make sure that there is a real Chromium for the tests, and print where it is.

    .venv/bin/python herramientas/navegador.py

In this order: the one that INSPIRA_NAVEGADOR names, one already installed, Debian's packages when they can be
installed without asking for a password, and the one that Playwright manages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from herramientas.apt import install, run

VARIABLE = "INSPIRA_NAVEGADOR"
PACKAGES = ("chromium-headless-shell", "chromium")
"""Debian's, the first that there is. The first is the same engine without windows: it takes a quarter less time."""
NAMES = (*PACKAGES, "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # letters as wide as where there is a screen
)


def find(environment: Mapping[str, str] | None = None) -> str | None:
    """Path of a Chromium that starts, or None. The one that is asked for by name is never replaced by another."""
    environment = os.environ if environment is None else environment
    asked = environment.get(VARIABLE)
    if asked:
        return asked if _starts(asked) else None
    return next((place for place in _candidates(environment) if _starts(place)), None)


def _candidates(environment: Mapping[str, str]) -> Iterator[str]:
    for name in NAMES:
        if place := shutil.which(name, path=environment.get("PATH")):
            yield place
    yield from (place for place in PLACES if Path(place).exists())
    if managed := _of_playwright():
        yield managed


def _of_playwright() -> str | None:
    """Where Playwright keeps its own Chromium, if it has downloaded one."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        place = playwright.chromium.executable_path
    return place if Path(place).exists() else None


def _starts(place: str) -> bool:
    """Whether it really draws a page: some systems install only a script that says where to get the browser."""
    # A profile of its own: with the user's, a browser that is already open would answer instead.
    with tempfile.TemporaryDirectory(prefix="inspira-", ignore_cleanup_errors=True) as profile:
        command = [place, *QUIET, f"--user-data-dir={profile}", "--dump-dom", "data:text/html,hola"]
        try:
            answer = subprocess.run(command, capture_output=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.SubprocessError):
            return False
    return b"hola" in answer.stdout


def _installed() -> Iterator[str | None]:
    """What starts after each way to install one; the next is tried only where that is nothing."""
    for package in PACKAGES:
        yield find() if install(package) else None
    yield find() if install_from_playwright() else None


def install_from_playwright() -> bool:
    """Download the Chromium that Playwright manages; whether it went well."""
    print("Descargando Chromium con Playwright…", file=sys.stderr, flush=True)
    return run([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> int:
    """Exit 0 with the path on standard output; 1, with what to do, when there is none."""
    place = find()
    if not place and not os.environ.get(VARIABLE):
        place = next(filter(None, _installed()), None)
    if not place:
        print(
            "No hay un Chromium que funcione. Instálelo (en Debian: apt install chromium) "
            f"o diga dónde está con {VARIABLE}=/ruta/al/navegador.",
            file=sys.stderr,
        )
        return 1
    print(place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
