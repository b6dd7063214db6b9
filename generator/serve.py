"""`inspira servir`: the published site on this computer only, built again when something changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from generator.cli_options import listed
from generator.clock import today
from generator.diagnostics import summary
from generator.pipeline import construct
from generator.promote import SITE
from generator.watching import changes

HOST = "127.0.0.1"
WATCHED = ("content", "practicas", "expediciones", "consentimiento", "mkdocs.yml", "generator/site")


class _Handler(SimpleHTTPRequestHandler):
    """Serves `site/` as it is at each request: promotion swaps the folder under the server."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: addresses may name a draft."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a request that went wrong: the trace would tell what was asked for."""


def server(site: Path, port: int) -> ThreadingHTTPServer:
    """A server of a built site on 127.0.0.1; port 0 takes a free one. The caller starts and closes it."""
    return _Server((HOST, port), partial(_Handler, directory=str(site)))


def serve(project: Path, port: int, say: Callable[[str], None]) -> None:
    """Build, serve and watch until interrupted."""
    _build(project, say)
    with server(project / SITE, port) as web:
        Thread(target=web.serve_forever, daemon=True).start()
        try:
            say(f"El sitio está en http://{HOST}:{web.server_address[1]}/ (Ctrl+C para terminar).")
            for _ in changes(project / name for name in WATCHED):
                say("Algo cambió: se construye de nuevo.")
                _build(project, say)
        except KeyboardInterrupt:
            say("Hasta luego.")


def _build(project: Path, say: Callable[[str], None]) -> None:
    outcome = construct(project, today(), say)
    if outcome.findings:
        say(listed(outcome.findings))
        say(summary(outcome.findings))
    say("El sitio está al día." if outcome.promoted else "Sigue el último sitio bueno.")
