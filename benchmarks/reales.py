"""A project of the real texts of others, repeated with other words until there are so many submissions as are wanted.

    python -m benchmarks.reales CARPETA --entregas 1000 [--semilla 1]

Each is one of the texts that lie beside the project, under the headings of the template (`envolver`), with one word in
twenty-five of its ordinary lines exchanged for another of the invented corpus; so no two are the same, and each has the
code, tables, formulas and links of its original. Those that no reviewer could let pass are left out.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from pathlib import Path

from benchmarks import envolver
from benchmarks.corpus import TODAY, Words, own_texts
from benchmarks.proyecto import project_at, sign
from generator.load import Bundle
from generator.model import Collection
from generator.validate import read
from tests.fabrica import Proyecto

_ORDINARY = re.compile(r"[A-ZÁÉÍÓÚÑ¿¡][^<>`\[\]{}|$*_#\\]+")
"""A line of prose, in which nothing but words changes when a word does."""
_WORD = re.compile(r"(?<= )[a-záéíóúñ]{4,}(?= )")
_CHANGED = 1 / 25


def write(root: Path, many: int, seed: int = 1) -> Path:
    """The project in `root`, which must not be there. Returns it."""
    project_at(root)
    project, words = Proyecto.at(root), Words(own_texts(), seed)
    usable: list[str] = []
    for text in filter(None, map(envolver.body, envolver.texts())):
        if len(usable) < many and _submission(project, len(usable), changed(text, words)):
            usable.append(text)
    for number in range(len(usable), many):
        text = usable[number % len(usable)]
        while not _submission(project, number, changed(text, words)):  # a word that fits nowhere here
            pass
    sign(root, TODAY)
    return root


def _submission(project: Proyecto, number: int, text: str) -> bool:
    """Write one. Whether it is one that may be published."""
    name = envolver.wrap(project, f"texto-{number:05}", text)
    folder = project.folder(name)
    if read(project.root, Bundle(Collection.PRACTICAS, name, folder))[0] is not None:
        return True
    shutil.rmtree(folder)
    return False


def changed(text: str, words: Words) -> str:
    """The text with other words here and there."""

    def line(one: str) -> str:
        return _WORD.sub(word, one) if _ORDINARY.fullmatch(one) else one

    def word(found: re.Match[str]) -> str:
        return words.draw(1) if words.random.random() < _CHANGED else found[0]

    return "\n".join(map(line, text.split("\n")))


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("carpeta", type=Path)
    given.add_argument("--entregas", type=int, default=1_000)
    given.add_argument("--semilla", type=int, default=1)
    asked = given.parse_args()
    if not envolver.texts():
        sys.exit("No están los textos reales (../shared/datos/textos).")
    shutil.rmtree(asked.carpeta, ignore_errors=True)
    write(asked.carpeta, asked.entregas, asked.semilla)
    print(f"{asked.entregas} entregas en {asked.carpeta}")


if __name__ == "__main__":
    main()
