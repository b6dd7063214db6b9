"""Build: the engine over the staged pages. The search index over what it built is made next (`indexing`).

The engine is unmodified MkDocs, driven by our press, or another one that was asked for (`engines`), in a process of its
own: whatever it or a plugin does, it only ever had `.build/docs` to do it with.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.diagnostics import Diagnostic, find
from generator.engines import PRESS, Engine, configured, default
from generator.forms import PLACE as FORM
from generator.kept import NOTHING, Kept
from generator.manifest import Staged
from generator.portable import make_portable
from generator.press.earlier import Earlier, Past
from generator.press.orders import Order, encoded, read_told
from generator.press.process import TOLD, Process, begun
from generator.scaffold import emptied, unused

_OF_THE_ENGINE = ("assets/javascripts", "assets/stylesheets", "assets/images/favicon.png")
"""What the engine copies from its theme and no page asks for: ours brings what it uses in `assets/inspira`."""


@contextmanager
def getting_ready(work: Path) -> Iterator[Process | None]:
    """Start the press while the pages are staged in `work`: to load itself takes it as long as many pages do. None
    where it is not what builds, or cannot be started yet."""
    try:
        press = begun(work) if default() is PRESS else None
    except OSError:
        press = None
    if press is None:
        yield None
        return
    with press:
        yield press


def build_pages(
    staged: Staged,
    engine: Engine | None = None,
    kept: Kept = NOTHING,
    past: Past | None = None,
    press: Process | None = None,
) -> list[Diagnostic]:
    """The engine alone: the pages of the site, without their search index.

    Without an `engine` it is MkDocs driven by our press, or plain where INSPIRA_MOTOR says `mkdocs`: it is the same.
    """
    folders = emptied(staged.site)
    engine = engine or default()
    failed = _press(staged, kept, past or Past(), press) if engine is PRESS else _engine(staged, engine)
    for name in engine.surplus:
        (staged.site / name).unlink(missing_ok=True)
    if not failed:
        _hidden(staged)
        _unused(staged.site)
    unused(folders)
    return failed or (_portable(staged.site) if staged.portable else [])


def _engine(staged: Staged, engine: Engine) -> list[Diagnostic]:
    log = staged.config.with_name(f"{engine.name}.log")
    try:
        config = configured(engine, staged.config)
        with Process(engine.module, ("build", *engine.options, "--config-file", str(config)), log) as running:
            well = running.finish()
    except OSError:
        return [_not_built(engine)]
    return [] if well else [_not_built(engine, log)]


def _press(staged: Staged, kept: Kept, past: Past, waiting: Process | None) -> list[Diagnostic]:
    told = staged.config.with_name(TOLD)
    earlier = Earlier.of(kept)
    try:
        with waiting or begun(staged.config.parent) as press:
            press.begin()
            # A copy for a disk is changed afterwards: no published page is one of its pages.
            taken = earlier.lay(staged, None if staged.portable else past.site)
            if not press.finish(encoded(Order(earlier.environment, taken))):
                return [_not_built(PRESS, press.log)]
        past.printing = earlier.settle(staged, read_told(told))
    except (OSError, ValueError, TypeError, KeyError):
        return [_not_built(PRESS)]
    finally:
        told.unlink(missing_ok=True)
    return []


def _not_built(engine: Engine, log: Path | None = None) -> Diagnostic:
    hint = f"Lo que dijo el programa está en {log.parent.name}/{log.name}." if log else None
    return find("P310", "mkdocs.yml", f"{engine.title} no pudo construir el sitio.", hint=hint)


def _portable(site: Path) -> list[Diagnostic]:
    """Have the copy for a disk bring what it needs without a server: its pages change for it."""
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
