"""The sentence for each kind of error of the schema. Only names and values of our own lists appear in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from generator.diagnostics import count
from generator.model import Key
from generator.validate import expected


@dataclass(frozen=True, slots=True, repr=False)
class Problem:
    """An error of the schema: pydantic's type for it, its key path, and the limits that were not met."""

    type: str
    key: Key
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a finding says; `hint` is None where the catalogue's own mend is the best advice."""

    code: str
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class _Case:
    problem: Problem
    model: type[BaseModel]
    data: Any
    written: bool

    @property
    def name(self) -> str:
        """`«reto»`, or `«reto» (elemento 2)`. Only ever a name of the schema."""
        key = self.problem.key
        names = [str(p) for p in key if not isinstance(p, int)]
        known = bool(names) and expected.field_at(self.model, key) is not None
        shown = f"«{names[-1]}»" if known else "este campo"
        return f"{shown} (elemento {int(key[-1]) + 1})" if key and isinstance(key[-1], int) else shown

    @property
    def value(self) -> Any:
        return expected.value_at(self.data, self.problem.key)

    def limit(self, name: str) -> int:
        return int(self.problem.context.get(name, 0))


def sentence(problem: Problem, model: type[BaseModel], data: object, *, written: bool) -> Sentence:
    """What to say of a problem; `written` tells whether its key stands in the file (perhaps without a value)."""
    case = _Case(problem, model, data, written)
    return SENTENCES.get(problem.type, _other)(case)


def _missing(case: _Case) -> Sentence:
    if case.written:
        return Sentence("E101", f"El campo {case.name} está vacío.", "Escriba su valor.")
    field = expected.field_at(case.model, case.problem.key)
    about = field.description if field else None
    where = "" if len(case.problem.key) == 1 else " con la misma sangría que sus vecinos"
    hint = f"Agréguelo{where}. {about}" if about else None
    return Sentence("E101", f"Falta el campo {case.name}{_which(case.problem.key)}.", hint)


def _which(key: Key) -> str:
    """Which element of its list a field is of, in the words of whoever looks for it: the second image."""
    place = next((n for n, part in enumerate(key) if isinstance(part, int)), None)
    return f" en el número {int(key[place]) + 1} de «{key[place - 1]}»" if place else ""


def _unknown_field(case: _Case) -> Sentence:
    name = case.problem.context.get("campo")
    return Sentence("E104", "Este campo no existe.", f"¿quiso decir «{name}»?" if name else None)


def _text(case: _Case) -> Sentence:
    if case.value is None:
        return Sentence("E102", f"En {case.name} falta el valor.", "Escríbalo, o borre el guion.")
    hint = "Escriba el texto en la misma línea, después de los dos puntos; entre comillas si lleva signos."
    return Sentence("E102", f"En {case.name} se espera un texto.", hint)


def _list(case: _Case) -> Sentence:
    hint = "Escriba cada elemento en su línea, con guion y espacio."
    return Sentence("E102", f"En {case.name} se espera una lista.", hint)


def _fields(case: _Case) -> Sentence:
    model = expected.model_at(case.model, case.problem.key)
    names = [f"{n}:" for n, f in model.model_fields.items() if f.is_required()] if model else []
    hint = f"Escriba debajo, con sangría: {', '.join(names)}." if names else None
    return Sentence("E102", f"En {case.name} se esperan campos.", hint)


def _whole_number(case: _Case) -> Sentence:
    return Sentence("E102", f"En {case.name} se espera un número entero.", "Escríbalo con cifras y sin comillas.")


def _yes_or_no(case: _Case) -> Sentence:
    return Sentence("E102", f"En {case.name} se espera true o false.", "Escriba true (sí) o false (no), sin comillas.")


def _day(case: _Case) -> Sentence:
    return Sentence("E106", f"En {case.name} se espera una fecha.", "Escríbala así: 2026-03-10.")


def _hour(case: _Case) -> Sentence:
    return Sentence("E106", f"En {case.name} se espera una hora.", "Escríbala así: 08:30.")


def _person(case: _Case) -> Sentence:
    return Sentence("E106", f"En {case.name} se espera el código de alguien.", "Por ejemplo: P-7KQ2MX.")


