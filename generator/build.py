"""Build: the engine over the staged pages, then the search index over what it built.

The engine is unmodified MkDocs, or another one that was asked for (`engines`), in a process of its own: whatever it or
a plugin does, it only ever had `.build/docs` to do it with.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from generator.diagnostics import Diagnostic, find
from generator.engines import MKDOCS, Engine, configured
from generator.stage import Staged

_TIMEOUT = 3600
_LANGUAGE = "es"


def build(staged: Staged, engine: Engine = MKDOCS) -> list[Diagnostic]:
    """Build `staged.site`. Returns what went wrong (P310); an empty list means that there is a site to audit."""
    return build_pages(staged, engine) or index_pages(staged.site)


def build_pages(staged: Staged, engine: Engine = MKDOCS) -> list[Diagnostic]:
    """The engine alone: the pages of the site, without their search index."""
    shutil.rmtree(staged.site, ignore_errors=True)
    config = configured(engine, staged.config)
    command = [sys.executable, "-m", engine.module, "build", *engine.options, "--config-file", str(config)]
    failed = _run(command, "mkdocs.yml", f"{engine.title} no pudo construir el sitio.", staged.config.parent)
    for name in engine.surplus:
        (staged.site / name).unlink(missing_ok=True)
    return failed


def index_pages(site: Path) -> list[Diagnostic]:
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
