"""What comes in besides the words of a command: a YAML file, the standard input, a yes or a no."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.model import FrontMatter
from generator.plaintext import decode
from generator.private.errors import StoreError
from generator.strictyaml import MAX_SIZE, strict_yaml
from generator.vocabulary import plain

SOURCE = "datos"
"""How diagnostics name the file: its own name may be somebody's."""
_YES, _NO = ("s", "si"), ("n", "no")


def read_yaml(path: Path) -> FrontMatter:
    """The fields of a YAML file, or of the standard input. Raises StoreError with all that is wrong with it."""
    try:
        if str(path) == "-":
            raw = sys.stdin.buffer.read(MAX_SIZE + 1)
        else:
            with path.open("rb") as file:
                raw = file.read(MAX_SIZE + 1)
    except OSError:
        raise click.ClickException("No se pudo leer el archivo de los datos.") from None
    text, findings = decode(raw, SOURCE)
    if text is None:
        raise StoreError(findings)
    data, places, findings = strict_yaml(text, SOURCE)
    if data is None:
        raise StoreError(findings)
    return FrontMatter(data, {(): (1, 1), **places}, "", 1)


def yes(question: str, default: bool | None) -> bool:
    """A yes or a no, in Spanish."""
    asked = f"{question} ({'SÍ/no' if default else 'sí/no' if default is None else 'sí/NO'})"
    while True:
        answer = plain(click.prompt(asked, default=None if default is None else "", show_default=False, type=str))
        if answer in _YES or answer in _NO or (answer == "" and default is not None):
            return answer in _YES or (answer == "" and bool(default))
        click.echo("Escriba sí o no.", err=True)
