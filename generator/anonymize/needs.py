"""Patterns with what none of their matches can do without, looked for before the pattern is tried.

Finding a few letters in a text costs next to nothing, trying a pattern at each of its characters a lot. A need says
nothing that its pattern does not: whatever the pattern can match holds it (`tests/test_necesarios.py` holds every one
to that), so with it or without it the same is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_DIGIT = re.compile(r"\d")
_LAST = 8
"""Texts whose letters and digits are remembered: the one being read and its windows, which all detectors ask about."""


class Guarded:
    """A pattern, with words of which each match holds one and the fewest digits (`\\d`) that a match holds.

    The words are in lower case, without the letters that `caseless` writes in another way.
    """

    __slots__ = ("digits", "pattern", "words")

    def __init__(self, pattern: re.Pattern[str], words: str | tuple[str, ...] = (), digits: int = 0) -> None:
        """`words` are parted by spaces, or a tuple where one of them has a space in it."""
        self.pattern = pattern
        self.words = tuple(words.split()) if isinstance(words, str) else words
        self.digits = digits

    def __repr__(self) -> str:
        return "Guarded()"

    def possible(self, text: str) -> bool:
        """Whether a text holds what every match needs."""
        if self.digits and digits_in(text) < self.digits:
            return False
        return not self.words or any_of(self.words, caseless(text))

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """As the pattern's."""
        return self.pattern.finditer(text) if self.possible(text) else ()

    def search(self, text: str) -> re.Match[str] | None:
        """As the pattern's."""
        return self.pattern.search(text) if self.possible(text) else None


def any_of(words: Iterable[str], text: str) -> bool:
    """Whether one of the words stands in a text."""
    for word in words:  # noqa: SIM110 - several times faster than any() here, and asked for every text
        if word in text:
            return True
    return False


@lru_cache(_LAST)
def caseless(text: str) -> str:
    """The text in lower case as `re.IGNORECASE` compares it: there a dotless `ı`, an `İ` and a long `ſ` are i and s."""
    lower = text.lower()
    return lower if lower.isascii() else lower.replace("i̇", "i").replace("ı", "i").replace("ſ", "s")


@lru_cache(_LAST)
def digits_in(text: str) -> int:
    """How many digits a text holds."""
    return len(_DIGIT.findall(text))
