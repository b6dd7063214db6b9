"""Identity documents, by the words beside them. Numbers that stand alone are in `numeros`."""

import re
from collections.abc import Iterator

from generator.anonymize.detectors.comun import contextual, is_date
from generator.anonymize.needs import Guarded
from generator.anonymize.spans import Kind, Level, Span

_NUMBER = r"(?P<n>\d(?:[ .\-'·,_*]{0,3}(?:\n[ >]*)?\d){%d,%d})(?![0-9A-Za-z])"
_GAP = r"(?:[^0-9\n.;]|\.(?! (?-i:[A-ZÁÉÍÓÚÑ][a-zà-ÿ]))|\n(?!\n)){0,%d}?"

_CEDULA = Guarded(
    contextual(
        # Creative Commons is written CC as well.
        r"c\.?\s?c\.?(?![a-zà-ÿ]|[ -]?(?:by|nc|sa|nd)\b|[ -]?0\b)|c[eé]d(?:ula)?s?(?![a-zà-ÿ])"
        r"|(?:identificad|ceduladn?)[oa]s?\b|identificaci[oó]n\b|iden?t?\.|documentos?(?![a-zà-ÿ])|doc[.:]"
        r"|d\.?n\.?i\.?(?![a-zà-ÿ])|n\.?u\.?i\.?p\.?(?![a-zà-ÿ])|contraseña de la registradur[ií]a",
        _GAP % 28 + (_NUMBER % (5, 11)).replace("(?P<n>", r"(?P<n>(?:(?<![A-Za-z])[VE]-?)?"),
    ),
    digits=6,
)
_CEDULA_CORTA = Guarded(
    contextual(
        r"c\.?c\.?(?![a-zà-ÿ])|c[eé]dula(?: de ciudadan[ií]a)?\b",
        r"[ ]?(?:n(?:[uú]mero|ro|[°ºo])?\.?|#|:)?[ ]?[:.]?[ ]?(?P<n>\d{2}[.']?\d{3})(?![0-9A-Za-z]|[.,]\d|[ ]?%)",
    ),
    digits=5,
)
_TARJETA = Guarded(
    contextual(
        r"t\.\s?i\.?(?![a-zà-ÿ])|(?-i:TI)(?![A-Za-zÀ-ÿ])|t\.?i\.?(?=[ ]?(?:n[°ºo]?\.?|#|:|-)?[ ]?\d{8})"
        r"|tarj(?:etas?|\.)?(?: de)? identidad|reg(?:istros?|\.)? civil(?:es)?|r\.\s?c\.?(?![a-zà-ÿ])"
        r"|(?-i:RC)(?![A-Za-zÀ-ÿ])",
        _GAP % 28 + _NUMBER % (5, 10),
    ),
    digits=6,
)
_EXTRANJERIA = Guarded(
    contextual(
        r"c\.\s?e\.?(?![a-zà-ÿ])|(?-i:CE)(?![A-Za-zÀ-ÿ])|ce(?=[ :]{1,2}\d{6,7}(?!\d))|(?:c[eé]d(?:ulas?|\.)?"
        r"|carn[eé])(?: de)? extranjer[ií]?a"
        r"|extranjer[ií]a(?=[ ]?(?:n[°ºo]|:|#))",
        _GAP % 20 + r"(?P<n>[a-z]?" + (_NUMBER % (4, 9)).replace("(?P<n>", "(?:") + ")",
    ),
    "c. ce extranjer",
    digits=5,
)
_PPT = Guarded(
    contextual(
        r"p\.?p\.?t\.?(?![a-zà-ÿ])|p\.?e\.?p\.?(?![a-zà-ÿ])|permiso (?:por|de) protecci[oó]n temporal"
        r"|permiso especial de permanencia|salvoconducto|(?-i:RUMV)\b",
        _GAP % 20 + _NUMBER % (5, 14),
    ),
    "pp p.p pep p.e pe.p permiso salvoconducto rumv",
    digits=6,
)
_PASAPORTE = Guarded(
    contextual(
        r"pasaportes?(?![a-zà-ÿ])|passport\b|(?-i:PAS?)\.|(?-i:PA)(?= ?[A-Z]{2})",
        r"(?:[^0-9\n]|\n){0,20}?(?<![A-Za-z])(?P<n>(?-i:[A-Z]{1,3}"
        r"|[a-z]{2})?[ -]?\d(?:[ .-]?\d){4,9})(?![0-9A-Za-z])",
    ),
    "pa",
    digits=5,
)
_PASAPORTE_SOLO = Guarded(re.compile(r"(?<![0-9A-Za-z#-])[AB][A-Z] ?\d{6}(?![0-9A-Za-z])"), digits=6)
_NIT = Guarded(contextual(r"n\.?i\.?t\.?(?![a-zà-ÿ])|(?-i:RUT)(?![A-Za-z])", _GAP % 20 + _NUMBER % (6, 10)), digits=7)
_NIT_SOLO = Guarded(re.compile(r"(?<![\d.])[89]\d\d(?:\.?\d{3}){2}[ ]?-[ ]?\d(?!\d)"), digits=10)


def cedula(text: str) -> Iterator[Span]:
    """Colombian identity number by shape and context: a mistyped one is still someone's."""
    for pattern in (_CEDULA, _CEDULA_CORTA):
        yield from _found(pattern, text, Kind.CEDULA, "número junto a palabras de documento de identidad")


def tarjeta_identidad(text: str) -> Iterator[Span]:
    """Identity card of minors, and civil register."""
    yield from _found(_TARJETA, text, Kind.TARJETA_IDENTIDAD, "tarjeta de identidad")


def cedula_extranjeria(text: str) -> Iterator[Span]:
    """Foreigner's identity card."""
    yield from _found(_EXTRANJERIA, text, Kind.CEDULA_EXTRANJERIA, "cédula de extranjería")


def ppt(text: str) -> Iterator[Span]:
    """Temporary protection permit and the permits before it (PEP)."""
    yield from _found(_PPT, text, Kind.PPT, "permiso de protección o permanencia")


def pasaporte(text: str) -> Iterator[Span]:
    """Passport by context; Colombia's own shape (two letters, six digits) alone is for review."""
    yield from _found(_PASAPORTE, text, Kind.PASAPORTE, "pasaporte")
    for match in _PASAPORTE_SOLO.finditer(text):
        yield Span(*match.span(), Kind.PASAPORTE, Level.REVISAR, "parece un pasaporte")


def nit(text: str) -> Iterator[Span]:
    """Tax number: a person's is their cédula; 8 and 9 of nine digits are companies', for review."""
    for match in _NIT.finditer(text):
        digits = "".join(c for c in match.group("n") if c.isdigit())
        company = digits[0] in "89" and len(digits) in (9, 10)
        level = Level.REVISAR if company else Level.AUTO
        yield Span(*match.span("n"), Kind.NIT, level, "número tributario")
    for match in _NIT_SOLO.finditer(text):
        yield Span(*match.span(), Kind.NIT, Level.REVISAR, "parece un NIT")


def _found(pattern: Guarded, text: str, kind: Kind, reason: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        if not is_date(match.group("n")):
            yield Span(*match.span("n"), kind, Level.AUTO, reason)
