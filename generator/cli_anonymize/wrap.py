"""Sentences in the width of a terminal, with the words in question marked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable

from generator.review.sentences import Mention

_INDENT = "    "
_MOST = 100
"""Columns beyond which a line is hard to read."""
_LEAST = 30
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


def width() -> int:
    return max(_LEAST, min(shutil.get_terminal_size().columns, _MOST) - 1)


def short(line: str) -> str:
    """A line that fits, cut where it does not."""
    line = _CONTROL.sub(" ", line)
    return line if len(line) <= width() else line[: width() - 1] + "…"


def wrapped(mention: Mention, mark: Callable[[str], str], limit: int) -> str:
    """The sentence of a mention over several lines, at most about `limit` characters of it, its words marked."""
    before, words, after = (_CONTROL.sub(" ", part) for part in (mention.before, mention.words, mention.after))
    room = max(limit - len(words), 0)
    if len(before) + len(after) > room:
        left = min(len(before), max(room // 2, room - len(after)))
        before = before if left == len(before) else "…" + before[len(before) - left :].partition(" ")[2]
        rest = room - left
        after = after if rest >= len(after) else after[:rest].rpartition(" ")[0] + "…"
    text, marked = before + words + after, (len(before), len(before) + len(words))
    return "\n".join(_INDENT + _line(text, line, marked, mark) for line in _lines(text, width() - len(_INDENT)))


def _line(text: str, line: tuple[int, int], marked: tuple[int, int], mark: Callable[[str], str]) -> str:
    """One line of a text, marked where it belongs to the marked stretch."""
    start, end = line
    first, last = min(max(marked[0], start), end), min(max(marked[1], start), end)
    return text[start:first] + (mark(text[first:last]) if first < last else "") + text[last:end]


def _lines(text: str, columns: int) -> list[tuple[int, int]]:
    """Where each line begins and ends, broken at spaces, and inside a word only when it is longer than a line."""
    lines: list[tuple[int, int]] = []
    start = end = -1
    for match in re.finditer(r"\S+", text):
        first, last = match.span()
        while last - first > columns:
            if start >= 0:
                lines.append((start, end))
                start = -1
            lines.append((first, first + columns))
            first += columns
        if start < 0:
            start = first
        elif last - start > columns:
            lines.append((start, end))
            start = first
        end = last
    if start >= 0:
        lines.append((start, end))
    return lines
