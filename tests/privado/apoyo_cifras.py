"""A store of few and invented people whose figures are released: made once, copied as a file for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from generator.figures.files import FOLDER
from generator.private import migrate, trail
from generator.private.engine import sqlite_engine
from generator.private.figures.kept import Kept, all_kept
from generator.private.figures.releasing import Made, release
from generator.private.keys import Key
from generator.private.quarters import Quarter
from generator.private.store import Store
from herramientas.cifras_ilustrativas import Rows, fill, invented
from tests.privado.conftest import ticking

FIRST, SECOND = Quarter(2026, 1), Quarter(2026, 2)
AFTER = date(2026, 11, 22)
REGIONALES = ("05", "11", "52", "76", "91", "94")
"""Of very different sizes: some have numbers to show, some to hide, and all others are zero."""
PUBLISHED: Mapping[str, Mapping[str, int]] = {
    "practicas-por-regional": {"": 31, "05": 12, "11": 9, "52": 3, "00": 7},
    "expediciones-por-regional": {},
}
STORE, KEY = "almacen.db", "clave.txt"


def few(seed: int = 2026, *, apart: str = "") -> Rows:
    """Rows of some regionales. With `apart`, others than those of any other `apart`, for a store that has rows."""
    made: Rows = invented(seed)
    here = {row["id"] for row in made["persona"] if row["regional"] in REGIONALES}
    made["acompanante"] = [row for row in made["acompanante"] if row["persona_id"] in here]
    for name, rows in made.items():
        made[name] = [row for row in rows if row.get("regional", REGIONALES[0]) in REGIONALES]
    if apart:
        made["instrumento"] = []
        for table, column in (("persona", "seudonimo"), ("ciclo", "codigo")):
            for row in made[table]:
                row[column] = apart + row[column][1:]
    return made


@dataclass(frozen=True)
class Place:
    """A folder with a store, its key, and a project beside them."""

    folder: Path

    @property
    def project(self) -> Path:
        return self.folder / "proyecto"

    @property
    def figures(self) -> Path:
        return self.project / FOLDER

    @contextmanager
    def store(self) -> Iterator[Store]:
        engine = sqlite_engine(self.folder / STORE, Key.read((self.folder / KEY).read_text(encoding="ascii")))
        opened = Store(engine, ticking())
        try:
            yield opened
        finally:
            opened.close()

    def release(self, quarter: Quarter = FIRST, **how: Any) -> Made:
        with self.store() as store:
            return released(store, self.project, quarter, **how)

    def kept(self) -> list[Kept]:
        with self.store() as store, store.read() as connection:
            return all_kept(connection)

    def state(self) -> tuple[object, ...]:
        """All that a run that is refused must leave as it was."""
        with self.store() as store, store.read() as connection:
            last = trail.head(connection)
            return files(self.project / "content"), len(all_kept(connection)), last.number, last.seal

    def more(self, rows: Rows) -> None:
        """Records that come late."""
        with self.store() as store:
            store.write("prueba", lambda w: (fill(w.connection, rows), w.note("importar", "libro", "tarde")))

    def copy(self, folder: Path) -> Place:
        return Place(shutil.copytree(self.folder, folder))


def released(store: Store, project: Path, quarter: Quarter = FIRST, **how: Any) -> Made:
    """A release with the numbers of a site, quietly."""
    given = {"published": PUBLISHED, "today": AFTER, "say": lambda _said: None} | how
    return release(store, "prueba", project, quarter, **given)


def new_place(folder: Path, rows: Rows) -> Place:
    """A store with some rows and a project without anything."""
    (folder / "proyecto").mkdir(parents=True)
    folder.chmod(0o700)
    (folder / KEY).touch(0o600)
    key = Key.new()
    (folder / KEY).write_text(key.hexadecimal, encoding="ascii")
    engine = sqlite_engine(folder / STORE, key)
    migrate.upgrade(engine)
    with engine.begin() as connection:
        fill(connection, rows)
    engine.dispose()
    return Place(folder)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by where it is."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
