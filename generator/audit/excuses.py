"""What a detector finds in a built text and may stand there: our placeholders, and what was agreed or decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.anonymize.lexicons import Word, lookup
from generator.anonymize.replace import PLACEHOLDER
from generator.audit.problem import Expectations

_WORD = re.compile(r"\w+")


class Excuses:
    """The names, numbers and words that may stand somewhere."""

    def __init__(self, expected: Expectations, public: frozenset[str]) -> None:
        """`public` are the numbers that the guide calls codes."""
        self._public = tuple(public)
        self.everyone = tuple({name for names in expected.named.values() for name in names})
        self._allowed = tuple(expected.allowed)
        self._named = expected.named
        self._kept = expected.kept

    def of_all(self) -> object:
        """What may stand in texts that are of no submission."""
        return sorted(self._public), sorted(self._allowed)

    def cover(self, text: str, start: int, end: int, owner: str | None, *, shared: bool) -> bool:
        """Whether a finding is our own placeholder, or lies in something that may stand there or was decided."""
        if any(m.start() <= start and end <= m.end() for m in PLACEHOLDER.finditer(text)):
            return True
        names: Iterable[str] = self.everyone if shared else self._named.get(owner or "", ())
        may_stand = (*names, *(() if owner else self._public), *self._allowed)
        # There are more than a thousand of them, and only those that hold the finding's own words can be around it.
        same = re.compile(re.escape(text[start:end]), re.IGNORECASE)
        if any(low <= start and end <= high for low, high in _places(filter(same.search, may_stand), text)):
            return True
        rest = list(text[start:end])
        for low, high in _places(self._kept.get(owner or "", ()), text):
            low, high = max(low - start, 0), min(high, end) - start
            rest[low:high] = " " * max(high - low, 0)
        return "".join(rest) != text[start:end] and all(_is_common(word) for word in _WORD.findall("".join(rest)))


def _places(phrases: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    for phrase in phrases:
        yield from (m.span() for m in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE))


def _is_common(word: str) -> bool:
    """Whether a word is in a dictionary and in no list of names: beside one that was decided, it names nobody."""
    flags = lookup(word)
    return bool(flags & (Word.DICCIONARIO | Word.INGLES | Word.CERRADA)) and not flags & (Word.NOMBRE | Word.APELLIDO)
