"""Colombian mobile and landline numbers, and others by their plus sign or by context."""

import re
from collections.abc import Iterator
from itertools import pairwise

from generator.anonymize.detectors.comun import contextual, explained, is_date
from generator.anonymize.needs import Guarded
from generator.anonymize.spans import Kind, Level, Span

_SEP = r"[ \t.\-–()/_*·•,]{0,3}(?:\n[ >]*)?"
_PREFIX = r"(?:\(?(?:\+|00)?[ ]?57\)?" + _SEP + ")?"
# Without context the digits stand in groups as people write them: 310 456 7890, 310-4567890, 310 456 78 90.
_GROUPS = (
    r"3[0-5]\dS(?:\d{7}|\d{3}S\d{4}|\d{3}S\d{2}S\d{2}|\d{2}S\d{2}S\d{3}"
    r"|\d{2}S\d{3}S\d{2}|\d{4}S\d{3}|\d{2}S\d{5})|3[0-5]\d{2}S(?:\d{6}|\d{3}S\d{3}|\d{2}S\d{4})"
)
_CELULAR = Guarded(
    re.compile(
        r"(?<![0-9A-Za-z.])"
        + _PREFIX
        + r"\(?(?:"
        + _GROUPS.replace("S", r"(?:[ \t.\-–)_/·*=~`]{1,3}(?:\n[ >]*)?|\n[ >]*)")
        + r"|3[0-5]\d{8}|3[0-5]\d(?:,\d{3},|\|\d{3}\|)\d{4}|3[0-5]\d{4}[ .\-\n]{1,2}\d{4})(?![0-9A-Za-z])"
    ),
    digits=10,
)
_CON_INDICATIVO = Guarded(
    re.compile(r"(?<![0-9A-Za-z])(?:\(?(?:\+|00)[ ]?57\)?|\(57\))" + _SEP + r"\(?\d(?:" + _SEP + r"\d){6,9}(?!\d)"),
    digits=9,
)
_INTERNACIONAL = Guarded(
    re.compile(r"(?<![0-9A-Za-z])\+[ ]?[1-9]\d{0,2}[ .\-(]{0,2}\d(?:[ .\-()]{0,2}\d){6,12}(?!\d)"), "+", digits=8
)
_CONTEXTO = Guarded(
    contextual(
        r"cel(?:ular(?:es)?|s|ul)?\.?(?![a-zà-ÿ])|m[oó]vil(?:es)?\b|tel(?:[eé]fonos?"
        r"|[eé]f|s|efax)?\.?(?![a-zà-ÿ])|tfno|fono|whats?app|wh?ats?(?:sap|up)|wsp|wpp|wp\b(?!-)|wasap|guasap"
        r"|ll[aá]m(?:ar(?:me|nos|l[aeo])?|en(?:me|nos)?|e(?:me|nos)?|ame|anos)\b|marcar?(?:me|nos)?\b|m[aá]rqu\w{1,5}\b"
        r"|escr[ií]b(?:a|e|an|ir)(?:me|nos|l[aeo])? al\b|contacto\b|conmutador\b"
        r"|l[ií]nea\b|fax|pbx|sms|ext(?:ensi[oó]n)?\.?(?= ?\d)|(?-i:WA|Wa)(?=[ :.]{1,2}\d)",
        r"(?:[^0-9\n.;]|\.(?! (?-i:[A-ZÁÉÍÓÚÑ][a-zà-ÿ]))|\n(?!\n)){0,20}?(?P<n>\+?\(?\d(?:"
        + _SEP
        + r"\d){6,19})(?![0-9A-Za-z])",  # as many as two numbers, one after the other
    ),
    digits=7,
)
# What follows a switchboard's number; SENA writes IP for the extension.
_EXTENSION = Guarded(
    contextual(
        r"exts?\b\.?|extensi(?:[oó]n|ones)\b(?:[ ]n(?:[uú]mero|[°ºo])\.?)?|(?-i:IP)(?=[ :]{1,2}\d{5}(?![.\d]))",
        r"[ :]{0,2}(?P<n>\d{2,6})(?![\w.,]\w|\w)",
    ),
    "xt ip",
    digits=2,
)
_GRATUITA = Guarded(
    re.compile(r"(?<![0-9A-Za-z.])0?1[ .\-]{0,2}8000[ .\-]{0,2}\d(?:[ .\-]?\d){4,6}(?![0-9A-Za-z])"), "8000", digits=10
)
_FIJO = Guarded(
    re.compile(
        r"(?<![0-9A-Za-z.])"
        + _PREFIX
        + r"(?:\(?60[1-8]\)?[ \t.\-–_/]{0,3}(?:\n[ >]*)?\d{3}[ \t.\-–_]{0,2}(?:\n[ >]*)?\d{2}[ \t.\-–_]{0,2}\d{2}"
        r"|(?:\([1-8]\)|57[ .-]\(?[1-8]\)?[ .-])[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}"
        r"|03[ .-]?[1-8][ .-]?\d{3}[ .-]?\d{4})(?![0-9A-Za-z])"
    ),
    digits=8,
)
# Ten figures parted in any other way (31 57 65 43 21); with points, a decimal number looks the same.
_SUELTOS = Guarded(
    re.compile(
        r"(?<![\d.,] )(?<![0-9A-Za-z.,\-])3(?=[ .\-]?[0-5])(?:(?:(?:[ ]?-[ ]?|[ ]?)\d){9}|(?:\.\d){9}"
        r"|[ \-.]\d(?:[ \-.]\d){8}"
        r"|[0-5]\d[,;:] ?\d{3}[,;:]? ?\d{4})"
        r"(?![0-9A-Za-z]|[ \-.,]\d)"
    ),
    digits=10,
)


