"""Numbers said in words: "tres uno cero, cuatro cinco seis…"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from generator.anonymize.detectors.comun import UNIT_AFTER, contextual
from generator.anonymize.spans import Kind, Level, Span

_UNITS = {w: str(i) for i, w in enumerate("cero uno dos tres cuatro cinco seis siete ocho nueve".split())}
_TEENS = "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos"
_TEENS += " veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve"
_TENS = dict(zip("treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(), "3456789", strict=True))
_HUNDREDS = (
    "cien ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)
_TWO = {w: str(10 + i) for i, w in enumerate(_TEENS.split())} | {w: f"{d}0" for w, d in _TENS.items()}
_THREE = {w: f"{max(i, 1)}00" for i, w in enumerate(_HUNDREDS.split())}
_ACCENTS = str.maketrans("áéíóú", "aeiou")

_WORDS = [*_UNITS, "un", "dobl[eé]", "triple", *_TWO, *_THREE, "dieciséis", "veintidós", "veintitrés", "veintiséis"]
_WORD = "|".join(_WORDS)
# The first letter stands before everything else, so that a search can skip what cannot open a number.
_OPENS = "".join(sorted({word[0] for word in _WORDS}))
_FIRST = "|".join(rf"(?<={c})(?:{'|'.join(w[1:] for w in _WORDS if w[0] == c)})" for c in _OPENS)
_AND = r"[\s,.\-–_/]{1,4}(?:y[\s_-])?"
_RUN = re.compile(
    rf"[{_OPENS}{_OPENS.upper()}\d](?<![A-Za-zÀ-ÿ\d].)(?i:(?:{_FIRST}|(?<=\d)\d{{0,6}})"
    rf"(?:{_AND}(?:(?:{_WORD})|\d{{1,7}})){{3,20}})(?![A-Za-zÀ-ÿ\d])",
    re.DOTALL,
)
# A quantity in words is somebody's number only beside the words for one.
_CANTIDAD = contextual(
    r"c[eé]dulas?|c\.?\s?c\.?(?![a-zà-ÿ])|documentos?|identidad|identificaci[oó]n|fichas?|n[uú]mero|celular|cel|tel[eé]fono|tel"
    r"|whatsapp|nequi|daviplata|cuenta|pasaporte|nit",
    rf"[\s:,.]{{1,3}}(?:(?:de|del|la|el|es|es el|es la|n[uú]mero|nro\.|no\.|ciudadan[ií]a)[\s:]{{1,2}}){{0,4}}"
    rf"(?P<n>(?:{_WORD}|mil)(?:{_AND}(?:{_WORD}|mil|mill[oó]n(?:es)?|\d{{1,7}})){{3,20}})(?![A-Za-zÀ-ÿ\d])",
)
_MIL = re.compile(r"[mM](?:il(?![a-zà-ÿ])|ill[oó]n|IL(?![A-Z])|ILL[OÓ]N)")
_TOKEN = re.compile(r"[a-záéíóú]+|\d+", re.IGNORECASE)


def cifras_en_palabras(text: str) -> Iterator[Span]:
    """Seven digits or more with words among them; plain counting (uno, dos, tres…) is not a number."""
    for match in _RUN.finditer(text):
        tokens = _TOKEN.findall(match.group())
        words = sum(1 for t in tokens if not t.isdigit() and t.lower() != "y")
        figures = _figures(tokens)
        if len(figures) >= 7 and words >= (2 if len(figures) == 10 else 3) and not _counting(tokens):
            yield _said(*match.span(), figures)
    for match in _around_thousands(text):
        tokens = _TOKEN.findall(match.group("n"))
        if not _counting(tokens) and not UNIT_AFTER.match(text, match.end()):
            yield _said(*match.span("n"), _figures(tokens))


def _around_thousands(text: str) -> Iterator[re.Match[str]]:
    last = 0
    for thousand in _MIL.finditer(text):
        match = _CANTIDAD.search(text, max(last, thousand.start() - 120), thousand.end() + 120)
        if match:
            last = match.end()
            yield match


def _said(start: int, end: int, figures: str) -> Span:
    kind = Kind.CELULAR if len(figures) == 10 and figures[0] == "3" else Kind.NUMERO
    return Span(start, end, kind, Level.AUTO, "número dicho en palabras")


def _figures(tokens: list[str]) -> str:
    """The figures the words say: «cuatrocientos cincuenta y seis» are three, «setenta y ocho» two."""
    figures, last = "", ""
    for token in tokens:
        value = _value(token)
        if not value:
            continue
        said = not token.isdigit()
        if said and value.strip("0") and len(last) > len(value) and last.endswith("0" * len(value)):
            figures = figures[: -len(value)]
            last = last[: -len(value)] + value
        else:
            last = value if said else ""
        figures += value
    return figures


def _value(word: str) -> str:
    plain = word.lower().translate(_ACCENTS)
    if plain.isdigit():
        return plain
    if plain == "un":
        return "1"
    return _UNITS.get(plain) or _TWO.get(plain) or _THREE.get(plain) or ("0" if plain in ("doble", "triple") else "")


def _counting(tokens: list[str]) -> bool:
    """Numbers that go up or down by equal steps: someone counts."""
    values = [int(v) for v in map(_value, tokens) if v]
    return len({b - a for a, b in pairwise(values)}) == 1
