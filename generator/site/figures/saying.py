"""Numbers, quarters and sizes as people read them. A suppressed value is words, never a number and never a zero."""

from __future__ import annotations

from collections.abc import Mapping

from generator.figures.catalog import Kind
from generator.figures.release import Release
from generator.site.words import period

HIDDEN = "no se publica"
# What heads the numbers of a table, by the name of their column in the files.
MEASURES: Mapping[str, str] = {
    "acompanamientos": "Cuántos",
    "minutos": "Horas",
    "ciclos_iniciados": "Ciclos",
    "ciclos_completados": "Ciclos",
    "acompanados": "Personas",
    "acompanantes": "Personas",
    "personas": "Personas",
    "practicas": "Prácticas",
    "expediciones": "Expediciones",
}
_HOUR = 60
_HOURS = "Cuánto tiempo dedicaron quienes acompañan, en horas redondeadas. Los archivos lo traen en minutos."


def number(value: int) -> str:
    """`12345` → «12.345»."""
    return f"{value:,}".replace(",", ".")


def said(kind: Kind, value: int | None) -> str:
    """A value of a table in the words of its page: minutes as whole hours, and what is not known as such."""
    if value is None:
        return HIDDEN
    if kind.measure == "minutos":
        return "menos de 1" if 0 < value < _HOUR else number((value + _HOUR // 2) // _HOUR)
    return number(value)


def what(kind: Kind) -> str:
    """What a table counts, in the unit in which its page shows it."""
    return _HOURS if kind.measure == "minutos" else kind.what


def titled(release: Release) -> str:
    """«Cifras del tercer trimestre de 2026, corrección 1»."""
    correction = f", corrección {release.version - 1}" if release.version > 1 else ""
    return f"Cifras del {period(release.quarter)}{correction}"


def size(count: int) -> str:
    """`1240` → «1,2 KB»."""
    return f"{count / 1000:.1f} KB".replace(".", ",") if count >= 1000 else f"{count} bytes"


def quarters(first: str, last: str) -> list[str]:
    """Every quarter from one to another, both included."""
    low, high = (4 * int(code[:4]) + int(code[-1]) - 1 for code in (first, last))
    return [f"{n // 4}-T{n % 4 + 1}" for n in range(low, high + 1)]
