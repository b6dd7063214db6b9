"""A web server for one person and one review: this computer only, behind a key, and silent.

Whoever has no cookie of this very run gets an empty 403, whatever is asked for. Nothing is logged; an error says of
which type it is and nothing else, because what it carries may be text of a submission.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Any, Protocol
from urllib.parse import parse_qs

HOST = "127.0.0.1"
MAX_BODY = 8 * 1024
ENTRY = "/entrar"

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' blob:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """An answer: `last` says that there is nothing to serve after it."""

    status: HTTPStatus
    mime: str = "text/plain; charset=utf-8"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    last: bool = False


def in_json(data: object, status: HTTPStatus = HTTPStatus.OK, *, last: bool = False) -> Reply:
    return Reply(status, "application/json; charset=utf-8", json.dumps(data, ensure_ascii=False).encode(), last=last)


class Desk(Protocol):
    """What is behind the door. None: there is no such thing. Names come as they were asked for, `/` included."""

    def get(self, name: str) -> Reply | None: ...

    def post(self, name: str, data: Mapping[str, object]) -> Reply | None: ...


class ReviewServer(ThreadingHTTPServer):
    """Serves a desk until it has said its last; `closed` is set then. Port 0 takes a free one."""

    # In Windows this option would let another program take the same port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, desk: Desk, port: int = 0) -> None:
        self.desk = desk
        self.closed = Event()
        self.key = secrets.token_urlsafe(32)
        self.ticket: str | None = secrets.token_urlsafe(32)
        self.session = secrets.token_urlsafe(32)
        super().__init__((HOST, port), _Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """The address for the person: it works as long as the server runs."""
        return f"http://{HOST}:{self.port}{ENTRY}?llave={self.key}"

    @property
    def address_once(self) -> str:
        """The address for a program that opens it: others can see what a program was started with, so it works once."""
        return f"http://{HOST}:{self.port}{ENTRY}?llave={self.ticket}"

    @property
    def hosts(self) -> tuple[str, ...]:
        return f"{HOST}:{self.port}", f"localhost:{self.port}"

    @property
    def cookie(self) -> str:
        """Its name: cookies are shared by every port of a computer."""
        return f"inspira-{self.port}"

    def admits(self, key: str) -> bool:
        """Whether a key opens the door; the ticket is torn."""
        if self.ticket is not None and _same(key, self.ticket):
            self.ticket = None
            return True
        return _same(key, self.key)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that leaves in the middle is no news, and a traceback could quote."""


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode(), other.encode())


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    timeout = 30

    def do_GET(self) -> None:
        self._say(self._safely(self._get))

    def do_POST(self) -> None:
        self._say(self._safely(self._post))

    def version_string(self) -> str:
        return "inspira"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: requests are part of the review."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A request that is none: the library's own page would quote it."""
        unknown = code == HTTPStatus.NOT_IMPLEMENTED
        self._say(Reply(HTTPStatus.METHOD_NOT_ALLOWED if unknown else HTTPStatus(code)))

    def _safely(self, answer: Callable[[], Reply]) -> Reply:
        try:
            return answer()
        except Exception as error:
            words = f"Algo falló en el programa ({type(error).__name__}). Sus respuestas anteriores están guardadas."
            return in_json({"error": words}, HTTPStatus.INTERNAL_SERVER_ERROR)

    def _say(self, reply: Reply) -> None:
        self.send_response(reply.status)
        headers = {"Content-Type": reply.mime, "Content-Length": str(len(reply.body)), **_HEADERS, **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)
        if reply.last:
            self.server.closed.set()

    def _get(self) -> Reply:
        name, _, query = self.path.partition("?")
        if not self._is_for_us():
            return Reply(HTTPStatus.FORBIDDEN)
        if name == ENTRY:
            return self._enter(query)
        if not self._is_known():
            return Reply(HTTPStatus.FORBIDDEN)
        return self.server.desk.get(name) or Reply(HTTPStatus.NOT_FOUND)

    def _post(self) -> Reply:
        if not (self._is_for_us() and self._is_known() and self._is_own_page()):
            return Reply(HTTPStatus.FORBIDDEN)
        if self.headers.get_content_type() != "application/json":
            return Reply(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            return Reply(HTTPStatus.LENGTH_REQUIRED)
        if len(length) > 9 or int(length) > MAX_BODY:
            return Reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            data = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            return Reply(HTTPStatus.BAD_REQUEST)
        if not isinstance(data, dict):
            return Reply(HTTPStatus.BAD_REQUEST)
        return self.server.desk.post(self.path, data) or Reply(HTTPStatus.NOT_FOUND)

    def _enter(self, query: str) -> Reply:
        keys = parse_qs(query).get("llave", [])
        if len(keys) != 1 or not self.server.admits(keys[0]):
            return Reply(HTTPStatus.FORBIDDEN)
        cookie = f"{self.server.cookie}={self.server.session}; Path=/; HttpOnly; SameSite=Strict"
        return Reply(HTTPStatus.SEE_OTHER, headers={"Location": "/", "Set-Cookie": cookie})

    def _is_for_us(self) -> bool:
        """A name that somebody else made point here is not ours (DNS rebinding)."""
        return self.headers.get_all("Host", []) in ([host] for host in self.server.hosts)

    def _is_known(self) -> bool:
        given = (part.strip().partition("=") for part in self.headers.get("Cookie", "").split(";"))
        return any(name == self.server.cookie and _same(value, self.server.session) for name, _, value in given)

    def _is_own_page(self) -> bool:
        """Only our own page writes: not another one of this computer, which shares the cookie's site."""
        return self.headers.get_all("Origin", []) == [f"http://{self.headers.get('Host')}"]
