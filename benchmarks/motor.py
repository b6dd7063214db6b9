"""The engine alone, side by side in one run: MkDocs and Material with their own templates and search, and ours.

    python -m benchmarks.motor PROYECTO

The pages are those that `inspira construir` stages for the project, the same for all: the same menu and Markdown
extensions. Nothing of the project is changed: the work is done in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from generator.accepting import accept
from generator.build import build_pages
from generator.configuration import load_config
from generator.engines import MKDOCS, PRESS, Engine
from generator.kept import Kept
from generator.manifest import Staged
from generator.press.earlier import Past
from generator.stage import stage

STOCK = "MkDocs y Material, con sus plantillas y su buscador"
PLAIN = "MkDocs y Material, con nuestras plantillas"
COLD, WARM, ONE = "la prensa, de nada", "la prensa, sin cambios", "la prensa, una página cambiada"
_KEY = bytes(32)
_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of clock and of processor, and the most memory (MiB) of one process."""

    name: str
    wall: float
    cpu: float
    memory: float


def measured(name: str, work: Callable[[], object]) -> Measured:
    """How long something takes that is done in processes of its own."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with _Largest() as largest:
        work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(name, time.perf_counter() - start, cpu, largest.mib)


class _Largest:
    """The most memory that a process below this one has while this lasts (Linux; 0 elsewhere)."""

    def __enter__(self) -> _Largest:
        self.mib, self._over = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_PAUSE):
            self.mib = max([self.mib, *map(_resident, _below(str(os.getpid())))])


def _below(process: str) -> list[str]:
    try:
        tasks = list(Path("/proc", process, "task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [*children, *(deeper for child in children for deeper in _below(child))]


def _resident(process: str) -> float:
    try:
        told = Path("/proc", process, "status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("VmHWM")), 0.0)


def stock_config(staged: Staged) -> Path:
    """The staged configuration with nothing of ours in it: Material's own templates and MkDocs's own search."""
    own = load_config(staged.config)
    above = load_config(Path(str(own.pop("INHERIT"))))
    theme: dict[str, Any] = dict(above["theme"])  # type: ignore[call-overload]
    theme.pop("custom_dir", None)
    theme["favicon"] = "assets/images/favicon.png"
    own["theme"], own["plugins"] = theme, [{"search": {"lang": "es"}}]
    path = staged.config.with_name("de-fabrica.yml")
    path.write_text(yaml.safe_dump({**above, **own}, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def compare(staged: Staged, published: Path, *, plain: bool = True) -> list[Measured]:
    """Each way in its turn. `published` is a folder that is not there yet. Raises RuntimeError when one fails."""
    stock = [sys.executable, "-m", MKDOCS.module, "build", "--quiet", "--config-file", str(stock_config(staged))]
    found = [measured(STOCK, lambda: subprocess.run(stock, check=True, capture_output=True))]
    if plain:
        found.append(measured(PLAIN, lambda: _built(staged, MKDOCS)))
    memory = staged.config.with_name("hechos")
    memory.mkdir()
    for name in (COLD, WARM, ONE):
        if name == ONE:
            staged = _one_changed(staged)
        found.append(measured(name, partial(_built, staged, PRESS, Kept(memory, _KEY), Past(published))))
        shutil.rmtree(published, ignore_errors=True)
        staged.site.rename(published)
    return found


def _built(staged: Staged, engine: Engine, *more: Any) -> None:
    if build_pages(staged, engine, *more):
        raise RuntimeError(f"no se construyó: {staged.config.parent}")


def _one_changed(staged: Staged) -> Staged:
    """The same pages, and one of a submission with one more word."""
    at = next(n for n, p in enumerate(staged.pages) if p.origin.startswith("practicas/"))
    path = staged.docs / staged.pages[at].source
    data = path.read_bytes() + b"\nOtra.\n"
    path.unlink()
    path.write_bytes(data)
    changed = replace(staged.pages[at], sha256=sha256(data).hexdigest())
    return replace(staged, pages=(*staged.pages[:at], changed, *staged.pages[at + 1 :]))


def told(found: Sequence[Measured]) -> str:
    """A table in Markdown, each beside the first."""
    rows = [
        f"| {m.name} | {m.wall:.1f} | {m.cpu:.1f} | {m.memory:.0f} | {m.wall / found[0].wall:.2f} "
        f"| {m.cpu / found[0].cpu:.2f} |"
        for m in found
    ]
    head = ["| qué | reloj, s | procesador, s | MiB | reloj, veces | procesador, veces |", "| --- |" + " --: |" * 5]
    return "\n".join([*head, *rows])


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("proyecto", type=Path)
    given.add_argument("--hoy", type=date.fromisoformat, default=date(2026, 11, 22))
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder, "trabajo")
        work.mkdir()
        accepted = accept(options.proyecto, options.hoy, work=work)
        staged = stage(options.proyecto, accepted.anonymized, accepted.releases, today=options.hoy, work=work)
        print(f"{len(staged.pages)} páginas, {len(staged.assets)} archivos\n")
        print(told(compare(staged, Path(folder, "publicado"))))


if __name__ == "__main__":
    main()
