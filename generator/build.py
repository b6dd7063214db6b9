"""Build: the engine over the staged pages, then the search index over what it built.

The engine is unmodified MkDocs in a process of its own: whatever it or a plugin does, it only ever had
`.build/docs` to do it with.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from generator.diagnostics import Diagnostic, find
from generator.portable import make_portable
from generator.stage import Staged

_TIMEOUT = 3600
_LANGUAGE = "es"


def build(staged: Staged) -> list[Diagnostic]:
    """Build `staged.site`. Returns what went wrong (P310); an empty list means that there is a site to audit."""
    shutil.rmtree(staged.site, ignore_errors=True)
    if staged.portable:
        return _engine(staged) or _portable(staged.site)
    return _engine(staged) or _search_index(staged.site)


def _portable(site: Path) -> list[Diagnostic]:
    try:
        make_portable(site)
    except OSError:
        return [find("P310", "buscar", "No se pudo preparar la copia.")]
    return []


def _engine(staged: Staged) -> list[Diagnostic]:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(staged.config)]
    return _run(command, "mkdocs.yml", "MkDocs no pudo construir el sitio.", staged.config.parent)


def _search_index(site: Path) -> list[Diagnostic]:
    """Pagefind reads the built pages and writes its index into a folder that nothing else writes."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-subdir", "pagefind"]
    command += ["--force-language", _LANGUAGE, "--quiet"]
    shutil.rmtree(site / "pagefind", ignore_errors=True)
    return _run(command, "buscar", "No se pudo hacer el índice de búsqueda.", site.parent)


def _run(command: list[str], path: str, message: str, work: Path) -> list[Diagnostic]:
    """Run a program of ours. What it prints may quote a page, so it goes to a file under `.build`, not out."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    log = work / f"{Path(command[2]).name}.log"
    try:
        with log.open("w", encoding="utf-8") as out:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment, timeout=_TIMEOUT
            )
    except (OSError, subprocess.TimeoutExpired):
        return [find("P310", path, message)]
    if done.returncode:
        return [find("P310", path, message, hint=f"Lo que dijo el programa está en {log.parent.name}/{log.name}.")]
    log.unlink()
    return []
