"""What both commands print in the same way: the roles as an option, lines that fit a terminal, the table of steps."""

from __future__ import annotations

import textwrap
from itertools import groupby

import click

from generator.editorial import PASOS, Papel, nombres
from generator.schema.options import Estado

ROLES = click.Choice([str(p) for p in Papel])
_WIDTH = 78


def wrapped(words: str, first: str, rest: str) -> str:
    """Words in lines of a terminal of 80 columns; `first` and `rest` are what the lines begin with."""
    return textwrap.fill(
        words, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
    )


def table() -> str:
    """The states and the steps, as they are obeyed."""
    lines = ["Los pasos que existen, quién puede dar cada uno y qué queda en el historial."]
    for de, steps in groupby(sorted(PASOS, key=lambda p: list(Estado).index(p.de)), lambda p: p.de):
        lines += ["", f"{de} ({de.label})"]
        for step in steps:
            lines.append(f"  → {step.a!s:<14}{nombres(step.papeles)}")
            kept = f" En el historial: «{step.evento.label}»." if step.evento else ""
            lines.append(wrapped(f"{step.palabras}{kept}", " " * 18, " " * 18))
    return "\n".join(lines)
