"""Speed and memory of the whole way beside stock MkDocs + Material, on the same staged pages, in one run.

    make medir                         # 200 and 1,000 submissions
    python -m benchmarks.medir --entregas 200 1000 5000 [--carpeta DIR] [--servir] [--imagenes 0.1] [--reales]

For each size a project is invented (`benchmarks.corpus`, without images unless they are asked for; with `--reales`, of
real texts, `benchmarks.reales`), built from nothing, built by stock MkDocs from the pages that were staged, and built
again: with nothing changed, with one submission changed and with one consent revoked. Seconds of the clock count, as
bars on one machine do; those of all processors and the most memory of one process are told beside them. From two
sizes on, the last line is the exponent of growth.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks import corpus, servir
from benchmarks.proyecto import KEY, agree, revoke
from generator.press.orders import Order, encoded

REPO = Path(__file__).parents[1]
MIB = 1024
WORD = "zarandajilla"
"""A word of no dictionary: only the submission that is changed, and then revoked, says it."""
_STAGE = re.compile(r"^ *([\d.]+ s +\d+ MiB)  (.+)$")


@dataclass(frozen=True, slots=True)
class Run:
    """One program, run: seconds of the clock and of all processors, the most memory (KiB) of one of its processes."""

    wall: float
    work: float
    memory: int
    told: str

    def line(self) -> str:
        return f"{self.wall:8.1f} s {self.work:8.1f} s CPU {self.memory // MIB:6} MiB"


@dataclass(frozen=True, slots=True)
class Bar:
    """What was measured, as a part of stock's seconds, and how much it may be."""

    what: str
    run: Run
    most: float


def run(command: Sequence[str], fine: Sequence[int] = (0, 3), asked: bytes = b"") -> Run:
    """Run a program of Python's, give it what is `asked` of it, and measure it.

    Raises CalledProcessError when it ends otherwise than is `fine`.
    """
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryFile() as given:
        given.write(asked)
        given.seek(0)
        process = subprocess.Popen([sys.executable, *command], cwd=REPO, stdin=given, stdout=told, stderr=told)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        words = told.read()
    if process.returncode not in fine:
        print(words[-2000:], file=sys.stderr)
        raise subprocess.CalledProcessError(process.returncode, command[0])
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss, words)


def construct(project: Path) -> Run:
    """`inspira construir`, on a day on which all consents of the project hold."""
    day = corpus.TODAY.isoformat()
    return run(["-m", "generator", "construir", "--proyecto", str(project), "--hoy", day, "--tiempos"])


def stock(project: Path, work: Path) -> Run:
    """Stock MkDocs and Material over the pages that were staged for `project`, with their own search."""
    ours = yaml.safe_load((REPO / "mkdocs.yml").read_text(encoding="utf-8"))
    staged = yaml.safe_load((project / ".build/mkdocs.yml").read_text(encoding="utf-8"))
    theme = {key: value for key, value in ours["theme"].items() if key in ("name", "language", "font", "features")}
    config = {
        "site_name": "Páginas preparadas",
        "site_url": "https://example.org/",
        "docs_dir": staged["docs_dir"],
        "site_dir": str(work / "sitio"),
        "theme": theme,
        "plugins": [{"search": {"lang": "es"}}],
        "markdown_extensions": ours["markdown_extensions"],
        "nav": staged["nav"],
        "not_in_nav": staged["not_in_nav"],
    }
    path = work / "mkdocs.yml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    return run(["-m", "mkdocs", "build", "--quiet", "--config-file", str(path)])


def build_step(project: Path, work: Path) -> Run:
    """Our build step alone over the same pages: the press, from nothing."""
    staged = yaml.safe_load((project / ".build/mkdocs.yml").read_text(encoding="utf-8"))
    config = work / "propio.yml"
    config.write_text(yaml.safe_dump({**staged, "site_dir": str(work / "propio")}), encoding="utf-8")
    return run(["-m", "generator.press", str(config), str(work / "hecho.json")], asked=b"\n" + encoded(Order()))


