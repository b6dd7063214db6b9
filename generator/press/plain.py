"""HTML that Markdown only has to pass on, passed on at once.

Staged pages are headings and lines of clean HTML. Python-Markdown walks through those tag by tag, twice as long as all
the rest takes, to find where each ends: here that is seen from the line itself. It is done for a page only when all
its lines are so plain that there is nothing else to decide; any other page goes the usual way.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.preprocessors import Preprocessor

# A tag as clean HTML has it: its name in small letters, values in double quotes and nothing in them like a tag.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: +[a-zA-Z][a-zA-Z0-9:_-]*(?:="[^"<>]*")?)*) *(/?)>')
_REFERENCE = re.compile(r"&#(?:[0-9]+|[xX][0-9a-fA-F]+);")
_OTHERWISE = frozenset(
    ("script", "style", "textarea", "title", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp")
)
"""Elements inside of which a tag is, or may one day be, not a tag."""
_NEVER_OPEN = "hr"


class PlainBlocks(Preprocessor):  # type: ignore[misc] # Markdown tells no types
    """In the place of Markdown's own step for blocks of HTML (`html_block`), which it asks where it is not sure."""

    def __init__(self, md: Markdown, usual: Preprocessor) -> None:
        super().__init__(md)
        self._usual = usual

    def run(self, lines: list[str]) -> list[str]:
        """The same lines with each block of HTML put away and a mark in its place."""
        if not self._plain(lines):
            return list(self._usual.run(lines))
        out: list[str] = []
        for line in lines:
            if line.startswith("<"):
                # As Markdown's own step leaves it: the block with its line end, alone between blank lines.
                out += ["", self.md.htmlStash.store(f"{line}\n"), "", ""]
            else:
                out.append(line)
        return out

    def _plain(self, lines: list[str]) -> bool:
        last = len(lines) - 1
        for number, line in enumerate(lines):
            if line.count("&#") != len(_REFERENCE.findall(line)):
                return False
            if "<" in line:
                alone = (number == 0 or not lines[number - 1]) and number < last and not lines[number + 1]
                if not (alone and self._one_block(line)):
                    return False
        return True

    def _one_block(self, line: str) -> bool:
        """Whether a line is one element, which begins with it and ends with it."""
        if not line.startswith("<") or not line.endswith(">"):
            return False
        tags = _TAG.findall(line)
        if len(tags) != line.count("<") or tags[0][0] or not self.md.is_block_level(tags[0][1]):
            return False
        stack: list[str] = []
        for number, (closes, name, attributes, closed) in enumerate(tags):
            if name in _OTHERWISE or "markdown" in attributes.lower():
                return False
            if closes:
                if attributes or closed:
                    return False
                if name in stack:
                    while stack.pop() != name:
                        pass
            elif not closed and name != _NEVER_OPEN:
                stack.append(name)
            if not stack:
                return number == len(tags) - 1 and bool(closes)
        return False
