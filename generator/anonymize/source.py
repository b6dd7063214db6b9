"""From what a reader sees back to the author's file: the place of a finding, and rewriting it there.

The tree knows lines but not columns. A lens over the source drops the marks that cut words up, keeping the
offset of every character that stays; a finding is looked for through it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from generator.anonymize.fold import fold

# Emphasis, code and escape marks; an underscore inside a word is part of the word.
_MARKS = re.compile(r"[*`~\\]+|(?<![^\W_])_+|_+(?![^\W_])|</?[A-Za-z][A-Za-z0-9]*\s*/?>")


@dataclass(frozen=True, slots=True, repr=False)
class Lens:
    """The source without marks: `text`, and for each of its characters the offset in the source."""

    text: str
    offsets: tuple[int, ...]
    line_starts: tuple[int, ...]

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset of the source."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def find(self, words: str, from_line: int) -> tuple[int, int] | None:
        """The stretch of the source that reads `words`, at or after a line; white space may differ."""
        pattern = r"\s+".join(re.escape(part) for part in fold(words).text.split())
        if not pattern:
            return None
        begin = self.line_starts[min(max(from_line, 1), len(self.line_starts)) - 1]
        match = re.compile(pattern, re.IGNORECASE).search(self.text, _first_at(self.offsets, begin))
        if match is None:
            return None
        return self.offsets[match.start()], self.offsets[match.end() - 1] + 1


def _first_at(offsets: tuple[int, ...], offset: int) -> int:
    position = bisect_right(offsets, offset - 1)
    return min(position, len(offsets))


def lens(source: str) -> Lens:
    """Look at a Markdown source (front matter included) as a reader would."""
    kept: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in (*_MARKS.finditer(source), None):
        stop = match.start() if match else len(source)
        kept.append(source[at:stop])
        offsets.extend(range(at, stop))
        at = match.end() if match else stop
    folded = fold("".join(kept))
    places = tuple(offsets[folded.original(i, i + 1)[0]] for i in range(len(folded.text)))
    starts = (0, *(m.end() for m in re.finditer("\n", source)))
    return Lens(folded.text, places, starts)


def rewrite(source: str, changes: list[tuple[int, int, str]]) -> str:
    """Replace stretches of the source, from the end, so that offsets hold. Overlapping ones count once."""
    out = source
    limit = len(source) + 1
    for start, end, words in sorted(changes, reverse=True):
        if end > limit:
            continue
        start, end = _with_partner(source, start, end)
        out = out[:start] + words + out[end:]
        limit = start
    return out


def _with_partner(source: str, start: int, end: int) -> tuple[int, int]:
    """Take in the mark just outside a stretch whose partner goes with it: `**Ro**sa` leaves no lone `**`."""
    for mark in re.findall(r"\*+|_+|`+|~+", source[start:end]):
        if source.count(mark, start, end) % 2 == 0:
            continue
        if source.endswith(mark, 0, start):
            start -= len(mark)
        elif source.startswith(mark, end):
            end += len(mark)
    return start, end
