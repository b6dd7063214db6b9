"""The files beside Pagefind's: columns of facets and of common words, order of titles, lists of words (P303, P304).

None of them has room for a text: the columns hold codes of the facets' own lists and small numbers, the rows the names
of the fragments, the order each number once; and each word of the lists stands in a page that can be found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Set
from typing import Any

from generator.audit.problem import MalformedError
from generator.searching import COLUMN, COMMON, COMMON_COLUMN, ROWS, TITLES
from generator.searching.compact import letters_of
from generator.searching.weighing import MOST
from generator.site.facets import BY_NAME

_NUMBER = f"(?:{MOST // 10}[0-{MOST % 10}]|[1-{MOST // 10 - 1}]?[0-9])"
_SMALL = re.compile(rf"\[{_NUMBER}(?:,{_NUMBER})*\]\n".encode())
"""A column of numbers that spell nothing, read as it is written: there are hundreds in a large site."""


def check_beside(name: str, data: bytes, fragments: Set[str], known: Callable[[str], bool]) -> bool:
    """Whether a file says only what it may. Raises MalformedError when it is not as it is written.

    `fragments`: the names of the pages in the index; `known`: whether a word stands in a page.
    """
    if COMMON_COLUMN.fullmatch(name):
        if not _SMALL.fullmatch(data) or data.count(b",") + 1 != len(fragments):
            raise MalformedError
        return True
    value = _exact(data)
    column = COLUMN.fullmatch(name)
    if column:
        _column(value, column[1], len(fragments))
    elif name == COMMON:
        return all(known(form) for form in _common(value, fragments))
    elif not isinstance(value, list):
        raise MalformedError
    elif name == ROWS:
        if not all(isinstance(one, str) for one in value) or sorted(value) != sorted(fragments):
            raise MalformedError
    elif name == TITLES:
        if not _numbers(value) or sorted(value) != list(range(len(fragments))):
            raise MalformedError
    elif not all(isinstance(word, str) and word.isalpha() for word in value):
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


def _column(column: Any, facet: str, rows: int) -> None:
    if facet not in BY_NAME or not isinstance(column, dict) or list(column) != ["valores", "filas"]:
        raise MalformedError
    codes, sets, places = dict(BY_NAME[facet].values), column["valores"], column["filas"]
    if not isinstance(sets, list) or not isinstance(places, list) or len(places) != rows or not _numbers(places):
        raise MalformedError
    if set(places) != set(range(len(sets))):
        raise MalformedError
    for one in sets:
        if not isinstance(one, list) or not all(isinstance(code, str) and code in codes for code in one):
            raise MalformedError
        if len(set(one)) != len(one):
            raise MalformedError


def _common(value: Any, fragments: Set[str]) -> list[str]:
    """The forms of the list of common words, which also says how the names of the pages begin and how many they are."""
    if not isinstance(value, dict) or list(value) != ["letras", "paginas", "palabras"]:
        raise MalformedError
    letters, pages, words = value["letras"], value["paginas"], value["palabras"]
    if type(pages) is not int or pages != len(fragments) or not isinstance(words, list):
        raise MalformedError
    if not isinstance(letters, str) or {letters_of(f"_{name}") for name in fragments} != {letters}:
        raise MalformedError
    if not all(isinstance(forms, list) and forms for forms in words):
        raise MalformedError
    found = [form for forms in words for form in forms]
    if not all(isinstance(form, str) and form.isalpha() for form in found) or len(set(found)) != len(found):
        raise MalformedError
    return found


def _numbers(values: list[Any]) -> bool:
    return {*map(type, values)} <= {int}