def change(project: Path) -> str:
    """Other words in one published submission, which its author agreed to. Returns its folder."""
    folder = f"practicas/{min(p.parent.name for p in (project / 'site/practicas').glob('*/index.html'))}"
    index = project / folder / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + f"\nAl final, una {WORD} de papel.\n", encoding="utf-8")
    agree(project, folder, corpus.TODAY)
    return folder


def holding(folder: Path) -> Iterator[Path]:
    """The files in which the word stands that one submission alone says."""
    for path in (p for p in folder.rglob("*") if p.is_file()):
        if WORD.encode() in path.read_bytes():
            yield path


def measure(many: int, folder: Path, maker: Sequence[str], *, serving: bool) -> tuple[Run, Run]:
    """Measure one size, telling as it goes. Returns the cold run and stock's."""
    project, work = folder / f"proyecto-{many}", folder / "aparte"
    shutil.rmtree(project, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    run(["-m", *maker, "--entregas", str(many), str(project)])
    print(f"\n{many} entregas", flush=True)
    cold = _told("todo, desde cero", construct(project))
    for seconds, words in _STAGE.findall(cold.told) or _stages(cold.told):
        print(f"    {seconds:>20}  {words}")
    plain = _told("MkDocs + Material", stock(project, work))
    alone = _told("solo las páginas", build_step(project, work))
    same = _told("nada cambió", construct(project))
    folder_changed = change(project)
    one = _told("cambió una", construct(project))
    page = project / "site" / folder_changed / "index.html"
    assert page in set(holding(project / "site")), "el cambio no se ve"
    _reused(one)
    revoke(project, folder_changed, corpus.TODAY)
    gone = _told("se retiró una", construct(project))
    left = [*holding(project / "site"), *holding(project / ".build")]
    assert not left and not page.exists(), "queda rastro de lo retirado"
    _reused(gone)
    if serving:
        for what, seconds in servir.measure(project, 3).items():
            print(f"  servir, {what}: {min(seconds):.2f} a {max(seconds):.2f} s hasta verla en el navegador")
    bars = [
        Bar("todo, desde cero", cold, 2.5),
        Bar("solo las páginas", alone, 0.5),
        Bar("nada cambió", same, 0.03),
        Bar("cambió una", one, 0.1),
        Bar("se retiró una", gone, 0.1),
    ]
    for bar in bars:
        part = bar.run.wall / plain.wall
        print(f"  {bar.what:20} {part:6.3f} de MkDocs (a lo sumo {bar.most}){'' if part <= bar.most else '  NO'}")
    return cold, plain


def _told(what: str, one: Run) -> Run:
    print(f"  {what:20} {one.line()}", flush=True)
    return one


def _stages(told: str) -> list[tuple[str, str]]:
    return [(m[1], m[2]) for m in map(_STAGE.match, told.splitlines()) if m]


def _reused(one: Run) -> None:
    for line in one.told.splitlines():
        if (stage := _STAGE.match(line)) or line.startswith(" " * 23):
            print(f"      {stage[1] if stage else '':>20}  {stage[2] if stage else line.strip()}")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--entregas", type=int, nargs="+", default=[200, 1_000])
    given.add_argument("--carpeta", type=Path, help="dónde quedan los proyectos; sin ella se borran al final")
    given.add_argument("--servir", action="store_true", help="también de guardar a ver, en Chromium")
    given.add_argument("--imagenes", default="0", help="qué parte de las entregas lleva una imagen")
    given.add_argument("--reales", action="store_true", help="con los textos reales de otros, repetidos con cambios")
    asked = given.parse_args()
    kind = ["benchmarks.reales"] if asked.reales else ["benchmarks.corpus", "--imagenes", asked.imagenes]
    print(f"{len(os.sched_getaffinity(0))} procesadores; recibos de la llave de prueba {KEY.kid[:8]}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.carpeta or Path(scratch)
        found: Mapping[int, tuple[Run, Run]] = {
            many: measure(many, folder, kind, serving=asked.servir) for many in sorted(asked.entregas)
        }
    if len(found) > 1:
        (few, (first, _)), (lots, (last, _)) = min(found.items()), max(found.items())
        power = math.log(last.wall / first.wall) / math.log(lots / few)
        print(f"\nde {few} a {lots} entregas, el tiempo crece con la potencia {power:.2f}")


if __name__ == "__main__":
    main()
