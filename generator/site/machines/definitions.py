"""What each facet value means, read from the guide's own pages: said once there, shown wherever it helps."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.site.facets import FACETS

# «Label { #anchor }» and its definition below, or a heading with its anchor and the first paragraph under it.
_TERM = re.compile(r"^[^\n:#][^\n]*\{ ?#(?P<anchor>[a-z0-9-]+) ?\}\n:   (?P<words>[^\n]+)", re.MULTILINE)
_HEADING = re.compile(
    r"^#{2,4} [^\n]*\{ ?#(?P<anchor>[a-z0-9-]+) ?\}\n+(?:Fuente: [^\n]*\n\{ \.fuente \}\n+)?"
    r"(?P<words>[^\n#:{|>-][^\n]*)",
    re.MULTILINE,
)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`]+(?=\S)|(?<=\S)[*_`]+")


def definitions(pages: Mapping[str, str]) -> Mapping[tuple[str, str], str]:
    """(facet, code) → its definition in plain words, of those that the guide has.

    `pages`: Markdown of the guide by its path under `content/`.
    """
    read = {name: _anchored(text) for name, text in pages.items()}
    found: dict[tuple[str, str], str] = {}
    for facet in FACETS:
        for code, _label in facet.values:
            place, _, anchor = (facet.anchor(code) or "").partition("#")
            words = read.get(f"{place.rstrip('/')}.md", {}).get(anchor)
            if words:
                found[facet.name, code] = words
    return found


def _anchored(text: str) -> dict[str, str]:
    matches = [*_HEADING.finditer(text), *_TERM.finditer(text)]
    return {m["anchor"]: _MARKS.sub("", _LINK.sub(r"\1", m["words"])).strip() for m in matches}
