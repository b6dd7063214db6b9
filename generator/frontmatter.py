"""The fields at the top of a file and the text below them: where one ends and the other begins."""

from __future__ import annotations

import re

from frontmatter.default_handlers import YAMLHandler

from generator.diagnostics import Diagnostic, find
from generator.model import FrontMatter
from generator.strictyaml import strict_yaml

__all__ = ["split", "strict_yaml"]

MAX_SIZE = 64 * 1024
MAX_NODES = 2_000

_BOUNDARY: re.Pattern[str] = YAMLHandler.FM_BOUNDARY
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_DASHES = re.compile(r"[ \t]*[-–—−‐‑―]{1,6}[ \t]*$", re.MULTILINE)
_LOOKS_LIKE_FIELD = re.compile(r"[A-Za-zÁÉÍÓÚÑáéíóúñ_]{3,30}[ \t]*:(?:\s|$)")
_YAML_LINE = re.compile(r"[ \t]*(?:#.*)?$|[a-z_]+:(?:[ \t]|$)|[ \t]+\S|- ")


def split(text: str, path: str) -> tuple[FrontMatter | None, list[Diagnostic]]:
    """The front matter of a decoded text (see `plaintext.decode`), or None with what is wrong with it.

    The boundaries are those of python-frontmatter; the block between them is read by `strict_yaml`. Blank lines
    before it are passed over. Codes: E110, E111, E116 and those of `strict_yaml`. Raises nothing.
    """
    start, opening = _opening(text)
    if opening is None:
        return None, [_no_block(text, start, path)]
    first_line = _line_at(text, start)
    closing = _BOUNDARY.search(text, opening.end())
    if closing is None:
        return None, [_not_closed(text, opening.end(), path, first_line)]
    # The boundary also takes the blank lines after it, so lines are counted from where the block really begins.
    block = text[opening.end() : closing.start()]
    data, places, findings = strict_yaml(
        block, path, _line_at(text, opening.end()), max_nodes=MAX_NODES, max_size=MAX_SIZE
    )
    body, body_line = _rest(text, closing.start())
    second = _second_block(body, body_line, path)
    if data is None or second:
        return None, [*findings, *second]
    return FrontMatter(data, {(): (first_line, 1), **places}, body, body_line), []


def body_of(text: str) -> tuple[str, int] | None:
    """The text below the front matter and its first line, also where the fields are broken or not there at all.

    None where nobody can tell the fields from the text.
    """
    start, opening = _opening(text)
    if opening is None:
        return None if _DASHES.match(text, start) or _LOOKS_LIKE_FIELD.match(text, start) else (text, 1)
    closing = _BOUNDARY.search(text, opening.end())
    return _rest(text, closing.start()) if closing else None


def _opening(text: str) -> tuple[int, re.Match[str] | None]:
    """Where the first line that is not blank begins, and the `---` that stands there."""
    blank = _BLANK_LINES.match(text)
    start = blank.end() if blank else 0
    return start, _BOUNDARY.match(text, start)


def _line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _rest(text: str, offset: int) -> tuple[str, int]:
    """What follows the line at `offset`, and the number of its first line."""
    end = text.find("\n", offset)
    return (text[end + 1 :], _line_at(text, end + 1)) if end >= 0 else ("", _line_at(text, offset))


def _no_block(text: str, start: int, path: str) -> Diagnostic:
    line = _line_at(text, start)
    if _DASHES.match(text, start):
        message = "La primera línea debe ser de tres guiones seguidos, desde el margen."
        hint = "Escriba --- ; algunos editores lo cambian por una raya (—)."
        return find("E110", path, message, hint=hint, line=line, column=1)
    if _LOOKS_LIKE_FIELD.match(text, start):
        return find("E110", path, hint="Agregue una línea --- antes del primer campo.", line=line, column=1)
    return find("E110", path, line=line, column=1)


def _not_closed(text: str, offset: int, path: str, first_line: int) -> Diagnostic:
    """E111 at the line that was perhaps meant to close, else where the block opens."""
    for number, line in enumerate(text[offset:].split("\n"), _line_at(text, offset)):
        if _DASHES.match(line) and not line.startswith("- "):
            hint = "Aquí parece cerrarse: escriba tres guiones --- desde el margen."
            return find("E111", path, hint=hint, line=number, column=1)
        if line.startswith("## "):
            hint = "Escriba una línea --- antes de este título."
            return find("E111", path, hint=hint, line=number, column=1)
    return find("E111", path, line=first_line, column=1)


def _second_block(body: str, body_line: int, path: str) -> list[Diagnostic]:
    """E116 when the text begins with a second block of fields.

    Two fields at least and nothing but YAML up to another `---`: one line over `---` is a Markdown title.
    """
    closing = _BOUNDARY.search(body)
    if closing is None:
        return []
    lines = body[: closing.start()].rstrip("\n").split("\n")
    fields = sum(bool(re.match(r"[a-z_]+:(?:[ \t]|$)", line)) for line in lines)
    if fields and all(_YAML_LINE.match(line) for line in lines) and (fields > 1 or len(lines) > 1):
        return [find("E116", path, line=body_line, column=1)]
    return []
