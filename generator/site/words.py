"""Codes, dates and counts as people say them."""

from __future__ import annotations

from collections.abc import Sequence

from generator.schema import Ficha, Madurez
from generator.schema import options as op
from generator.schema.ficha import Replica
from generator.vocabulary import name_of

LICENSE = "CC BY-SA 4.0"
LICENSE_URL = "https://creativecommons.org/licenses/by-sa/4.0/deed.es"

_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
_QUARTERS = ("primer", "segundo", "tercer", "cuarto")
SMALL = 5


def month(code: str) -> str:
    """`2026-06` → «junio de 2026»."""
    year, number = code.split("-")
    return f"{_MONTHS[int(number) - 1]} de {year}"


def period(code: str) -> str:
    """`2026-T3` → «tercer trimestre de 2026»."""
    year, quarter = code.split("-T")
    return f"{_QUARTERS[int(quarter) - 1]} trimestre de {year}"


def count(number: int) -> str:
    """A number of people: below five it could point to someone, so it is not said."""
    return "menos de 5" if number < SMALL else str(number)


def capital(text: str) -> str:
    """The text with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def replica(one: Replica) -> str:
    """One report of use as a sentence. The centre is left out: with the period it could point to one person."""
    where = f", {name_of('regionales', one.regional)}" if one.regional else ""
    what = one.resultado.label.lower()
    change = f" ({one.cambio.label.lower()})" if one.cambio is not op.CambioReplica.NINGUNO else ""
    return f"{capital(period(one.periodo))}{where}: {what}{change}."


_MEANING = {
    Madurez.RECIEN_COMPARTIDA: "Todavía nadie más ha contado que la aplicó y le sirvió.",
    Madurez.APLICADA: "Al menos otra persona la aplicó y le sirvió.",
    Madurez.VARIOS_CENTROS: "La aplicaron, y sirvió, en dos centros o más.",
    Madurez.ADOPTADA: "La Escuela Nacional de Instructores la recomienda para toda la entidad.",
}


def maturity(ficha: Ficha) -> str:
    """What the maturity means, in a sentence."""
    return _MEANING[ficha.madurez]


def citation(credits: Sequence[str], title: str, periodo: str | None, published: str, address: str) -> str:
    """How to cite a submission, as plain text; the year is the publication's, else the period's.

    `address` is the whole one where the site knows its own, else from the site's root.
    """
    year = published[:4] or (periodo or "")[:4]
    when = f" ({year})" if year else ""
    return f"{'; '.join(credits)}{when}. {title}. En Instructores que inspiran: {address} (licencia {LICENSE})."
