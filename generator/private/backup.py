"""Encrypted backups, with which a store is also moved from one database to the other.

They are encrypted with age: to the public keys of whoever keeps them, or with a phrase. What is inside is made in
memory and encrypted there: no temporary file ever holds it in the clear.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pyrage
from sqlalchemy import Connection, Engine

from generator.private import dump, migrate, trail
from generator.private.dump import WHERE
from generator.private.engine import READING
from generator.private.errors import refuse, told, unwritten
from generator.private.keys import require_own_file
from generator.private.place import settle
from generator.private.store import Store, Writing
from generator.private.verify import verify
from generator.writing import write_atomic

SHORTEST = 16
"""Characters of a phrase: a copy that travels can be tried against for years."""
_SCRYPT = b"\n-> scrypt "
_HEADER = 400


def require_phrase(phrase: str) -> str:
    """A phrase good enough to encrypt with. Raises StoreError (D442)."""
    if len(phrase) < SHORTEST:
        raise refuse("D442", where=WHERE)
    return phrase


def recipients(keys: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Public keys of age, as they are typed. Raises StoreError (D443)."""
    try:
        return [pyrage.x25519.Recipient.from_str(key.strip()) for key in keys]
    except (pyrage.RecipientError, ValueError):
        raise refuse("D443", "Ese destinatario no es una llave pública de age (age1…).", where=WHERE) from None


def identities(file: Path) -> list[pyrage.x25519.Identity]:
    """The private keys in a file of age-keygen's. Raises StoreError (D404, D440, D443)."""
    try:
        require_own_file(file, "la llave privada del respaldo")
        text = file.read_text(encoding="utf-8")
    except OSError as problem:
        raise unwritten(problem, WHERE) from None
    except UnicodeDecodeError:
        text = ""
    words = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        found = [pyrage.x25519.Identity.from_str(word) for word in words]
    except (pyrage.IdentityError, ValueError):
        found = []
    if not found:
        raise refuse("D443", "Ese archivo no tiene una llave privada de age (AGE-SECRET-KEY-…).", where=WHERE)
    return found


def back_up(store: Store, actor: str, file: Path, *, to: Sequence[str] = (), phrase: str | None = None) -> trail.Head:
    """Write an encrypted copy of a store as it stands at one moment. Returns the head of its audit trail.

    Raises StoreError (D410, D440, D442–D444).
    """
    public = recipients(to)
    if phrase is not None:
        require_phrase(phrase)
    elif not public:
        raise refuse("D443", where=WHERE)
    if file.exists():
        raise refuse("D444", where=WHERE)
    store.write(actor, lambda w: w.note("respaldar", "almacen", "todo"))
    with told(), _snapshot(store.engine) as connection:
        head = trail.head(connection)
        plain = b"".join(dump.lines(connection))
    sealed = pyrage.encrypt(plain, public) if phrase is None else pyrage.passphrase.encrypt(plain, phrase)
    try:
        write_atomic(file, sealed, mode=0o600)
        settle(file)
    except OSError as problem:
        raise unwritten(problem, WHERE) from None
    return head


def read(file: Path) -> bytes:
    """The bytes of a backup, still encrypted. Raises StoreError (D413, D440)."""
    try:
        sealed = file.read_bytes()
    except OSError as problem:
        raise unwritten(problem, WHERE) from None
    if not sealed.startswith(b"age-encryption.org/"):
        raise refuse("D413", "Eso no es un respaldo de un almacén.", where=WHERE)
    return sealed


def has_phrase(sealed: bytes) -> bool:
    """Whether a backup was encrypted with a phrase, and not to somebody's key."""
    return _SCRYPT in sealed[:_HEADER]


def opened(sealed: bytes, *, own: Sequence[pyrage.x25519.Identity] = (), phrase: str | None = None) -> bytes:
    """What is inside a backup, whole and as it was written. Raises StoreError (D413, D443)."""
    if phrase is None and not own:
        raise refuse("D443", where=WHERE)
    try:
        plain = pyrage.decrypt(sealed, own) if phrase is None else pyrage.passphrase.decrypt(sealed, phrase)
    except pyrage.DecryptError:
        raise refuse("D413", "El respaldo no se abre con eso, o está dañado.", where=WHERE) from None
    return bytes(plain)


def fill(engine: Engine, plain: bytes, actor: str, now: datetime) -> trail.Head:
    """Write what is inside a backup into an empty place: all of it, checked, or nothing. Its audit trail goes on.

    That of an older program is brought up to date. Raises StoreError (D402, D407, D408, D410, D412, D413).
    """
    with told(), engine.begin() as connection:
        if migrate.version_of(connection) is not None:
            raise refuse("D402", hint="Un respaldo se restaura en una base vacía.")
        older = dump.write(connection, plain)
        restoring = Writing(connection, actor, now)
        restoring.note("restaurar", "almacen", "todo")
        if older:
            restoring.note("migrar", "almacen", migrate.newest())
        restoring.tell()
    return verify(engine)


def _snapshot(engine: Engine) -> Connection:
    """A connection that sees the store at one moment, however long it takes, and disturbs no writer."""
    options: dict[str, object] = {READING: True}
    if engine.dialect.name == "postgresql":
        options |= {"postgresql_readonly": True, "postgresql_deferrable": True}
    return engine.connect().execution_options(**options)
