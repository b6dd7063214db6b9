"""Codes, dates and counts as people say them."""

from __future__ import annotations

from generator.schema import Expedicion, Ficha, Madurez
from generator.schema import options as op
from generator.schema.ficha import Replica
from generator.schema.records import FEWEST
from generator.vocabulary import name_of

SITE_NAME = "Instructores que inspiran"
LICENSE = "CC BY-SA 4.0"
LICENSE_URL = "https://creativecommons.org/licenses/by-sa/4.0/deed.es"

_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
_QUARTERS = ("primer", "segundo", "tercer", "cuarto")


def month(code: str) -> str:
    """`2026-06` → «junio de 2026»."""
    year, number = code.split("-")
    return f"{_MONTHS[int(number) - 1]} de {year}"


def period(code: str) -> str:
    """`2026-T3` → «tercer trimestre de 2026»."""
    year, quarter = code.split("-T")
    return f"{_QUARTERS[int(quarter) - 1]} trimestre de {year}"


def count(number: int | str) -> str:
    """A number of people: below five it could point to someone, so it is not said. What is in words stays."""
    return f"menos de {FEWEST}" if isinstance(number, int) and number < FEWEST else str(number)


def capital(text: str) -> str:
    """The text with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def inside(label: str) -> str:
    """A label as it stands inside a sentence: «sede del SENA»."""
    return label[:1].lower() + label[1:]


def replica(one: Replica) -> str:
    """One report of use as a sentence. The centre is left out: with the period it could point to one person."""
    where = f", {name_of('regionales', one.regional)}" if one.regional else ""
    what = one.resultado.label.lower()
    change = f" ({one.cambio.label.lower()})" if one.cambio is not op.CambioReplica.NINGUNO else ""
    return f"{capital(period(one.periodo))}{where}: {what}{change}."


def purposes(trip: Expedicion) -> list[op.Proposito]:
    """What an expedition was for, as its page says it.

    Nothing public says that a practice came out of an acompañamiento (design, «The promise»): where practices were
    or will be recovered, that purpose is not told.
    """
    telling = op.Proposito.ACOMPANAMIENTO if trip.practicas_recuperadas else None
    return [purpose for purpose in trip.proposito if purpose is not telling]


_MEANING = {
    Madurez.RECIEN_COMPARTIDA: "Todavía nadie más ha contado que la aplicó y le sirvió.",
    Madurez.APLICADA: "Al menos otra persona la aplicó y le sirvió.",
    Madurez.VARIOS_CENTROS: "La aplicaron, y sirvió, en dos centros o más.",
    Madurez.ADOPTADA: "La Escuela Nacional de Instructores la recomienda para toda la entidad.",
}


_NEXT = {
    Madurez.RECIEN_COMPARTIDA: "Cuando alguien la aplique, le sirva y lo cuente.",
    Madurez.APLICADA: "Cuando haya servido en dos centros o más, y quienes la aplicaron digan en cuáles.",
    Madurez.VARIOS_CENTROS: "Cuando la Escuela Nacional de Instructores la recomiende para toda la entidad.",
    Madurez.ADOPTADA: "No hay otra después.",
}


def maturity(ficha: Ficha) -> str:
    """What the maturity means, in a sentence."""
    return _MEANING[ficha.madurez]


def ladder() -> list[tuple[str, str, str]]:
    """Each word of maturity, what it means and how the next one is reached."""
    return [(m.value, _MEANING[m], _NEXT[m]) for m in Madurez]


def evidence(ficha: Ficha) -> str:
    """What a maturity rests on, in a few words: how many told that they applied it, and for how many it worked."""
    told = len(ficha.replicas)
    if not told:
        return "Nadie ha contado todavía que la aplicó"
    worked = sum(r.resultado is not op.ResultadoReplica.NO_FUNCIONO for r in ficha.replicas)
    who = f"{told} personas contaron que la aplicaron" if told > 1 else "Una persona contó que la aplicó"
    what = "no les sirvió" if told > 1 else "no le sirvió"
    if worked == told:
        what = "les sirvió" if told > 1 else "le sirvió"
    elif worked:
        what = f"a {worked} {'les' if worked > 1 else 'le'} sirvió"
    return f"{who}; {what}"


def by_result(ficha: Ficha) -> list[tuple[str, list[str]]]:
    """The replicas as sentences, those of each result together; what did not work is told like the rest."""
    found = [(r.label, [replica(one) for one in ficha.replicas if one.resultado is r]) for r in op.ResultadoReplica]
    return [(label, told) for label, told in found if told]


def applied(folder: str) -> str:
    """What a message that tells of a use begins with: what the house keeps of it, in plain words and nothing else."""
    results = " / ".join(r.label for r in op.ResultadoReplica)
    changes = " / ".join(c.label for c in op.CambioReplica)
    return (
        f"Apliqué {folder}.\n"
        "(Deje en cada línea solo lo que corresponde. No escriba nombres ni datos de nadie.)\n\n"
        "Periodo (año y trimestre, como 2026-T3):\n"
        f"Resultado: {results}\n"
        f"Qué cambió: {changes}\n"
        "Regional (si quiere decirla):\n"
        "Centro (si quiere decirlo; no se muestra):\n"
    )


def listed(items: list[str]) -> str:
    """«uno, dos y tres»."""
    return " y ".join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""
