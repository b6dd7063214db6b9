"""The tables of a release. The dictionary, the metadata and the pages are made from this list and say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.schema.options import Enfasis
from generator.vocabulary import vocabulary

REGIONAL, TIPO, ENFASIS, AMBIENTE, ASPECTO = "regional", "tipo", "enfasis", "ambiente", "aspecto"
THRESHOLD, THEME_THRESHOLD = 5, 10
"""The least number of distinct people behind a figure, and behind a theme of the autodiagnóstico."""


@dataclass(frozen=True, slots=True, repr=False)
class Kind:
    """A table: a number for each code of one column, and for all of them where they add up.

    `key` names its files and its anchor; `measure` is the column of the number, the same in two tables only when they
    count the same; `counted` says how it is counted, for
    whoever reads the method. `people` are those who stand behind each number: the threshold is asked of each of them.
    """

    key: str
    title: str
    column: str
    measure: str
    what: str
    counted: str
    people: tuple[str, ...] = ()
    total: bool = True
    threshold: int = THRESHOLD


_BOTH = ("acompañados", "acompañantes")
_OF_DATE = "Un acompañamiento es del trimestre de su fecha."
KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            "acompanamientos-por-regional",
            "Acompañamientos por regional",
            REGIONAL,
            "acompanamientos",
            "Cuántos acompañamientos se hicieron en cada regional.",
            f"{_OF_DATE} La regional es la del ciclo.",
            _BOTH,
        ),
        Kind(
            "acompanamientos-por-tipo",
            "Acompañamientos por tipo",
            TIPO,
            "acompanamientos",
            "Cuántos fueron con una persona y cuántos con varias.",
            _OF_DATE,
            _BOTH,
        ),
        Kind(
            "acompanamientos-por-enfasis",
            "Acompañamientos por énfasis",
            ENFASIS,
            "acompanamientos",
            "Cuántos tuvieron énfasis técnico, pedagógico o los dos.",
            _OF_DATE,
            _BOTH,
        ),
        Kind(
            "acompanamientos-por-ambiente",
            "Acompañamientos por ambiente",
            AMBIENTE,
            "acompanamientos",
            "Cuántos fueron presenciales y cuántos virtuales.",
            _OF_DATE,
            _BOTH,
        ),
        Kind(
            "horas-por-regional",
            "Tiempo de los acompañantes por regional",
            REGIONAL,
            "minutos",
            "Cuánto tiempo dedicaron quienes acompañan, en minutos.",
            "Se suman los minutos anotados con fecha del trimestre, registrados o por registrar en SofiaPlus.",
            ("acompañantes",),
        ),
        Kind(
            "ciclos-iniciados-por-regional",
            "Ciclos iniciados por regional",
            REGIONAL,
            "ciclos_iniciados",
            "Cuántos ciclos empezaron.",
            "Un ciclo empieza en el trimestre de su sensibilización.",
            _BOTH,
        ),
        Kind(
            "ciclos-completados-por-regional",
            "Ciclos completados por regional",
            REGIONAL,
            "ciclos_completados",
            "Cuántos ciclos llegaron completos a su cierre.",
            "Un ciclo completo tiene sus cuatro acompañamientos y su cierre; es del trimestre en que cerró.",
            _BOTH,
        ),
        Kind(
            "acompanados-por-regional",
            "Instructores acompañados por regional",
            REGIONAL,
            "acompanados",
            "Cuántas personas distintas tuvieron al menos un acompañamiento.",
            "Cada persona cuenta una vez, en su propia regional.",
            ("acompañados",),
        ),
        Kind(
            "acompanantes-por-regional",
            "Acompañantes por regional",
            REGIONAL,
            "acompanantes",
            "Cuántas personas distintas hicieron al menos un acompañamiento.",
            "Cada persona cuenta una vez, en su propia regional.",
            ("acompañantes",),
        ),
        Kind(
            "practicas-por-regional",
            "Buenas prácticas publicadas por regional",
            REGIONAL,
            "practicas",
            "Cuántas buenas prácticas había en el sitio al cerrar la publicación.",
            "Solo las que dicen su regional; las demás están en el total del país. Los ejemplos no cuentan.",
        ),
        Kind(
            "expediciones-por-regional",
            "Expediciones publicadas por regional",
            REGIONAL,
            "expediciones",
            "Cuántas expediciones había en el sitio al cerrar la publicación.",
            "Solo las que dicen su regional; las demás están en el total del país. Los ejemplos no cuentan.",
        ),
        Kind(
            "aspectos-por-fortalecer",
            "Lo que los instructores quieren fortalecer",
            ASPECTO,
            "personas",
            "Cuántas personas dijeron en su autodiagnóstico que quieren fortalecer cada aspecto.",
            "Autodiagnósticos del comienzo de ciclos, de todo el país. Una persona puede decir varios: no se suman.",
            ("acompañados",),
            total=False,
            threshold=THEME_THRESHOLD,
        ),
    )
}


def names_of(column: str) -> Mapping[str, str]:
    """The codes of a column and what readers see, in the order in which they are shown; those of the instrument's
    aspects come with each release."""
    if column == REGIONAL:
        return {code: term.name for code, term in sorted(vocabulary("regionales").items())} | {NO_REGIONAL: "Sin decir"}
    return _CLOSED.get(column, {})


WHOLE = "Todo el país"
NO_REGIONAL = "00"
"""Published submissions that do not say their regional: the author's choice."""
_CLOSED: Mapping[str, Mapping[str, str]] = {
    TIPO: {"individual": "Individual", "colectivo": "Colectivo"},
    ENFASIS: {str(option): option.label for option in Enfasis},
    AMBIENTE: {"presencial": "Presencial", "virtual": "Virtual"},
}
