"""Make sure that the libraries with which the guide is drawn as a PDF are there.

    .venv/bin/python herramientas/bibliotecas.py

The site is built without them, and says so; the tests are about the PDF too, so they ask for them.
"""

from __future__ import annotations

import subprocess
import sys

from generator.site.booklet import NEEDED
from herramientas.apt import install


def present() -> bool:
    """Whether WeasyPrint starts. In a process of its own: once it failed, Python would not try again in this one."""
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "import weasyprint"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return answer.returncode == 0


def main() -> int:
    """Exit 0 when they are there; 1, with what to do, when they are not and cannot be installed."""
    if present() or (all(map(install, NEEDED)) and present()):
        return 0
    print(
        f"Faltan bibliotecas para hacer la guía en PDF. Instálelas (en Debian: apt install {' '.join(NEEDED)}).",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
