"""Numbers that stand alone: shaped like a cédula, like a phone, or long and unexplained."""

import re
from collections.abc import Iterator

from generator.anonymize.detectors.comun import explained, in_address
from generator.anonymize.needs import Guarded
from generator.anonymize.spans import Kind, Level, Span

_BARE = Guarded(re.compile(r"(?<![0-9A-Za-zÀ-ÿ.,+])\d{7,}(?![0-9A-Za-zÀ-ÿ])"), digits=7)
_DOTTED = Guarded(
    re.compile(
        r"(?<![0-9A-Za-z.,$+])(?:\d{1,3}(?P<s>[.'·])\d{3}(?:[.'·]\d{3}){1,2}"
        r"|\d{1,2}(?: \d{3}){2}|1 \d{3} \d{3} \d{3}"
        r"|\d{1,2}-\d{3}-\d{3}|1-\d{3}-\d{3}-\d{3}|1[.',]\d{3}[.',]\d{3}[.',]\d{3})(?![0-9A-Za-z]|[ .,'-]\d)"
    ),
    digits=7,
)
# The time of day after the date, in names of files.
_STAMP = re.compile(r"20\d{6}[_-]\Z")
_DATE = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]"
    r"|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d"
)


def numero(text: str) -> Iterator[Span]:
    """Bare runs of seven digits or more that no context explains."""
    for match in _BARE.finditer(text):
        start, end = match.span()
        digits = match.group()
        found = _shape(digits, in_address(text, start))
        if found is None or explained(text, start, end) or _STAMP.search(text[max(0, start - 9) : start]):
            continue
        kind, level, reason = found
        yield Span(start, end, kind, level, reason)


def _shape(digits: str, address: bool) -> tuple[Kind, Level, str] | None:
    if (
        len(set(digits)) == 1
        or digits.strip("0") in ("1", "12345678", "123456789", "1234567")
        or digits.endswith("0000")
    ):
        return None
    size = len(digits)
    if size == 10 and digits[:2] in ("10", "11", "12"):
        return Kind.CEDULA, Level.AUTO, "número con forma de cédula"
    if size == 10 and digits[0] == "3" and digits[1] in "012345":
        return Kind.CELULAR, Level.AUTO, "número con forma de celular"
    if size == 12 and digits[:3] == "573":
        return Kind.CELULAR, Level.AUTO, "número con forma de celular"
    if size == 10 and digits[:2] == "60":
        return Kind.TELEFONO_FIJO, Level.AUTO, "número con forma de teléfono"
    if address or (size == 13 and digits[:3] in ("978", "979")):
        return None
    if size == 8:
        return None if _DATE.fullmatch(digits) else (Kind.CEDULA, Level.AUTO, "número con forma de cédula")
    return Kind.NUMERO, Level.REVISAR, "número largo sin explicación"


def cedula_separada(text: str) -> Iterator[Span]:
    """A cédula written in groups: 1.032.456.789, 52 345 678."""
    for match in _DOTTED.finditer(text):
        start, end = match.span()
        digits = "".join(c for c in match.group() if c.isdigit())
        if not 7 <= len(digits) <= 10 or digits.endswith("000") or explained(text, start, end):
            continue
        if len(digits) == 9 or (len(digits) == 10 and digits[0] != "1"):
            yield Span(start, end, Kind.NUMERO, Level.REVISAR, "número largo sin explicación")
            continue
        level = Level.AUTO if len(digits) in (8, 10) else Level.REVISAR
        yield Span(start, end, Kind.CEDULA, level, "número con forma de cédula")
