"""One page more, printed by a press that stays ready: for who wants to see what was just saved."""

from __future__ import annotations

import logging
from pathlib import Path

import mkdocs.commands.build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from generator.press.printing import Press


class Single:
    """A press for the pages that the last construction staged in `work`; what it prints goes to a folder of its own.

    Raises what MkDocs raises for a configuration or a page of the menu that it cannot read. What MkDocs would warn of
    may quote a page: it is told to nobody.
    """

    def __init__(self, work: Path) -> None:
        log = logging.getLogger("mkdocs")
        log.addHandler(logging.NullHandler())
        log.propagate = False
        config = load_config(config_file=str(work / "mkdocs.yml"), site_dir=str(work / "vivo"))
        self._press = Press(config)
        self._press.read_menu()
        self._files = {file.src_uri: file for file in self._press.docs}

    def page(self, source: str, text: str, *, new: bool = False) -> tuple[str, str] | None:
        """Where a page of the site is built and its HTML, from another Markdown; None when no page has that source,
        unless it may be a `new` one."""
        file = self._files.get(source) or (self._made(source) if new else None)
        if file is None:
            return None
        file.content_string = text
        out = Path(file.abs_dest_path)
        try:
            self._press.read(file)
            assert file.page is not None
            mkdocs_build._build_page(file.page, self._press.config, self._press.docs, self._press.nav, self._press.env)
            return file.dest_uri, out.read_text(encoding="utf-8")
        finally:  # nobody agreed to it yet: it stays nowhere on the disk
            out.unlink(missing_ok=True)

    def _made(self, source: str) -> File:
        """A page that the last construction did not have."""
        file = File.generated(self._press.config, source, content="")
        Page(None, file, self._press.config)
        return file
