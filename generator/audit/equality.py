"""Whether the engine built a page of ours exactly as it was staged (P304).

A staged page is front matter, headings and one-line chunks of HTML (`site.markup`). The engine may put white space
between them and its own anchor in each heading; everything else must come out to the letter.
"""

from __future__ import annotations

import re
from html import escape, unescape

from generator.audit.pieces import line_of
from generator.audit.problem import Report

_ARTICLE = re.compile(r'<article class="md-content__inner md-typeset" id="contenido"[^>]*>')
_HEADING = re.compile(r"(#{2,6}) (.+) \{#([a-z0-9][a-z0-9_-]{0,120})\}")
_ANCHOR = re.compile(
    r'<a(?: data-pagefind-ignore="all")? class="headerlink" href="#([^"]*)"(?: title="[^"<>]{0,60}")?>[^<>]{1,2}</a>'
)
_SPACE = re.compile(r"\s*")


def compare(path: str, staged: str, html: str, report: Report, origin: str | None) -> None:
    """Report the first place where the article of a built page differs from its staged Markdown."""
    bounds = article(html)
    if bounds is None:
        report.add("P304", path, "La página no tiene el lugar del texto, o lo tiene dos veces.", origin=origin)
        return
    position, end = bounds
    for piece in staged_pieces(staged):
        position = _SPACE.match(html, position, end).end()  # type: ignore[union-attr]
        after = _after(piece, html, position, end)
        if after is None:
            report.add("P304", path, origin=origin, line=line_of(html, position))
            return
        position = after
    if html[position:end].strip():
        report.add(
            "P304", path, "Después del texto hay algo que nadie preparó.", origin=origin, line=line_of(html, position)
        )


def article(html: str) -> tuple[int, int] | None:
    """Where the text of a page begins and ends; None when that is not one single place."""
    starts = list(_ARTICLE.finditer(html))
    end = html.rfind("</article>")
    if len(starts) != 1 or end < starts[0].end():
        return None
    return starts[0].end(), end


def staged_pieces(staged: str) -> list[str]:
    """The headings and chunks of a staged page, without its front matter."""
    body = staged
    if staged.startswith("---\n"):
        body = staged.partition("\n---\n")[2]
    return [line for line in body.split("\n") if line.strip()]


def _after(piece: str, html: str, position: int, end: int) -> int | None:
    """Where a staged piece ends in the built page, None when it is not there."""
    if piece.startswith("<"):
        return position + len(piece) if html.startswith(piece, position) else None
    match = _HEADING.fullmatch(piece)
    if match is None:
        return None
    level, anchor = len(match[1]), match[3]
    opening, closing = f'<h{level} id="{escape(anchor)}">', f"</h{level}>"
    stop = html.find(closing, position, end)
    if stop < 0 or not html.startswith(opening, position):
        return None
    inside = html[position + len(opening) : stop]
    link = _ANCHOR.search(inside)
    if link and link.end() == len(inside) and link[1] == anchor:
        inside = inside[: link.start()]
    return stop + len(closing) if "<" not in inside and unescape(inside) == unescape(match[2]) else None
