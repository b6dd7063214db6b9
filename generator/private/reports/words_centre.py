"""The two reports of a centre in words: to its Equipo Pedagógico, and to the instances above it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator.private.options import Ambiente, EstadoCiclo, EstadoHoras, Tipo
from generator.private.quarters import Quarter
from generator.private.reports.content import LOS_DEMAS, OTROS, Figures
from generator.private.reports.document import Cell, Document, Section, Table, shown_day, shown_time
from generator.private.reports.threshold import ENOUGH, Figure
from generator.private.themes import themes
from generator.schema.options import Enfasis, Option
from generator.vocabulary import name_of

FEW = "menos de 3"
"""What stands in the place of a number with too few people behind it; also where there was nobody at all."""
_OTHERS = (
    f"Los temas de menos de {ENOUGH} personas acompañadas van juntos en «Otros», con cuantos hagan falta para que sea "
    f"de al menos {ENOUGH}."
)
_COUNTED = (
    "Cuenta en cuántos acompañamientos se anotó cada tema; uno con dos temas cuenta en los dos, y uno colectivo es de "
    "varias personas.",
    _OTHERS,
)
_NAMED = (
    f"No se dice en cuántos acompañamientos se anotó cada uno, porque detrás de alguno hay menos de {ENOUGH} personas "
    "que acompañan.",
    _OTHERS,
)
_PROTECTED = (
    f"Un número aparece cuando hay al menos {ENOUGH} personas acompañadas y {ENOUGH} que acompañan detrás de él; si "
    f"no, dice «{FEW}», también cuando no hubo nadie. Los temas de al menos {ENOUGH} personas acompañadas se nombran; "
    "si los anotaron muy pocas de las que acompañan, sin cifras.",
    "Aquí no hay nombres, códigos, fechas ni textos de nadie. Acompañar no es evaluar: estas cifras no comparan "
    "centros ni personas.",
)
_FIXED = "Las cifras son las que había ese día: lo que se registra después no las cambia."


def to_epc(figures: Figures, centro: str, quarter: Quarter, fixed: date) -> Document:
    """The report to the Equipo Pedagógico de Centro: an input of its plans for improvement."""
    return Document(
        "Informe trimestral: oportunidades de mejora",
        _facts("Equipo Pedagógico de Centro", centro, quarter, fixed),
        (
            Section(
                "Para qué sirve",
                (
                    "Reúne las oportunidades de mejora que salieron en los acompañamientos del centro, para los planes "
                    "de mejora continua y de capacitación.",
                    "Respeta el derecho del acompañado a la confidencialidad: no hay renglones de personas, códigos, "
                    "fechas ni textos.",
                    _FIXED,
                ),
            ),
            _themes(figures),
        ),
        fixed,
    )


def to_direction(figures: Figures, centro: str, quarter: Quarter, fixed: date) -> Document:
    """The coordinador misional's report to the Dirección Regional and the Dirección de Formación Profesional."""
    totals: tuple[tuple[Cell, ...], ...] = (
        ("Acompañamientos", _number(figures.acompanamientos)),
        ("Personas acompañadas", _number(figures.acompanados)),
        ("Personas que acompañan", _number(figures.acompanantes)),
        ("Ciclos que comenzaron", _number(figures.iniciados)),
        ("Ciclos que terminaron", _number(_sum(figures.terminados))),
    )
    about = "Cuántos acompañamientos, personas y ciclos hubo en el trimestre."
    sections = [
        Section("Cómo leerlo", (*_PROTECTED, _FIXED)),
        Section("El trimestre en cifras", table=Table(("Qué", "Cuántos"), totals, about)),
        _split("Tipo", figures.tipos, Tipo),
        _split("Énfasis", figures.enfasis, Enfasis),
        _split("Ambiente", figures.ambientes, Ambiente),
        _split("Cómo terminaron los ciclos", figures.terminados, EstadoCiclo, _LEFT),
        _hours(figures.horas),
        _themes(figures),
    ]
    return Document(
        "Informe trimestral del centro: acompañamiento técnico-pedagógico",
        _facts("Dirección Regional y Dirección de Formación Profesional", centro, quarter, fixed),
        tuple(s for s in sections if s is not None),
        fixed,
    )


_LEFT = "Un ciclo se puede dejar en cualquier momento y sin dar razones: no es una falta de nadie."


def _facts(reader: str, centro: str, quarter: Quarter, fixed: date) -> tuple[tuple[str, str], ...]:
    return (
        ("Para", reader),
        ("Centro", f"{name_of('centros', centro)} ({centro})"),
        ("Trimestre", f"{quarter.words} ({quarter})"),
        ("Cifras del", shown_day(fixed)),
    )


def _themes(figures: Figures) -> Section:
    heading = "Temas y oportunidades de mejora"
    if figures.nombrados:
        names = tuple((themes().get(key, key),) for key in sorted(figures.nombrados, key=_in_order))
        return Section(heading, _NAMED, Table(("Tema",), names, "Los temas que se anotaron en el centro."))
    if not figures.temas:
        return Section(heading, (f"Hubo {FEW} personas con oportunidades anotadas: no se muestran.",))
    table = Table(
        ("Tema", "Acompañamientos en que se anotó"),
        _rows(sorted(figures.temas, key=lambda f: _in_order(f.key)), themes()),
        "En cuántos acompañamientos del centro se anotó cada tema.",
    )
    return Section(heading, _COUNTED, table)


def _in_order(theme: str) -> tuple[bool, int]:
    """Themes as they are listed everywhere, and the others last."""
    return theme == OTROS, list(themes()).index(theme) if theme in themes() else 0


def _split(heading: str, found: tuple[Figure, ...], options: type[Option], *more: str) -> Section | None:
    """A total by its parts; nothing where they are not told apart."""
    if not found or [f.key for f in found] == [LOS_DEMAS]:
        return None
    labels = {o.value: o.label for o in options} | {LOS_DEMAS: "Los demás"}
    table = Table((heading, "Cuántos"), _rows(found, labels), f"{heading}: cuántos hubo de cada uno.")
    return Section(heading, more, table)


def _hours(found: tuple[Figure, ...]) -> Section:
    heading = "Aseguramiento de la calidad"
    if not found:
        return Section(heading, (f"Hubo {FEW} personas acompañadas o que acompañan: no se muestran.",))
    labels = {o.value: o.label for o in EstadoHoras} | {LOS_DEMAS: "Registradas y por registrar"}
    rows = tuple((labels[f.key], shown_time(f.amount)) for f in found)
    told = f"En total, {shown_time(sum(f.amount for f in found))}."
    about = "Tiempo anotado en el trimestre, registrado en SofiaPlus y por registrar."
    return Section(heading, (told,), Table(("Estado", "Tiempo"), rows, about))


def _rows(found: list[Figure] | tuple[Figure, ...], labels: Mapping[str, str]) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = [(labels.get(f.key, f.key), f.amount) for f in found]
    return (*rows, ("Total", sum(f.amount for f in found)))


def _number(number: int | None) -> Cell:
    return FEW if number is None else number


def _sum(found: tuple[Figure, ...]) -> int | None:
    return sum(f.amount for f in found) if found else None
