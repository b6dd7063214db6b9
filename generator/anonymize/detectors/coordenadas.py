"""Places by their coordinates, and links that open a map there."""

import re
from collections.abc import Iterator

from generator.anonymize.needs import Guarded, any_of, caseless
from generator.anonymize.spans import Kind, Level, Span

_PAR = Guarded(
    re.compile(
        r"(?<![\d.,\w])(?P<lat>[-+]?\d{1,2}[.,]\d{3,})\s?°?\s?[NSns]?\s?(?:[,;/|]"
        r"|%2C|\s|y)\s?(?:lon\w*\W{0,3})?(?P<lon>[-+]?\d{1,3}[.,]\d{3,})\s?°?\s?[WOEwoe]?(?![\d.])"
    ),
    digits=8,
)
_UNA = Guarded(
    re.compile(
        r"(?<![A-Za-zÀ-ÿ])(?:lat(?:itud)?|lon(?:g(?:itud)?)?|lng)[\"']?[ \t]*[:=]?[ \t]*(?:de[ ])?[\"']?"
        r"(?P<n>[-+]?\d{1,3}[.,]\d{3,})",
        re.IGNORECASE,
    ),
    "lat lon lng",
    digits=4,
)
_GRADOS = Guarded(
    re.compile(
        r"(?<![\d.])\d{1,3}\s?[°º]\s?\d{1,2}(?:[.,]\d+)?\s?['’′´](?:\s?\d{1,2}(?:[.,]\d+)?\s?(?:[\"”″]"
        r"|''|’’|′′))?\s?(?:de )?(?:(?:latitud|longitud)\s)?[NSEWO](?:orte"
        r"|ur|este|oeste)?\b"
        r"|(?<![\w.])[NSEWO][ ]?\d{1,3}\s?[°º]\s?\d{1,2}(?:[.,]\d{1,6}\s?['’′´]?"
        r"|\s?['’′´](?:\s?\d{1,2}(?:[.,]\d{1,6})?\s?[\"”″']{0,2})?)"
        r"|(?<![\d.])\d{1,3}\s?grados,?\s\d{1,2}\s?minutos(?:,?\s(?:y\s)?\d{1,2}(?:[.,]\d+)?\s?segundos)?"
        r"(?:\s(?:de\s)?(?:latitud|longitud)?\s?(?:norte|sur|este"
        r"|oeste))?",
        re.IGNORECASE,
    ),
    "° º grados",
    digits=2,
)
_MAPA = re.compile(
    r"(?:https?://)?(?:maps\.app\.goo\.gl/\w+|goo\.gl/maps/\w+"
    r"|(?:www\.)?google\.[a-z.]+/maps/[^\s)>\"]+|maps\.google\.[a-z.]+/[^\s)>\"]+"
    r"|waze\.com/ul[^\s)>\"]+|(?:www\.)?openstreetmap\.org/\S*#map=[^\s)>\"]+"
    r"|geo:[-\d.,]+|what3words\.com/[\w.]+)",
    re.IGNORECASE,
)


def coordenadas(text: str) -> Iterator[Span]:
    """Pairs inside Colombia, degrees and minutes, or any figure called latitude or longitude."""
    for match in _PAR.finditer(text):
        latitude, longitude = (float(match.group(g).replace(",", ".")) for g in ("lat", "lon"))
        if -4.5 <= latitude <= 16.5 and 66 <= abs(longitude) <= 85:
            yield Span(*match.span(), Kind.COORDENADAS, Level.AUTO, "coordenadas")
    for match in _UNA.finditer(text):
        yield Span(*match.span("n"), Kind.COORDENADAS, Level.AUTO, "coordenadas")
    for match in _GRADOS.finditer(text):
        yield Span(*match.span(), Kind.COORDENADAS, Level.AUTO, "coordenadas")


def mapa(text: str) -> Iterator[Span]:
    """Links that open a map at a place."""
    if not any_of(("maps", "waze.", "openstreetmap", "geo:", "what3words"), caseless(text)):
        return
    for match in _MAPA.finditer(text):
        yield Span(*match.span(), Kind.COORDENADAS, Level.AUTO, "enlace a un mapa")
