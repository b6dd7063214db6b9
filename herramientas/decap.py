"""Make sure that what the tests of the editor ask of npm is there, and print where it is.

    .venv/bin/python herramientas/decap.py

It goes into `.node/`, which git ignores: Decap's package, checked by its digest, and `decap-server`, which puts what
the editor saves into a local repository, as `requirements/cms/package-lock.json` pins it. A second run installs
nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from generator.cms.package import PACKAGE, PackageError, fetch, fits, surroundings
from herramientas.apt import install, run

VARIABLE = "INSPIRA_DECAP"
ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "cms"
PLACE = ROOT / ".node"
SERVER = Path("node_modules", "decap-server", "dist", "index.js")
_STAMP = "instalado.txt"
_FILES = ("package.json", "package-lock.json", ".npmrc")


def find(environment: Mapping[str, str] | None = None) -> Path | None:
    """The folder with both, or None. The one that is asked for by name is never replaced by another."""
    environment = os.environ if environment is None else environment
    place = Path(environment.get(VARIABLE) or PLACE)
    return place if _has_server(place) and _has_package(place) and shutil.which("node") else None


def _has_server(place: Path) -> bool:
    stamp = place / _STAMP
    return (place / SERVER).is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == _digest()


def _has_package(place: Path) -> bool:
    package = place / PACKAGE
    return package.is_file() and fits(package.read_bytes())


def _digest() -> str:
    return hashlib.sha256(b"".join((LOCK / name).read_bytes() for name in _FILES)).hexdigest()


def prepare(place: Path) -> bool:
    """Install what is missing into a folder; whether all of it is there now. Raises PackageError."""
    if not (shutil.which("node") and shutil.which("npm")):
        install("nodejs")
        install("npm")
    npm = shutil.which("npm")
    if npm is None or not shutil.which("node"):
        return False
    place.mkdir(parents=True, exist_ok=True)
    if not _has_server(place):
        print("Instalando decap-server con npm…", file=sys.stderr, flush=True)
        for name in _FILES:
            shutil.copyfile(LOCK / name, place / name)
        command = [npm, "ci", "--prefix", str(place), "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        if not run(command, surroundings()):
            return False
        (place / _STAMP).write_text(_digest(), encoding="utf-8")
    if not _has_package(place):
        print("Descargando Decap con npm…", file=sys.stderr, flush=True)
        fetch(place)
    return _has_server(place) and _has_package(place)


def main() -> int:
    """Exit 0 with the folder on standard output; 1, with what to do, when it cannot be had."""
    place = find()
    if place is None and not os.environ.get(VARIABLE):
        try:
            place = PLACE if prepare(PLACE) else None
        except (PackageError, OSError, subprocess.SubprocessError) as error:
            print(error, file=sys.stderr)
    if place is None:
        print(
            "Falta lo que las pruebas del editor piden a npm. Instale Node (en Debian: apt install nodejs npm) "
            f"y repita, o diga con {VARIABLE}=/ruta en qué carpeta está ya instalado.",
            file=sys.stderr,
        )
        return 1
    print(place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
