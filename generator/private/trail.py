"""The audit trail: who did what to which record, each line sealed together with the one before it.

It holds identifiers and never what was recorded, so that it can be kept when somebody's data are deleted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import rfc8785
from sqlalchemy import Connection, insert, select, update

from generator.private.tables import auditoria, auditoria_cabeza

START = "0" * 64
"""The seal before the first line."""


@dataclass(frozen=True, slots=True, repr=False)
class Head:
    """The last line of the trail: its number and its seal. Written down elsewhere, it shows later that none was cut."""

    number: int
    seal: str


def append(connection: Connection, actor: str, action: str, subject: str, now: datetime) -> Head:
    """Add a line in the transaction that it tells of: both stand or neither. One writer at a time holds the head."""
    return append_all(connection, actor, [(action, subject)], now)


def append_all(connection: Connection, actor: str, done: Sequence[tuple[str, str]], now: datetime) -> Head:
    """Add a line for each thing that was done, in order, with one turn at the head."""
    head = connection.execute(
        update(auditoria_cabeza)
        .values(numero=auditoria_cabeza.c.numero + len(done))
        .returning(auditoria_cabeza.c.numero, auditoria_cabeza.c.sello)
    ).one()
    when, seal, lines = now.isoformat(timespec="seconds"), head.sello, []
    for number, (action, subject) in enumerate(done, start=head.numero - len(done) + 1):
        line = _line(number, when, actor, action, subject, seal)
        seal = _seal(line)
        lines.append({**line, "sello": seal})
    connection.execute(insert(auditoria), lines)
    connection.execute(update(auditoria_cabeza).values(sello=seal))
    return Head(head.numero, seal)


def head(connection: Connection) -> Head:
    """The last line, as the database says it."""
    row = connection.execute(select(auditoria_cabeza)).one()
    return Head(row.numero, row.sello)


def broken(connection: Connection, known: Head | None = None) -> Iterator[int]:
    """The numbers of the lines that do not hold: changed, missing, out of order, or cut off at the end.

    `known` is a head that was written down before; that line must still be there as it was.
    """
    before, expected = START, 0
    for row in connection.execute(select(auditoria).order_by(auditoria.c.numero)):
        expected += 1
        line = _line(row.numero, row.cuando, row.quien, row.accion, row.objeto, before)
        if row.numero != expected or row.anterior != before or row.sello != _seal(line):
            yield row.numero
            expected = row.numero
        if known and known.number == row.numero and known.seal != row.sello:
            yield row.numero
        before = row.sello
    last = head(connection)
    if last != Head(expected, before) or (known and known.number > expected):
        yield expected + 1


def _line(number: int, when: str, actor: str, action: str, subject: str, before: str) -> dict[str, str | int]:
    return {
        "numero": number,
        "cuando": when,
        "quien": actor,
        "accion": action,
        "objeto": subject,
        "anterior": before,
    }


def _seal(line: dict[str, str | int]) -> str:
    return hashlib.sha256(rfc8785.dumps(line)).hexdigest()
