"""Our disclosure control beside G-Confid and τ-ARGUS, on the same tables, all judged by our attack.

    python -m benchmarks.comparar_divulgacion [--entornos .build/comparar] [--limite 1800] [--solo-chica]

Makes an environment for each of the other two with `pip install` from whatever index this machine has, and runs each
as a process of its own: nothing of theirs enters the project's environment. What cannot be installed or does not end
is told with its reason. The figures kept are in `benchmarks/README.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import venv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.divulgacion import reference
from generator.disclosure.attack import audit
from generator.disclosure.primary import STRICT, Rule
from generator.disclosure.table import Cell, Dimension, Table

ROOT = Path(__file__).resolve().parent.parent
RUNNER = Path(__file__).with_name("comparar_divulgacion_otros.py")
PACKAGES = {"gconfid": "gconfid==2.0.4", "pytauargus": "pytauargus==0.6.0"}
LICENCES = {"gconfid": "GPL-3.0 o posterior", "pytauargus": "EUPL-1.2"}
READINGS: dict[str, Rule] = {"5 más": STRICT, "hasta-umbral": Rule()}
NAMES = {"inspira": "inspira", "gconfid": "gconfid", "tau-mod": "pytauargus, MOD", "tau-opt": "pytauargus, OPT"}
AUDITS = {"gconfid": "gconfid", "tau-auditar": "pytauargus"}
SMALL = "chica"
FEW = 4


@dataclass(frozen=True, slots=True, repr=False)
class Job:
    """A tool over a table: to protect it, or to audit the cells `hidden`."""

    tool: str
    name: str
    table: Table
    reading: str
    hidden: tuple[int, ...] = ()


def tables(small_only: bool) -> dict[str, Table]:
    """The small one first: its figures come soon, and it is all that the slowest methods can do."""
    found = {SMALL: first_regionales(reference(3.0, 1))}
    if not small_only:
        for seed in (1, 2):
            found |= {f"semilla {seed}": reference(3.0, seed), f"semilla {seed}, d": reference(3.0, seed, 1.0)}
    return found


def first_regionales(table: Table) -> Table:
    """The same table with its first few regionales alone."""
    place, *others = table.dimensions
    regionales = sorted({node[0] for node in place.nodes if node})[:FEW]
    cells = list(table.cells())
    base: dict[Cell, int] = {cells[i]: table.counts[i] or 0 for i in table.leaves() if cells[i][0][0] in regionales}
    return Table.of([Dimension.of(place.columns, {cell[0] for cell in base}), *others], base)


def given(job: Job) -> dict[str, Any]:
    """A job as the runner reads it."""
    rule, table = READINGS[job.reading], job.table
    return {
        "columns": [d.columns for d in table.dimensions],
        "cells": list(table.cells()),
        "counts": table.counts,
        "equations": [[e.parent, e.children] for e in table.equations()],
        "room": rule.secrets(table),
        "reading": job.reading,
        "hidden": job.hidden,
    }


def environment(folder: Path, package: str) -> tuple[Path | None, str]:
    """The Python that has a package, made if it is not there; None and why where it cannot be."""
    python = folder / package / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder / package, with_pip=True)
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGES[package]],
        capture_output=True,
        text=True,
        check=False,
    )
    return (None, reason(done)) if done.returncode else (python, "")


def reason(done: subprocess.CompletedProcess[str]) -> str:
    """Why a process failed, in a line."""
    if done.returncode < 0:
        return f"se cae ({signal.Signals(-done.returncode).name})"
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")] or lines[-1:]
    return errors[0].strip() if errors else f"termina con {done.returncode}, sin explicación"


def run(job: Job, python: Path | str, folder: Path, limit: float) -> dict[str, Any] | str:
    """What a tool found, or why it did not."""
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / "hallado.json"
    out.unlink(missing_ok=True)
    (folder / "dado.json").write_text(json.dumps(given(job)), encoding="utf-8")
    start = ["-m", "benchmarks.comparar_divulgacion_otros"] if job.tool == "inspira" else [str(RUNNER)]
    try:
        done = subprocess.run(
            [str(python), *start, job.tool, str(folder / "dado.json"), str(out)],
            capture_output=True,
            text=True,
            check=False,
            timeout=limit,
            cwd=folder,  # τ-ARGUS leaves files where it runs, and where temporary ones go
            env={**os.environ, "TMPDIR": str(folder)} | ({"PYTHONPATH": str(ROOT)} if job.tool == "inspira" else {}),
        )
    except subprocess.TimeoutExpired:
        return f"sin respuesta en {limit:.0f} s"
    if done.returncode or not out.exists():
        return reason(done)
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def protecting(name: str, table: Table) -> Iterator[Job]:
    """What G-Confid is asked does not depend on the reading: once is enough. OPT is for the small table."""
    for reading in READINGS:
        yield Job("inspira", name, table, reading)
        yield Job("tau-mod", name, table, reading)
        if name == SMALL:
            yield Job("tau-opt", name, table, reading)
    yield Job("gconfid", name, table, next(iter(READINGS)))


def row(job: Job, found: dict[str, Any] | str) -> str:
    """A row of the report: what is hidden, and what our attack still finds out under each reading."""
    reading = "–" if job.tool == "gconfid" else job.reading
    head = f"| {job.name} | {NAMES[job.tool]} | {reading} | "
    if isinstance(found, str):
        return f"{head}no: {found} |"
    table, hidden = job.table, set(found["ocultas"])
    primaries = set(READINGS[job.reading].secrets(table))
    leaves = set(table.leaves())
    everyone = sum(table.counts[i] or 0 for i in leaves)
    lost = sum(table.counts[i] or 0 for i in hidden & leaves) / everyone
    made = table.with_hidden(hidden)
    failed = []
    for rule in READINGS.values():
        narrow = {at for _, at in audit([made], rule, table).narrow}
        failed.append(f"{len(narrow)} ({len(narrow & primaries)})")
    secondary = len(hidden - primaries)
    told = f"{len(primaries)} | {secondary} | {100 * lost:.1f} | {found['procesador']:.1f} | {found['segundos']:.1f}"
    return f"{head}{told} | {' | '.join(failed)} |".replace(".", ",")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--entornos", type=Path, default=ROOT / ".build" / "comparar")
    arguments.add_argument("--limite", type=float, default=1800.0, help="segundos de reloj para cada corrida")
    arguments.add_argument("--solo-chica", action="store_true")
    arguments.add_argument("--a-la-vez", type=int, default=2)
    chosen = arguments.parse_args()
    folder: Path = chosen.entornos.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    pythons: dict[str, Path | str] = {"inspira": sys.executable}
    for package, tools in (("gconfid", ("gconfid",)), ("pytauargus", ("tau-mod", "tau-opt", "tau-auditar"))):
        python, why = environment(folder, package)
        print(f"{PACKAGES[package]} ({LICENCES[package]}): {'instalado aparte' if python else f'no se instala: {why}'}")
        pythons |= dict.fromkeys(tools, python) if python else {}
    print()
    print(
        "| tabla | herramienta | lectura | primarias | secundarias | base oculta, % | procesador, s | reloj, s |",
        end="",
    )
    print(" fallas «5 más» (de primarias) | fallas «hasta-umbral» (de primarias) |")
    print("| --- " * 10 + "|", flush=True)
    jobs = [job for name, table in tables(chosen.solo_chica).items() for job in protecting(name, table)]
    jobs = [job for job in jobs if job.tool in pythons]
    done: list[Job] = []
    with ThreadPoolExecutor(chosen.a_la_vez) as pool:

        def start(number: int, job: Job) -> dict[str, Any] | str:
            return run(job, pythons[job.tool], folder / "corridas" / str(number), chosen.limite)

        for job, found in zip(jobs, pool.map(start, range(len(jobs)), jobs), strict=True):
            print(row(job, found), flush=True)
            if isinstance(found, dict) and job.name == SMALL:
                done.append(replace(job, hidden=tuple(found["ocultas"])))
        print("\nSus auditorías, sobre la tabla chica que protegió cada uno (miran las primarias):")
        audits = [(j, replace(j, tool=tool)) for j in done for tool in AUDITS if tool in pythons]
        asked = [job for _, job in audits]
        for (by, job), found in zip(audits, pool.map(start, range(len(jobs), 1000), asked), strict=True):
            told = found if isinstance(found, str) else f"{found['fallas']} fallas"
            print(f"- {AUDITS[job.tool]}: {NAMES[by.tool]}, «{job.reading}»: {told}", flush=True)


if __name__ == "__main__":
    main()
