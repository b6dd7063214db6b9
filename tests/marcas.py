"""Texts in which what must be found stands between ⟦ and ⟧."""

from __future__ import annotations


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and what they held."""
    text, ranges, start = "", [], 0
    for char in marked:
        if char == "⟦":
            start = len(text)
        elif char == "⟧":
            ranges.append((start, len(text)))
        else:
            text += char
    return text, ranges
