"""`inspira`: the commands, thin. They parse, call and print; nothing is decided here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.cli_anonymize import anonimizar, detectar
from generator.cli_consent import Hooks, consentimiento
from generator.cli_consent.options import COLOMBIA
from generator.diagnostics import FORMATS, Diagnostic, count, in_order, summary
from generator.writing import write_atomic

Command = Callable[..., Any]


def _project(command: Command) -> Command:
    return click.option(
        "--proyecto",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        default=Path(),
        metavar="DIR",
        help="Carpeta del proyecto (por defecto, esta).",
    )(command)


def _today(command: Command) -> Command:
    return click.option(
        "--hoy",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda _c, _o, value: value.date() if value else datetime.now(COLOMBIA).date(),
        metavar="AAAA-MM-DD",
        help="Fecha con que se miran los vencimientos (por defecto, hoy).",
    )(command)


def _format(command: Command) -> Command:
    return click.option(
        "--formato",
        type=click.Choice(sorted(FORMATS)),
        default=lambda: "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "texto",
        show_default="texto; github dentro de GitHub Actions",
        help="Cómo se escriben los hallazgos.",
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--ayuda", "--help"]})
@click.version_option(__version__, "--version", prog_name="inspira")
def main() -> None:
    """Instructores que inspiran: de un relato en Markdown a un sitio donde todos lo encuentran."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@click.argument("rutas", nargs=-1, type=click.Path(path_type=Path))
@_project
@_format
@_today
def validar(rutas: Sequence[Path], proyecto: Path, formato: str, hoy: date) -> None:
    """Revisa las entregas (todas, o solo RUTAS) y dice todo lo que hay que corregir."""
    from generator.pipeline import check

    findings = check(proyecto, hoy, _say, _folders(rutas, proyecto))
    _report(findings, formato)
    sys.exit(1 if any(d.is_error for d in findings) else 0)


@main.command()
@_project
@_format
@_today
@click.option("--estricto", is_flag=True, help="No publica nada si algo se rechaza.")
def construir(proyecto: Path, formato: str, hoy: date, estricto: bool) -> None:
    """Construye el sitio en site/: publica lo aceptado y dice qué quedó fuera y por qué.

    Termina en 0 si no quedó nada por fuera, en 3 si algo quedó, y en 1 si no se publicó nada nuevo.
    """
    from generator.pipeline import construct

    outcome = construct(proyecto, hoy, _say, strict=estricto)
    _report(outcome.findings, formato)
    if outcome.removed:
        gone = count(len(outcome.removed), "entrega retirada", "entregas retiradas")
        _say(f"Del sitio publicado salió lo que ya no podía estar: {gone}.")
    if outcome.promoted:
        shown = count(len(outcome.published), "entrega publicada", "entregas publicadas")
        _say(f"Listo: {shown} en {proyecto / 'site'}.")
        if outcome.left_out:
            _say(f"Por fuera: {', '.join(sorted(outcome.left_out))}.")
    else:
        _say("No se publicó nada nuevo. El último sitio bueno sigue en su lugar.")
    sys.exit(outcome.exit_code)


@main.command()
@_project
@click.option("--puerto", type=click.IntRange(0, 65535), default=8000, show_default=True)
def servir(proyecto: Path, puerto: int) -> None:
    """Muestra el sitio en este computador y lo construye de nuevo cuando algo cambia."""
    from generator.serve import serve

    serve(proyecto, puerto, _say)


@main.command("vista-previa")
@click.argument("bundle", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--salida", type=click.Path(path_type=Path, dir_okay=False), help="Archivo .html que se escribe.")
@click.option("--pdf", is_flag=True, help="También en PDF, si en este computador hay un navegador que lo haga.")
def vista_previa(bundle: Path, salida: Path | None, pdf: bool) -> None:
    """Hace lo que el autor debe ver antes de autorizar: la página tal como será, en un solo archivo."""
    from generator.anonymize import redact
    from generator.cli_anonymize import submission_at
    from generator.consent.coverage import as_if_granted
    from generator.preview import preview_html, preview_pdf

    submission = submission_at(bundle)
    page, findings = redact.anonymize(as_if_granted(submission))
    if page is None:
        _report(findings, "texto")
        sys.exit(1)
    out = salida or Path(f"vista-previa-{submission.source.slug}.html")
    html = preview_html(page)
    write_atomic(out, html)
    _say(f"Vista previa en {out}.")
    if pdf:
        printed = preview_pdf(html)
        if printed is None:
            raise click.ClickException("Aquí no hay un navegador que haga el PDF: abra el HTML e imprímalo.")
        write_atomic(out.with_suffix(".pdf"), printed)
        _say(f"En PDF en {out.with_suffix('.pdf')}.")


@main.command()
@click.option("--salida", type=click.Path(path_type=Path, file_okay=False), default=Path("esquemas"), show_default=True)
def esquema(salida: Path) -> None:
    """Escribe los esquemas JSON con que un editor ayuda mientras se escribe."""
    from generator.schema.export import json_schemas

    for name, text in json_schemas().items():
        write_atomic(salida / name, text)
        _say(f"{salida / name}")


def _folders(paths: Sequence[Path], project: Path) -> list[str]:
    """`practicas/huerta` from whatever way of naming it: the folder, its index.md, from here or from the project."""
    root = project.resolve()
    folders = []
    for path in paths:
        candidates = [c for c in (path.resolve(), (project / path).resolve()) if c.is_relative_to(root)]
        parts = next((c.relative_to(root).parts for c in candidates if c.exists()), ())
        if len(parts) < 2 or parts[0] not in ("practicas", "expediciones"):
            raise click.UsageError(f"«{path}» no es una carpeta de practicas/ ni de expediciones/.")
        folders.append("/".join(parts[:2]))
    return folders


def _say(message: str) -> None:
    click.echo(message, err=True)


def _report(findings: Sequence[Diagnostic], formato: str) -> None:
    ordered = in_order(findings)
    printed = FORMATS[formato](ordered)
    if printed:
        click.echo(printed)
    if formato == "texto":
        click.echo(summary(ordered))


def _hooks() -> Hooks:
    """What the consent commands need of the rest of the way through."""
    from generator.anonymize import redact
    from generator.load import discover
    from generator.validate import read

    def read_folder(project: Path, folder: str) -> Any:
        bundle = next((b for b in discover(project)[0] if b.folder == folder), None)
        return read(project, bundle) if bundle else (None, [])

    return Hooks(
        folders=lambda project: [b.folder for b in discover(project)[0]],
        read=read_folder,
        pending=lambda _project, submission: redact.check(submission),
    )


consentimiento.context_settings["obj"] = _hooks()
for command in (anonimizar, consentimiento, detectar):
    main.add_command(command)
