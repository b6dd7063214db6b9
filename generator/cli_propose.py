"""`inspira propuesta`: what continuous integration says of a proposal, the same wherever the repository is hosted."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from generator.anonymize import redact
from generator.anonymize.shown import masked, shown
from generator.checking import check
from generator.cli_options import format_option, project_option, report, say, today_option
from generator.comparing import comparison_html
from generator.consent.coverage import as_if_granted
from generator.diagnostics import FORMATS, count, in_order
from generator.load import discover
from generator.memory import load_memory
from generator.model import Anonymized
from generator.preview import preview_html
from generator.proposal import Changed, Made, changed, summary
from generator.schema.revision import Memoria
from generator.validate import read
from generator.writing import write_atomic

SUMMARY = "resumen.md"


@click.command()
@project_option
@click.option(
    "--antes",
    "before",
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="El proyecto como estaba, sin la propuesta.",
)
@click.option(
    "--salida",
    "out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=f"Carpeta donde quedan {SUMMARY}, las vistas previas y los cambios.",
)
@format_option
@today_option
def propuesta(project: Path, before: Path, out: Path, form: str, today: date) -> None:
    """Revisa las entregas que una propuesta cambia y escribe un resumen con el siguiente paso de cada una.

    Deja también la vista previa de cada una y cómo cambiaría su página, salvo que algo esté sin decidir. No dice ni
    escribe lo que encontró en el texto. Termina en 1 si hay algo que corregir.
    """
    proposed = changed(project, before)
    folders = [c.folder for c in proposed if c.kind != "sale"]
    say(f"La propuesta toca {count(len(proposed), 'entrega', 'entregas')}.")
    findings = check(project, today, say, folders) if folders else []
    made = {c.folder: _pages(project, before, out, c) for c in proposed if c.kind != "sale"}
    safe = [masked(d) for d in in_order(findings)]
    try:
        write_atomic(out / SUMMARY, summary(proposed, findings, made))
        for name, written in _REPORTS.items():
            write_atomic(out / name, FORMATS[written](safe) + "\n")
    except OSError:
        raise click.ClickException("No se pudo escribir en esa carpeta: revise los permisos y el espacio.") from None
    report(findings, form)
    say(f"El resumen está en {shown((out / SUMMARY).as_posix())}.")
    sys.exit(1 if any(d.is_error for d in findings) else 0)


_REPORTS = {"hallazgos.sarif": "sarif", "gl-code-quality-report.json": "gitlab"}


def _pages(project: Path, before: Path, out: Path, one: Changed) -> Made:
    """Write the preview of a submission and what changes in its page; nothing while something is left to decide.

    The terms that are remembered are those of the proposal for both sides.
    """
    memory = load_memory(project)[0]
    after = _page(project, one.folder, memory)
    if after is None:
        return Made()
    name = one.folder.replace("/", "-") if shown(one.folder) == one.folder else f"{after.source.collection.value}"
    files = {f"vista-{name}.html": preview_html(after)}
    earlier = _page(before, one.folder, memory) if one.kind == "cambia" else None
    if earlier:
        files[f"cambios-{name}.html"] = comparison_html(earlier, after)
    for file, html in files.items():
        write_atomic(out / file, html)
    return Made(tuple(files), incomparable=one.kind == "cambia" and earlier is None)


def _page(project: Path, folder: str, memory: Memoria) -> Anonymized | None:
    bundle = next((b for b in discover(project)[0] if b.folder == folder), None)
    submission = read(project, bundle)[0] if bundle else None
    return redact.anonymize(as_if_granted(submission), memory)[0] if submission else None
