"""What is found of people's names and what it costs, beside spaCy and Presidio: `python -m benchmarks.nombres --help`.

Prints a report in Markdown. The figures kept, and how to make the environment of the others: `benchmarks/README.md`.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import ensenanza
from generator.anonymize.evaluate import Count, gold
from generator.anonymize.spans import Kind, Level, Span

RUNNER = Path(__file__).with_name("nombres_otros.py")
ORDINARY = "textos.jsonl"
PYTHON = "bin/python"
ASKING = "spaCy, y preguntar por lo demás"
OTHERS = {"spacy": "spaCy", "presidio": "Presidio"}


@dataclass(frozen=True)
class Run:
    """What one tool found, in `folder` a file for each one it was given, and what it cost."""

    name: str
    folder: Path
    cost: dict[str, Any]
    asks: bool = True

    def spans(self, file: str) -> Iterator[list[Span]]:
        """What it found in each text of a file; without what it would ask about, where it is not to ask."""
        for line in (self.folder / file).read_text(encoding="utf-8").splitlines():
            spans = spans_of(json.loads(line)["hallazgos"])
            yield [s for s in spans if self.asks or s.level is Level.AUTO]


def spans_of(findings: Iterable[dict[str, Any]]) -> list[Span]:
    """Findings as `inspira detectar --jsonl` prints them. Of a kind, all that counts here is whether it is a person."""
    return [
        Span(f["inicio"], f["fin"], Kind.PERSONA if f["tipo"] == Kind.PERSONA else Kind.NUMERO, Level(f["nivel"]), "")
        for f in findings
        if f["inicio"] < f["fin"]
    ]


def run(tool: str, python: Path | str, given: Path) -> Run | None:
    """Run a tool over every file of a folder, or say that it could not."""
    folder = given.parent / tool
    folder.mkdir()
    command = [str(python), "-m", "benchmarks.nombres_otros"] if tool == "inspira" else [str(python), str(RUNNER)]
    files = [str(path) for path in sorted(given.glob("*.jsonl"))]
    done = subprocess.run(
        [*command, tool, str(folder), *files], capture_output=True, text=True, check=False, cwd=RUNNER.parent.parent
    )
    if done.returncode:
        # Only the kind of error: its message may quote a text.
        kind = (done.stderr.strip().splitlines() or ["sin explicación"])[-1].partition(":")[0]
        print(
            f"{tool} no corrió ({kind}): mire si está en ese entorno, como dice benchmarks/README.md", file=sys.stderr
        )
        return None
    return Run(OTHERS.get(tool, tool), folder, json.loads(done.stdout.splitlines()[-1]))


def names_table(runs: Sequence[Run], files: Sequence[Path]) -> list[str]:
    """For each annotated file and tool: found, found without asking, and how much of what is struck out is a person."""
    rows = []
    for path in files:
        texts = list(gold(path))
        for tool in runs:
            c = Count()
            for (text, names), spans in zip(texts, tool.spans(path.name), strict=True):
                c.add(text, names, spans)
            shares = ((c.found, c.tokens), (c.sure, c.tokens), (c.right_people, c.covered_people), (c.right, c.covered))
            label = f"{_name(path)} ({thousands(c.tokens)})" if tool is runs[0] else ""
            rows.append([label, tool.name, *(share(*pair) for pair in shares)])
    return table(["conjunto", "", "hallados", "sin preguntar", "precisión, personas", "precisión, todo"], rows)


def ordinary_table(runs: Sequence[Run], path: Path) -> list[str]:
    """For texts that nobody annotated: what would be asked, and what is struck out, for every 1,000 words."""
    texts = [text for text, _ in gold(path)]
    words = sum(len(text.split()) for text in texts)
    rows = []
    for tool in runs:
        unique = dict.fromkeys(Level, 0)
        for text, spans in zip(texts, tool.spans(path.name), strict=True):
            for level in Level:
                unique[level] += len({text[s.start : s.end] for s in spans if s.level is level})
        rows.append([tool.name, *(decimal(1000 * unique[level] / words) for level in (Level.REVISAR, Level.AUTO))])
    return table([f"{thousands(words)} palabras", "por revisar", "sin preguntar"], rows)


def cost_table(runs: Sequence[Run]) -> list[str]:
    """Speed, also as a share of the first one's; seconds to load, peak of memory, size of the model."""
    rows, base = [], runs[0].cost["kb_por_s"]
    for tool in runs:
        c = tool.cost
        ratio = decimal(c["kb_por_s"] / base, 2)
        numbers = (decimal(c["carga_s"], 2), f"{c['pico_mib']:.0f}", decimal(c["modelo_mb"]))
        rows.append([tool.name, f"{c['kb_por_s']:.0f}", ratio, *numbers, c["versiones"]])
    return table(["", "KB/s", "proporción", "carga, s", "pico MiB", "modelo MB", "versión"], rows)


def _name(path: Path) -> str:
    return path.stem.removesuffix("_dev")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def share(part: int, whole: int) -> str:
    """A percentage, or a dash of nothing."""
    return decimal(100 * part / whole) if whole else "–"


def decimal(number: float, places: int = 1) -> str:
    """A number with the decimal comma."""
    return f"{number:.{places}f}".replace(".", ",")


def thousands(number: int) -> str:
    """A whole number with the point of thousands."""
    return f"{number:,}".replace(",", ".")


def gather(given: Path, annotated: Path | None, texts: Path | None) -> list[Path]:
    """Put everything to be read into one folder. Returns the annotated files."""
    for path in sorted(annotated.glob("*_dev.jsonl")) if annotated else ():
        shutil.copyfile(path, given / path.name)
    ensenanza.write(given)
    files = sorted(given.glob("*.jsonl"), key=_name)
    if texts:
        found = [p.read_text(encoding="utf-8", errors="replace") for p in sorted(texts.rglob("*")) if p.is_file()]
        rows = (json.dumps({"text": text, "spans": []}) for text in found)
        (given / ORDINARY).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return files


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--anotados", type=Path, metavar="DIR", help="carpeta con *_dev.jsonl")
    parser.add_argument("--textos", type=Path, metavar="DIR", help="carpeta con textos corrientes")
    parser.add_argument("--otros", type=Path, metavar="VENV", help="entorno con spaCy y Presidio")
    options = parser.parse_args(arguments)
    for option in ("anotados", "textos", "otros"):
        if (folder := getattr(options, option)) and not folder.is_dir():
            parser.error(f"--{option}: esa carpeta no existe")
    if options.otros and not (options.otros / PYTHON).exists():
        parser.error(f"--otros: esa carpeta no es un entorno de Python (no tiene {PYTHON})")
    with tempfile.TemporaryDirectory() as place:
        given = Path(place, "textos")
        given.mkdir()
        files = gather(given, options.anotados, options.textos)
        ours = run("inspira", sys.executable, given)
        if ours is None:
            sys.exit(1)
        runs = [ours]
        for tool in OTHERS if options.otros else ():
            if done := run(tool, (options.otros / PYTHON).absolute(), given):
                runs.append(replace(done, asks=False))
                if tool == "spacy":
                    runs.append(replace(done, name=ASKING))
        print(f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, un núcleo.\n")
        print(*names_table(runs, files), "", sep="\n")
        if options.textos:
            print(*ordinary_table(runs, given / ORDINARY), "", sep="\n")
        print(*cost_table([r for r in runs if r.name != ASKING]), sep="\n")


if __name__ == "__main__":
    main()
