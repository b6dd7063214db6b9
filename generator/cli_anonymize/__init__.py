"""`inspira anonimizar`: deciding about what the detectors see, and rewriting the author's own files."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from generator.cli_anonymize.exchange import NotAnswersError, answer, as_data
from generator.cli_anonymize.keys import Keys, Left, Lines
from generator.cli_anonymize.terminal import Review
from generator.cli_deciding import FILE, acta_option, clean_images, ended, no_memory_option, session_at
from generator.cli_options import project_option, say, today_option
from generator.diagnostics import count
from generator.files import UnfitError, contents
from generator.review.acta import place_refused
from generator.review.finish import PrivateActa, ReviewError, finish
from generator.review.session import Session
from generator.review.store import Store, StoreError, open_store

_LIMIT = 2_000_000


@click.command()
@click.argument("bundle")
@project_option
@click.option("--solo-seguros", is_flag=True, help="Tacha lo seguro sin preguntar y deja lo demás como está.")
@no_memory_option
@click.option(
    "--preguntas", "ask", is_flag=True, help="Escribe las preguntas en JSON y no cambia nada. Lleva el texto."
)
@click.option("--respuestas", type=click.Path(path_type=Path), metavar="ARCHIVO", help="JSON con respuestas, o «-».")
@acta_option
@click.option("--acta-privada", type=FILE, metavar="ARCHIVO", help="Escribe qué decía cada cosa, fuera del proyecto.")
@today_option
def anonimizar(
    bundle: str,
    project: Path,
    solo_seguros: bool,
    sin_memoria: bool,
    ask: bool,
    respuestas: Path | None,
    acta: Path | None,
    acta_privada: Path | None,
    today: date,
) -> None:
    """Decide sobre cada hallazgo de BUNDLE y reescribe sus archivos, antes de enviarlos.

    Lo seguro se tacha; lo dudoso se pregunta una vez por palabra. Se puede deshacer, y salir y seguir después:
    las respuestas se guardan en su computador, sin el texto. Al terminar se vuelve a mirar todo.

    Para otros programas: --preguntas escribe en JSON lo que hay que decidir, con el texto del autor (es solo para
    sus ojos), y --respuestas lo aplica. Termina en 0 si no quedó nada, en 1 si algo quedó y en 2 si las respuestas
    no sirven; entonces no se cambia nada.
    """
    if sum((solo_seguros, ask, respuestas is not None)) > 1:
        raise click.UsageError("Escoja una sola: --solo-seguros, --preguntas o --respuestas.")
    if acta_privada is not None and (refused := place_refused(acta_privada, project)):
        raise click.UsageError(refused)
    if not ask and respuestas is None:
        clean_images(project, bundle)
    place, session = session_at(project, bundle)
    store = _store(project, place.folder, needed=ask or respuestas is not None)
    if ask:
        assert store is not None
        click.echo(json.dumps(as_data(session, store.seal(session)), ensure_ascii=False, indent=2))
        return
    if respuestas is not None:
        assert store is not None
        _answer(session, respuestas, store.seal(session))
    elif not solo_seguros:
        _interview(project, session, store)
    private = PrivateActa(acta_privada, today) if acta_privada else None
    try:
        outcome = finish(project, place, session, remember=not sin_memoria, private=private)
    except ReviewError as problem:
        asked = None if solo_seguros or respuestas is not None else store
        raise click.ClickException(asked.keep_after(problem, session) if asked else str(problem)) from None
    ended(place.folder, outcome, None if solo_seguros else store, acta, today)


def _store(project: Path, folder: str, *, needed: bool) -> Store | None:
    try:
        return open_store(project, folder)
    except StoreError as problem:
        if needed:
            raise click.ClickException(str(problem)) from None
        say(f"{problem} Si sale antes de terminar, tendrá que empezar de nuevo.")
        return None


def _interview(project: Path, session: Session, store: Store | None) -> None:
    """Ask a person; leaving keeps the answers and changes nothing."""
    keys = Keys() if sys.stdin.isatty() and sys.stdout.isatty() else Lines()
    try:
        Review(project, session, store, keys).run()
    except Left:
        click.echo("\nNo se cambió nada en sus textos.")
        if store is not None:
            click.echo("Las respuestas quedaron guardadas. Para seguir donde iba:")
            click.echo(f"    inspira anonimizar {session.submission.folder}")
        raise click.exceptions.Exit(1) from None


def _answer(session: Session, path: Path, seal: str) -> None:
    try:
        answer(session, _read(path), seal)
    except NotAnswersError as problem:
        for line in problem.lines:
            click.echo(line, err=True)
        number = count(len(problem.lines), "problema", "problemas")
        raise click.UsageError(f"Las respuestas no sirven ({number}). No se cambió nada.") from None


def _read(path: Path) -> str:
    try:
        data = sys.stdin.buffer.read(_LIMIT + 1) if str(path) == "-" else contents(path, _LIMIT)
        if len(data) <= _LIMIT:
            return data.decode("utf-8-sig")
    except (OSError, UnfitError, UnicodeDecodeError):
        pass
    raise click.UsageError("El archivo de respuestas no se puede leer. No se cambió nada.")
