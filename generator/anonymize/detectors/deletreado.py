"""Numbers said in words: "tres uno cero, cuatro cinco seis…"."""

import re
from collections.abc import Iterator
from itertools import pairwise

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

_WORD = "|".join(
    [*_UNITS, "un", "dobl[eé]", "triple", *_TWO, *_THREE, "dieciséis", "veintidós", "veintitrés", "veintiséis"]
)
_RUN = re.compile(
    rf"(?<![A-Za-zÀ-ÿ])(?:(?:{_WORD})|\d{{1,3}})(?:[\s,.\-–_/]{{1,4}}(?:y[\s_-])?(?:(?:{_WORD})"
    rf"|\d{{1,3}})){{3,}}(?![A-Za-zÀ-ÿ])",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[a-záéíóú]+|\d+", re.IGNORECASE)


def cifras_en_palabras(text: str) -> Iterator[Span]:
    """Seven digits or more with words among them; plain counting (uno, dos, tres…) is not a number."""
    for match in _RUN.finditer(text):
        values = [v for v in map(_value, _TOKEN.findall(match.group())) if v]
        words = sum(1 for w in _TOKEN.findall(match.group()) if not w.isdigit() and w.lower() != "y")
        if words < 3 or len("".join(values)) < 7 or _counting([int(v) for v in values]):
            continue
        yield Span(*match.span(), Kind.NUMERO, Level.AUTO, "número dicho en palabras")


def _value(word: str) -> str:
    plain = word.lower().translate(_ACCENTS)
    if plain.isdigit():
        return plain
    if plain == "un":
        return "1"
    return _UNITS.get(plain) or _TWO.get(plain) or _THREE.get(plain) or ("0" if plain in ("doble", "triple") else "")


def _counting(values: list[int]) -> bool:
    """Numbers that go up or down by equal steps: someone counts."""
    steps = {b - a for a, b in pairwise(values)}
    return len(steps) == 1
