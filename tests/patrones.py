"""Texts that a pattern matches, drawn at random from its parse tree: for tests that hold something of every match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_LETTERS = "abcdeilnorstuáéñ"
_KINDS = {
    op.CATEGORY_DIGIT: "0123456789",
    op.CATEGORY_NOT_DIGIT: f"{_LETTERS} .-",
    op.CATEGORY_SPACE: " \n\t\xa0",
    op.CATEGORY_NOT_SPACE: f"{_LETTERS}0-./",
    op.CATEGORY_WORD: f"{_LETTERS}ABN019_",
    op.CATEGORY_NOT_WORD: " .-,:",
}
_ANY = f"{_LETTERS}ABN 019.,:-/#\n"
_ODD_CASE = {"i": "iIıİ", "s": "sSſ", "k": "kK\u212a"}  # as re.IGNORECASE does
_MORE = 3
"""How many times beyond the fewest something is repeated at most."""


def drawn(pattern: re.Pattern[str], random: Random, times: int) -> Iterator[str]:
    """Texts that the pattern matches, from as many draws: what looks around sometimes lets none through."""
    tree = _parser.parse(pattern.pattern, pattern.flags)
    for _ in range(times):
        text = _Draw(random).of(tree, bool(pattern.flags & re.IGNORECASE))
        match = pattern.search(text)
        if match:
            yield match.group()


class _Draw:
    def __init__(self, random: Random) -> None:
        self._random, self._groups = random, dict[int, str]()

    def of(self, tree: Any, anycase: bool) -> str:
        return "".join(self._one(code, value, anycase) for code, value in tree)

    def _one(self, code: Any, value: Any, anycase: bool) -> str:
        if code is op.LITERAL:
            return self._letter(chr(value), anycase)
        if code is op.IN:
            return self._letter(self._member(value), anycase)
        if code in (op.ANY, op.NOT_LITERAL):
            return self._random.choice([c for c in _ANY if code is op.ANY or ord(c) != value])
        if code is op.BRANCH:
            return self.of(self._random.choice(value[1]), anycase)
        if code is op.SUBPATTERN:
            group, adds, takes, inner = value
            text = self.of(inner, (anycase or bool(adds & re.IGNORECASE)) and not takes & re.IGNORECASE)
            self._groups[group or 0] = text
            return text
        if code in (op.MAX_REPEAT, op.MIN_REPEAT):
            least, most, inner = value
            return "".join(self.of(inner, anycase) for _ in range(self._times(least, most)))
        if code is op.GROUPREF:
            return self._groups[value]
        if code is op.ASSERT and value[0] > 0 and self._random.random() < 0.5:
            return self.of(value[1], anycase)  # rarely where it must stand: most of these draws match nothing
        return ""

    def _times(self, least: int, most: int) -> int:
        return least if self._random.random() < 0.5 else self._random.randint(least, min(most, least + _MORE))

    def _letter(self, letter: str, anycase: bool) -> str:
        if not anycase or self._random.random() < 0.7:
            return letter
        return self._random.choice(_ODD_CASE.get(letter.lower(), letter.lower() + letter.upper()))

    def _member(self, members: Any) -> str:
        if members[0][0] is op.NEGATE:
            return self._random.choice([c for c in _ANY if not any(_is(c, *m) for m in members[1:])] or ["~"])
        code, value = self._random.choice(members)
        if code is op.LITERAL:
            return chr(value)
        if code is op.RANGE:
            return chr(self._random.randint(*value))
        return self._random.choice(_KINDS[value])


def _is(letter: str, code: Any, value: Any) -> bool:
    if code is op.LITERAL:
        return ord(letter) == value
    if code is op.RANGE:
        return bool(value[0] <= ord(letter) <= value[1])
    return letter in _KINDS[value]
