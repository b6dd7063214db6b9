"""Answers kept between two sittings: in the user's own state folder, never beside the text and never with it.

The file holds no words and no digest that a guess could confirm: answers stand under a HMAC (SHA-256, with a random
key of its own that never leaves the folder) of the bundle, the kind and the words, so that an edit somewhere else in
the text keeps them. Only the user can read it. It is removed when the review is finished.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.files import opened
from generator.lock import held
from generator.review.session import Answer, Given, Look, RefusedError, Session
from generator.schema.revision import Mirada, Motivo
from generator.writing import write_atomic

_KEY, _LOCK = "llave", "candado"
_KEY_SIZE = 32
_LIMIT = 2_000_000
_VERSION = 1
_LOOKS = {m.value: m for m in Mirada}
_MOTIVES = {m.value: m for m in Motivo}


class StoreError(Exception):
    """Answers cannot be kept; its message is plain Spanish and holds nothing of the review."""


def state_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where a user's programs keep their state: `$XDG_STATE_HOME`, `~/.local/state` or `%LOCALAPPDATA%`."""
    named = environment.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME", "")
    base = Path(named) if named and Path(named).is_absolute() else Path.home() / ".local" / "state"
    return base / "inspira"


@dataclass(frozen=True, slots=True, repr=False)
class Store:
    """The kept answers of one bundle.

    Another window on the same bundle may have answers there too: only those that stood there when this one was opened
    and those that it kept itself are its own to change or remove.
    """

    path: Path
    key: bytes
    bundle: str
    _own: set[str] = field(default_factory=set)

    def resume(self, session: Session) -> int:
        """Give a session the answers kept for the questions that it still has, and say how many."""
        questions = {self._mark(*about): key for key, about in _subjects(session).items()}
        taken = 0
        for mark, kept in self._kept():
            if mark in questions and _answered(session, questions[mark], kept):
                taken += 1
        return taken

    def keep(self, session: Session) -> None:
        """Keep the answers that a session has now. Raises `StoreError`."""
        subjects = _subjects(session)
        given: dict[str, Given | Look] = {**session.answers, **session.looks}
        rows: list[list[object]] = [[self._mark(*subjects[key]), _row(given[key])] for key in session.order()]
        self._own.update(str(mark) for mark, _ in rows)
        try:
            self._write(rows)
        except OSError:
            raise StoreError("No se pudieron guardar las respuestas: revise el espacio y los permisos.") from None

    def keep_after(self, problem: Exception, session: Session) -> str:
        """What to say of a review that could not end: its answers are kept, also those that another window removed."""
        try:
            self.keep(session)
        except StoreError as lost:
            return f"{problem} {lost}"
        return f"{problem} Sus respuestas quedan guardadas."

    def forget(self) -> None:
        """Remove the answers: the review is over."""
        try:
            self._write([])
        except OSError:
            raise StoreError("No se pudieron borrar las respuestas guardadas.") from None

    def _write(self, rows: list[list[object]]) -> None:
        """Put some rows in place of this window's own; no file stays without any."""
        with held(self.path.parent / _LOCK, wait=True):
            rows = [[mark, kept] for mark, kept in self._kept() if mark not in self._own] + rows
            if rows:
                write_atomic(self.path, json.dumps({"v": _VERSION, "respuestas": rows}, separators=(",", ":")), 0o600)
            else:
                self.path.unlink(missing_ok=True)

    def seal(self, session: Session) -> str:
        """A mark of the exact questions of a session, by which answers that come later are known to be about them."""
        subjects = _subjects(session)
        return self._mark("preguntas", *(part for key, about in subjects.items() for part in (key, *about)))

    def _mark(self, *parts: str) -> str:
        message = "\0".join((self.bundle, *parts)).encode("utf-8", "surrogatepass")
        return hmac.new(self.key, message, hashlib.sha256).hexdigest()

    def _kept(self) -> list[tuple[str, Any]]:
        """The rows of the file; none when there is none, or when it is not one of ours."""
        try:
            data = json.loads(_own_bytes(self.path, _LIMIT))
            if data["v"] != _VERSION:
                return []
            return [(str(mark), kept) for mark, kept in data["respuestas"]]
        except (OSError, ValueError, TypeError, KeyError, RecursionError, StoreError):
            return []


def open_store(project: Path, folder: str, environment: Mapping[str, str] = os.environ) -> Store:
    """The store of one bundle of a project. Its folder and key are made at first use. Raises `StoreError`."""
    try:
        state = state_folder(environment)
        state.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        state.mkdir(exist_ok=True, mode=0o700)
        _check_folder(state)
        with held(state / _LOCK, wait=True):
            key = _key(state / _KEY)
    except (OSError, RuntimeError):  # RuntimeError: nobody knows where the home of this user is
        raise StoreError("No hay dónde guardar las respuestas: revise la carpeta de estado de su usuario.") from None
    bundle = f"{project.resolve()}\0{folder}"
    name = hmac.new(key, bundle.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]
    store = Store(state / f"revision-{name}.json", key, bundle)
    store._own.update(mark for mark, _ in store._kept())
    return store


def _check_folder(folder: Path) -> None:
    info = folder.lstat()
    if not stat.S_ISDIR(info.st_mode):
        raise StoreError("La carpeta de estado de su usuario es un enlace o no es una carpeta.")
    if sys.platform != "win32":
        if info.st_uid != os.geteuid():
            raise StoreError("La carpeta de estado es de otro usuario.")
        if stat.S_IMODE(info.st_mode) & 0o077:
            folder.chmod(0o700)


def _key(path: Path) -> bytes:
    try:
        key = _own_bytes(path, _KEY_SIZE + 1)
    except FileNotFoundError:
        key = secrets.token_bytes(_KEY_SIZE)
        write_atomic(path, key, 0o600)
    if len(key) != _KEY_SIZE:
        raise StoreError("La llave de las respuestas guardadas está dañada: borre la carpeta de estado de inspira.")
    return key


def _own_bytes(path: Path, limit: int) -> bytes:
    """A file that is a file, ours, and nobody else's to read. Raises OSError and `StoreError`."""
    with opened(path) as file:
        info = os.fstat(file.fileno())
        foreign = sys.platform != "win32" and (info.st_uid != os.geteuid() or stat.S_IMODE(info.st_mode) & 0o077)
        if not stat.S_ISREG(info.st_mode) or foreign or info.st_size > limit:
            raise StoreError("Las respuestas guardadas son de otro usuario, u otros las pueden leer.")
        return file.read(limit)


def _subjects(session: Session) -> dict[str, tuple[str, str]]:
    """What each question is about."""
    words = {key: (group.first.span.kind.value, group.first.plain) for key, group in session.groups.items()}
    return {**words, **{image.id: ("imagen", image.sha256) for image in session.images}}


def _row(given: Given | Look) -> list[object]:
    if isinstance(given, Look):
        return [sorted(m.value for m in given.looked), given.publish]
    return [given.answer.value, given.motivo.value if given.motivo else None, given.remember]


def _answered(session: Session, key: str, kept: Any) -> bool:
    try:
        if isinstance(kept[0], list):
            looked, publish = kept
            session.decide_image(key, {_LOOKS[m] for m in looked}, publish is True)
        else:
            answer, motivo, remember = kept
            session.decide(key, Answer(answer), _MOTIVES[motivo] if motivo else None, remember is True)
    except (RefusedError, ValueError, TypeError, LookupError):
        return False
    return True