def celular(text: str) -> Iterator[Span]:
    """Mobile: 3xx and seven digits however parted, with or without 57; any number with another country's code."""
    for match in _CELULAR.finditer(text):
        yield Span(*match.span(), Kind.CELULAR, Level.AUTO, "número de celular")
    for match in _CON_INDICATIVO.finditer(text):
        landline = "".join(c for c in match.group() if c.isdigit()).lstrip("0")[2:3] != "3"
        kind = Kind.TELEFONO_FIJO if landline else Kind.CELULAR
        yield Span(*match.span(), kind, Level.AUTO, "número con indicativo")
    for match in _INTERNACIONAL.finditer(text):
        yield Span(*match.span(), Kind.CELULAR, Level.AUTO, "teléfono con indicativo")
    for match in _SUELTOS.finditer(text):
        if not is_date(match.group()) and not _even(match.group()):
            yield Span(*match.span(), Kind.CELULAR, Level.REVISAR, "diez cifras sueltas como un celular")


def _even(value: str) -> bool:
    """Numbers that go up by equal steps (30 35 40 45 50) are a count."""
    parts = [int(part) for part in re.findall(r"\d+", value)]
    return len(parts) == 1 or (3 < len(parts) < 10 and len({b - a for a, b in pairwise(parts)}) == 1)


def telefono_fijo(text: str) -> Iterator[Span]:
    """Landline: 60x and seven digits, toll-free ones, seven digits and more after words of telephone, extensions."""
    for match in _FIJO.finditer(text):
        yield Span(*match.span(), Kind.TELEFONO_FIJO, Level.AUTO, "teléfono fijo")
    for match in _GRATUITA.finditer(text):
        yield Span(*match.span(), Kind.TELEFONO_FIJO, Level.AUTO, "línea gratuita")
    for match in _CONTEXTO.finditer(text):
        digits = "".join(c for c in match.group("n") if c.isdigit())
        if len(set(digits)) == 1 or is_date(match.group("n")):
            continue
        mobile = digits.removeprefix("57")[:1] == "3" and len(digits.removeprefix("57")) == 10
        kind = Kind.CELULAR if mobile else Kind.TELEFONO_FIJO
        yield Span(*match.span("n"), kind, Level.AUTO, "número junto a palabras de teléfono")
    for match in _EXTENSION.finditer(text):
        after_number = re.search(r"\d\)?[ ,.;/(-]{0,3}\Z", text[max(0, match.start() - 6) : match.start()])
        if after_number:
            yield Span(*match.span(), Kind.TELEFONO_FIJO, Level.AUTO, "extensión de un teléfono")
        elif match.end("n") - match.start("n") > 2 and not explained(text, *match.span("n")):
            yield Span(*match.span("n"), Kind.TELEFONO_FIJO, Level.REVISAR, "parece la extensión de un teléfono")
