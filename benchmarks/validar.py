"""How long `inspira validar` takes: one submission and many, the first time and when they were looked at before.

    python -m benchmarks.validar [--entregas 5000]

The submissions are the practices of the repository with a sentence of their own, in a folder that is deleted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).parents[1]
_OF_THE_HOUSE = ("ficha.yml", "consentimientos.json")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--entregas", type=int, default=5_000)
    many = given.parse_args().entregas
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _fill(root, many)
        for words, what in ((["practicas/numero-0"], "una"), ([], f"{many:n}")):
            for time_of in ("la primera vez", "otra vez"):
                print(f"{what}, {time_of}: {_seconds(root, words)}", flush=True)


def _fill(root: Path, many: int) -> None:
    sources = sorted((REPO / "practicas").iterdir())
    for number in range(many):
        source, folder = sources[number % len(sources)], root / f"practicas/numero-{number}"
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns(*_OF_THE_HOUSE))
        index = folder / "index.md"
        words = index.read_text(encoding="utf-8").replace("\nejemplo: true\n", "\n")
        index.write_text(f"{words}\nEsta es la vez {number} que lo contamos.\n", encoding="utf-8")


def _seconds(root: Path, words: list[str]) -> str:
    before, start = os.times(), time.perf_counter()
    command = [sys.executable, "-m", "generator", "validar", *words, "--proyecto", str(root), "--hoy", "2026-11-22"]
    subprocess.run(command, cwd=REPO, capture_output=True, check=False)
    after = os.times()
    work = after.children_user + after.children_system - before.children_user - before.children_system
    return f"{time.perf_counter() - start:.1f} s, {work:.1f} s de procesador"


if __name__ == "__main__":
    main()
