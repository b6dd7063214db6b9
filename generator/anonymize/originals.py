"""Looks for what was redacted: in the outputs of its own submission, and everywhere when it is distinctive."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from zlib import crc32

from generator.anonymize.fold import fold
from generator.anonymize.lexicons import Word, lookup
from generator.vocabulary import vocabulary

SQUEEZABLE = 8
"""Letters and digits from which an original is looked for whatever stands between them."""
DISTINCT = 6
"""Letters or digits from which one word alone tells who it is, unless a list of words holds it."""

_MARKS = re.compile("[\u0300-\u036f]+")
_WORD, _AS_WRITTEN = re.compile(r"[a-z0-9]+"), re.compile(r"[A-Za-z0-9]+")
_NUMBER = re.compile(r"\d[\d .,'’()/-]{3,40}\d")
_IN_DICTIONARY = Word.DICCIONARIO | Word.CERRADA | Word.PARTICULA
_JOINS = Word.CERRADA | Word.PARTICULA
_LISTS = ("areas", "ofertas", "regionales", "centros", "departamentos", "municipios")


@lru_cache(maxsize=3_000)
def flat(text: str) -> str:
    """A text in lower case, without accents nor disguises, in ASCII."""
    return _ascii(fold(text).text.casefold())


def _ascii(folded: str) -> str:
    if folded.isascii():
        return folded
    return _MARKS.sub("", unicodedata.normalize("NFKD", folded)).encode("ascii", "replace").decode("ascii")


def words(text: str) -> list[str]:
    """The words and numbers of a text, flat."""
    return _WORD.findall(flat(text))


@cache
def _public() -> frozenset[tuple[str, ...]]:
    """Names in the controlled vocabularies: pages show them whatever a submission redacted."""
    return frozenset(tuple(words(term.name)) for name in _LISTS for term in vocabulary(name).values())


@dataclass(frozen=True, slots=True, repr=False)
class _Original:
    written: str
    words: tuple[str, ...]

    @property
    def squeezed(self) -> str:
        return "".join(self.words)

    @property
    def ordinary(self) -> bool:
        """Whether each of its words is in the dictionary: «Rosa Flores», and a key called «Tecla Control»."""
        return all(lookup(word) & _IN_DICTIONARY for word in self.words)

    @property
    def distinctive(self) -> bool:
        """Whether it can only be that one: a number, or words that are not just a common name or word."""
        if len(self.words) > 1:
            as_a_name = not self.ordinary or all(w[0].isupper() for w in self.written.split() if not lookup(w) & _JOINS)
            return len(self.squeezed) >= DISTINCT and as_a_name
        return len(self.squeezed) >= DISTINCT and (self.squeezed.isdigit() or not lookup(self.squeezed))


class Secrets:
    """The originals of every redaction, ready to be looked for. Never printed."""

    def __init__(self, secrets: Mapping[str, frozenset[str]], shown: Iterable[str] = ()) -> None:
        """`secrets`: folder → originals redacted there. `shown`: names that stand somewhere by consent.

        A name that its owner shows in one place is still nobody else's to tell in another, but it is no secret of
        the whole site: where it may stand is the business of the page that redacts it.
        """
        public = [set(words(name)) for name in shown]
        self._own: dict[str, tuple[_Original, ...]] = {}
        self._by_word: dict[str, list[tuple[_Original, str]]] = defaultdict(list)
        self._numbers: dict[str, str] = {}
        for folder, originals in secrets.items():
            own = [o for o in map(_original, sorted(originals)) if o.words and o.words not in _public()]
            self._own[folder] = tuple(own)
            for original in own:
                if original.distinctive and not any(set(original.words) <= name for name in public):
                    self._by_word[max(original.words, key=len)].append((original, folder))
                if original.squeezed.isdigit() and len(original.squeezed) >= DISTINCT:
                    self._numbers[original.squeezed] = folder

    def __bool__(self) -> bool:
        return any(self._own.values())

    def everywhere(self) -> Iterator[tuple[str, int]]:
        """What is looked for everywhere, and the number (`keys_in`) without which it stands in no text."""
        for word, originals in self._by_word.items():
            yield from ((original.written, _key(word)) for original, _ in originals)
        yield from ((number, _key(number)) for number in self._numbers)

    def has(self, folder: str) -> bool:
        """Whether anything was redacted in a submission."""
        return bool(self._own.get(folder))

    def in_own(self, folder: str, text: str, *, author: bool) -> bool:
        """Whether a text of that submission's outputs holds an original of it.

        A lone common word or name counts only in an author's text and as it was written: `Rosa`, not `rosa`.
        """
        own = self._own.get(folder)
        if not own:
            return False
        found = words(text)
        line, squeezed = f" {' '.join(found)} ", "".join(found)
        for original in own:
            if len(original.words) == 1 and not original.distinctive and not original.squeezed.isdigit():
                if author and _as_written(original, text):
                    return True
            elif len(original.squeezed) >= SQUEEZABLE:
                if original.squeezed in squeezed:
                    return True
            elif f" {' '.join(original.words)} " in line:
                return True
        return False

    def anywhere(self, text: str) -> Iterator[str]:
        """The folders of which a distinctive original stands in a text; common words, with the capitals of a name."""
        if not self._by_word:
            return
        found = words(text)
        hits = self._by_word.keys() & set(found)
        line = f" {' '.join(found)} " if hits else ""
        for word in hits:
            for original, folder in self._by_word[word]:
                if f" {' '.join(original.words)} " in line and (not original.ordinary or _as_written(original, text)):
                    yield folder
        if self._numbers:
            yield from filter(None, map(self._numbers.get, _numbers_in(text)))


@lru_cache(maxsize=2_000)
def keys_in(text: str) -> frozenset[int]:
    """A number for each word and for each run of figures in a text: no redaction stands in it without one of its."""
    return frozenset(map(_key, (*words(text), *_numbers_in(text))))


def told_by(text: str) -> frozenset[int]:
    """A number for each two words that follow one another and may be somebody's name, for each that may by itself, and
    for each run of figures."""
    found = _written(text)
    alone = (word.lower() for word in set(found) if len(word) >= DISTINCT and (word.isdigit() or not lookup(word)))
    pairs = (pair for pair in pairwise(found) if _unknown(pair) or _capital(pair))
    return frozenset(map(_key, (*map(_joined, pairs), *alone, *_numbers_in(text))))


def sought_by(original: str) -> list[frozenset[int]]:
    """For each way in which an original that is looked for everywhere may stand in a text, the numbers that the text
    then tells (`told_by`), all of them."""
    found = _written(original)
    pairs = list(pairwise(found))
    telling = list(filter(_unknown, pairs)) or list(filter(_capital, pairs))
    figures = "".join(found)
    alone = {figures.lower()} if len(found) == 1 or figures.isdigit() else set[str]()
    return [frozenset(map(_key, way)) for way in (set(map(_joined, telling)), alone) if way]


def _written(text: str) -> list[str]:
    """The words and numbers of a text, flat but for their capitals."""
    return _AS_WRITTEN.findall(_ascii(fold(text).text))


def _unknown(pair: tuple[str, str]) -> bool:
    return not all(lookup(word) & _IN_DICTIONARY for word in pair)


def _capital(pair: tuple[str, str]) -> bool:
    return any(word[0].isupper() for word in pair)


def _joined(pair: tuple[str, str]) -> str:
    return " ".join(pair).lower()


def _numbers_in(text: str) -> Iterator[str]:
    """The figures of each number of a text, whatever parts them."""
    return (re.sub(r"\D", "", match[0]) for match in _NUMBER.finditer(text))


def _key(word: str) -> int:
    return crc32(word.encode())


def _original(written: str) -> _Original:
    return _Original(written, tuple(words(written)))


def _as_written(original: _Original, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(fold(original.written).text)}(?!\w)", fold(text).text))
