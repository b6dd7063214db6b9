"""From bytes to a text that every later stage can take: UTF-8, one kind of line end, nothing invisible that lies.

After `decode`, `text.splitlines()` and `text.split("\\n")` agree: positions mean the same to every parser.
"""

from __future__ import annotations

import re

from generator.diagnostics import Diagnostic, count, find

MAX_LINE = 20_000
"""Characters of the longest line: a paragraph of ten pages. Longer ones are data, not prose."""

MAX_LINES = 6_000
"""Lines of the longest text: every block costs the parser, and a practice has some hundreds."""

_MOST_REPORTED = 20
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ESCAPED = re.compile(r"[\u2028\u2029\ud800-\udfff]")
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the text around them: what is read is not what is written, and Spanish needs none."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def normalise(data: bytes) -> bytes:
    """The bytes that a digest is taken of: without byte order mark, CRLF and CR as LF (contract of consent)."""
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def decode(data: bytes, path: str) -> tuple[str | None, list[Diagnostic]]:
    """Normalised bytes as text, or None with every reason why not (E002–E005).

    U+2028 and U+2029, which phones and web pages paste in place of a line end, become line ends.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(data, error.start, path)]
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        message = f"El archivo tiene más de {count(MAX_LINES, 'línea', 'líneas')}."
        return None, [find("E003", path, message, line=MAX_LINES + 1)]
    findings = [f for number, line in enumerate(lines, 1) for f in _line_findings(line, number, path)]
    return (text if not findings else None), findings[:_MOST_REPORTED]


def _not_utf8(data: bytes, offset: int, path: str) -> Diagnostic:
    if data.startswith(_UTF16_MARKS) or b"\x00" in data[:64]:
        return find("E002", path, "El archivo está en UTF-16 o no es un texto.", line=1)
    line = data.count(b"\n", 0, offset) + 1
    return find("E002", path, "Desde esta línea el archivo no está en UTF-8.", line=line)


def _line_findings(line: str, number: int, path: str) -> list[Diagnostic]:
    findings = []
    if len(line) > MAX_LINE:
        message = f"La línea tiene más de {count(MAX_LINE, 'carácter', 'caracteres')}."
        findings.append(find("E004", path, message, line=number))
    control = _CONTROL.search(line)
    if control:
        name = "nulo" if control[0] == "\0" else "de control"
        message = f"Aquí hay un carácter {name}, que no se ve."
        findings.append(find("E005", path, message, line=number, column=control.start() + 1))
    turned = _DIRECTION.search(line)
    if turned:
        message = "Aquí hay una marca que voltea la dirección del texto, y no se ve."
        findings.append(find("E005", path, message, line=number, column=turned.start() + 1))
    return findings


def unfit_character(text: str) -> bool:
    """Whether a text that came through an escape (`"\\x07"` in YAML) has what `decode` would have refused."""
    return any(pattern.search(text) for pattern in (_CONTROL, _ESCAPED, _DIRECTION))
