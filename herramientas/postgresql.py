"""Make sure that there is a PostgreSQL 15 or later for the tests, and print where its programs are.

    .venv/bin/python herramientas/postgresql.py

In this order: the one that INSPIRA_POSTGRESQL names, one already installed, and Debian's package when it can be
installed without asking for a password. No server is started here: the tests start one of their own, on 127.0.0.1.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from herramientas.apt import install

VARIABLE = "INSPIRA_POSTGRESQL"
OLDEST = 15
NEEDED = ("initdb", "postgres")


def find() -> Path | None:
    """The folder of a PostgreSQL's programs, or None. The one that is asked for by name is never replaced."""
    if asked := os.environ.get(VARIABLE):
        return Path(asked) if _works(Path(asked)) else None
    return next((place for place in _candidates() if _works(place)), None)


def _candidates() -> Iterator[Path]:
    debian = Path("/usr/lib/postgresql")
    yield from sorted(debian.glob("*/bin"), reverse=True)
    yield from (Path(p) for p in os.environ.get("PATH", "").split(os.pathsep) if p)


def _works(place: Path) -> bool:
    if not all((place / name).exists() for name in NEEDED):
        return False
    try:
        answer = subprocess.run(
            [place / "postgres", "--version"], capture_output=True, text=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return False
    version = re.search(r"\) (\d+)", answer.stdout)
    return version is not None and int(version[1]) >= OLDEST


def main() -> int:
    """Exit 0 with the folder on standard output; 1, with what to do, when there is none."""
    place = find()
    if place is None and not os.environ.get(VARIABLE):
        install("postgresql-15")
        place = find()
    if place is None:
        print(
            "No hay un PostgreSQL 15 que funcione. Instálelo (en Debian: apt install postgresql-15) "
            f"o diga dónde están sus programas con {VARIABLE}=/ruta/bin.",
            file=sys.stderr,
        )
        return 1
    print(place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
