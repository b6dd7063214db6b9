"""A map without borders: a square for each department, in a layout of our own that recalls the country.

Codes are the DANE's, which regionales share; the letters are those of ISO 3166-2:CO. The classes are few, with limits
that never change with the values: two releases are painted alike, and nobody comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.figures.release import Row
from generator.site.figures.bars import hatched
from generator.site.figures.saying import HIDDEN

# Department → letters, column and line.
_PLACES: Mapping[str, tuple[str, int, int]] = {
    "88": ("SAP", 0, 0), "44": ("LAG", 5, 0),
    "08": ("ATL", 3, 1), "47": ("MAG", 4, 1), "20": ("CES", 5, 1),
    "23": ("COR", 2, 2), "70": ("SUC", 3, 2), "13": ("BOL", 4, 2), "54": ("NSA", 5, 2),
    "27": ("CHO", 1, 3), "05": ("ANT", 2, 3), "17": ("CAL", 3, 3), "68": ("SAN", 4, 3), "15": ("BOY", 5, 3),
    "81": ("ARA", 6, 3),
    "66": ("RIS", 2, 4), "63": ("QUI", 3, 4), "25": ("CUN", 4, 4), "11": ("DC", 5, 4), "85": ("CAS", 6, 4),
    "99": ("VID", 7, 4),
    "76": ("VAC", 2, 5), "73": ("TOL", 3, 5), "41": ("HUI", 4, 5), "50": ("MET", 5, 5), "95": ("GUV", 6, 5),
    "94": ("GUA", 7, 5),
    "52": ("NAR", 1, 6), "19": ("CAU", 2, 6), "18": ("CAQ", 4, 6), "97": ("VAU", 6, 6),
    "86": ("PUT", 3, 7), "91": ("AMA", 5, 7),
}  # fmt: skip
_CELL, _TALL, _GAP = 45, 50, 3
_BAND = 11
_LIMITS = ((1, "ninguno"), (50, "1 a 49"), (200, "50 a 199"))
_MOST = "200 o más"


@dataclass(frozen=True, slots=True, repr=False)
class Tile:
    """A square: `level` is its class from 0, None where the value is suppressed."""

    code: str
    letters: str
    x: int
    y: int
    level: int | None
    hatch: str

    @property
    def dots(self) -> Sequence[int]:
        """Where its small squares begin: as many as its class, for whoever does not tell the shades apart."""
        return [self.x + 5 + 11 * n for n in range(self.level or 0)]


@dataclass(frozen=True, slots=True, repr=False)
class TileMap:
    """The tiles in the order of their codes, the size of the drawing and its legend, a tile and its words each."""

    tiles: Sequence[Tile]
    legend: Sequence[tuple[Tile, str]]
    width: int = 8 * _CELL
    height: int = 8 * _TALL
    side: int = _CELL - _GAP
    tall: int = _TALL - _GAP
    band: int = _BAND


def tile_map(rows: Sequence[Row]) -> TileMap:
    """The map of a table by regional."""
    return TileMap(tuple(_tiles(rows)), tuple(_legend()))


def level_of(value: int | None) -> int | None:
    """The class of a value, from 0."""
    return None if value is None else sum(value >= low for low, _ in _LIMITS)


def level_said(value: int | None) -> str:
    """The class of a value in words, as the legend has it."""
    level = level_of(value)
    return HIDDEN if level is None else (*(words for _, words in _LIMITS), _MOST)[level]


def _tiles(rows: Sequence[Row]) -> Iterator[Tile]:
    for row in sorted(rows, key=lambda row: row.code):
        if row.code in _PLACES:
            letters, column, line = _PLACES[row.code]
            yield _tile(row.code, letters, column * _CELL, line * _TALL, level_of(row.value))


def _legend() -> Iterator[tuple[Tile, str]]:
    samples = (0, *(low for low, _ in _LIMITS), None)
    for value in samples:
        yield _tile("", "", 0, 0, level_of(value)), level_said(value)


def _tile(code: str, letters: str, x: int, y: int, level: int | None) -> Tile:
    stripes = hatched(x + 1, y + _TALL - _GAP - _BAND - 1, _CELL - _GAP - 2, _BAND) if level is None else ""
    return Tile(code, letters, x, y, level, stripes)
