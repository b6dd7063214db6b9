"""One way to read and one way to write: in a transaction, with who does it, tried again when others were first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from generator.private import trail
from generator.private.engine import READING
from generator.private.errors import StoreError, explained, refuse

P = ParamSpec("P")
T = TypeVar("T")
_TRIES = 12
_SERIALIZATION = ("40001", "40P01")
"""SQLSTATE of a transaction that lost against another one, or met it crosswise: it may be tried again."""


@dataclass(frozen=True, slots=True)
class Writing:
    """A transaction that is being written, by whom and when. `actor` is a person's id, or the name of a command."""

    connection: Connection
    actor: str
    now: datetime
    done: list[tuple[str, str]] = field(default_factory=list)
    """What the audit trail will be told at the end of the transaction, in it."""

    def note(self, action: str, kind: str, identifier: UUID | str) -> None:
        """Tell the audit trail what was done."""
        self.done.append((action, f"{kind} {identifier}"))


class Store:
    """A store that is open. `now` gives the time, so that tests need no clock."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.engine = engine
        self.now = now

    def write(self, actor: str, change: Callable[Concatenate[Writing, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Run a change and commit it; all of it, or nothing. Raises StoreError with the rule that it broke.

        A change may run several times: it must do nothing but read and write through the `Writing` that it is given.
        """
        for attempt in range(_TRIES):
            try:
                with self.engine.begin() as connection:
                    writing = Writing(connection, actor, self.now())
                    result = change(writing, *args, **named)
                    if writing.done:
                        trail.append_all(connection, actor, writing.done, writing.now)
                    return result
            except DBAPIError as problem:
                if not lost_a_race(problem):
                    raise _refusal(problem) from None
                if attempt == _TRIES - 1:
                    raise refuse("D411") from None
        raise AssertionError  # pragma: no cover - the last attempt returned or raised

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read from, at one moment."""
        try:
            with self.engine.connect().execution_options(**{READING: True}) as connection:
                yield connection
        except DBAPIError as problem:
            raise _refusal(problem) from None

    def close(self) -> None:
        self.engine.dispose()


def lost_a_race(problem: DBAPIError) -> bool:
    """Whether another transaction was first, so that this one may be tried again."""
    words = problem.orig.args[0] if problem.orig and problem.orig.args else ""
    if isinstance(words, dict):  # pg8000 gives the fields of the server's message
        return words.get("C") in _SERIALIZATION
    return "database is locked" in str(words)


def _refusal(problem: DBAPIError) -> StoreError:
    """What a database said, as a refusal of ours; its own words may quote what was recorded."""
    words = str(problem.orig).casefold()
    if "disk is full" in words or "disk full" in words:
        return refuse("D410")
    if "malformed" in words or "not a database" in words or "disk i/o" in words:
        return refuse("D407")
    return explained(problem)
