"""From the Markdown of a page to its HTML, as MkDocs does it, without what only its warnings need.

MkDocs makes a whole Markdown for each page and reads each page's HTML once more for the places one could link to. Here
one Markdown does for all pages where every extension is one that can begin anew, and nobody asks for those places: a
build tells errors only, and the guide alone (`mkdocs build --strict`) is where its links are judged.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page, _ExtractTitleTreeprocessor, _RelativePathTreeprocessor
from mkdocs.structure.toc import get_toc

from generator.press.plain import PlainBlocks

_BEGIN_ANEW = frozenset(
    (
        "admonition",
        "attr_list",
        "def_list",
        "fenced_code",
        "footnotes",
        "md_in_html",
        "pymdownx.details",
        "pymdownx.superfences",
        "tables",
        "toc",
    )
)
"""Extensions of which `Markdown.reset` leaves nothing of the page before."""


class Asked(Files):
    """The files of a site, and whether somebody asked for one of them: what was made then depends on all of them."""

    def __init__(self, files: Files) -> None:
        self._src_uris = dict(files.src_uris)
        self.asked = False

    def get_file_from_path(self, path: str) -> File | None:
        self.asked = True
        return super().get_file_from_path(path)


class Reader:
    """Reads the pages of one site. `knows_all` when no extension is one that may read other files, too."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._extensions: list[str] = config["markdown_extensions"]
        self._settings: dict[str, Any] = config["mdx_configs"] or {}
        self.knows_all = _BEGIN_ANEW.issuperset(self._extensions)
        self._markdown = self._new() if self.knows_all else None

    def render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """What `Page.render` does."""
        markdown = self._markdown.reset() if self._markdown else self._new()
        _RelativePathTreeprocessor(page.file, files, config)._register(markdown)
        title = _ExtractTitleTreeprocessor()
        title._register(markdown)
        page.content = markdown.convert(page.markdown or "")
        page.toc = get_toc(getattr(markdown, "toc_tokens", []))
        page._title_from_render = title.title

    def _new(self) -> Markdown:
        markdown = Markdown(extensions=self._extensions, extension_configs=self._settings)
        usual = markdown.preprocessors["html_block"]
        markdown.preprocessors.register(PlainBlocks(markdown, usual), "html_block", 20)
        return markdown
