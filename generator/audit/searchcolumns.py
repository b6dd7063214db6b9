"""The files beside Pagefind's: columns of facets, order of titles, list of words (P303, P304).

None of them has room for a text: the columns hold codes of the facets' own lists, months and small numbers; the order
is each number once; and each word of the list stands in a page that can be found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Set
from typing import Any

from generator.searching import COLUMNS, DATE, TITLES
from generator.site.facets import BY_NAME

_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")


class MalformedError(Exception):
    """A file that search did not write like this."""


def check_beside(name: str, data: bytes, marks: str, known: Callable[[str], bool]) -> bool:
    """Whether a file says only what it may. Raises MalformedError when it is not as it is written.

    `marks`: the first sign of the name of each fragment, in any order; `known`: whether a word stands in a page.
    """
    value = _exact(data)
    if name == COLUMNS:
        _columns(value, marks)
    elif name == TITLES:
        if not isinstance(value, list) or not _numbers(value) or sorted(value) != list(range(len(marks))):
            raise MalformedError
    elif not isinstance(value, list) or not all(isinstance(word, str) and word.isalpha() for word in value):
        raise MalformedError
    else:
        return all(known(word) for word in value)
    return True


def _exact(data: bytes) -> Any:
    """The value of a JSON text that is written in the one way in which we write it: nothing hides in how."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise MalformedError from None
    if (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace") != data:
        raise MalformedError
    return value


def _columns(value: Any, marks: str) -> None:
    if not isinstance(value, dict) or value.keys() != {"marca", "columnas"}:
        raise MalformedError
    if not isinstance(value["marca"], str) or sorted(value["marca"]) != sorted(marks):
        raise MalformedError
    if not isinstance(value["columnas"], dict):
        raise MalformedError
    for name, column in value["columnas"].items():
        if name != DATE and name not in BY_NAME:
            raise MalformedError
        if not isinstance(column, dict) or column.keys() != {"valores", "filas"}:
            raise MalformedError
        _column(column, None if name == DATE else dict(BY_NAME[name].values).keys(), len(marks))


def _column(column: dict[str, Any], codes: Set[str] | None, rows: int) -> None:
    sets, places = column["valores"], column["filas"]
    if not isinstance(sets, list) or not isinstance(places, list) or len(places) != rows or not _numbers(places):
        raise MalformedError
    if set(places) != set(range(len(sets))):
        raise MalformedError
    for one in sets:
        if not isinstance(one, list) or not all(isinstance(code, str) for code in one):
            raise MalformedError
        if not all(_MONTH.fullmatch(code) if codes is None else code in codes for code in one):
            raise MalformedError
        if len(set(one)) != len(one):
            raise MalformedError


def _numbers(values: list[Any]) -> bool:
    return all(type(value) is int for value in values)
