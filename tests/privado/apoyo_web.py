"""Browsers of the web application without a network: one for each person, already in unless told otherwise."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from httpx import Response
from sqlalchemy import select
from starlette.exceptions import StarletteDeprecationWarning
from starlette.types import ASGIApp

from generator.private import accounts
from generator.private.people import Person
from generator.private.store import Store
from generator.private.tables import cuenta
from generator.private.web import sessions
from generator.private.web.app import application
from generator.private.web.security import Pace
from generator.private.web.site import local_site

with warnings.catch_warnings():
    # Starlette would rather have another name of the same client, which is not among what the project locks.
    warnings.simplefilter("ignore", StarletteDeprecationWarning)
    from starlette.testclient import TestClient

ORIGIN = "http://127.0.0.1:8765"
SITE = local_site(8765)
CLAVE = "una frase para entrar a pruebas"
_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
_NUMBER = re.compile(r'name="envio" value="([0-9a-f-]{36})"')
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def web(store: Store, pace: Pace | None = None) -> ASGIApp:
    return application(store, SITE, pace or Pace(general=100_000, login_user=100_000, login_address=100_000))


def account(store: Store, person: Person, *, temporary: bool = False) -> str:
    """An account with a known password, its user the pseudonym in small letters."""
    user = person.pseudonym.lower()
    store.write("prueba", accounts.create, person.id, user, CLAVE)
    if not temporary:
        store.write("prueba", accounts.change_password, person.id, CLAVE)
    return user


class Navegador:
    """A browser that follows nothing by itself."""

    def __init__(self, app: ASGIApp, token: str | None = None, *, raises: bool = True) -> None:
        self.client = TestClient(app, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=raises)
        if token:
            self.client.cookies.set(SITE.cookie, token, domain="127.0.0.1", path="/")
        self._proofs: dict[tuple[tuple[str, str | None], ...], str] = {}

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def token(self, path: str = "/") -> str:
        """What proves that the page was given to this browser."""
        found = _TOKEN.search(self.get(path).text)
        assert found, path
        return found[1]

    def proof(self) -> str:
        """That of a page that was opened once and stayed open: it holds as long as the session does."""
        session = tuple((kept.name, kept.value) for kept in self.client.cookies.jar)
        if session not in self._proofs:
            self._proofs[session] = self.token()
        return self._proofs[session]

    def post(self, path: str, values: Mapping[str, Any] | None = None, *, csrf: str | None = None) -> Response:
        """What a form of that page sends; with its own number unless one is given."""
        data = {"csrf": csrf if csrf is not None else self.proof(), "envio": str(uuid4()), **(values or {})}
        return self.client.post(path, data=data, headers={"origin": ORIGIN})


def inside(store: Store, person: Person, app: ASGIApp | None = None) -> Navegador:
    """The browser of somebody who came in."""
    with store.read() as connection:
        known = connection.execute(select(cuenta.c.usuario).where(cuenta.c.persona_id == person.id)).scalar()
    if known is None:
        account(store, person)
    token = store.write("prueba", sessions.begin, person.id)
    return Navegador(app or web(store), token)


def field_values(html: str) -> dict[str, str]:
    """The texts of the fields of a page, by name."""
    found = dict(re.findall(r'<textarea id="[^"]*" name="([^"]*)"[^>]*>\n?([^<]*)</textarea>', html))
    return found | dict(re.findall(r'<input id="[^"]*" name="([^"]*)" type="[^"]*" value="([^"]*)"', html))


def number_of(html: str) -> UUID:
    found = _NUMBER.search(html)
    assert found
    return UUID(found[1])
