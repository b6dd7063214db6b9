"""How verdicts are kept: many files in one entry and, before what is told of each, what is told of all of them at once.

Where nothing changed of the files of a shard, which is nearly everywhere, that is all that is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from generator.audit.facts import Anchor, Facts, all_marks, all_word_keys, all_words
from generator.audit.inventory import Built, Role

Found = tuple[Built, Facts]
Leading = tuple[str, Anchor]
"""A page, and a section of another one that it leads to."""

_OF_EACH = ("needs", "folders", "ids", "words", "texts", "forms")


class Verdict(NamedTuple):
    """What was gathered of a file in which nothing is wrong, and a digest of all that this rests on."""

    rests: str
    facts: Facts

    def __repr__(self) -> str:
        return "<Verdict>"

    @property
    def size(self) -> int:
        """Nearly all the bytes that it takes."""
        return sum(len(getattr(self.facts, name)) for name in _OF_EACH)


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What some files say to where they meet others.

    `texts_of`: the pages that the texts of the search among them are of. `forms`: as in `Facts`. `ids`: of each page,
    the marks of its sections. `listed`: the pages that the list of addresses has. `sections`: those of other pages
    that its pages lead to, as page and section.
    """

    texts_of: Sequence[str]
    forms: bytes
    ids: Mapping[str, bytes]
    listed: Sequence[str]
    sections: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, repr=False)
class Together:
    """The facts of some files as those of one (`Facts`)."""

    owners: Sequence[str]
    needs: bytes
    folders: bytes
    words: bytes
    told: Told


class Known(NamedTuple):
    """Some files, what they say together, and a way to ask which of their pages lead to which sections."""

    files: Sequence[Built]
    told: Told
    leading: Callable[[], Iterable[Leading]]

    def __repr__(self) -> str:
        return "<Known>"


def known(found: Sequence[Found]) -> Known:
    """What some files say, by what was gathered of each."""
    leading = [(file.path, anchor) for file, facts in found if file.role is Role.PAGE for anchor in facts.anchors]
    return Known([file for file, _ in found], _told_by(found), lambda: leading)


def together(found: Sequence[Found]) -> Together:
    """Put together what was gathered of some files."""
    return Together(
        owners=sorted({owner for _, facts in found for owner in facts.owners}),
        needs=all_marks(facts.needs for _, facts in found),
        folders=all_marks(facts.folders for _, facts in found),
        words=all_word_keys(facts.words for _, facts in found),
        told=_told_by(found),
    )


def _told_by(found: Sequence[Found]) -> Told:
    pages = [(file.path, facts) for file, facts in found if file.role is Role.PAGE]
    return Told(
        texts_of=sorted({facts.page for _, facts in found if facts.page}),
        forms=all_words(facts.forms for _, facts in found),
        ids={path: facts.ids for path, facts in pages},
        listed=[path for path, facts in pages if facts.listed],
        sections=sorted({(page, section) for _, facts in pages for page, section, _, _ in facts.anchors}),
    )


class Shard:
    """What is kept of some files, opened as far as it is asked for. The data carry a seal: they are as written."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._rows = data.index(b"\n") + 1
        self._stretches = data.index(b"\n", self._rows) + 1
        self.held: str
        self.rests: str
        self.held, self.rests, self._told, self._lengths = json.loads(data[: self._rows])

    def __repr__(self) -> str:
        return "<Shard>"

    def together(self) -> Together:
        """What all its files say."""
        owners, texts_of, pages, listed, sections = self._told
        needs, folders, words, forms, *ids = _cut(self._data, self._stretches, self._lengths)
        told = Told(texts_of, forms, dict(zip(pages, ids, strict=True)), listed, list(map(tuple, sections)))
        return Together(owners, needs, folders, words, told)

    def verdicts(self) -> Iterator[tuple[str, Verdict]]:
        """Each of its files by itself."""
        place = self._stretches + sum(self._lengths)
        rows = json.loads(self._data[self._rows : self._stretches])
        for name, rests, owners, anchors, page, listed, *lengths in rows:
            own = dict(zip(_OF_EACH, _cut(self._data, place, lengths), strict=True))
            place += sum(lengths)
            facts = Facts(tuple(owners), **own, anchors=_anchors(anchors), page=page, listed=listed)
            yield name, Verdict(rests, facts)

    def held_to(self, held: str) -> bytes:
        """The same, held to other redactions."""
        return _head(held, self.rests, self._told, self._lengths) + self._data[self._rows :]


def written(held: str, rests: str, of: Together, verdicts: Mapping[str, Verdict]) -> bytes:
    """Two lines of JSON, of all files and of each, that say how long each stretch of bytes after them is."""
    told = of.told
    blobs = [of.needs, of.folders, of.words, told.forms, *told.ids.values()]
    lengths = list(map(len, blobs))
    rows = []
    for name, (on, facts) in sorted(verdicts.items()):
        own = [getattr(facts, blob) for blob in _OF_EACH]
        rows.append([name, on, facts.owners, facts.anchors, facts.page, facts.listed, *map(len, own)])
        blobs += own
    of_all = (of.owners, told.texts_of, list(told.ids), told.listed, told.sections)
    return b"".join((_head(held, rests, of_all, lengths), json.dumps(rows).encode(), b"\n", *blobs))


def _head(held: str, rests: str, told: Iterable[object], lengths: Sequence[int]) -> bytes:
    return json.dumps([held, rests, [*told], lengths]).encode() + b"\n"


def _anchors(rows: Iterable[Sequence[object]]) -> tuple[Anchor, ...]:
    return tuple((target, anchor, owner, line) for target, anchor, owner, line in rows)  # type: ignore[misc]


def _cut(data: bytes, place: int, lengths: Iterable[int]) -> list[bytes]:
    """Stretches that follow one another."""
    return [data[start:end] for start, end in pairwise(accumulate(lengths, initial=place))]
