"""What is released of a store while its process is killed: the figures of a quarter, made and then made again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from benchmarks.cortes_nombres import KEY, STORE
from generator.cli import main as inspira
from generator.figures.files import FOLDER, read
from generator.private.commands.shared import opened
from generator.private.engine import sqlite_engine
from generator.private.figures.kept import all_kept
from generator.private.keys import Key
from generator.private.store import Store

RELEASED = "Resistieron el ataque"
"""What is said once the figures are in their place."""
OURS = ("private", "figures", "writing.py")
"""The code in which it is cut: what counts, keeps and protects, and what writes."""
_NAME = "2026-T1"
_PROJECT, _EXPECTED = "proyecto", "esperadas"
_ALREADY = "ya estaban publicadas"


def furnish(folder: Path) -> Path:
    """A mould with the records of a country, and the files that an undisturbed release makes of them."""
    # What takes long to import comes where it is used, for a child that is killed needs none of it.
    from herramientas.cifras_ilustrativas import fill, invented

    store = Store(sqlite_engine(folder / STORE, Key.read((folder / KEY).read_text(encoding="ascii"))))
    store.write("molde", lambda w: fill(w.connection, invented()))
    store.close()
    (folder / _PROJECT).mkdir()
    with TemporaryDirectory() as place:
        copy = shutil.copytree(folder, Path(place) / "molde")
        store = Store(sqlite_engine(copy / STORE, Key.read((copy / KEY).read_text(encoding="ascii"))))
        undisturbed(store, copy)
        store.close()
        shutil.copytree(copy / _PROJECT / FOLDER, folder / _EXPECTED)
    return folder


def undisturbed(store: Store, folder: Path) -> None:
    """The release that nobody interrupts, of a site without submissions."""
    from generator.clock import today
    from generator.private.commands.agregar import on_site
    from generator.private.figures.releasing import release
    from generator.private.quarters import Quarter

    project = folder / _PROJECT
    release(store, "molde", project, Quarter.read(_NAME), on_site(project, today()), today(), lambda _said: None)


def words(folder: Path) -> list[str]:
    """What is typed for the work that is going to be killed."""
    return ["agregar", _NAME, "--proyecto", str(folder / _PROJECT)]


def left(folder: Path, done: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with what was released, and with making it again."""
    place = folder / _PROJECT / FOLDER
    there = [one.name for one in place.iterdir() if not one.name.startswith(".")] if place.is_dir() else []
    kept = _kept()
    if there not in ([], [_NAME]) or kept not in ([], [_NAME]) or (there and not kept):
        yield f"quedó {there}, guardado {kept}"
    if done and not there:
        yield "se dijo hecha y no está"
    if there and read(place / _NAME) is None:
        yield "quedó media publicación"
    for expected in (_ALREADY if there else RELEASED, _ALREADY):
        again = CliRunner().invoke(inspira, words(folder))
        if again.exit_code or expected not in again.output:
            yield f"otra vez: {again.exit_code} {again.output}"
    if _files(place) != _files(folder / _EXPECTED):
        yield "no son los archivos de una publicación sin cortes"
    if _kept() != [_NAME]:
        yield f"al final está guardado {_kept()}"


def _kept() -> list[str]:
    with opened(None) as store, store.read() as connection:
        return [one.name for one in all_kept(connection)]


def _files(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
