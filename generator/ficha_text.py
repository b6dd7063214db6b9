"""`ficha.yml` changed a line at a time: everything else in it, comments included, stays as it was written.

A file that a program dumps again loses what people wrote beside the data. Here lines are put in and the result is
read back strictly; what does not read back as was meant is not written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.files import UnfitError, contents
from generator.frontmatter import strict_yaml
from generator.model import FrontMatter
from generator.plaintext import decode, normalise
from generator.schema import Ficha
from generator.shelf import MAX_HOUSE_FILE
from generator.validate.record import record

FICHA = "ficha.yml"
_MARK = "\ufeff"
_EMPTY = ("[]", "~", "null")
_ITEM = re.compile(r"( *)- ")
_ANY_KEY = re.compile(r"\ufeff?[a-z_]+[ \t]*:")
_PLACES = ("regional", "centro")
"""Codes of places, which go in quotes: `08` would be read as a number."""


class NoPlaceError(ValueError):
    """The ficha is written in a way that a line cannot be put in without touching the rest."""


class UnreadableError(Exception):
    """The ficha is there and is not a text that could be read."""


def stored(folder: Path) -> str:
    """The ficha of a bundle as it is on disk, line ends and all; empty when there is none. Raises UnreadableError."""
    try:
        return contents(folder / FICHA, MAX_HOUSE_FILE).decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnfitError, UnicodeDecodeError):
        raise UnreadableError from None


def parsed(text: str, path: str) -> tuple[Ficha | None, list[Diagnostic]]:
    """The ficha that a text is, as every other part of the program reads it; None with what is wrong with it."""
    plain, findings = decode(normalise(text.encode()), path)
    if plain is None:
        return None, findings
    data, places, findings = strict_yaml(plain, path)
    if data is None:
        return None, findings
    ficha, more = record(Ficha, FrontMatter(data, {(): (1, 1), **places}, "", 1), path)
    return ficha, [*findings, *more]


def with_value(text: str, key: str, value: str) -> str:
    """The text with a value of a word for a key at the top level; the comment beside it stays.

    Raises NoPlaceError where the value stands on lines of its own.
    """
    lines, end = _lines_of(text)
    known = re.compile(rf"(\ufeff?{key}[ \t]*:)([ \t]*)([^#\r\n]*?)([ \t]+#.*)?(\r?\n)")
    for number, line in enumerate(lines):
        if match := known.fullmatch(line):
            before, gap, old, comment, after = match.groups()
            if not old and number + 1 < len(lines) and lines[number + 1][:1] in (" ", "\t"):
                raise NoPlaceError
            lines[number] = f"{before}{gap or ' '}{value}{comment or ''}{after}"
            return "".join(lines)
    at = next((n for n, line in enumerate(lines) if _ANY_KEY.match(line)), len(lines))
    mark = _MARK if at < len(lines) and lines[at].startswith(_MARK) else ""
    if mark:
        lines[at] = lines[at].removeprefix(mark)
    lines.insert(at, f"{mark}{key}: {value}{end}")
    return "".join(lines)


def with_item(text: str, key: str, told: Mapping[str, str]) -> str:
    """The text with one more item in the list of a key; the list is begun where there is none.

    Raises NoPlaceError where the list stands on one line (`replicas: [...]`).
    """
    lines, end = _lines_of(text)
    known = re.compile(rf"\ufeff?{key}[ \t]*:[ \t]*([^#\r\n]*?)[ \t]*(#.*)?")
    at = next((n for n, line in enumerate(lines) if known.fullmatch(line.rstrip("\r\n"))), None)
    if at is None:
        return "".join([*lines, f"{key}:{end}", item(told, 2, end)])
    match = known.fullmatch(lines[at].rstrip("\r\n"))
    assert match is not None
    if match[1] in _EMPTY:
        mark = _MARK if lines[at].startswith(_MARK) else ""
        lines[at] = f"{mark}{key}:{'  ' + match[2] if match[2] else ''}{end}"
    elif match[1]:
        raise NoPlaceError
    stop = at + 1
    for number in range(at + 1, len(lines)):
        if lines[number][:1] not in (" ", "\t", "-", "#", "\r", "\n"):
            break
        if lines[number].strip() and not lines[number].startswith("#"):
            stop = number + 1
    first = next((m for line in lines[at + 1 : stop] if (m := _ITEM.match(line))), None)
    lines.insert(stop, item(told, len(first[1]) if first else 2, end))
    return "".join(lines)


def item(told: Mapping[str, str], indent: int, end: str = "\n") -> str:
    """An item of a list as YAML, one key a line."""
    values = {k: f'"{v}"' if k in _PLACES else v for k, v in told.items()}
    pairs = [f"{key}: {value}" for key, value in values.items()]
    margin = " " * indent
    return f"{margin}- {f'{end}{margin}  '.join(pairs)}{end}"


def _lines_of(text: str) -> tuple[list[str], str]:
    """The lines with their ends, the last one's put in where it has none, and the end that new lines take."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    return lines, end
