"""What every command shares: its options, how it finds a bundle, how it reports and how it fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import generator.spanish  # noqa: F401 - before any option is declared
from generator.anonymize.shown import masked
from generator.clock import today
from generator.collection import Collection
from generator.diagnostics import FORMATS, Diagnostic, as_text, in_order, summary

if TYPE_CHECKING:
    from generator.load import Bundle
    from generator.model import Submission

Command = Callable[..., Any]

HELP = {"help_option_names": ["-h", "--ayuda", "--help"]}
"""Ways of asking for help; on every group, since a command remembers those of the first group it ran under."""


def _to_day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date:
    return value.date() if value else today()


project_option = click.option(
    "--proyecto",
    "project",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    show_default=False,
    metavar="DIR",
    help="Carpeta del proyecto (por defecto, esta).",
)
today_option = click.option(
    "--hoy",
    "today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_to_day,
    metavar="AAAA-MM-DD",
    help="Fecha con que se miran los vencimientos (por defecto, hoy).",
)
format_option = click.option(
    "--formato",
    "form",
    type=click.Choice(sorted(FORMATS)),
    default=lambda: "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "texto",
    show_default="texto; github dentro de GitHub Actions",
    help="Cómo se escriben los hallazgos.",
)


def folder_of(project: Path, named: str | Path) -> str | None:
    """`practicas/huerta` of what was typed (the folder or a file in it, from here or from the project).

    None when it is no folder below practicas/ or expediciones/ of the project.
    """
    root = project.resolve()
    for base in (Path(), project):
        try:
            path = (base / named).resolve()
            if not path.is_relative_to(root) or not path.exists():
                continue
        except (OSError, ValueError):  # a name that no file can have
            continue
        parts = path.relative_to(root).parts
        if len(parts) >= 2 and parts[0] in [c.value for c in Collection] and (root / parts[0] / parts[1]).is_dir():
            return "/".join(parts[:2])
    return None


_NO_PAGE_GOES = ("content", *(c.value for c in Collection))
"""Folders of a project in which a page for somebody's eyes would be taken for what is published."""


def page_place(project: Path, out: Path) -> Path:
    """Where a page to look at may be written; ends the command when it would be over or among what is published."""
    if out.suffix.lower() != ".html":
        raise click.UsageError("El archivo de --salida termina en .html. No se escribió nada.")
    inside = (out.resolve().is_relative_to((project / name).resolve()) for name in _NO_PAGE_GOES)
    if any(inside):
        raise click.UsageError(
            "Ese archivo quedaría entre lo que se publica: con --salida, dígalo por fuera de practicas/, expediciones/ "
            "y content/. No se escribió nada."
        )
    return out


def not_a_bundle() -> click.UsageError:
    """What to say when `folder_of` has nothing; the name that was typed may be a person's, and is not repeated."""
    return click.UsageError(
        "Eso no es una carpeta de practicas/ ni de expediciones/ de este proyecto. Si es de otro: --proyecto DIR."
    )


def bundle_at(project: Path, named: str | Path) -> Bundle:
    """The bundle that was named; ends the command, saying why, when there is none."""
    folder = folder_of(project, named)
    if folder is None:
        raise not_a_bundle()
    # Here and below, since most commands name no bundle and the schema takes half a second to come.
    from generator.load import discover

    bundles, findings = discover(project)
    known = next((b for b in bundles if b.folder == folder), None)
    if known is None:
        click.echo(listed(f for f in findings if f.path == folder))
        raise click.ClickException("Cambie primero el nombre de la carpeta.")
    return known


def submission_at(project: Path, named: str | Path) -> Submission:
    """The validated submission that was named; ends the command, saying why, when there is none."""
    from generator.validate import read

    submission, findings = read(project, bundle_at(project, named))
    if submission is None:
        click.echo(listed(findings))
        raise click.ClickException("Corrija primero lo anterior: así se sabe dónde está cada cosa.")
    return submission


def say(message: str) -> None:
    """Tell how things go, apart from the findings that another program may be reading."""
    click.echo(message, err=True)


def listed(findings: Iterable[Diagnostic]) -> str:
    """Findings as text, in order, without the names of files that name somebody."""
    return as_text([masked(d) for d in in_order(findings)])


def report(findings: Sequence[Diagnostic], form: str) -> None:
    """Print the findings; with a summary where people read them."""
    ordered = [masked(d) for d in in_order(findings)]
    printed = FORMATS[form](ordered)
    if printed:
        click.echo(printed)
    if form == "texto":
        click.echo(summary(ordered))
