"""The review as a page of the browser: the engine's session in JSON, and the page's own files. Transport is `server`.

What goes out is the author's text for the author's own eyes. What comes in is ids and choices: no name that the
browser sends ever becomes a path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from http import HTTPStatus
from importlib.resources import files
from threading import Lock
from typing import TypeVar

from generator.images import UnusableImageError, web_versions
from generator.review.finish import Outcome, ReviewError
from generator.review.page import IMAGES, page_data, state
from generator.review.report import lines
from generator.review.server import Reply, in_json
from generator.review.session import Answer, RefusedError, Session
from generator.review.store import Store, StoreError
from generator.schema.revision import Mirada, Motivo

E = TypeVar("E", bound=Enum)

_PAGE = "review/pagina"
_THEME = "site/theme/assets/inspira"
_FILES = {
    "/": (f"{_PAGE}/index.html", "text/html; charset=utf-8"),
    "/revisar.css": (f"{_PAGE}/revisar.css", "text/css; charset=utf-8"),
    "/revisar.js": (f"{_PAGE}/revisar.js", "text/javascript; charset=utf-8"),
    "/icono.svg": (f"{_THEME}/icono.svg", "image/svg+xml"),
    "/work-sans-400.woff2": (f"{_THEME}/work-sans-400.woff2", "font/woff2"),
    "/work-sans-600.woff2": (f"{_THEME}/work-sans-600.woff2", "font/woff2"),
}
_WIDTH = 1600


class Review:
    """A session behind a lock, its answers kept one by one.

    `end` writes the files and may raise `ReviewError`, with nothing written; `today` is the date of the record.
    """

    def __init__(self, session: Session, store: Store, end: Callable[[], Outcome], today: date) -> None:
        self._session, self._store, self._finish, self._today = session, store, end, today
        self._lock = Lock()
        self._outcome: Outcome | None = None

    def outcome(self) -> Outcome | None:
        """How the review ended, None while it did not; waits for an end that is being written."""
        with self._lock:
            return self._outcome

    def get(self, name: str) -> Reply | None:
        if name in _FILES:
            path, mime = _FILES[name]
            return Reply(HTTPStatus.OK, mime, files("generator").joinpath(path).read_bytes())
        if name == "/datos":
            with self._lock:
                return in_json(page_data(self._session))
        if name.startswith(IMAGES):
            return self._image(name.removeprefix(IMAGES))
        return None

    def post(self, name: str, data: Mapping[str, object]) -> Reply | None:
        actions = {
            "/decidir": self._decide,
            "/mirar": self._look,
            "/deshacer": self._undo,
            "/terminar": self._end,
            "/salir": self._leave,
        }
        if name not in actions:
            return None
        with self._lock:
            if self._outcome is not None:
                return in_json({"error": "La revisión ya terminó."}, HTTPStatus.CONFLICT)
            try:
                return actions[name](data)
            except (RefusedError, ReviewError, StoreError) as refused:
                return in_json({"error": str(refused)}, HTTPStatus.CONFLICT)

    def _decide(self, data: Mapping[str, object]) -> Reply:
        motivo = data.get("motivo")
        why = None if motivo is None else _one_of(Motivo, motivo)
        self._session.decide(str(data.get("id")), _one_of(Answer, data.get("respuesta")), why)
        return self._kept()

    def _look(self, data: Mapping[str, object]) -> Reply:
        looked = data.get("vistas")
        views = {_one_of(Mirada, view) for view in (looked if isinstance(looked, list) else [])}
        self._session.decide_image(str(data.get("id")), views, data.get("publicar") is True)
        return self._kept()

    def _undo(self, _data: Mapping[str, object]) -> Reply:
        return self._kept(deshecha=self._session.undo())

    def _kept(self, **more: object) -> Reply:
        """The state after an answer, which counts even when it could not be kept for another day."""
        try:
            self._store.keep(self._session)
        except StoreError as problem:
            more["aviso"] = str(problem)
        return in_json({**state(self._session), **more})

    def _end(self, _data: Mapping[str, object]) -> Reply:
        try:
            self._outcome = outcome = self._finish()
        except ReviewError as problem:
            raise ReviewError(self._store.keep_after(problem, self._session)) from None
        told = list(lines(self._session.submission.folder, outcome))
        return in_json({"lineas": told, "acta": outcome.acta.as_json(self._today)}, last=True)

    def _leave(self, _data: Mapping[str, object]) -> Reply:
        self._store.keep(self._session)
        return in_json({}, last=True)

    def _image(self, asked: str) -> Reply | None:
        media = list(self._session.submission.source.media.values())
        known = {str(number): one for number, one in enumerate(media)}
        if asked not in known:
            return None
        try:
            version = web_versions(known[asked], (_WIDTH,))[-1]
        except UnusableImageError as problem:
            return in_json({"error": f"La imagen no se puede mostrar ({problem.code})."}, HTTPStatus.CONFLICT)
        return Reply(HTTPStatus.OK, version.mime, version.data)


def _one_of(kind: type[E], value: object) -> E:
    try:
        return kind(value)
    except ValueError:
        raise RefusedError("La página mandó algo que no se entiende: vuelva a cargarla.") from None
