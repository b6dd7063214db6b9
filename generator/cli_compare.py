"""`inspira cambios`: how a published page would change, for whoever reviews it and for its authors."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from generator.anonymize import redact
from generator.anonymize.shown import shown
from generator.cli_options import page_place, project_option, report, say, submission_at
from generator.consent.content import content_digest
from generator.consent.coverage import NO_RECEIPTS, as_if_granted
from generator.consent.receipts import Scope, read_receipts
from generator.consent.strict_json import MalformedError
from generator.load import Bundle, load
from generator.lock import EARLIER, WORK
from generator.memory import load_memory
from generator.model import Anonymized, Submission
from generator.past import versions
from generator.schema.revision import Memoria
from generator.validate import read
from generator.writing import write_atomic

MOST = 200
"""Versions of a bundle that are looked at, the newest first."""


@click.command()
@click.argument("bundle")
@project_option
@click.option(
    "--antes",
    "base",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="El proyecto como estaba. Sin esta opción: lo que se autorizó, tomado de la historia de git.",
)
@click.option("--salida", type=click.Path(path_type=Path, dir_okay=False), help="Archivo .html que se escribe.")
def cambios(bundle: str, project: Path, base: Path | None, salida: Path | None) -> None:
    """Muestra qué cambiaría en la página publicada de BUNDLE, en un archivo que se lee en el teléfono.

    Sin --antes compara con lo que sus autores autorizaron: es lo que se les muestra para renovar el consentimiento.
    """
    from generator.comparing import comparison_html

    submission = submission_at(project, bundle)
    memory = load_memory(project)[0]
    out = page_place(project, salida or Path(f"cambios-{submission.source.slug}.html"))
    after = _page(submission, memory)
    if base is not None:
        before = _earlier(base, submission, memory)
    else:
        try:
            with _agreed(project, submission) as found:
                before = _earlier(found, submission, memory) if found else None
        except OSError:
            raise click.ClickException(
                "No se pudo sacar de git lo que se autorizó: revise los permisos y el espacio."
            ) from None
        if before is None:
            raise click.ClickException(
                "En la historia de git no está lo que se autorizó: dé con --antes el proyecto como estaba."
            )
    try:
        write_atomic(out, comparison_html(before, after))
    except OSError:
        told = shown(out.as_posix())
        raise click.ClickException(f"No se pudo escribir {told}: revise los permisos y el espacio.") from None
    say(f"Los cambios están en {shown(out.as_posix())}.")


def _page(submission: Submission, memory: Memoria) -> Anonymized:
    page, findings = redact.anonymize(as_if_granted(submission), memory)
    if page is None:
        report(findings, "texto")
        sys.exit(1)
    return page


def _earlier(project: Path, submission: Submission, memory: Memoria) -> Anonymized | None:
    """The page of the same bundle in another project; None where there was no such bundle.

    The terms that are remembered are those of today, as for the other side: an earlier tree may have none. Ends the
    command where what there was can be no page: all would seem new.
    """
    folder = project / submission.folder
    if not (folder / "index.md").is_file():
        return None
    found, findings = read(project, Bundle(submission.source.collection, submission.source.slug, folder))
    page = None
    if found is not None:
        page, findings = redact.anonymize(as_if_granted(found), memory)
    if page is None:
        report(findings, "texto")
        raise click.ClickException(
            "Lo anterior es de la versión de antes, que con las reglas de hoy no sería una página: no hay con qué "
            "comparar. No se escribió nada."
        )
    return page


@contextmanager
def _agreed(project: Path, submission: Submission) -> Iterator[Path | None]:
    """A project with the bundle as its authors last agreed to it, while it is needed; None when it is not found."""
    try:
        file = read_receipts(submission.source.house.get("consentimientos.json", NO_RECEIPTS))
    except MalformedError:
        file = read_receipts(NO_RECEIPTS)
    wanted = {receipt.contenido for receipt in file.recibos if receipt.alcance is Scope.TEXTO}
    place = Bundle(submission.source.collection, submission.source.slug, Path(submission.folder))
    (project / WORK).mkdir(exist_ok=True)
    # In the project's own folder of work: what a killed run leaves there goes with the next construction.
    with TemporaryDirectory(prefix=EARLIER, dir=project / WORK) as temporary:
        for root in islice(versions(project, place.folder, Path(temporary)), MOST):
            source, _ = load(root, Bundle(place.collection, place.slug, root / place.folder))
            if source and content_digest(place.folder, source.digests) in wanted:
                yield root
                return
        yield None
