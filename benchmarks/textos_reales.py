"""The real texts the whole way, with time and peak memory by stage: `python -m benchmarks.textos_reales`.

Prints a Markdown report; the figures kept are in `benchmarks/README.md`.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks import comparar, envolver
from generator.accepting import accept
from generator.audit import Problem, audit
from generator.build import build
from generator.building import expectations
from generator.checking import read_all
from generator.diagnostics import Diagnostic
from generator.promote import promote
from generator.stage import stage
from tests.fabrica import TODAY, Proyecto

T = TypeVar("T")


def _peak() -> float:
    """Peak memory so far, in MiB, of this process and of its largest child."""
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(own, child) / 1024


def _timed(name: str, work: Callable[[], T]) -> T:
    start = time.perf_counter()
    result = work()
    print(f"| {name} | {time.perf_counter() - start:.1f} | {_peak():.0f} |", flush=True)
    return result


def bare() -> None:
    """As a stranger would send them: no fields of ours, no template."""
    with tempfile.TemporaryDirectory() as folder:
        project = Proyecto(Path(folder), guide=False)
        names = {envolver.bare(project, path) for path in envolver.texts()}
        found = read_all(project.root)
    print(f"\nTal como vienen: {len(names)} textos, {len(found.submissions)} aceptados.")
    print("Rechazados por: " + _reasons(found.findings))


def wrapped() -> None:
    """Under the template, reviewed and consented: the whole way to a site."""
    with tempfile.TemporaryDirectory() as folder:
        project = Proyecto(Path(folder))
        written = {name: path for path, name in envolver.all_wrapped(project)}
        for submission in read_all(project.root).submissions:
            project.consent(submission.folder)
        print("\n| etapa | segundos | pico MiB |\n| --- | --- | --- |")
        accepted = _timed("leer, validar, consentir, anonimizar", lambda: accept(project.root, TODAY))
        submissions = accepted.anonymized
        left: list[Problem] = []
        while True:
            staged = _timed(f"preparar {len(submissions)} páginas", partial(stage, project.root, submissions))
            failed = _timed("construir y hacer el buscador", partial(build, staged))
            wanted = expectations(staged, submissions, accepted.folders)
            problems = _timed("auditar", partial(audit, staged.site, wanted))
            blamed = {p.origin for p in problems if p.origin}
            left += problems
            if not blamed:
                break
            submissions = tuple(s for s in submissions if s.folder not in blamed)
        if not failed and not problems:
            _timed("publicar", partial(promote, project.root / ".build", staged.site, project.root / "site"))
        _report(project, written, accepted.findings, left)


def _report(
    project: Proyecto, written: dict[str, Path], findings: Sequence[Diagnostic], problems: Sequence[Problem]
) -> None:
    pages = {p.parent.name for p in (project.root / "site" / "practicas").glob("*/index.html")} & set(written)
    print(f"\nEn la plantilla: {len(written)} textos, {len(pages)} publicados.")
    print("Rechazados por: " + _reasons(findings))
    lost = {}
    for name in sorted(pages):
        source = comparar.source_words(envolver.body(written[name]) or "")
        page = comparar.page_words(project.root / "site" / "practicas" / name / "index.html")
        private = comparar.words_in(envolver.private_words(project, name))
        if words := comparar.missing(source, page, private):
            lost[name] = len(words), len(source)
    print(f"Se leen palabra por palabra como su fuente: {len(pages) - len(lost)}.")
    for name, (missing, total) in lost.items():
        print(f"- {name}: {missing} de {total} palabras no están en su lugar")
    print(f"Reparos de la auditoría: {len(problems)}.")
    for problem in problems[:20]:
        print(f"- {problem.diagnostic.path}: {problem.diagnostic.code}")


def _reasons(findings: Sequence[Diagnostic]) -> str:
    """Each code with the number of texts that it refuses."""
    pairs = {(d.code, d.path.split("/")[1]) for d in findings if d.is_error}
    return ", ".join(f"{code} ({n})" for code, n in Counter(code for code, _ in pairs).most_common())


if __name__ == "__main__":
    if not envolver.texts():
        sys.exit("No están los textos reales (../shared/datos/textos).")
    bare()
    wrapped()
