"""Several files in one import: each .xlsx a book, and the files of CSV together the sheets of another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from generator.private import cycles, people
from generator.private.errors import refuse
from generator.private.store import Store
from generator.private.workbook.cells import Known
from generator.private.workbook.entries import Batch
from generator.private.workbook.importing import apply
from generator.private.workbook.outcome import Outcome
from generator.private.workbook.reading import csv_sheet, read

Bar = Callable[[int, str], AbstractContextManager[Callable[[int], None]]]
"""Opens something that is told how much is done, of how much, of what."""


def import_files(store: Store, actor: str, files: Sequence[Path], bar: Bar) -> Outcome:
    """Read every file, then record them in one transaction; nothing when anything is wrong."""
    with store.read() as connection:
        codes = {code: tuple(ref.id for ref in refs) for code, refs in cycles.refs(connection).items()}
        batch = Batch(Known(people.pseudonyms(connection), codes))
    tables = [path for path in files if path.suffix.lower() == ".csv"]
    one_of_each = len(tables) == len(files) and len({id(csv_sheet(path)) for path in tables}) == len(tables)
    labels = {path: "" if len(files) == 1 or one_of_each else f"libro {n}: " for n, path in enumerate(files, start=1)}
    with bar(len(files), "Leyendo") as advance:
        batch.add_book(row for path in tables for row in read(path, labels[path]))
        for done, path in enumerate(files, start=1):
            if path not in tables:
                batch.add_book(read(path, labels[path]))
            advance(done)
    if any(d.is_error for d in batch.findings):
        return Outcome(findings=batch.findings)
    told = batch.told()
    if not told:
        nothing = refuse("D455", "No hay nada lleno.", where="libro", hint="Llene la plantilla e impórtela.")
        return Outcome(findings=[*batch.findings, *nothing.diagnostics])
    with bar(len(told), "Registrando") as advance:
        outcome = apply(store, actor, told, advance)
    outcome.findings = [*batch.findings, *outcome.findings]
    return outcome
