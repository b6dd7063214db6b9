"""Build, serve and watch: what was saved is shown by itself, and the whole way is gone again behind it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Thread

from generator.cli_options import listed
from generator.clock import today
from generator.diagnostics import Diagnostic, summary
from generator.pipeline import construct
from generator.promote import SITE
from generator.serve.quick import Quick
from generator.serve.web import HOST, Live, server
from generator.watching import arrivals

WATCHED = ("content", "practicas", "expediciones", "consentimiento", "decisiones", "mkdocs.yml")
Say = Callable[[str], None]
_WITHDRAWN = "C105"
_MOMENT = 0.6
"""Seconds in which the browser shows what was saved, before the whole way takes the processor."""


def serve(project: Path, port: int, say: Say) -> None:
    """Build, serve and watch until interrupted."""
    project = project.absolute()
    changed = arrivals(project / name for name in WATCHED)
    live, quick = Live(), Quick(project)
    behind = _Behind(project, live, quick, say)
    behind.build()
    with server(project / SITE, port, live) as web:
        Thread(target=web.serve_forever, daemon=True).start()
        try:
            say(f"El sitio está en http://{HOST}:{web.server_address[1]}/ (Ctrl+C para terminar).")
            for paths in changed:
                files, findings = quick.files(paths)
                if findings:
                    _tell(findings, say)
                if files:
                    live.put(files)
                    say("Lo que usted guardó ya se ve. Sigue el sitio entero.")
                behind.ask()
        except KeyboardInterrupt:
            say("Hasta luego.")


class _Behind:
    """The whole way, gone once more after whatever was asked while it was being gone."""

    def __init__(self, project: Path, live: Live, quick: Quick, say: Say) -> None:
        self._project = project
        self._live = live
        self._quick = quick
        self._say = say
        self._asked = threading.Event()
        self._started = False

    def ask(self) -> None:
        """Go the whole way soon."""
        self._asked.set()
        if not self._started:
            self._started = True
            Thread(target=self._go_on, daemon=True).start()

    def build(self) -> None:
        """Go it now, and tell how it ended."""
        outcome = construct(self._project, today(), self._say)
        if outcome.findings:
            _tell(outcome.findings, self._say)
        withdrawn = frozenset("/".join(d.path.split("/")[:2]) for d in outcome.findings if d.code == _WITHDRAWN)
        self._quick.renew(withdrawn)
        if outcome.promoted and not self._asked.is_set():
            self._live.settle(partial(_is_in, outcome.left_out - withdrawn))
        # Only now: what is saved next is shown by a press that is ready and does not share the processor.
        self._say("El sitio está al día." if outcome.promoted else "Sigue el último sitio bueno.")

    def _go_on(self) -> None:
        while self._asked.wait():
            time.sleep(_MOMENT)
            self._asked.clear()
            self._say("Algo cambió: se construye de nuevo.")
            try:
                self.build()
            except Exception as fault:  # what it says may quote a page, and the next change deserves another try
                self._say(f"Algo inesperado ({type(fault).__name__}). Sigue el último sitio bueno.")


def _is_in(left_out: frozenset[str], address: str) -> bool:
    """Whether an address is of a submission that waits to be published: it goes on being shown as it was saved.

    One that was withdrawn, or whose folder is gone, waits for nothing.
    """
    collection, _, rest = address.removeprefix("/").partition("/")
    return f"{collection}/{rest.partition('/')[0]}" in left_out


def _tell(findings: Sequence[Diagnostic], say: Say) -> None:
    say(listed(findings))
    say(summary(findings))
