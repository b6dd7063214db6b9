"""Detectors of structured kinds: each a function from folded text to spans, listed once here.

The first that finds the same stretch at the same level names its kind, so the certain ones stand first.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from generator.anonymize.detectors.coordenadas import coordenadas, mapa
from generator.anonymize.detectors.deletreado import cifras_en_palabras
from generator.anonymize.detectors.documentos import (
    cedula,
    cedula_extranjeria,
    nit,
    pasaporte,
    ppt,
    tarjeta_identidad,
)
from generator.anonymize.detectors.lugares import direccion, direccion_en_palabras, lugar_nombrado
from generator.anonymize.detectors.numeros import cedula_separada, numero
from generator.anonymize.detectors.otros import cuenta_bancaria, fecha_nacimiento, ficha, placa
from generator.anonymize.detectors.pegados import nombre_pegado
from generator.anonymize.detectors.red import correo, cuenta_dicha, perfil, usuario
from generator.anonymize.detectors.telefonos import celular, telefono_fijo
from generator.anonymize.needs import Guarded, digits_in
from generator.anonymize.spans import Span

Detector = Callable[[str], Iterator[Span]]

# Most text has no digit, slash or at sign near: each group runs only around the characters it cannot do without.
ANYWHERE: tuple[Detector, ...] = (
    lugar_nombrado,
    direccion_en_palabras,
    cifras_en_palabras,
    fecha_nacimiento,
    cuenta_dicha,
)
AROUND_SIGNS: tuple[Detector, ...] = (correo, perfil, usuario, mapa, nombre_pegado)
# With the fewest digits that anything they find holds: the years and amounts of most texts are soon passed over.
AROUND_DIGITS: tuple[tuple[int, Detector], ...] = (
    (5, ficha),
    (5, cedula_extranjeria),
    (6, tarjeta_identidad),
    (6, ppt),
    (5, pasaporte),
    (8, cuenta_bancaria),
    (8, celular),
    (2, telefono_fijo),
    (7, nit),
    (5, cedula),
    (1, direccion),
    (2, coordenadas),
    (2, placa),
    (7, cedula_separada),
    (7, numero),
)
_SIGN = Guarded(
    re.compile(r"[@/\\]|[Aa][Rr]{2}[Oo][Bb][Aa]|[\[({ _][Aa][Tt][\])} _]|\(a\)|(?:tel|sms|callto|skype|geo):"),
    ("@", "/", "\\", "arroba", "[at", "(at", "{at", " at", "_at", "(a)", ":"),
)
_SIGNS = str.maketrans({"–": "-", "—": "-", "•": "·", "´": "'", "’": "'", "‘": "'", "ª": "º"})
_SIGN_ODD = re.compile("[–—•´’‘ª]")
# Inside a number: letters of other alphabets, O and l for figures, marks of emphasis where a part begins or ends.
_FOREIGN = re.compile(r"(?<=\d)[^\W\d_A-Za-zÀ-ɏ](?=\d\d)")
_MISTYPED = re.compile(r"\d(?:[lI](?=\d)|[Oo](?=[ .-]?\d)|(?<=\d\d)[OoI]\b)|[lI](?<![A-Za-zÀ-ÿ0-9].)(?=\d{6})")
_FIGURES = str.maketrans("OolI", "0011")
_EMPHASIS = re.compile(r"(?<=[0-9A-Z])(?:\*\*|__)(?=[ .,'#-]{0,2}[\d*_#])|(?<=\d[ .,'-])(?:\*\*|__)(?=\d)")
_DIGIT = Guarded(re.compile(r"\d"), digits=1)
_BEFORE, _AFTER, _LONGEST_WORD = 140, 120, 400


def structured(text: str) -> Iterator[Span]:
    """What every detector finds in folded text."""
    for detector in ANYWHERE:
        yield from detector(text)
    for start, end in _windows(text, _SIGN):
        piece = text[start:end]
        yield from _moved((found for detector in AROUND_SIGNS for found in detector(piece)), start)
    for start, end in _windows(text, _DIGIT):
        piece = _plain(text[start:end])
        count = digits_in(piece)
        detectors = [detector for fewest, detector in AROUND_DIGITS if fewest <= count]
        yield from _moved((found for detector in detectors for found in detector(piece)), start)


def _moved(spans: Iterable[Span], by: int) -> Iterator[Span]:
    for span in spans:
        yield Span(span.start + by, span.end + by, span.kind, span.level, span.reason) if by else span


def _plain(piece: str) -> str:
    """The piece with one sign for each use and figures for the letters typed instead: as long as it was."""
    if not piece.isascii():
        if _SIGN_ODD.search(piece):
            piece = piece.translate(_SIGNS)
        piece = _FOREIGN.sub("0", piece)
    piece = _MISTYPED.sub(_figures, piece)
    return _EMPHASIS.sub("  ", piece) if "**" in piece or "__" in piece else piece


def _figures(match: re.Match[str]) -> str:
    return match.group().translate(_FIGURES)


def _windows(text: str, mark: Guarded) -> Iterator[tuple[int, int]]:
    """Stretches of text around the marks, joined where they meet and cut at spaces, never inside a word."""
    opened: tuple[int, int] | None = None  # of a mark near the beginning, it opens before the text does
    for match in mark.finditer(text):
        start, end = match.start() - _BEFORE, match.end() + _AFTER
        if opened and start <= opened[1]:
            opened = opened[0], end
            continue
        if opened:
            yield _cut(text, *opened)
        opened = start, end
    if opened:
        yield _cut(text, *opened)


def _cut(text: str, first: int, last: int) -> tuple[int, int]:
    """Widen a window to the nearest spaces, but no further than a long address reaches."""
    least, most = max(first - _LONGEST_WORD, 0), min(last + _LONGEST_WORD, len(text))
    while first > least and not text[first - 1].isspace():
        first -= 1
    while last < most and not text[last].isspace():
        last += 1
    return max(first, 0), min(last, len(text))
