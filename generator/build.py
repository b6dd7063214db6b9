"""Build: the engine over the staged pages, then the search index over what it built.

The engine is unmodified MkDocs, or another one that was asked for (`engines`), in a process of its own: whatever it or
a plugin does, it only ever had `.build/docs` to do it with.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from generator import searching
from generator.diagnostics import Diagnostic, find
from generator.engines import MKDOCS, Engine, configured
from generator.forms import PLACE as FORM
from generator.kept import NOTHING, Kept
from generator.manifest import STAMP, Staged
from generator.portable import make_portable

_TIMEOUT = 3600
_OF_THE_ENGINE = ("assets/javascripts", "assets/stylesheets", "assets/images/favicon.png")
"""What the engine copies from its theme and no page asks for: ours brings what it uses in `assets/inspira`."""


def build(staged: Staged, engine: Engine = MKDOCS, kept: Kept = NOTHING) -> list[Diagnostic]:
    """Build `staged.site`. Returns what went wrong (P310); an empty list means that there is a site to audit.

    What was made of the same things before is taken from `kept`.
    """
    return build_pages(staged, engine, kept) or index_pages(staged, kept)


def build_pages(staged: Staged, engine: Engine = MKDOCS, kept: Kept = NOTHING) -> list[Diagnostic]:
    """The engine alone: the pages of the site, without their search index."""
    shutil.rmtree(staged.site, ignore_errors=True)
    config = configured(engine, staged.config)
    command = [sys.executable, "-m", engine.module, "build", *engine.options, "--config-file", str(config)]
    failed = _run(command, "mkdocs.yml", f"{engine.title} no pudo construir el sitio.", staged.config.parent)
    for name in engine.surplus:
        (staged.site / name).unlink(missing_ok=True)
    if not failed:
        _hidden(staged)
        _unused(staged.site)
    return failed


def index_pages(staged: Staged, kept: Kept = NOTHING) -> list[Diagnostic]:
    """The search index of what the engine built, and its stamp; the copy for a disk brings its own and needs none."""
    return _portable(staged.site) if staged.portable else _search_index(staged.site, kept) or _stamp(staged.site)


def _stamp(site: Path) -> list[Diagnostic]:
    """One short file that is another one whenever anything is: by it a reader's device knows that the site changed."""
    whole = hashlib.sha256()
    try:
        for path in sorted(p for p in site.rglob("*") if p.is_file()):
            whole.update(path.relative_to(site).as_posix().encode() + b"\0")
            whole.update(hashlib.sha256(path.read_bytes()).digest())
        (site / STAMP).write_text(f"{whole.hexdigest()}\n", encoding="ascii")
    except OSError:
        return [find("P310", STAMP, "No se pudo sellar el sitio.")]
    return []


def _portable(site: Path) -> list[Diagnostic]:
    try:
        make_portable(site)
    except OSError:
        return [find("P310", "buscar", "No se pudo preparar la copia.")]
    return []


def _hidden(staged: Staged) -> None:
    """Put in its place what engines may pass over: hidden folders (`.well-known/`), HTML that is no page of theirs."""
    for asset in staged.assets:
        if asset.built.startswith(".") or asset.built == FORM:
            out = staged.site / asset.built
            out.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(staged.docs / asset.built, out)


def _unused(site: Path) -> None:
    for name in _OF_THE_ENGINE:
        path = site / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    if (site / "assets/images").is_dir() and not any((site / "assets/images").iterdir()):
        (site / "assets/images").rmdir()


def _search_index(site: Path, kept: Kept) -> list[Diagnostic]:
    log = site.parent / "pagefind.log"
    try:
        searching.index(site, log, kept)
    except (OSError, searching.ServiceError):
        hint = f"Lo que dijo el programa está en {log.parent.name}/{log.name}."
        return [find("P310", "buscar", "No se pudo hacer el índice de búsqueda.", hint=hint)]
    log.unlink(missing_ok=True)
    return []


def _run(command: list[str], path: str, message: str, work: Path) -> list[Diagnostic]:
    """Run a program of ours. What it prints may quote a page, so it goes to a file under `.build`, not out."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    environment["SOURCE_DATE_EPOCH"] = "0"  # the engine would date the map of the site with today
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
