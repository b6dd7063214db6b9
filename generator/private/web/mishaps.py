"""Errors that nobody foresaw, told to who runs the server: what kind, where in our code, when, and a reference.

Never the message of the error, a value or an address: any of them may quote what somebody wrote.
"""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb

_OURS = Path(__file__).parents[2]


def tell(error: BaseException, now: datetime) -> str:
    """A line of the standard error; returns its reference, for the page of whoever met the error."""
    reference = secrets.token_hex(3)
    when = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    print(f"{when} referencia {reference}: {type(error).__name__} en {_place(error)}", file=sys.stderr, flush=True)
    return reference


def _place(error: BaseException) -> str:
    """The last line of ours that the error went through."""
    found = "otra parte"
    for frame, line in walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_OURS):
            found = f"{_OURS.name}/{path.relative_to(_OURS).as_posix()}:{line}"
    return found
