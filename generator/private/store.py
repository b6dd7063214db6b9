"""One way to read and one way to write: in a transaction, with who does it, tried again when others were first."""

from __future__ import annotations

import random
import time
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
from generator.private.errors import lost_a_race, refusal, refuse, told

P = ParamSpec("P")
T = TypeVar("T")
_TRIES = 30
_PAUSE, _LONGEST = 0.005, 0.5
"""Seconds before trying again: as many as twice those of the time before, at random, so that two do not meet again."""


@dataclass(frozen=True, slots=True, repr=False)
class Writing:
    """A transaction that is being written, by whom and when. `actor` is a person's id, or the name of a command."""

    connection: Connection
    actor: str
    now: datetime
    done: list[tuple[str, str]] = field(default_factory=list)
    """What the audit trail has still to be told, in the same transaction."""

    def note(self, action: str, kind: str, identifier: UUID | str) -> None:
        """Keep what was done for the audit trail, which is told once, at the end."""
        self.done.append((action, f"{kind} {identifier}"))

    def tell(self) -> None:
        """Tell the audit trail now what was done so far, for who reads it in the same transaction."""
        if self.done:
            trail.append_all(self.connection, self.actor, self.done, self.now)
            self.done.clear()


def now() -> datetime:
    """This moment, as the store writes it down."""
    return datetime.now(UTC)


class Store:
    """A store that is open. `now` gives the time, so that tests need no clock."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = now) -> None:
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
                    writing.tell()
                    return result
            except DBAPIError as problem:
                if not lost_a_race(problem):
                    raise refusal(problem) from None
                if attempt == _TRIES - 1:
                    raise refuse("D411") from None
                time.sleep(random.uniform(0, min(_LONGEST, _PAUSE * 2**attempt)))  # noqa: S311 - nothing secret
        raise AssertionError  # pragma: no cover - the last attempt returned or raised

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read from, at one moment."""
        with told(), self.engine.connect().execution_options(**{READING: True}) as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()
