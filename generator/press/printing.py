"""The printing itself: what `mkdocs.commands.build` does, in an order in which no page has to wait for all others."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import mkdocs.commands.build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation

from generator.press.environment import environment, plain
from generator.press.orders import Order, Told
from generator.press.reading import Asked, Reader
from generator.press.sharing import shared

Printed = tuple[str, str, bool]
"""A page that was printed: its source, what it says to search engines, and whether the same Markdown makes it again."""
_GUIDE = "guia/"


def press(file: str, order: Callable[[], Order] = Order) -> Told:
    """Print the site of a configuration. The order is asked for when everything else is ready.

    What goes wrong with a page is told as MkDocs tells it, and raised.
    """
    config = load_config(config_file=file)
    if not plain(config):
        order()  # MkDocs clears the place of the site: whoever lays pages there must have ended
        mkdocs_build.build(config)
        return Told("", (), {})
    return Press(config).print(order)


class Press:
    """One site on its way through MkDocs. Pages of the menu are read first, for every page shows their titles."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config
        files = get_files(config)
        self.env = config.theme.get_env()
        files.add_files_from_theme(_Visible(config.theme.dirs), config)  # type: ignore[arg-type]
        set_exclusions(files, config)
        self.nav = get_navigation(files, config)
        self.files = Asked(files)
        self.docs = files.documentation_pages()
        self.reader = Reader(config)
        self.menu = {page.file.src_uri for page in self.nav.pages}

    def read_menu(self) -> None:
        """Read the pages of the menu."""
        for file in self.docs:
            if file.src_uri in self.menu:
                self.read(file)

    def print(self, order: Callable[[], Order]) -> Told:
        self.read_menu()
        here = environment(self.config, self.nav) if self.reader.knows_all else ""
        # While whoever asks looks for what need not be printed: what is done whatever the answer is.
        printed = [self._print(number) for number, file in enumerate(self.docs) if self._always(file)]
        self._copy()
        asked = order()
        kept = asked.kept if here and asked.environment == here else {}
        done = {source for source, _, _ in printed} | kept.keys()
        printed += shared(self._print, [n for n, file in enumerate(self.docs) if file.src_uri not in done])
        self._other_templates({**kept, **{source: robots for source, robots, _ in printed}})
        lasting = {source: robots for source, robots, lasts in printed if here and lasts}
        return Told(here, tuple(source for source, _, _ in printed), lasting)

    def read(self, file: File) -> None:
        """Read a page from its Markdown."""
        page = file.page
        assert page is not None
        page.render = partial(self.reader.render, page)  # type: ignore[method-assign]
        mkdocs_build._populate_page(page, self.config, self.files)
        del page.render

    def _print(self, number: int) -> Printed:
        """Read (unless it was), write and drop one page."""
        file = self.docs[number]
        page = file.page
        assert page is not None
        self.files.asked = False
        if file.src_uri not in self.menu:
            self.read(file)
        # What lies there may be the published page itself, by another name.
        Path(file.abs_dest_path).unlink(missing_ok=True)
        mkdocs_build._build_page(page, self.config, self.docs, self.nav, self.env)
        lasts = not (self.files.asked or self._always(file))
        robots = str(page.meta.get("robots") or "")
        if file.src_uri not in self.menu:
            page.markdown, page.content, page.toc, page.meta = None, None, [], {}  # type: ignore[assignment]
        return file.src_uri, robots, lasts

    def _always(self, file: File) -> bool:
        """Whether a page is printed in every run: one of the menu or of the guide, whose links depend on all files."""
        return file.src_uri in self.menu or file.src_uri.startswith(_GUIDE)

    def _copy(self) -> None:
        """Files that are no pages. Those that were staged are the same file by another name: nobody writes in them."""
        made: set[str] = set()
        for file in self.files:
            if file.is_documentation_page() or not file.inclusion.is_included():
                continue
            source, target = file.abs_src_path, file.abs_dest_path
            assert source is not None
            folder = target.rpartition(os.sep)[0]
            if folder not in made:
                Path(folder).mkdir(parents=True, exist_ok=True)
                made.add(folder)
            if file.src_dir != self.config.docs_dir or not _linked(source, target):
                Path(target).unlink(missing_ok=True)
                shutil.copyfile(source, target)

    def _other_templates(self, robots: Mapping[str, str]) -> None:
        """What is made of templates alone (the map of the site, the page that is not there): it sees of each page its
        address and what it says to search engines."""
        for file in self.docs:
            if file.page is not None and file.src_uri not in self.menu:
                file.page.meta = {"robots": robots[file.src_uri]} if robots[file.src_uri] else {}
        for name in self.config.theme.static_templates:
            mkdocs_build._build_theme_template(name, self.env, self.files, self.config, self.nav)


class _Visible:
    """The templates of a theme as Jinja lists them, without walking through the thousands of icons that MkDocs would
    pass over."""

    def __init__(self, folders: Iterable[str]) -> None:
        self._folders = folders

    def list_templates(self, filter_func: Callable[[str], bool]) -> list[str]:
        return sorted({name for folder in self._folders for name in _names(folder) if filter_func(name)})


def _names(root: str) -> Iterator[str]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            yield (Path(folder) / name).relative_to(root).as_posix()


def _linked(source: str, target: str) -> bool:
    try:
        os.link(source, target)
    except OSError:  # the file system has no such thing, or something lies there
        return False
    return True
