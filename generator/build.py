"""Build: the engine over the staged pages, then the search index over what it built.

The engine is unmodified MkDocs, driven by our press, or another one that was asked for (`engines`), in a process of its
own: whatever it or a plugin does, it only ever had `.build/docs` to do it with.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from generator import searching
from generator.diagnostics import Diagnostic, find
from generator.digests import tree_digest
from generator.engines import MKDOCS, PRESS, Engine, configured, default
from generator.forms import PLACE as FORM
from generator.kept import NOTHING, Kept
from generator.manifest import STAMP, Staged
from generator.portable import make_portable
from generator.press.earlier import Earlier, Past
from generator.press.orders import Order, encoded, read_told
from generator.scaffold import emptied, unused

_TIMEOUT = 3600
_OF_THE_ENGINE = ("assets/javascripts", "assets/stylesheets", "assets/images/favicon.png")
"""What the engine copies from its theme and no page asks for: ours brings what it uses in `assets/inspira`."""


Note = Callable[[str], None]


def build(
    staged: Staged,
    engine: Engine | None = None,
    kept: Kept = NOTHING,
    past: Past | None = None,
    note: Note = lambda _words: None,
) -> list[Diagnostic]:
    """Build `staged.site`. Returns what went wrong (P310); an empty list means that there is a site to audit.

    What was made of the same things before is taken from `kept`, and whole pages from the site that `past` tells of;
    `note` is told how much was, and why not more.
    """
    past = past or Past()
    failed = build_pages(staged, engine, kept, past)
    if past.printing:
        note(past.printing.line())
    return failed or index_pages(staged, kept, note, past.site)


def build_pages(
    staged: Staged, engine: Engine | None = None, kept: Kept = NOTHING, past: Past | None = None
) -> list[Diagnostic]:
    """The engine alone: the pages of the site, without their search index.

    Without an `engine` it is MkDocs driven by our press, or plain where INSPIRA_MOTOR says `mkdocs`: it is the same.
    """
    folders = emptied(staged.site)
    engine = engine or default()
    failed = _press(staged, kept, past or Past()) if engine is PRESS else _engine(staged, engine)
    for name in engine.surplus:
        (staged.site / name).unlink(missing_ok=True)
    if not failed:
        _hidden(staged)
        _unused(staged.site)
    unused(folders)
    return failed


def _engine(staged: Staged, engine: Engine) -> list[Diagnostic]:
    config = configured(engine, staged.config)
    command = [sys.executable, "-m", engine.module, "build", *engine.options, "--config-file", str(config)]
    return _run(command, staged.config.parent / f"{engine.name}.log", f"{engine.title} no pudo construir el sitio.")


def _press(staged: Staged, kept: Kept, past: Past) -> list[Diagnostic]:
    told = staged.config.with_name("prensa-hecho.json")
    earlier = Earlier.of(kept)

    def order() -> bytes:
        # A copy for a disk is changed afterwards: no published page is one of its pages.
        taken = earlier.lay(staged, None if staged.portable else past.site)
        return encoded(Order(earlier.environment, taken))

    command = [sys.executable, "-m", PRESS.module, str(staged.config), str(told)]
    log = staged.config.with_name(f"{MKDOCS.name}.log")
    try:
        if failed := _run(command, log, f"{PRESS.title} no pudo construir el sitio.", order):
            return failed
        past.printing = earlier.settle(staged, read_told(told))
    except (OSError, ValueError, TypeError, KeyError):
        return [find("P310", "mkdocs.yml", f"{PRESS.title} no pudo construir el sitio.")]
    finally:
        told.unlink(missing_ok=True)
    return []


def index_pages(
    staged: Staged, kept: Kept = NOTHING, note: Note = lambda _words: None, published: Path | None = None
) -> list[Diagnostic]:
    """The search index of what the engine built, and its stamp; the copy for a disk brings its own and needs none."""
    if staged.portable:
        return _portable(staged.site)
    return _search_index(staged.site, kept, note, published) or stamp(staged.site)


def stamp(site: Path) -> list[Diagnostic]:
    """One short file that is another one whenever anything is: by it a reader's device knows that the site changed, and
    the next run that it did not."""
    try:
        (site / STAMP).write_text(f"{tree_digest(site, STAMP)}\n", encoding="ascii")
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
            out.unlink(missing_ok=True)  # it may be the staged file itself, by another name
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


def _search_index(site: Path, kept: Kept, note: Note, published: Path | None) -> list[Diagnostic]:
    log = site.parent / "pagefind.log"
    try:
        note(searching.index(site, log, kept, published).line())
    except (OSError, searching.ServiceError):
        hint = f"Lo que dijo el programa está en {log.parent.name}/{log.name}."
        return [find("P310", "buscar", "No se pudo hacer el índice de búsqueda.", hint=hint)]
    log.unlink(missing_ok=True)
    return []


def _run(command: list[str], log: Path, message: str, asked: Callable[[], bytes] = bytes) -> list[Diagnostic]:
    """Run a program of ours, and give it what is `asked` of it, which is looked for while it gets ready.

    What it prints may quote a page, so it goes to a file under `.build`, not out.
    """
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    environment["SOURCE_DATE_EPOCH"] = "0"  # the engine would date the map of the site with today
    try:
        with (
            log.open("w", encoding="utf-8") as out,
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=out, env=environment) as running,
        ):
            try:
                running.communicate(asked(), timeout=_TIMEOUT)
            finally:
                running.kill()
    except (OSError, subprocess.TimeoutExpired):
        return [find("P310", "mkdocs.yml", message)]
    if running.returncode:
        hint = f"Lo que dijo el programa está en {log.parent.name}/{log.name}."
        return [find("P310", "mkdocs.yml", message, hint=hint)]
    log.unlink()
    return []
