"""Who is who among the names of one document: every form of a name is the same letter, and no form is guessed.

«Rosa Muchavisoy», «Rosa», «R. Muchavisoy», `rosa-muchavisoy` and `rosamuchavisoy` are one person while the document
holds no other Rosa nor Muchavisoy. A form that could be two people's is nobody's: it gets no letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from generator.anonymize.fold import fold
from generator.vocabulary import plain

_PARTICLES = frozenset(("de", "del", "la", "las", "los", "y", "da", "do", "dos", "san"))
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = 26
MOST = _LETTERS * (_LETTERS + 1)
"""A, B … Z, AA … ZZ: three letters could spell a name."""

Name = tuple[str, ...]


class People:
    """The people of one document, by the names in it. Never shared between documents, so that nothing links them."""

    def __init__(self, names: Iterable[str], first: int = 0) -> None:
        """`names`: the mentions in order of appearance; `first`: the first letter that is free (0: A)."""
        mentions = list(dict.fromkeys(words(name) for name in names))
        whole = [m for m in mentions if m]
        self._people: list[Name] = []
        for name in sorted(whole, key=lambda n: (-len(_full(n)), -len(n))):
            if not any(_is_of(name, person) for person in self._people):
                self._people.append(name)
        self._letters: dict[Name, str] = {}
        for mention in mentions:
            person = self.of(mention)
            if person is not None and person not in self._letters and first + len(self._letters) < MOST:
                self._letters[person] = letters(first + len(self._letters))

    def of(self, mention: Name) -> Name | None:
        """The one person that a mention can be; None when it could be two, or holds no word."""
        if mention in self._people:
            return mention
        found = [person for person in self._people if _is_of(mention, person)]
        return found[0] if len(found) == 1 else None

    def letter(self, person: Name) -> str:
        """The letter of a person; nothing when there are no letters left."""
        return self._letters.get(person, "")


def words(name: str) -> Name:
    """The words of a name, as they are compared: without accents, capitals, disguises and particles."""
    found = [plain(w) for w in _WORD.findall(fold(name).text)]
    return tuple(w for w in found if w not in _PARTICLES) or tuple(found)


def _full(name: Name) -> frozenset[str]:
    return frozenset(w for w in name if len(w) > 1)


def _is_of(mention: Name, person: Name) -> bool:
    """Whether a mention says nothing but words, or initials of words, of a name."""
    full = _full(mention)
    if full and full <= frozenset(person):
        left = [w for w in person if w not in full]
        for initial in (w for w in mention if len(w) == 1):
            taken = next((w for w in left if w.startswith(initial)), None)
            if taken is None:
                return False
            left.remove(taken)
        return True
    return len(mention) == 1 and len(mention[0]) > 1 and mention[0] in _glued(person)


def _glued(person: Name) -> frozenset[str]:
    """The name and every two neighbouring words of it, as they are written in handles and variables."""
    return frozenset(("".join(person), *(a + b for a, b in pairwise(person))))


def letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        found = chr(65 + rest) + found
    return found


def number(found: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    value = 0
    for letter in found:
        value = value * _LETTERS + ord(letter) - 64
    return value - 1
