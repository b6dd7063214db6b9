"""What the commands of consent share: what they ask of the rest, their options, and how they fail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path, PurePosixPath

import click

from generator.consent.issue import RefusedError
from generator.consent.months import MONTH
from generator.consent.private_key import PrivateKeyError
from generator.consent.strict_json import MalformedError
from generator.diagnostics import Diagnostic
from generator.model import Submission

COLOMBIA = timezone(timedelta(hours=-5))


@dataclass(frozen=True, slots=True)
class Hooks:
    """What these commands need of the rest of the way through, given the project.

    `folders` lists the bundles (`practicas/<slug>`); `read` gives None, with the reasons, for a bundle that
    does not validate; `pending` gives every finding in a submission that would still be redacted or decided.
    """

    folders: Callable[[Path], list[str]]
    read: Callable[[Path, str], tuple[Submission | None, list[Diagnostic]]]
    pending: Callable[[Path, Submission], list[Diagnostic]]


def to_day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date:
    return value.date() if value else datetime.now(COLOMBIA).date()


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
project_option = click.option(
    "--proyecto",
    "project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Carpeta del proyecto; si no, esta.",
)
key_option = click.option("--llave", "key_path", type=FILE, required=True, help="Archivo de su llave privada.")
today_option = click.option("--hoy", "today", type=click.DateTime(["%Y-%m-%d"]), callback=to_day, hidden=True)


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
