"""The whole guide in one page of the site, to be printed from any browser, also where no PDF was made."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path

from markupsafe import Markup

from generator.kept import NOTHING, Kept
from generator.site.booklet.chapters import chapters, guide_rests_on
from generator.site.booklet.document import SUBJECT, TITLE
from generator.site.booklet.edition import Edition
from generator.site.markup import page, render

PRINT_PAGE = "imprimir/guia/index.md"
"""Outside `guia/`, where every page is a chapter that can be found."""
_ROOT = "../../"


def print_page(
    config: Mapping[str, object], content: Path, edition: Edition | None, kept: Kept = NOTHING
) -> str | None:
    """Its staged file, as it was kept where the guide is the same; None when the nav has no chapter. Raises OSError."""
    name = kept.name("guia-imprimir", guide_rests_on(config, content), astuple(edition) if edition else None)
    data = kept.get(name)
    if data is not None:
        return data.decode()
    made = _made(config, content, edition)
    if made is not None:
        kept.put(name, made.encode())
    return made


def _made(config: Mapping[str, object], content: Path, edition: Edition | None) -> str | None:

    def outside(address: str) -> str | None:
        """Every other page or file of `content/` is in the same site; what is nowhere leaves its words."""
        path, sign, anchor = address.partition("#")
        if path.startswith("..") or not (content / path).is_file():
            return None
        stem, suffix = posixpath.splitext(path)
        if suffix == ".md":
            path = stem.removesuffix("index") if posixpath.basename(stem) == "index" else f"{stem}/"
        return _ROOT + path + sign + anchor

    found = chapters(config, content, outside)
    if not found:
        return None
    written = [(c, Markup(_unmarked(c.html))) for c in found]  # noqa: S704 - ENI's own Markdown
    body = render("guia_imprimir.html.j2", titulo=TITLE, asunto=SUBJECT, edicion=edition, capitulos=written)
    meta = {"title": f"{TITLE}: para imprimir", "robots": "noindex", "clase": "imprimir", "hide": ["navigation", "toc"]}
    return page(meta, body)


def _unmarked(html: str) -> str:
    """The theme marks these lines of a chapter for search; this page is in no search and comes out as it was staged."""
    for name in ("fuente", "para-quien"):
        html = html.replace(f'<p class="{name}">', f'<p class="{name} iq-{name}">')
    return html
