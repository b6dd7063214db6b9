"""What a file without a problem says that other files, or a later run, must be held against: digests and no text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

Anchor = tuple[str, str, str | None, int]
"""A section that a file leads to: the other file, the section, whose fault it is when it is not there, and the line."""

_MARK, _WORD = "Q", "I"


def mark(text: str) -> int:
    """A text as a number of 64 bits."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """What the checks of one file gathered.

    `owners`: the submissions whose rules it was held to. `needs`: marks of the files that it leads to, and of what was
    staged and it repeats. `folders`: marks of the folders of submissions that it names. `ids`: marks of its sections.
    `words`: numbers under which a word of a redaction would be in it (`keys_in`). `texts`: marks of the texts of a
    page, or of the rows of a table, in which nothing was found: most of them stand in its next state, too. `page`: of
    a text of the search, the page that it is of, and `forms` what the index may have of its words. `listed` says that
    the list of addresses has it.
    """

    owners: tuple[str, ...] = ()
    needs: bytes = b""
    folders: bytes = b""
    ids: bytes = b""
    words: bytes = b""
    texts: bytes = b""
    forms: bytes = b""
    anchors: tuple[Anchor, ...] = ()
    page: str = ""
    listed: bool = False


@dataclass(slots=True, repr=False)
class Gathered:
    """The facts of a file while it is read.

    `texts` is None where they are not noted; `before` are those of an earlier state of the file, which are not read
    again.
    """

    owners: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    ids: frozenset[str] = frozenset()
    words: set[int] = field(default_factory=set)
    texts: set[int] | None = None
    before: frozenset[int] = frozenset()
    forms: set[str] = field(default_factory=set)
    anchors: dict[Anchor, None] = field(default_factory=dict)
    page: str = ""
    listed: bool = False

    def facts(self) -> Facts:
        return Facts(
            tuple(sorted(self.owners)),
            _packed(_MARK, map(mark, self.needs)),
            _packed(_MARK, map(mark, self.folders)),
            _packed(_MARK, map(mark, self.ids)),
            _packed(_WORD, self.words),
            _packed(_MARK, self.texts or ()),
            _written(self.forms),
            tuple(self.anchors),
            self.page,
            self.listed,
        )


@dataclass(frozen=True, slots=True, repr=False)
class Earlier:
    """The texts and words of an earlier state of a file (`Facts`), held to the same rules and to all redactions."""

    texts: bytes = b""
    words: bytes = b""


def marks(packed: bytes) -> array[int]:
    """The marks of some facts."""
    return array(_MARK, packed)


def words_of(packed: bytes) -> list[str]:
    """The words of `Facts.forms`, among which the empty one may be."""
    return packed.decode().splitlines()


def word_keys(packed: bytes) -> array[int]:
    """The numbers of `Facts.words`."""
    return array(_WORD, packed)


def all_marks(packed: Iterable[bytes]) -> bytes:
    """The marks of several facts, each once."""
    return _packed(_MARK, set().union(*map(marks, packed)))


def all_word_keys(packed: Iterable[bytes]) -> bytes:
    """The numbers of the words of several facts, each once."""
    return _packed(_WORD, set().union(*map(word_keys, packed)))


def all_words(packed: Iterable[bytes]) -> bytes:
    """The words of the `forms` of several facts, each once."""
    return _written(set().union(*map(words_of, packed)))


def _written(words: Iterable[str]) -> bytes:
    return "".join(f"{word}\n" for word in sorted(words)).encode()


def _packed(kind: str, numbers: Iterable[int]) -> bytes:
    return array(kind, sorted(numbers)).tobytes()
