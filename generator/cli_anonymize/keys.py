"""Where the answers of a review come from: the keys of a terminal, or lines where there is none."""

from __future__ import annotations

import sys
from typing import Protocol

import click


class Left(Exception):  # noqa: N818 - nothing went wrong
    """The person leaves before the end."""


class Reader(Protocol):
    """Where answers come from."""

    marks: bool

    def key(self, prompt: str) -> str:
        """One letter or digit in lower case, empty for Enter. Raises `Left`."""


class Keys:
    """A terminal: a key is an answer."""

    marks = True

    def __init__(self) -> None:
        self._ahead = ""

    def key(self, prompt: str) -> str:
        click.echo(prompt, nl=False)
        if not self._ahead:
            try:
                self._ahead = click.getchar()
            except (KeyboardInterrupt, EOFError):
                raise Left from None
        # Arrows and the like come as several characters that begin with Escape; anything else was typed ahead.
        typed, self._ahead = (self._ahead, "") if self._ahead[0] == "\x1b" else (self._ahead[0], self._ahead[1:])
        answer = typed.lower().strip("\r\n")
        click.echo(answer if answer.isprintable() else "")
        return answer


class Lines:
    """Anything else: a line is an answer, and the end of them is leaving."""

    marks = False

    def key(self, prompt: str) -> str:
        click.echo(prompt, nl=False)
        try:
            line = sys.stdin.readline()
        except (KeyboardInterrupt, UnicodeDecodeError):
            raise Left from None
        if not line:
            raise Left
        click.echo()
        return line.strip().lower()[:1]
