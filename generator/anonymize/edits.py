"""Ways of taking some words out of a source: proposed here, tried and compared by `rewrite`.

An edit replaces a stretch of the source by a text. Nothing here knows whether the result reads as it should.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.common.utils import normalizeReference, unescapeAll
from markdown_it.helpers import parseLinkDestination, parseLinkTitle

from generator.anonymize.source import Lens
from generator.markdown import parser


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Edit:
    """Put `words` in place of `start:end` of the source, in code points."""

    start: int
    end: int
    words: str


def apply(source: str, edits: Iterable[Edit]) -> str:
    """The source with every edit done, from the end, so that offsets hold; the edits are apart."""
    for edit in sorted(edits, reverse=True):
        source = source[: edit.start] + edit.words + source[edit.end :]
    return source


def on_disk(data: bytes, text: str, edits: Iterable[Edit]) -> bytes | None:
    """The same edits on the bytes that `text` was read from: byte order mark and line ends stay as they are.

    None when the bytes are not those of that text: the file changed in the meantime.
    """
    raw = data.decode("utf-8")
    offsets: list[int] = []
    for match in re.finditer(r"\r\n|[\s\S]", raw.removeprefix("\ufeff")):
        offsets.append(match.start())
    start = len(raw) - len(raw.removeprefix("\ufeff"))
    offsets = [start + o for o in (*offsets, len(raw) - start)]
    if len(offsets) != len(text) + 1:
        return None
    return apply(raw, [Edit(offsets[e.start], offsets[e.end], e.words) for e in edits]).encode()


Places = tuple[tuple[int, int], ...]


def nth(words: str, start: int, lens_of: Lens) -> int:
    """How many times a run says some words before `start`; `lens_of` is a lens over the text of the run."""
    return sum(place[0][0] < start for place in lens_of.occurrences(words, 1))


def replacements(source: str, place: Places, words: str, lead: str = "") -> Iterator[tuple[Edit, ...]]:
    """Ways to write `lead` and `words` in one place, the likeliest first.

    Marks that cut it up stand before the words, after them or around them, or go.
    """
    start, end = place[0][0], place[-1][1]
    pieces = [source[a[1] : b[0]] for a, b in pairwise(place)]
    marks = "".join(pieces)
    if not re.search(r"[*_`~<>\[\]]", marks):
        yield (Edit(start, end, lead + words),)
        return
    before, behind = Edit(start, end, lead + marks + words), Edit(start, end, lead + words + marks)
    words = lead + words
    opens = source[place[0][1] - 1].isspace()
    yield (before if opens else behind,)
    yield (behind if opens else before,)
    yield (Edit(start, end, words),)
    after = re.compile(r"[ \t]*").match(source, end)
    spaced = after.end() if after else end
    yield (Edit(start, spaced, f"{words} {marks}"),)
    yield (Edit(start, spaced, f"{words}{marks} "),)
    for at, piece in enumerate(pieces):
        if source.endswith(piece, 0, start):
            yield (Edit(start - len(piece), end, "".join(pieces[:at] + pieces[at + 1 :]) + words),)
    for mark in dict.fromkeys(re.findall(r"\*+|_+|`+|~+", marks)):
        low = start - len(mark) if source.endswith(mark, 0, start) else start
        high = end + len(mark) if source.startswith(mark, end) else end
        yield (Edit(low, end, words),)
        yield (Edit(start, high, words),)
        yield (Edit(low, high, words),)
    for piece in dict.fromkeys(pieces):
        yield (Edit(start, end, piece + words),)
        yield (Edit(start, end, words + piece),)
    for at in range(1, len(pieces)):
        yield (Edit(start, end, "".join((*pieces[:at], words, *pieces[at:]))),)


def before_it(source: str, place: Places, prefix: str, lead: str) -> Edit | None:
    """Write `lead` instead of the words right before a place, and leave the marks between as they are."""
    words = r"\s+".join(re.escape(word) for word in prefix.split())
    start = place[0][0]
    found = re.compile(rf"(?<!\w)({words}[ \t]*)[*_`~<\[]*\Z").search(source, max(0, start - len(prefix) - 40), start)
    return Edit(*found.span(1), lead) if found and words else None


def unlink(source: str, address: str) -> tuple[Edit, ...]:
    """Leave the words of every link to exactly this address, and take out the definitions that hold it."""
    edits = [*_inline_links(source, address), *_autolinks(source, address), *_tags(source, address)]
    labels = set()
    for label, start, end in _definitions(source, address):
        labels.add(label)
        edits.append(Edit(start, end, ""))
    for label in labels:
        edits += _uses(source, label)
    return _apart(edits)


def _apart(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return tuple(kept)


def _same(written: str, address: str) -> bool:
    read = parser().normalizeLink(unescapeAll(written))
    return address in (read, unescapeAll(written))


def _inline_links(source: str, address: str) -> Iterator[Edit]:
    for match in re.finditer(r"\]\(\s*", source):
        end = _destination(source, match.end(), address)
        if end is None:
            continue
        closing = re.compile(r"\s*\)").match(source, end)
        opener = _opener(source, match.start())
        if closing and opener is not None:
            yield Edit(opener, opener + 1, "")
            yield Edit(match.start(), closing.end(), "")


def _destination(source: str, at: int, address: str) -> int | None:
    """Where an address (and the title after it) ends, when it is this one."""
    found = parseLinkDestination(source, at, len(source))
    if not found.ok or not _same(found.str, address):
        return None
    space = re.compile(r"[ \t]*\n?[ \t]*").match(source, found.pos)
    title = parseLinkTitle(source, space.end() if space else found.pos, len(source))
    return title.pos if title.ok else found.pos


def _opener(source: str, closing: int) -> int | None:
    """The `[` that a `]` closes, unless it opens an image."""
    depth = 0
    for at in range(closing, -1, -1):
        if source[at - 1 : at] == "\\" and at != closing:
            continue
        depth += (source[at] == "]") - (source[at] == "[")
        if depth == 0:
            return None if source[at - 1 : at] == "!" else at
    return None


def _autolinks(source: str, address: str) -> Iterator[Edit]:
    for match in re.finditer(r"<([^<>\s]+)>", source):
        if _same(match[1], address) or _same(f"mailto:{match[1]}", address):
            yield Edit(match.start(), match.start() + 1, "")
            yield Edit(match.end() - 1, match.end(), "")


def _tags(source: str, address: str) -> Iterator[Edit]:
    for match in re.finditer(r"<a\s[^<>]*?href\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)[^<>]*>", source):
        closing = re.compile(r"</a\s*>").search(source, match.end())
        if closing and _same(match[1].strip("\"'"), address):
            yield Edit(match.start(), match.end(), "")
            yield Edit(closing.start(), closing.end(), "")


def _definitions(source: str, address: str) -> Iterator[tuple[str, int, int]]:
    for match in re.finditer(r"^[ >]*\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*\n?[ \t]*", source, re.MULTILINE):
        end = _destination(source, match.end(), address)
        rest = re.compile(r"[ \t]*(?:\n|\Z)").match(source, end) if end is not None else None
        if rest:
            yield normalizeReference(match[1]), match.start(), rest.end()


def _uses(source: str, label: str) -> Iterator[Edit]:
    """`[words][label]`, `[label][]` and `[label]`: what is left is the words."""
    for match in re.finditer(r"\[((?:[^\[\]\\]|\\.)+)\](?![(:])", source):
        if normalizeReference(match[1]) != label:
            continue
        if source[match.start() - 1 : match.start()] == "]":
            opener = _opener(source, match.start() - 1)
            if opener is not None:
                yield Edit(opener, opener + 1, "")
                yield Edit(match.start() - 1, match.end(), "")
            continue
        yield Edit(match.start(), match.start() + 1, "")
        tail = 3 if source.startswith("[]", match.end()) else 1
        yield Edit(match.end() - 1, match.end() - 1 + tail, "")
