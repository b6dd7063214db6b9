"""What the commands that decide about a bundle share, in a terminal or in a browser: their beginning and their end."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from generator.audit.images import hides
from generator.cli_options import bundle_at, folder_of, listed, say, submission_at
from generator.diagnostics import count
from generator.images import MAX_SIDE, UnusableImageError, clean_copy
from generator.images.checking import bytes_of
from generator.load import Bundle
from generator.memory import load_memory
from generator.review.finish import Outcome
from generator.review.report import lines
from generator.review.session import Session, open_session
from generator.review.store import Store, StoreError
from generator.shelf import IMAGE_SUFFIXES
from generator.writing import write_atomic

FILE = click.Path(path_type=Path, dir_okay=False)

no_memory_option = click.option(
    "--sin-memoria", is_flag=True, help="No recuerda, para otras entregas, los términos que se conservan."
)
acta_option = click.option(
    "--acta", type=FILE, metavar="ARCHIVO", help="Escribe qué se hizo, en cifras y sin palabras."
)


def clean_images(project: Path, bundle: str) -> None:
    """Take out of the images of a bundle what is not seen in them (where, when, with which phone), before all else.

    A digest covers a file whole, and a repository keeps it: what hides in it would be agreed to and published. Each
    keeps its size: this may be the only copy that its author has.
    """
    folder = folder_of(project, bundle)
    cleaned = 0
    for path in sorted((project / folder).iterdir()) if folder else ():
        if path.suffix.lower() not in IMAGE_SUFFIXES or not path.is_file() or path.is_symlink():
            continue
        try:
            data = bytes_of(path)
            if hides(data):
                write_atomic(path, clean_copy(data, MAX_SIDE, same_kind=True).data)
                cleaned += 1
        except UnusableImageError:
            continue  # the validator says why
        except OSError:
            say("Una imagen no se pudo limpiar: revise los permisos y el espacio.")
    if cleaned:
        number = count(cleaned, "imagen", "imágenes")
        say(f"Se quitó de {number} lo que no se ve en ellas: fecha, lugar, aparato.")


def session_at(project: Path, named: str) -> tuple[Bundle, Session]:
    """The bundle that was named and everything there is to decide about it; ends the command when there is none."""
    place = bundle_at(project, named)
    submission = submission_at(project, named)
    memory, problems = load_memory(project)
    if problems:
        say(listed(problems))
    return place, open_session(submission, memory)


def ended(folder: str, outcome: Outcome, store: Store | None, acta: Path | None, today: date) -> None:
    """Tell how a review ended, leave its record where it was asked for, forget its answers and end the command."""
    code = outcome.exit_code
    for line in lines(folder, outcome):
        click.echo(line)
    if acta is not None:
        try:
            write_atomic(acta, outcome.acta.as_json(today))
        except OSError:
            say("El acta no se pudo escribir: revise los permisos y el espacio.")
            code = 1
    if store is not None:
        try:
            store.forget()
        except StoreError as problem:
            say(str(problem))
    sys.exit(code)
