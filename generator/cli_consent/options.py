"""What the commands of consent share: how they read bundles, their own options, and how they fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import click

import generator.spanish  # noqa: F401 - before any option is declared
from generator.consent.issue import RefusedError
from generator.consent.months import MONTH
from generator.consent.private_key import PrivateKeyError
from generator.consent.strict_json import MalformedError
from generator.diagnostics import Diagnostic
from generator.load import discover
from generator.model import Submission
from generator.validate import read


def folders(project: Path) -> list[str]:
    """Every bundle of a project: `practicas/<slug>`."""
    return [bundle.folder for bundle in discover(project)[0]]


def read_folder(project: Path, folder: str) -> tuple[Submission | None, list[Diagnostic]]:
    """The submission in a folder, or None with the reasons; nothing at all where there is no such bundle."""
    bundle = next((b for b in discover(project)[0] if b.folder == folder), None)
    return read(project, bundle) if bundle else (None, [])


def to_month(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not MONTH.fullmatch(value):
        raise click.BadParameter("escriba año y mes: 2026-11")
    return value


def to_images(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, int]:
    images = {}
    for value in values:
        name, _, people = value.rpartition("=")
        if not name or not re.fullmatch(r"[1-9][0-9]?", people):
            raise click.BadParameter("escriba el archivo y cuántas personas se reconocen: taller.jpg=2")
        images[name] = int(people)
    return images


def to_indexes(_context: click.Context, _option: click.Parameter, values: tuple[int, ...]) -> frozenset[int]:
    return frozenset(value - 1 for value in values)


FILE = click.Path(path_type=Path)
key_option = click.option("--llave", "key_path", type=FILE, required=True, help="Archivo de su llave privada.")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Expected failures end in one line of Spanish and exit status 1."""
    try:
        yield
    except (RefusedError, PrivateKeyError, MalformedError) as problem:
        raise click.ClickException(str(problem)) from None
    except OSError:
        raise click.ClickException("No se pudo leer o escribir en el disco: revise los permisos.") from None


def folder_of(project: Path, bundle: str) -> str:
    """`practicas/huerta` of what was typed: a path from here or from the project, or that very name."""
    for base in (Path(), project):
        path = (base / bundle).resolve()
        if path.is_dir() and path.is_relative_to(project.resolve()):
            return path.relative_to(project.resolve()).as_posix()
    return PurePosixPath(bundle.replace("\\", "/")).as_posix()
