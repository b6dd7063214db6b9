"""Accounts of the web application: who may come in, and the password that only its owner knows."""

from __future__ import annotations

import secrets
import unicodedata
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select, update

from generator.private.errors import refuse
from generator.private.records import USER
from generator.private.store import Store, Writing
from generator.private.tables import auditoria, cuenta, sesion

LEAST, MOST = 12, 128
"""Characters of a password."""
_LONGEST_USER = 60
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_HASHER = PasswordHasher()


def _hash_of_nothing(hasher: PasswordHasher) -> str:
    """A hash as long and as costly to check as any other, which is drawn and not computed: no password has it."""
    salt, digest = (
        b64encode(secrets.token_bytes(size)).rstrip(b"=").decode() for size in (hasher.salt_len, hasher.hash_len)
    )
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2{hasher.type.name.lower()}$v=19${cost}${salt}${digest}"


_NOBODY = _hash_of_nothing(_HASHER)
"""A password that nobody has: checking it costs what checking a real one costs."""
_TURN = BoundedSemaphore(2)
"""Each check takes 64 MiB for a moment: many at once would be a way to take the memory of the computer."""


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    person: UUID
    temporary: bool


@dataclass(frozen=True, slots=True, repr=False)
class Standing:
    """An account as who gave it sees it. `temporary`: its owner did not change the password yet."""

    user: str
    active: bool
    temporary: bool


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """Something that happened to an account. `own`: its owner did it, or whoever came in as them."""

    when: datetime
    what: str
    own: bool


def one_time_password() -> str:
    """A password to say once: four groups of five letters that are not taken for others."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def create(w: Writing, person: UUID, user: str, password: str) -> None:
    """An account whose password must be changed on the first visit. Raises StoreError (D422, D462)."""
    user = normal(user).casefold()
    if not USER.fullmatch(user):
        raise refuse("D462")
    w.connection.execute(
        insert(cuenta).values(
            persona_id=person, usuario=user, clave=_HASHER.hash(normal(password)), activa=True, temporal=True
        )
    )
    w.note("crear", "cuenta", person)


def renew(w: Writing, person: UUID, password: str) -> str:
    """A new password to say once, which opens the account again and ends its sessions; returns the user.

    Raises StoreError (D421).
    """
    _change(w, person, clave=_HASHER.hash(normal(password)), activa=True, temporal=True)
    w.note("renovar", "cuenta", person)
    return str(w.connection.execute(select(cuenta.c.usuario).where(cuenta.c.persona_id == person)).scalar_one())


def deactivate(w: Writing, person: UUID) -> None:
    """Nobody comes in with this account, nor goes on being in. Raises StoreError (D421)."""
    _change(w, person, activa=False)
    w.note("desactivar", "cuenta", person)


def change_password(w: Writing, person: UUID, password: str) -> None:
    """The owner's own password; every session ends. Raises StoreError (D421, D461)."""
    password = normal(password)
    user = w.connection.execute(select(cuenta.c.usuario).where(cuenta.c.persona_id == person)).scalar()
    if not LEAST <= len(password) <= MOST or (user and user in password.casefold()) or len(set(password)) < 5:
        raise refuse("D461")
    _change(w, person, clave=_HASHER.hash(password), temporal=False)
    w.note("cambiar clave", "cuenta", person)


def standing(connection: Connection, person: UUID) -> Standing | None:
    """The account of a person; None without one."""
    query = select(cuenta.c.usuario, cuenta.c.activa, cuenta.c.temporal).where(cuenta.c.persona_id == person)
    row = connection.execute(query).one_or_none()
    return Standing(row.usuario, row.activa, row.temporal) if row else None


def history(connection: Connection, person: UUID, most: int = 12) -> list[Event]:
    """The last things that happened to an account, newest first, for its owner: who comes in with it besides them."""
    query = select(auditoria.c.cuando, auditoria.c.accion, auditoria.c.quien)
    about = query.where(auditoria.c.objeto == f"cuenta {person}").order_by(auditoria.c.numero.desc()).limit(most)
    return [
        Event(datetime.fromisoformat(row.cuando), row.accion, row.quien == str(person))
        for row in connection.execute(about)
    ]


def check(store: Store, user: str, password: str) -> Account | None:
    """The account of a user whose password is this one; None for every other reason, after the same work."""
    query = select(cuenta).where(cuenta.c.usuario == user_of(user), cuenta.c.activa)
    with store.read() as connection:
        row = connection.execute(query).one_or_none()
    if not _is_right(row.clave if row else _NOBODY, normal(password)[: 4 * MOST]) or row is None:
        return None
    return Account(row.persona_id, row.temporal)


def knows_password(store: Store, person: UUID, password: str) -> bool:
    """Whether this is the password of a person's account."""
    with store.read() as connection:
        kept = connection.execute(select(cuenta.c.clave).where(cuenta.c.persona_id == person)).scalar()
    return _is_right(kept or _NOBODY, normal(password)[: 4 * MOST])


def normal(text: str) -> str:
    """The same words, however a keyboard composes their accents."""
    return unicodedata.normalize("NFKC", text.strip())


def user_of(text: str) -> str:
    """The user that stands for what somebody typed: tries are counted by it, however it is written."""
    return normal(text).casefold()[:_LONGEST_USER]


def _is_right(kept: str, password: str) -> bool:
    with _TURN:
        try:
            return _HASHER.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


def _change(w: Writing, person: UUID, **values: object) -> None:
    changed = w.connection.execute(update(cuenta).where(cuenta.c.persona_id == person).values(**values))
    if changed.rowcount != 1:
        raise refuse("D421", "Esa persona no tiene cuenta.")
    w.connection.execute(delete(sesion).where(sesion.c.persona_id == person))
