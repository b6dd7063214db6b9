"""`inspira importar`: a document or the form's ZIP becomes a folder of the project, and is checked at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from generator.checking import check
from generator.cli_options import bundle_at, folder_of, format_option, project_option, report, say, today_option
from generator.diagnostics import Diagnostic
from generator.drafting import Draft, TakenError, place
from generator.drafting.naming import folder_for, numbered, says_nobody, taken_in
from generator.importing import RefusedError, Taken, take, word_template
from generator.importing.asking import FieldError, completed, missing, with_given
from generator.importing.branch import BranchError, commit, ready
from generator.load import is_slug, load
from generator.model import Collection
from generator.writing import write_atomic

_KINDS = {"practica": Collection.PRACTICAS, "expedicion": Collection.EXPEDICIONES}
_NAMES = {collection: name for name, collection in _KINDS.items()}
_UNDECIDED = "A"
"""How the codes begin of what a person has to decide before anything may be kept for ever."""


@click.command()
@click.argument("archivo", required=False, type=click.Path(path_type=Path))
@project_option
@click.option("--coleccion", type=click.Choice(list(_KINDS)), help="Qué es (por defecto, lo que digan sus títulos).")
@click.option("--carpeta", metavar="NOMBRE", help="Nombre de la carpeta (por defecto, sale del título).")
@click.option("--campo", "given", multiple=True, metavar="NOMBRE=VALOR", help="Un campo. Se puede repetir.")
@click.option("--rama", is_flag=True, help="La deja en una rama de git, lista para proponer. No envía nada.")
@click.option("--plantilla", type=click.Choice(list(_KINDS)), help="Escribe la plantilla de Word y termina.")
@click.option(
    "--salida", type=click.Path(path_type=Path, dir_okay=False), metavar="ARCHIVO", help="Dónde queda la plantilla."
)
@format_option
@today_option
def importar(
    archivo: Path | None,
    project: Path,
    coleccion: str | None,
    carpeta: str | None,
    given: Sequence[str],
    rama: bool,
    plantilla: str | None,
    salida: Path | None,
    form: str,
    today: date,
) -> None:
    """Convierte ARCHIVO (.docx, .odt, .html, .md, o el .zip del formulario) en una carpeta del proyecto.

    Lee los títulos, la tabla de datos del comienzo y las imágenes; dice qué no pudo traer y revisa lo que quedó
    como `inspira validar`. No cambia ARCHIVO ni escribe sobre nada.

    Con --rama la guarda en una rama de git, pero solo cuando ya no hay datos personales por decidir: git no olvida.
    ARCHIVO puede ser entonces la carpeta que se importó antes.
    """
    if plantilla is not None:
        _write_template(plantilla, salida)
        return
    if salida is not None:
        raise click.UsageError("--salida dice dónde queda la plantilla: va con --plantilla.")
    if archivo is None:
        raise click.UsageError("Falta ARCHIVO (o --plantilla practica).")
    if rama:
        _needs_git(project)
    existing = folder_of(project, archivo) if rama and any(p.is_dir() for p in (archivo, project / archivo)) else None
    if existing is not None:
        if coleccion or carpeta or given:
            raise click.UsageError(
                "Esa carpeta ya se importó: --coleccion, --carpeta y --campo son para un documento. "
                "Cambie los datos en su index.md. No se hizo nada."
            )
        _finish(project, existing, [], form, today, rama=True)
    if carpeta is not None and not is_slug(carpeta):
        raise click.UsageError("Ese nombre no sirve de carpeta: use minúsculas sin tildes, números y guiones.")
    taken = _taken(archivo, _KINDS.get(coleccion or ""), form)
    draft = _with_fields(taken.draft, given)
    folder = _placed(project, taken, draft, carpeta, today)
    _finish(project, folder, taken.notes.findings(), form, today, rama=rama)


def _write_template(kind: str, out: Path | None) -> None:
    path = out or Path(f"plantilla-{kind}.docx")
    template = word_template(_KINDS[kind])
    try:
        if not path.exists():
            write_atomic(path, template)
        elif path.read_bytes() != template:  # somebody has filled it in, or it is something else
            raise click.UsageError("Ahí ya hay un archivo, y no se cambió: diga otro nombre con --salida ARCHIVO.")
    except OSError:
        raise click.ClickException("No se pudo escribir la plantilla: revise los permisos y el espacio.") from None
    say("Plantilla escrita. Llénela en Word, LibreOffice o Google Docs, y tráigala con `inspira importar`.")


def _needs_git(project: Path) -> None:
    try:
        ready(project)
    except BranchError as problem:
        raise click.UsageError(str(problem)) from None


def _taken(archivo: Path, collection: Collection | None, form: str) -> Taken:
    try:
        return take(archivo, collection)
    except RefusedError as refused:
        report([refused.diagnostic], form)
        say("No se escribió nada.")
        sys.exit(1)


def _with_fields(draft: Draft, given: Sequence[str]) -> Draft:
    try:
        draft = with_given(draft, given)
    except FieldError as problem:
        raise click.UsageError(f"{problem} No se escribió nada.") from None
    if sys.stdin.isatty() and sys.stdout.isatty() and missing(draft):
        say("Faltan unos datos. Si no sabe alguno, deje la respuesta vacía: se puede escribir después.")
        draft = completed(draft, lambda how: str(click.prompt(how, default="", show_default=False)), say)
    return replace(draft, explained=bool(missing(draft)))  # somebody goes on writing


def _placed(project: Path, taken: Taken, draft: Draft, chosen: str | None, today: date) -> str:
    if chosen is None:
        there = taken_in(project, draft.collection)
        told = folder_for(draft.fields.get("titulo"), there, taken.slug)
        slug = told or numbered(f"{_NAMES[draft.collection]}-{today:%Y-%m}", there)
        if told is None:
            say(
                "La carpeta lleva un nombre neutro: el título falta o parece nombrar a alguien. Otro: --carpeta NOMBRE."
            )
    else:
        slug = chosen
        if not says_nobody(slug):
            raise click.UsageError("Ese nombre de carpeta parece nombrar a alguien: use otro. No se escribió nada.")
    try:
        return place(project, slug, draft)
    except TakenError:
        raise click.UsageError("Ya hay una carpeta con ese nombre. No se escribió nada.") from None
    except OSError:
        raise click.ClickException("No se pudo escribir la carpeta: revise los permisos y el espacio.") from None


def _finish(project: Path, folder: str, told: list[Diagnostic], form: str, today: date, *, rama: bool) -> None:
    """Check what is there now, say what comes next, and end."""
    found = check(project, today, only=[folder])
    report([*told, *found], form)
    errors = any(d.is_error for d in found)
    say(f"\nEn {folder}." if says_nobody(folder.rpartition("/")[2]) else "")
    if rama and not errors and not any(d.code.startswith(_UNDECIDED) for d in found):
        sys.exit(_in_branch(project, folder, today))
    if rama:
        say("Todavía no está en git: git no olvida, y falta decidir o corregir lo anterior.")
    say(f"Sigue: inspira anonimizar {folder}")
    if rama:
        say(f"Y después: inspira importar {folder} --rama")
    sys.exit(1 if errors else 0)


def _in_branch(project: Path, folder: str, today: date) -> int:
    try:
        source, _ = load(project, bundle_at(project, folder))
        if source is None:
            raise BranchError("La carpeta cambió mientras tanto: repita la orden.")
        branch = commit(project, source, today)
    except BranchError as problem:
        raise click.ClickException(str(problem)) from None
    say(f"Quedó en la rama {branch}, sin enviar. Sigue: git push -u origin {branch}")
    return 0
