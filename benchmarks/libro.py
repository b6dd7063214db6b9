"""How long 10,000 acompañamientos take from a consolidated workbook to an encrypted store, and how much memory.

    python -m benchmarks.libro [--ciclos 2500] [--textos 400]

People and texts are made up: nothing is downloaded, and what is written goes to a temporary folder.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from generator.private import migrate, people
from generator.private.engine import sqlite_engine
from generator.private.keys import Key
from generator.private.options import Formacion, NivelAcompanante, RolPersona
from generator.private.records import Acompanante, PersonaNueva
from generator.private.store import Store, Writing
from generator.private.workbook.files import import_files
from generator.private.workbook.sheets import SHEETS

_REGIONAL, _CENTRO = "52", "9534"
_TEXT = "El grupo trabajó por parejas y explicó lo que hizo. "


def people_of(w: Writing, cycles: int) -> list[tuple[str, str]]:
    """Who accompanies and who is accompanied in so many cycles, by their codes."""
    trained = Acompanante(formacion=Formacion.PROGRAMA_41311604, nivel=NivelAcompanante.JUNIOR)
    pairs = []
    for n in range(cycles):
        made = []
        for rol, training in ((RolPersona.ACOMPANANTE, trained), (RolPersona.ACOMPANADO, None)):
            new = PersonaNueva(
                nombre=f"Persona inventada {n}",
                regional=_REGIONAL,
                centro=_CENTRO,
                roles=[rol, RolPersona.COORDINADOR_ACADEMICO],
                acompanante=training,
            )
            made.append(people.register(w, new).pseudonym)
        pairs.append((made[0], made[1]))
    return pairs


def book_of(path: Path, pairs: list[tuple[str, str]], length: int, text: str = _TEXT) -> None:
    """A workbook as the consolidated template has it, written a row at a time."""
    book = Workbook(write_only=True)
    sheets = {sheet.name: book.create_sheet(sheet.name) for sheet in SHEETS}
    for sheet in SHEETS:
        sheets[sheet.name].append([column.title for column in sheet.columns])
    first = date(2026, 2, 10)
    for n, (one, other) in enumerate(pairs):
        code = f"C-{n:05}"
        sheets["Ciclo"].append([code, "52 · Nariño", _CENTRO, 2026, one, other, "Sí"])
        sheets["Momentos"].append([code, first, first, first])
        for visit in range(1, 5):
            day = first + timedelta(days=7 * visit)
            how = ["Individual", "Pedagógico", "Presencial"]
            validated = [other, first] if visit == 1 else []
            sheets["Plan y concertación"].append([code, "2026-T1", day, "8:00", "10:00", *how, *validated])
            notes = [f"{code} {visit} {field} {text * 100}"[:length] for field in "abcd"]
            sheets["Acompañamientos"].append(
                [
                    code,
                    visit,
                    day,
                    *how,
                    120,
                    one,
                    other,
                    "No",
                    *notes,
                    "Evaluación del aprendizaje; Normativa y procedimientos",
                ]
            )
    book.save(path)


def _run(store_file: Path, book: Path, key: str) -> None:
    store = Store(sqlite_engine(store_file, Key(key)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, cpu = time.perf_counter(), time.process_time()
    outcome = import_files(store, "medida", [book], lambda length, label: nullcontext(lambda done: None))
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = [f"{d.path} {d.code} {d.message}" for d in outcome.findings[:5]]
    sys.stdout.write(
        f"{outcome.new} nuevos, {outcome.changed} cambiados, {outcome.same} iguales: {seconds:.1f} s "
        f"({cpu:.1f} s de procesador), memoria {before:.0f} → {peak:.0f} MB {found or ''}\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ciclos", type=int, default=2_500, help="Cada uno tiene cuatro acompañamientos.")
    parser.add_argument("--textos", type=int, default=400, help="Caracteres de cada uno de los cuatro textos.")
    parser.add_argument("--de", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.de:
        _run(Path(chosen.de[0]), Path(chosen.de[1]), chosen.de[2])
        return
    with tempfile.TemporaryDirectory() as folder:
        file, book, key = Path(folder) / "almacen.db", Path(folder) / "consolidado.xlsx", Key.new()
        engine = sqlite_engine(file, key)
        migrate.upgrade(engine)
        store = Store(engine)
        book_of(book, store.write("medida", people_of, chosen.ciclos), chosen.textos)
        store.close()
        sys.stdout.write(f"{4 * chosen.ciclos} acompañamientos, libro de {book.stat().st_size / 1e6:.1f} MB\n")
        for _ in range(2):  # in a process of its own, so that the memory is that of the import alone
            command = [sys.executable, "-m", "benchmarks.libro", "--de", str(file), str(book), key.hexadecimal]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
