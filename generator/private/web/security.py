"""The door: which requests come in at all, how fast, how big, and what every answer tells the browser to forbid."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.private.web.site import Site

MOST_BYTES = 512 * 1024
"""A form of long texts, with every character written in three."""
FORM = "application/x-www-form-urlencoded"
HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    # Not `no-referrer`: with it browsers say «null» instead of the origin of a form.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_TLS = "max-age=31536000"


class Door:
    """The outermost layer: refuses foreign names and big bodies, dresses every answer, and lets no error through.

    The server prints the trace of an error that reaches it, and a trace may quote what somebody wrote.
    """

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def dressed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message["headers"], *self._headers(message["headers"])]
            await send(message)

        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self.site.hosts:
            await _plain(dressed, 421, "Esta no es la dirección de la herramienta.")
            return
        try:
            await self.app(scope, _limited(receive), dressed)
        except Exception:  # whatever it is, it was answered already or is answered here, and goes no further
            if not begun:
                await _plain(dressed, 500, "Algo falló. Lo que ya estaba guardado sigue guardado.")

    def _headers(self, given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        extra = dict(HEADERS)
        if self.site.secure:
            extra["strict-transport-security"] = _TLS
        if not any(name == b"cache-control" for name, _ in given):
            extra["cache-control"] = "no-store"
        return [(name.encode(), value.encode()) for name, value in extra.items()]


class TooBigError(Exception):
    """More than any form of ours can hold."""


def _limited(receive: Receive) -> Receive:
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > MOST_BYTES:
            raise TooBigError
        return message

    return counted


async def _plain(send: Send, status: int, words: str) -> None:
    body = words.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Pace:
    """How often: anybody in general, and a password by user and by address. It is kept in memory, by the minute."""

    def __init__(self, general: int = 600, login_user: int = 6, login_address: int = 30) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._general = RateLimitItemPerMinute(general)
        self._user = RateLimitItemPerMinute(login_user, 5)
        self._address = RateLimitItemPerMinute(login_address, 5)

    def allows(self, address: str) -> bool:
        return self._limiter.hit(self._general, "general", address)

    def allows_login(self, user: str, address: str) -> bool:
        """Counts both, so that neither says anything of the other."""
        known = hashlib.sha256(user.encode()).hexdigest()
        by_user = self._limiter.hit(self._user, "usuario", known)
        return self._limiter.hit(self._address, "direccion", address) and by_user

    def may_guess(self, person: str) -> bool:
        """Whether somebody may go on writing what tells whether another person is in the store.

        It is asked before looking, and whatever they wrote: an answer that only wrong guesses got would tell the right
        ones.
        """
        return self._limiter.test(self._user, "intento", person)

    def guessed_wrong(self, person: str) -> None:
        self._limiter.hit(self._user, "intento", person)


def csrf_of(token: str) -> str:
    """What proves that a form was given to the browser that has this token."""
    return hmac.new(token.encode(), b"inspira-csrf", hashlib.sha256).hexdigest()


def is_ours(given: str, token: str | None) -> bool:
    return token is not None and hmac.compare_digest(given.encode(), csrf_of(token).encode())


def comes_from_us(request: Request, site: Site) -> bool:
    """Whether a form was sent from a page of ours, as far as the browser says."""
    origin = request.headers.get("origin")
    return (origin is None or origin in site.origins) and request.headers.get("sec-fetch-site", "same-origin") in (
        "same-origin",
        "none",
    )
