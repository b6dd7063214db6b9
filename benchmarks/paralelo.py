"""What several processes save in a check of 300 submissions, and what they would if they took whole submissions.

    python -m benchmarks.paralelo

Nothing is remembered between runs. Clock and processor seconds, of this process and of its workers.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks import envolver
from generator import parallel, pipeline
from generator.anonymize import cache, redact
from generator.diagnostics import Diagnostic
from generator.model import Submission
from tests.fabrica import SECTIONS, Proyecto, text

T = TypeVar("T")
TODAY = date(2026, 11, 24)
MANY, TIMES = 300, 3


def project(root: Path) -> None:
    """Every real text in the template, and the rest made of paragraphs of theirs, drawn with a fixed seed."""
    made = Proyecto(root, guide=False)
    done = len(list(envolver.all_wrapped(made)))
    draw = random.Random(7)
    bodies = [body for path in envolver.texts() if (body := envolver.body(path))]
    paragraphs = [p for body in bodies for p in body.split("\n\n") if 80 < len(p) < 1500 and p[0].isalpha()]
    for n in range(done, MANY):
        made.write(f"variada-{n}", text({title: "\n\n".join(draw.sample(paragraphs, 6)) for title in SECTIONS}))


def whole(_text: str, submission: Submission) -> list[Diagnostic]:
    """The other way: a worker takes the submission and gives back what is said of it."""
    return redact.check(submission)


def by_submission(submissions: Sequence[Submission]) -> list[list[Diagnostic] | None]:
    """What the workers say of each; they do not know `__main__`, so the work is asked for by its module."""
    items = [(s.source.index, s) for s in submissions]
    return [said for _, said in parallel.spread(import_module("benchmarks.paralelo").whole, items)]


def measured(name: str, work: Callable[[], T]) -> T:
    """Do it and print what it took."""
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    start = time.perf_counter()
    result = work()
    clock = time.perf_counter() - start
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own, workers = (b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime for a, b in zip(before, after, strict=True))
    print(f"{name:38} {clock:6.2f} s; procesador {own:6.2f} s aquí y {workers:6.2f} s en procesos", flush=True)
    return result


def main() -> None:
    cache._key = lambda: None
    several = parallel.workers_here
    with TemporaryDirectory() as folder:
        project(Path(folder))
        submissions = pipeline.read_all(Path(folder)).submissions
        print(f"{len(submissions)} entregas, {several()} procesos")
        for _ in range(TIMES):
            results = []
            for how, workers in (("sola", lambda: 1), ("con procesos", several)):
                parallel.workers_here = workers
                results.append(measured(f"revisión {how}", lambda: pipeline.check(Path(folder), TODAY)))
            assert results[0] == results[1]
            parallel.workers_here = lambda: 1
            measured("lo que se repartiría, sola", lambda: [redact.check(s) for s in submissions])
            parallel.workers_here = several
            done = measured("lo mismo por entregas enteras", lambda: by_submission(submissions))
            assert None not in done


if __name__ == "__main__":
    main()
