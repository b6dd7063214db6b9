"""Why a YAML text could not be understood, in the words of who wrote it.

YAML's own messages quote the input and speak of tokens; here the line is looked at for the mistakes that
people make, and only a constant sentence comes out.
"""

from __future__ import annotations

import re

import yaml

from generator.diagnostics import Diagnostic, find

_FIELD = re.compile(r"\s*(?:- +)?[^\s:#'\"\[\]{},&*!|>%@`-][^:]*:(?: +(?P<value>\S.*))?$")
_VALUE_START = re.compile(r"\s*(?:- +)?")
_GLUED = re.compile(r"\s*(?:- +)?[A-Za-z_]+:(?=[^\s/])")
_SAID_OF_INDENT = (
    "did not find expected key",
    "did not find expected '-' indicator",
    "expected <block end>",
    "mapping values are not allowed",
)
_Words = tuple[str, str]
"""What happened, and how to mend it."""

_COLON = (
    "El valor tiene dos puntos seguidos de espacio y no está entre comillas.",
    'Escriba el valor entre comillas: campo: "así: con dos puntos".',
)
_OPEN_QUOTE = (
    "Una comilla se abre y no se cierra.",
    "Cierre la comilla; si el texto lleva comillas, use las otras: 'así' o \"así\".",
)
_AFTER_QUOTE = (
    "Hay texto después de cerrar la comilla.",
    "Ponga todo el valor dentro de las comillas, o use «» para las de adentro.",
)
_INDENT = (
    "La sangría no concuerda con la de las líneas vecinas.",
    "Alinee con espacios los campos del mismo nivel; los elementos de una lista, bajo su campo, con guion y espacio.",
)
_SYMBOL = (
    "El valor empieza con un signo que YAML reserva (@ ` % * & ! | > [ {).",
    "Escriba el valor entre comillas.",
)
_NO_COLON = (
    "A esta línea le faltan los dos puntos y un espacio después del nombre del campo.",
    "Escriba «campo: valor»; si la línea sigue el valor de arriba, póngale sangría.",
)
_BRACKET = (
    "Un corchete o una llave se abre y no se cierra.",
    "Ciérrelo, o escriba cada elemento en su línea con guion.",
)
_UNKNOWN = ("Esta línea no se entiende.", "Revise sangrías, comillas y dos puntos.")


def explain(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> Diagnostic:
    """The E112 (E116 for a second document) of a syntax error, where its cause most likely is. Quotes nothing."""
    lines = text.split("\n")
    problem = _index(error.problem_mark, lines)
    if "document start" in (error.problem or ""):
        return find("E116", path, line=problem + first_line, column=1)
    begin = _index(error.context_mark, lines)
    for candidate in dict.fromkeys((problem, begin, max(problem - 1, 0))):
        found = _cause(lines[candidate], f"{error.context or ''} {error.problem or ''}")
        if found:
            (message, hint), column = found
            return find("E112", path, message, hint=hint, line=candidate + first_line, column=column + 1)
    column = error.problem_mark.column if error.problem_mark is not None else 0
    message, hint = _UNKNOWN
    return find("E112", path, message, hint=hint, line=problem + first_line, column=column + 1)


def not_fields(text: str, path: str, first_line: int) -> Diagnostic:
    """The E112 of a block that is a text or a list where fields were expected."""
    for number, line in enumerate(text.split("\n"), first_line):
        glued = _GLUED.match(line)
        if glued:
            message = "Falta un espacio después de los dos puntos."
            return find("E112", path, message, hint="Escriba «campo: valor».", line=number, column=glued.end())
    return find("E112", path, "Se esperan campos, cada uno como «campo: valor».", line=first_line, column=1)


def _index(mark: yaml.Mark | None, lines: list[str]) -> int:
    """The line of a mark, stepping back over blank lines: the parser often complains after the end."""
    index = min(mark.line if mark is not None else 0, len(lines) - 1)
    while index > 0 and not lines[index].strip():
        index -= 1
    return index


def _cause(line: str, said: str) -> tuple[_Words, int] | None:
    """The mistake in a line and its column (from 0), given what the parser said; None when none is seen."""
    match = _FIELD.match(line)
    start = match.start("value") if match and match["value"] else _VALUE_START.match(line).end()  # type: ignore[union-attr]
    value = line[start:].rstrip()
    if value[:1] in ("'", '"'):
        words = _quotes(value)
        return (words, start) if words else None
    if value and value[0] in "@`%*&!|>":
        return _SYMBOL, start
    if value[:1] in ("[", "{") and ("flow" in said or "expected ',' or" in said):
        return _BRACKET, start
    colon = re.search(r":(?:\s|$)", value) if match else None
    if colon:
        return _COLON, start + colon.start()
    if match is None and value and "could not find expected ':'" in said and not line.lstrip().startswith("-"):
        return _NO_COLON, start
    if any(words in said for words in _SAID_OF_INDENT):
        return _INDENT, len(line) - len(line.lstrip())
    return None


def _quotes(value: str) -> _Words | None:
    quote = value[0]
    inner = value[1:].replace("''", "  ") if quote == "'" else re.sub(r"\\.", "  ", value[1:])
    end = inner.find(quote)
    if end < 0:
        return _OPEN_QUOTE
    rest = inner[end + 1 :].strip()
    return _AFTER_QUOTE if rest and not rest.startswith("#") else None
