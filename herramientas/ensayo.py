"""The whole way with one engine, up to but not including promotion, in a folder of work of its own.

    python -m herramientas.ensayo mkdocs|properdocs|zensical PROYECTO TRABAJO AAAA-MM-DD

It runs in the environment of that engine and leaves TRABAJO/ensayo.json for `herramientas.salidas`: how long each step
took, what the audit said and what the site offers. What ships is audited by `inspira construir`, so MkDocs' site is
not audited here again. `site/` and `.build/` of the project stay as they are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from generator.accepting import accept
from generator.audit import audit
from generator.build import build_pages
from generator.building import expectations
from generator.diagnostics import as_text
from generator.engines import ENGINES, MKDOCS, Engine
from generator.indexing import index_pages
from generator.stage import stage
from herramientas.rasgos import traits

RESULT = "ensayo.json"
T = TypeVar("T")
_SHOWN = 40
"""Problems that are told whole."""


class _Watch:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, step: str, work: Callable[[], T]) -> T:
        began = perf_counter()
        done = work()
        self.seconds[step] = round(perf_counter() - began, 2)
        return done


def rehearse(engine: Engine, project: Path, work: Path, today: date) -> dict[str, object]:
    """Stage, build, index and audit. Raises OSError and what staging raises; what the engine says stays in its log."""
    work.mkdir(parents=True, exist_ok=True)
    watch = _Watch()
    accepted = watch.time("leer", lambda: accept(project, today))
    submissions = accepted.anonymized
    staged = watch.time("preparar", lambda: stage(project, submissions, accepted.releases, today=today, work=work))
    failed = watch.time("páginas", lambda: build_pages(staged, engine))
    failed = failed or watch.time("buscador", lambda: index_pages(staged))
    result: dict[str, object] = {
        "motor": engine.title,
        "entregas": len(submissions),
        "segundos": watch.seconds,
        "fallas": as_text(failed),
    }
    if not failed:
        expected = expectations(staged, submissions, accepted.folders)
        problems = [] if engine is MKDOCS else watch.time("auditoría", lambda: audit(staged.site, expected))
        result["auditoria"] = [p.diagnostic.code + " " + p.diagnostic.path for p in problems]
        result["auditoria_texto"] = as_text([p.diagnostic for p in problems[:_SHOWN]]) if problems else ""
        result["preparadas"] = sorted(p.built for p in staged.pages)
        result["rasgos"] = traits(staged.site)
    return result


def main(arguments: list[str]) -> int:
    """Exit 0 when there is something to compare, 2 on a wrong call."""
    if len(arguments) != 4 or arguments[0] not in ENGINES:
        print(f"Uso: python -m herramientas.ensayo {'|'.join(ENGINES)} PROYECTO TRABAJO AAAA-MM-DD", file=sys.stderr)
        return 2
    work = Path(arguments[2]).resolve()
    result = rehearse(ENGINES[arguments[0]], Path(arguments[1]).resolve(), work, date.fromisoformat(arguments[3]))
    (work / RESULT).write_text(json.dumps(result, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
