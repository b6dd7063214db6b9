"""One request as the pages see it: who asks, what was sent, and the only ways to look, to write and to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import Connection
from starlette.responses import HTMLResponse, RedirectResponse, Response

from generator.clock import day_of
from generator.codes import CATALOG
from generator.private import access
from generator.private.access import Action, Actor, Facts
from generator.private.cycles import Ref
from generator.private.options import ClaseInforme
from generator.private.store import Store, Writing
from generator.private.web import render
from generator.private.web.drafts import Values
from generator.private.web.security import Pace, csrf_of
from generator.private.web.sessions import Session
from generator.private.web.site import Site

P = ParamSpec("P")
T = TypeVar("T")


class HiddenError(Exception):
    """There is no such thing, or it is not for whoever asks: nobody can tell which."""


class StaleError(Exception):
    """A form that this browser was not given, or was given before its session changed."""


@dataclass(frozen=True, slots=True, repr=False)
class Web:
    """What the application is made of."""

    store: Store
    site: Site
    pace: Pace


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """`stale`: what was sent may be shown again to whoever sent it, and writes nothing. `drafts`: those of the page."""

    web: Web
    method: str
    path: str
    params: Mapping[str, Any]
    query: Mapping[str, str]
    sent: Values
    address: str
    token: str
    session: Session | None = None
    stale: bool = False
    drafts: bool = True

    @property
    def actor(self) -> Actor:
        if self.session is None:
            raise HiddenError
        return self.session.actor

    @property
    def today(self) -> date:
        return day_of(self.web.store.now())

    @property
    def ref(self) -> Ref:
        """The record that the path names."""
        return Ref(self.params["regional"], self.params["id"])

    def one(self, name: str) -> str:
        """A single value of what was sent; empty when it was not."""
        return next(iter(self.sent.get(name, ())), "")

    def may(self, action: Action, facts: Facts) -> bool:
        return access.may(self.actor, action, facts)

    def require(self, action: Action, facts: Facts) -> None:
        """Raises HiddenError where the rules of access do not open."""
        if not self.may(action, facts):
            raise HiddenError

    def read(self) -> AbstractContextManager[Connection]:
        return self.web.store.read()

    def write(self, change: Callable[Concatenate[Writing, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Change the store in the name of whoever asks. Raises StaleError, StoreError."""
        if self.stale:
            raise StaleError
        return self.web.store.write(str(self.actor.person), change, *args, **named)

    def page(self, template: str, status: int = 200, **context: object) -> HTMLResponse:
        warning = CATALOG.get(self.query.get("aviso", ""))
        shown = {
            "csrf": csrf_of(self.token),
            "quien": self.session.pseudonym if self.session else None,
            "menu": self._menu(),
            "hecho": "hecho" in self.query,
            "aviso": f"{warning.title}. {warning.mend}" if warning else None,
            "path": self.path,
        }
        return HTMLResponse(render.page(template, **{**shown, **context}), status)

    def go(self, path: str) -> RedirectResponse:
        return RedirectResponse(path, 303)

    def reports(self) -> list[ClaseInforme]:
        """The reports that this person may make."""
        return [kind for kind in ClaseInforme if self.may(*access.report(self.actor, kind))]

    def _menu(self) -> list[tuple[str, str]]:
        """What there is for this person to look at: an address and its words each."""
        if self.session is None or self.session.temporary:
            return []
        here, mine = access.place(self.actor), access.own(self.actor)
        offered = (
            ("/", "Mis ciclos", True),
            ("/planes", "Planes por validar", self.may(Action.VALIDATE_PLAN, here)),
            ("/horas", "Mis horas", self.may(Action.WRITE_HOURS, mine)),
            ("/avance", "Avance", self.may(Action.SEE_PROGRESS, mine)),
            ("/informes", "Informes", bool(self.reports())),
            ("/consentimientos", "Consentimientos", self.may(Action.SEE_CONSENTS, here)),
            ("/personas", "Personas", self.may(Action.SEE_PEOPLE, here)),
            ("/mis-datos", "Mis datos y derechos", True),
        )
        return [(path, words) for path, words, shown in offered if shown]


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """An address and who answers there. `public`: without a session. `form`: it shows again what a stale form held.

    `drafts`: what is written there may be kept before it is sent; not where it is somebody else's identity, which has
    its own place in the store.
    """

    path: str
    answer: Callable[[Visit], Response]
    methods: tuple[str, ...] = ("GET",)
    public: bool = False
    form: bool = False
    drafts: bool = True


def identifier_of(text: str) -> UUID | None:
    """A UUID as a browser sends it back; None when it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return None
