"""The application: the pages behind their door, and what comes before any of them answers."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from generator.private.errors import StoreError
from generator.private.store import Store
from generator.private.web import drafts, mishaps, render, sessions
from generator.private.web.drafts import Values
from generator.private.web.messages import status_of, words_of
from generator.private.web.pages import PAGES
from generator.private.web.security import FORM, Door, Pace, TooBigError, comes_from_us, is_ours
from generator.private.web.site import Site
from generator.private.web.visit import HiddenError, Page, StaleError, Visit, Web

ENTRY = "/entrar"
PASSWORD = "/clave"  # noqa: S105 - an address
_MOST_FIELDS = 500


def application(store: Store, site: Site, pace: Pace | None = None) -> ASGIApp:
    """The web application on an open store."""
    web = Web(store, site, pace or Pace())
    routes = [Route(page.path, _endpoint(web, page), methods=list(page.methods)) for page in PAGES]
    routes.append(Route("/recursos/{name}", _resource))
    handlers = {
        404: _saying(web, 404, *_NOT_FOUND),
        405: _saying(web, 404, *_NOT_FOUND),
        TooBigError: _saying(web, 413, _NO, "Es demasiado largo: pártalo en dos, o quite lo que no hace falta."),
        StoreError: _refused(web),
        Exception: _failed(web),
    }
    return Door(Starlette(routes=routes, exception_handlers=handlers), site)


_NO = "No se pudo"
_FAILED = "Algo falló en el programa. Lo que ya estaba guardado sigue guardado."
_NOT_FOUND = ("Aquí no hay nada", "Esa página no existe, o no es suya.")
Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]


def _endpoint(web: Web, page: Page) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        sent: Values = {}
        if request.method == "POST":
            body = await request.body()
            try:
                if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
                    raise ValueError
                sent = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
            except ValueError:
                return _message(web, request, 400, "Eso no es un formulario de esta herramienta.")
        return await run_in_threadpool(_answer, web, page, request, sent)

    return endpoint


def _answer(web: Web, page: Page, request: Request, sent: Values) -> Response:
    """Everything that a page does not need to think of: pace, session, where the form comes from, refusals."""
    visit = _visit(web, request, sent)
    session = visit.session
    if not web.pace.allows(visit.address):
        return _message(web, request, 429, "Son muchas visitas seguidas. Espere un minuto y repita.")
    posted = visit.method == "POST"
    if posted and not comes_from_us(request, web.site):
        return _message(web, request, 403, "Ese formulario no viene de esta herramienta.")
    ours = not posted or is_ours(visit.one("csrf"), visit.token)
    if session is not None and session.expired:
        if posted and ours and "envio" in sent and page.form and page.drafts and not page.public:
            web.store.write(str(session.actor.person), drafts.keep, session.actor.person, visit.path, sent)
        visit = replace(visit, session=None)
        session = None
    if not page.public:
        if session is None:
            return visit.go(_entry(visit.path if "GET" in page.methods else "/"))
        if session.temporary and visit.path not in (PASSWORD, "/salir"):
            return visit.go(PASSWORD)
    visit = replace(visit, stale=not ours, drafts=page.drafts)
    try:
        if not ours and not page.form:
            raise StaleError
        return page.answer(visit)
    except HiddenError:
        return _saying(web, 404, *_NOT_FOUND)(request, Exception())
    except StaleError:
        return _message(web, request, 403, "El formulario ya no vale: vuelva a abrir la página y repita.")
    except StoreError as refusal:
        code = refusal.diagnostics[0].code
        if code == "D421":
            return _saying(web, 404, *_NOT_FOUND)(request, Exception())
        return visit.page("mensaje", status_of(refusal), titulo=_NO, palabras=words_of(refusal, posted=posted))


def _visit(web: Web, request: Request, sent: Values) -> Visit:
    with web.store.read() as connection:
        session = sessions.find(connection, request.cookies.get(web.site.cookie), web.store.now())
    return Visit(
        web=web,
        method="GET" if request.method == "HEAD" else request.method,
        path=request.url.path,
        params=request.path_params,
        query=request.query_params,
        sent=sent,
        address=request.client.host if request.client else "",
        token=session.token
        if session
        else request.cookies.get(f"{web.site.cookie}-entrada") or secrets.token_urlsafe(),
        session=session,
    )


def _message(web: Web, request: Request, status: int, words: str) -> Response:
    return _saying(web, status, _NO, words)(request, Exception())


def _entry(path: str) -> str:
    return ENTRY if path == "/" else f"{ENTRY}?volver={quote(path)}"


def _saying(web: Web, status: int, title: str, words: str) -> Callable[[Request, Exception], Response]:
    """A page that is the same for everybody, whatever happened."""

    def handler(request: Request, _error: Exception) -> Response:
        visit = Visit(web, request.method, "", {}, {}, {}, "", "")
        return visit.page("mensaje", status, titulo=title, palabras=[words])

    return handler


def _refused(web: Web) -> Callable[[Request, Exception], Response]:
    """The store refused before it was known who asks."""

    def handler(request: Request, refusal: Exception) -> Response:
        assert isinstance(refusal, StoreError)
        visit = Visit(web, request.method, "", {}, {}, {}, "", "")
        words = words_of(refusal, posted=request.method == "POST")
        return visit.page("mensaje", status_of(refusal), titulo=_NO, palabras=words)

    return handler


def _failed(web: Web) -> Callable[[Request, Exception], Response]:
    """What nobody foresaw: told to who runs the server, and by its reference to whoever met it."""

    def handler(request: Request, error: Exception) -> Response:
        reference = mishaps.tell(error, web.store.now())
        asked = f"Dígale a quien administra: referencia {reference}."
        return _saying(web, 500, _NO, f"{_FAILED} {asked}")(request, error)

    return handler


async def _resource(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in render.PUBLIC:
        return Response(status_code=404)
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(render.resource(name), media_type=render.PUBLIC[name], headers=headers)
