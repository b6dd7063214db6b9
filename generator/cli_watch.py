"""`inspira validar --vigilar`: the same answer again each time that somebody saves, beside the editor."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

import click

from generator.cli_options import say
from generator.clock import hour
from generator.model import Collection
from generator.watching import changes

_BESIDE = ("consentimiento", "decisiones")
"""What else decides whether a submission is fit."""


def keep_checking(project: Path, folders: Sequence[str], once: Callable[[], bool]) -> bool:
    """Check now and after each change, until interrupted; what is returned is what the last whole check returned.

    On a terminal each answer takes the place of the one before; elsewhere it goes below it.
    """
    names = [*(folders or [c.value for c in Collection]), *_BESIDE]
    changed = changes(project / name for name in names)
    fine = False
    try:
        for _ in chain([frozenset[Path]()], changed):
            if sys.stdout.isatty():
                click.clear()
            fine = once()
            say(f"{hour()}. Se revisa de nuevo cuando usted guarde; Ctrl+C para terminar.")
    except KeyboardInterrupt:
        say("")
    return fine