def _theme(case: _Case) -> Sentence:
    return Sentence("E103", f"Ese tema no está en la lista de {case.name}.", "Escriba el código de la lista.")


def _option(case: _Case) -> Sentence:
    hint = expected.near_option(case.value, expected.options_at(case.model, case.problem.key))
    return Sentence("E103", f"Ese valor no está en la lista de {case.name}.", hint)


def _literal(case: _Case) -> Sentence:
    # Of the submission's own words, or of a file of the house that takes one value alone.
    words = expected.words_at(case.model, case.problem.key)
    number = int in expected.types_at(case.model, case.problem.key)
    other = "un número entero con cifras y sin comillas" if number else "una lista de carpetas"
    hint = f"Escriba «{words[0]}», o {other}." if words else None
    return Sentence("E103", f"Ese valor no sirve en {case.name}.", hint)


def _term(case: _Case) -> Sentence:
    beside = expected.value_at(case.data, case.problem.key[:-1])
    name = str(case.problem.context.get("vocabulario", ""))
    hint = expected.near_term(case.value, name, beside if isinstance(beside, Mapping) else {})
    return Sentence("E103", f"Ese código no está en la lista de {case.name}.", hint or "Escriba el código de la lista.")


def _short_text(case: _Case) -> Sentence:
    low = count(case.limit("min_length"), "carácter", "caracteres")
    return Sentence("E105", f"El texto de {case.name} es demasiado corto.", f"Escriba al menos {low}.")


def _long_text(case: _Case) -> Sentence:
    high = count(case.limit("max_length"), "carácter", "caracteres")
    return Sentence("E105", f"El texto de {case.name} es demasiado largo.", f"Déjelo en {high} o menos.")


def _shape(case: _Case) -> Sentence:
    example = case.problem.context.get("ejemplo")
    hint = f"Por ejemplo: {example}." if example else None
    return Sentence("E106", f"El valor de {case.name} no tiene la forma que se espera.", hint)


def _small(case: _Case) -> Sentence:
    return Sentence("E106", f"El número de {case.name} es demasiado pequeño.", f"Debe ser {case.limit('ge')} o más.")


def _large(case: _Case) -> Sentence:
    return Sentence("E106", f"El número de {case.name} es demasiado grande.", f"Debe ser {case.limit('le')} o menos.")


def _few(case: _Case) -> Sentence:
    low = count(case.limit("min_length"), "elemento", "elementos")
    return Sentence("E107", f"La lista {case.name} tiene muy pocos elementos.", f"Escriba al menos {low}.")


def _many(case: _Case) -> Sentence:
    high = count(case.limit("max_length"), "elemento", "elementos")
    return Sentence("E107", f"La lista {case.name} tiene demasiados elementos.", f"Deje {high} o menos.")


def _disagreement(case: _Case) -> Sentence:
    return Sentence("E108", str(case.problem.context["mensaje"]))


def _other(case: _Case) -> Sentence:
    return Sentence("E102", f"El valor de {case.name} no es del tipo que se espera.")


SENTENCES: Mapping[str, Callable[[_Case], Sentence]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_field,
    "string_type": _text,
    "string_unicode": _text,
    "list_type": _list,
    "model_type": _fields,
    "model_attributes_type": _fields,
    "dict_type": _fields,
    "int_type": _whole_number,
    "int_from_float": _whole_number,
    "int_parsing": _whole_number,
    "date_type": _day,
    "date_parsing": _day,
    "date_from_datetime_parsing": _day,
    "date_from_datetime_inexact": _day,
    "time_type": _hour,
    "time_parsing": _hour,
    "uuid_type": _person,
    "uuid_parsing": _person,
    "tema": _theme,
    "bool_type": _yes_or_no,
    "bool_parsing": _yes_or_no,
    "enum": _option,
    "literal_error": _literal,
    "vocabulario": _term,
    "string_too_short": _short_text,
    "string_too_long": _long_text,
    "string_pattern_mismatch": _shape,
    "forma": _shape,
    "greater_than_equal": _small,
    "greater_than": _small,
    "less_than_equal": _large,
    "less_than": _large,
    "too_short": _few,
    "too_long": _many,
    "concordancia": _disagreement,
}
"""By pydantic's type of error; a test keeps it complete."""
