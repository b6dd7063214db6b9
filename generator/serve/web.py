"""The server of `inspira servir`: the published site, the pages that were just saved over it, and when to read again.

Only this computer reaches it, and what it adds to pages is added as they are sent: the files of the site stay as they
were promoted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from stat import S_ISREG
from urllib.parse import parse_qs, unquote, urlsplit

HOST = "127.0.0.1"
WAITING = "/-/espera"
_PATIENCE = 25.0
"""Seconds that a page waits for news before it asks again."""
_TYPES = {".html": "text/html; charset=utf-8", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
_SHARED = "assets"
"""Where styles, scripts and fonts are: the browser keeps them, and nothing of what anybody wrote."""
_SCRIPT = """<script>(async () => {
  const v = %d;
  for (;;) {
    try {
      const r = await fetch("/-/espera?v=" + v, {cache: "no-store"});
      if (r.status === 205) { location.reload(); return; }
    } catch { await new Promise((d) => setTimeout(d, 1000)); }
  }
})();</script>"""


class Live:
    """The pages and images that stand over those of the site, by address, and how often anything changed."""

    def __init__(self) -> None:
        self._over: dict[str, bytes] = {}
        self._version = 0
        self._news = threading.Condition()

    @property
    def version(self) -> int:
        return self._version

    def at(self, address: str) -> bytes | None:
        """What stands over an address of the site (`/practicas/huerta/`), if anything does."""
        return self._over.get(f"{address}index.html" if address.endswith("/") else address)

    def put(self, files: Mapping[str, bytes]) -> None:
        """Show these, by address, from now on."""
        with self._news:
            self._over = {**self._over, **files}
            self._told()

    def settle(self, stays: Callable[[str], bool]) -> None:
        """The site itself is up to date again: over it only those stay that it does not have."""
        with self._news:
            self._over = {name: data for name, data in self._over.items() if stays(name)}
            self._told()

    def wait(self, version: int, seconds: float = _PATIENCE) -> bool:
        """Whether anything changed after `version`, as soon as it does."""
        with self._news:
            return self._news.wait_for(lambda: self._version != version, seconds)

    def _told(self) -> None:
        self._version += 1
        self._news.notify_all()


class _Handler(SimpleHTTPRequestHandler):
    """Serves `site/` as it is at each request: promotion swaps the folder under the server."""

    live: Live | None = None
    _stamp: str | None = None

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: addresses may name a draft."""

    def do_GET(self) -> None:
        if self.live is None:
            super().do_GET()
            return
        asked = urlsplit(self.path)
        if asked.path == WAITING:
            self._wait(self.live, asked.query)
            return
        data = self._page(self.live, unquote(asked.path))
        if data is not None:
            self._send(data, _TYPES.get(Path(asked.path).suffix, _TYPES[".html"]))
            return
        path = Path(self.translate_path(self.path))
        self._stamp = self._stamp_of(path) if path.is_relative_to(Path(self.directory, _SHARED)) else None
        if self._stamp and self.headers.get("If-None-Match") == self._stamp:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.end_headers()
        else:
            super().do_GET()
        self._stamp = None

    def end_headers(self) -> None:
        if self._stamp:  # kept, and asked each time whether it is another one
            self.send_header("ETag", self._stamp)
            self.send_header("Cache-Control", "no-cache")
        elif self.live is not None:
            self.send_header("Cache-Control", "no-store")
        super().end_headers()

    @staticmethod
    def _stamp_of(path: Path) -> str | None:
        """What a file of the site is told from an earlier one by; None for what is no file."""
        try:
            info = path.stat()
        except (OSError, ValueError):
            return None
        return f'"{info.st_ino:x}-{info.st_mtime_ns:x}-{info.st_size:x}"' if S_ISREG(info.st_mode) else None

    def _wait(self, live: Live, query: str) -> None:
        asked = parse_qs(query).get("v", [""])[0]
        changed = live.wait(int(asked)) if asked.isdecimal() and len(asked) < 10 else False
        self.send_response(HTTPStatus.RESET_CONTENT if changed else HTTPStatus.NO_CONTENT)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _page(self, live: Live, address: str) -> bytes | None:
        """A page with the script that reads it again, or another file that stands over the site; None for the rest."""
        data = live.at(address)
        if data is None and address.endswith("/"):
            page = Path(self.translate_path(f"{address}index.html"))
            data = page.read_bytes() if page.is_file() else None
        if data is None or not (address.endswith("/") or address.endswith(".html")):
            return data
        script = (_SCRIPT % live.version).encode()
        head, end, tail = data.rpartition(b"</body>")
        return head + script + end + tail if end else data

    def _send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self._stamp = None  # gone since it was asked for: what is said instead is not kept for it
        page = Path(self.directory) / "404.html"
        if code == HTTPStatus.NOT_FOUND and page.is_file():
            self._send(page.read_bytes(), _TYPES[".html"], HTTPStatus.NOT_FOUND)
        else:
            super().send_error(code, message, explain)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a request that went wrong: the trace would tell what was asked for."""


def server(site: Path, port: int, live: Live | None = None) -> ThreadingHTTPServer:
    """A server of a built site on 127.0.0.1; port 0 takes a free one. The caller starts and closes it.

    With `live`, what that holds stands over the site, and pages are read again when it changes; a browser keeps its
    connection, and the styles and scripts that it has already.
    """
    handler = type("_LiveHandler", (_Handler,), {"live": live, "protocol_version": "HTTP/1.1"}) if live else _Handler
    return _Server((HOST, port), partial(handler, directory=str(site)))
