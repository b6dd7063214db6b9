"""Sessions, kept in the store by the digest of a random token that only the browser has."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from generator.private import people
from generator.private.access import Actor
from generator.private.store import Writing
from generator.private.tables import cuenta, envio, sesion

LASTS = timedelta(hours=8)
"""How long somebody is in without saying again who they are."""
REMEMBERED = timedelta(days=30)
"""How long an ended session is known for, so that what arrives late is kept as a draft of whoever wrote it."""


@dataclass(frozen=True, slots=True, repr=False)
class Session:
    """Who a browser belongs to. `expired`: only to keep what it brings, not to show anything."""

    token: str
    actor: Actor
    pseudonym: str
    temporary: bool
    expired: bool


def begin(w: Writing, person: UUID) -> str:
    """A new session; returns its token, which is kept nowhere here."""
    token = secrets.token_urlsafe(32)
    w.connection.execute(insert(sesion).values(huella=_digest(token), persona_id=person, vence=w.now + LASTS))
    w.note("entrar", "cuenta", person)
    return token


def end(w: Writing, session: Session) -> None:
    w.connection.execute(delete(sesion).where(sesion.c.huella == _digest(session.token)))
    w.note("salir", "cuenta", session.actor.person)


def find(connection: Connection, token: str | None, now: datetime) -> Session | None:
    """The session of a token; None when there is none or its account was closed."""
    if not token:
        return None
    query = (
        select(sesion.c.vence, cuenta.c.persona_id, cuenta.c.temporal)
        .join(cuenta, cuenta.c.persona_id == sesion.c.persona_id)
        .where(sesion.c.huella == _digest(token), cuenta.c.activa)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    who = people.person(connection, row.persona_id)
    actor = Actor(who.id, who.roles, who.regional, who.centro)
    return Session(token, actor, who.pseudonym, row.temporal, aware(row.vence) <= now)


def forget_old(w: Writing) -> None:
    """Drop what is only known by age: sessions that ended long ago, and forms received as long ago."""
    w.connection.execute(delete(sesion).where(sesion.c.vence < w.now - REMEMBERED))
    w.connection.execute(delete(envio).where(envio.c.recibido < w.now - REMEMBERED))


def aware(moment: datetime) -> datetime:
    """A moment with its zone: SQLite gives it back without one."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
