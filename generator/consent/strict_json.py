"""JSON read with suspicion: small, without repeated keys, floats or numbers out of range.

Receipts come with submissions, which are not trusted. Everything here raises `MalformedError`, whose words hold
nothing of what was read.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

MAX_INTEGER = 10**9


class MalformedError(ValueError):
    """What was read does not have the expected form; its text is Spanish and quotes nothing."""


def read_json(text: str, *, limit: int) -> object:
    """The value of a JSON text of at most `limit` characters."""
    if len(text) > limit:
        raise MalformedError("El archivo es demasiado grande.")
    try:
        return json.loads(
            text,
            object_pairs_hook=_without_repetition,
            parse_float=_no_float,
            parse_constant=_no_float,
            parse_int=_small,
        )
    except MalformedError:
        raise
    except (ValueError, RecursionError):
        # Depth needs no rule of its own: what is deep enough to matter ends here, the rest fits no shape.
        raise MalformedError("El archivo no es JSON.") from None


def record(value: object, keys: frozenset[str]) -> dict[str, object]:
    """The value as an object with exactly these keys."""
    if not isinstance(value, dict) or value.keys() != keys:
        raise MalformedError("Sobran o faltan campos.")
    return value


def items(value: object, most: int) -> list[object]:
    """The value as a list of at most `most` elements."""
    if not isinstance(value, list) or len(value) > most:
        raise MalformedError("Una lista no tiene la forma esperada.")
    return value


def word(value: object, pattern: re.Pattern[str]) -> str:
    """The value as a text that the whole pattern describes."""
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise MalformedError("Un campo no tiene la forma esperada.")
    return value


def integer(value: object, low: int, high: int) -> int:
    """The value as a whole number in a range; `true` is not a number."""
    if type(value) is not int or not low <= value <= high:
        raise MalformedError("Un número no tiene la forma esperada.")
    return value


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise MalformedError("Hay campos repetidos.")
    return dict(pairs)


def _no_float(_: str) -> NoReturn:
    raise MalformedError("Hay un número con decimales.")


def _small(digits: str) -> int:
    if len(digits) > len(str(MAX_INTEGER)):
        raise MalformedError("Hay un número demasiado grande.")
    return int(digits)
