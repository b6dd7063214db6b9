"""`inspira revisar`: the review of a bundle as a page of the browser, on this computer only."""

from __future__ import annotations

import os
import sys
import webbrowser
from datetime import date
from pathlib import Path
from threading import Thread

import click

from generator.cli_deciding import acta_option, clean_images, ended, no_memory_option, session_at
from generator.cli_options import project_option, say, today_option
from generator.diagnostics import count
from generator.review.finish import Outcome, finish
from generator.review.server import ReviewServer
from generator.review.store import Store, StoreError, open_store
from generator.review.web import Review

_PAUSE = 0.5


@click.command()
@click.argument("bundle")
@project_option
@click.option("--puerto", type=click.IntRange(0, 65535), default=0, help="Por defecto, uno que esté libre.")
@click.option("--no-abrir", is_flag=True, help="Solo muestra la dirección: no abre el navegador.")
@no_memory_option
@acta_option
@today_option
def revisar(
    bundle: str, project: Path, puerto: int, no_abrir: bool, sin_memoria: bool, acta: Path | None, today: date
) -> None:
    """Decide sobre cada hallazgo y cada imagen de BUNDLE en una página del navegador.

    Es lo mismo que `anonimizar`, para quien no usa la terminal. La página está solo en este computador y nada sale
    de él. Se puede cerrar y seguir después: las respuestas se guardan, sin el texto.
    """
    clean_images(project, bundle)
    place, session = session_at(project, bundle)
    try:
        store = open_store(project, place.folder)
        resumed = store.resume(session)
    except StoreError as problem:
        raise click.ClickException(f"{problem} También puede decidir con `inspira anonimizar`.") from None
    if resumed:
        say(f"Se sigue donde iba: {count(resumed, 'respuesta guardada', 'respuestas guardadas')}.")
    review = Review(session, store, lambda: finish(project, place, session, remember=not sin_memoria), today)
    try:
        web = ReviewServer(review, puerto)
    except OSError:
        raise click.ClickException("Ese puerto está ocupado: use otro, o quite --puerto.") from None
    with web:
        Thread(target=web.serve_forever, daemon=True).start()
        _invite(web, open_it=not no_abrir)
        _wait(web)
        web.shutdown()
    _end(place.folder, review.outcome(), store, acta, today)


def _invite(web: ReviewServer, *, open_it: bool) -> None:
    click.echo(f"La revisión está en esta dirección, solo en este computador:\n\n    {web.address}\n")
    click.echo("Termine en la página, o con Ctrl+C aquí: las respuestas quedan guardadas.")
    if open_it and _has_screen():
        webbrowser.open(web.address_once)


def _has_screen() -> bool:
    """Whether a browser has where to open; without one, Python would start a text browser over our own messages."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _wait(web: ReviewServer) -> None:
    try:
        while not web.closed.wait(_PAUSE):
            pass
    except KeyboardInterrupt:
        click.echo()


def _end(folder: str, outcome: Outcome | None, store: Store, acta: Path | None, today: date) -> None:
    if outcome is None:
        click.echo("No se cambió nada en sus textos. Las respuestas quedaron guardadas.")
        click.echo(f"Para seguir donde iba: inspira revisar {folder}")
        sys.exit(1)
    ended(folder, outcome, store, acta, today)
