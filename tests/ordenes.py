"""The commands of the program as whoever types them meets them."""

from __future__ import annotations

from collections.abc import Iterator

import click

from generator.cli import main
from generator.cli_private import PRIVATE


def commands(
    command: click.Command = main, path: tuple[str, ...] = (), *, private: bool = True
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and what is typed for it; without the `private` ones, those that need no store."""
    if command in PRIVATE and not private:
        return
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, (*path, name), private=private)


def leaves(*, private: bool = True) -> dict[tuple[str, ...], click.Command]:
    """The commands that do something, without the groups."""
    return {path: c for path, c in commands(private=private) if not isinstance(c, click.Group)}
