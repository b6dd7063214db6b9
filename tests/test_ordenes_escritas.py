"""Every command line that the documentation tells somebody to type exists, with those options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from generator.cli import main
from generator.codes import CATALOG
from tests.fabrica import REPO

_FENCE = re.compile(r"^([ \t]*)(```+|~~~+)[^\n]*\n(.*?)^\1\2[ \t]*$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_INDENTED = re.compile(r"^(?: {4}|\t)(.*)$", re.MULTILINE)
_CALL = re.compile(r"(?:\$ )?(?:\.venv/bin/)?inspira ([^\n]*)")
_ENDS = frozenset(("|", "||", "&&", ";", ">", ">>"))


def called(text: str) -> Iterator[str]:
    """What follows `inspira` in the blocks and spans of code of a Markdown text, one command line at a time."""
    joined = re.sub(r"\\\n\s*", " ", text)
    blocks = [match[3] for match in _FENCE.finditer(joined)]
    prose = _FENCE.sub("", joined)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += [match[1] for match in _INDENTED.finditer(prose)]
    lines += [" ".join(match[1].split()) for match in _SPAN.finditer(prose)]
    for line in lines:
        if match := _CALL.match(line.strip()):
            yield match[1]


def fault(line: str) -> str:
    """Why nobody could type that; empty when they could."""
    command: click.Command = main
    known = {"--help"}
    for word in _words(line):
        name = word.partition("=")[0]
        if name.startswith("-") and not re.fullmatch(r"-?\d+", name):
            if name not in known | {"-h", "--ayuda"}:
                return f"no tiene {name}"
        elif isinstance(command, click.Group):
            below = command.get_command(click.Context(command), word)
            if below is None:
                return f"no existe {word}"
            command = below
            known = {opt for p in command.params for opt in (*p.opts, *p.secondary_opts)}
    return ""


def _words(line: str) -> Iterator[str]:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:  # an apostrophe in a comment
        words = line.partition(" #")[0].split()
    for word in words:
        if word in _ENDS:
            return
        yield word


def told() -> list[tuple[str, str]]:
    """Where each one stands, and what it says after `inspira`."""
    pages = [REPO / "README.md", REPO / "CONTRIBUTING.md", *REPO.glob("docs/**/*.md"), *REPO.glob("content/**/*.md")]
    found = [(str(p.relative_to(REPO)), line) for p in sorted(pages) for line in called(p.read_text(encoding="utf-8"))]
    return found + [(code, line) for code, known in CATALOG.items() for line in called(known.mend)]


def test_every_command_that_is_written_can_be_typed() -> None:
    lines = told()
    assert len(lines) > 100, "the reader of the pages sees them"
    wrong = [f"{where}: inspira {line}: {why}" for where, line in lines if (why := fault(line))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "line", ["nadie", "validar --nada", "consentimiento nadie", "validar x --hoy=2026-01-01 --vigilante # así"]
)
def test_one_that_cannot_is_seen(line: str) -> None:
    page = f"Escriba `inspira {line}` o\n\n```bash\n.venv/bin/inspira {line}\n```\n"
    lines = list(called(page))
    assert len(lines) == 2 and all(map(fault, lines))
