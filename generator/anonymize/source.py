"""From what a reader sees back to the author's file: where in the source some words stand.

The tree knows lines but not columns. A lens over the source drops the marks that cut words up, keeping the
offset of every character that stays; a finding is looked for through it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from generator.anonymize.fold import fold

# Emphasis, code and escape marks; an underscore inside a word is part of the word.
_MARKS = r"[*`~\\]+|(?<![^\W_])_+|_+(?![^\W_])|</?[A-Za-z][A-Za-z0-9]*\s*/?>"
_LINKS = r"|!?\[|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^\]\n]*\]|\]"
_PLAIN, _UNLINKED = re.compile(_MARKS), re.compile(_MARKS + _LINKS)

# Words of one name may stand on two lines of a paragraph (of a quotation, too): never across an empty line,
# which is also what the lens leaves of a line that only opens or closes code.
_GAP = r"[^\S\n]*(?:\n[^\S\n]*(?:>[^\S\n]*)*)?"


@dataclass(frozen=True, slots=True, repr=False)
class Lens:
    """The source without marks: `text`, and the stretch of the source of each of its characters."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    line_starts: tuple[int, ...]

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset of the source."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def begin(self, line: int) -> int:
        """The offset in the source of the beginning of a line (from 1)."""
        return self.line_starts[min(max(line, 1), len(self.line_starts)) - 1]

    def find(self, words: str, from_line: int) -> tuple[int, int] | None:
        """The stretch of the source that reads `words`, at or after a line, in any case; white space may differ."""
        found = next(self._matches(words, from_line, re.IGNORECASE), None)
        return (self.starts[found[0]], self.ends[found[1] - 1]) if found else None

    def occurrences(self, words: str, from_line: int) -> Iterator[tuple[tuple[int, int], ...]]:
        """Every place that reads `words` to the letter, from a line on: the stretches of the source it is made of.

        A place cut up by marks has several stretches; what lies between two of them are the marks.
        """
        for first, last in self._matches(words, from_line, 0):
            stretches: list[tuple[int, int]] = []
            for start, end in zip(self.starts[first:last], self.ends[first:last], strict=True):
                if stretches and start <= stretches[-1][1]:
                    stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
                else:
                    stretches.append((start, end))
            yield tuple(stretches)

    def _matches(self, words: str, from_line: int, flags: int) -> Iterator[tuple[int, int]]:
        pattern = words_pattern(words)
        if not pattern:
            return
        first = min(bisect_right(self.starts, self.begin(from_line) - 1), len(self.starts))
        for match in re.compile(pattern, flags).finditer(self.text, first):
            yield match.span()


def words_pattern(words: str) -> str:
    """A pattern for some words read through a lens, whatever white space parts them within a paragraph."""
    return _GAP.join(re.escape(part) for part in _PLAIN.sub("", fold(words).text).split())


def lens(source: str, *, links: bool = True) -> Lens:
    """Look at a Markdown source (front matter included) as a reader would; without `links`, past the link marks."""
    kept: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in (*(_PLAIN if links else _UNLINKED).finditer(source), None):
        stop = match.start() if match else len(source)
        kept.append(source[at:stop])
        offsets.extend(range(at, stop))
        at = match.end() if match else stop
    folded = fold("".join(kept))
    pairs = [folded.original(i, i + 1) for i in range(len(folded.text))]
    return Lens(
        folded.text,
        tuple(offsets[start] for start, _ in pairs),
        tuple(offsets[end - 1] + 1 for _, end in pairs),
        (0, *(m.end() for m in re.finditer("\n", source))),
    )
