"""Renew the locks in `requirements/` from pyproject.toml: exact versions, all hashes, no addresses.

    make candado
    make candado CONSERVAR=1    # adds what is new in pyproject.toml and keeps every version that is there

The compiler works in a throwaway environment, so that it never becomes a dependency. Each lock is constrained by the
one before it: a package has one version in all of them. Those of the other engines (`salida-…`) by the site's.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# The oldest interpreter that is promised, Debian 12's: some packages leave out early patch versions of 3.11, and
# a lock made with a later one could not be installed there.
OLDEST = (3, 11, 2)
RAIZ = Path(__file__).resolve().parent.parent
COMPILER = "pip-tools==7.6.2"
LAYERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("base", "", ()),
    ("sitio", "base", ("sitio",)),
    ("privado", "sitio", ("sitio", "privado", "cifras")),
    ("pruebas", "privado", ("sitio", "privado", "cifras", "pruebas")),
    ("salida-properdocs", "sitio", ("salida-properdocs",)),
    ("salida-zensical", "sitio", ("salida-zensical",)),
)
"""(lock, the one that constrains it, extras of pyproject.toml)."""
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--strip-extras",
    "--allow-unsafe",
    "--newline=lf",
    "--no-header",
    # Where this machine downloads from is nobody else's business.
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-emit-options",
)


def main() -> int:
    """Exit 0 with the locks renewed, 1 with the wrong Python or when a lock would hold an address or a path."""
    if sys.version_info[:3] > OLDEST or sys.version_info < (3, 11):
        print(
            "El candado se renueva con el Python más antiguo que se promete, el 3.11.2 de Debian 12 "
            "(allí: make candado PYTHON=/usr/bin/python3).",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory(prefix="candado-") as folder:
        environment = Path(folder)
        python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([str(python), "-m", "pip", "--no-input", "-q", "install", COMPILER], check=True)
        for name, before, extras in LAYERS:
            lock = f"requirements/{name}.txt"
            constraint = ("-c", f"requirements/{before}.txt") if before else ()
            sources = ("pyproject.toml", "requirements/comunes.in")
            renew = () if os.environ.get("CONSERVAR") else ("--upgrade",)
            command = [
                str(python),
                "-m",
                "piptools",
                "compile",
                *OPTIONS,
                *renew,
                *(f"--extra={extra}" for extra in extras),
                *constraint,
                "-o",
                lock,
                *sources,
            ]
            print(f"{lock}…", flush=True)
            subprocess.run(command, check=True, cwd=RAIZ, stdin=subprocess.DEVNULL)
            if re.search(r"://|(^|\s)/|@ ", (RAIZ / lock).read_text(encoding="utf-8"), re.MULTILINE):
                print(f"{lock} tiene una dirección o una ruta de esta máquina: no lo publique.", file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
