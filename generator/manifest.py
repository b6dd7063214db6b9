"""What is staged for the engine, written down as it is written: the audit holds the built site to it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.renewed import Renewed

GUIDE, HOUSE, FIGURES, MACHINES = "guia", "generador", "cifras", "maquinas"
"""Origins of what does not come from a submission: ENI's guide, what the generator writes itself, the files of the
released figures (whose folder in the site has the same name), and those that only programs read."""


STAMP = "sello.txt"
"""A digest of the whole built site: what a reader's device asks for to know whether anything changed."""


@dataclass(frozen=True, slots=True, repr=False)
class StagedPage:
    """A page: its Markdown under `docs`, the file it must become in the site, and where it comes from.

    `origin` is the folder of a submission (`practicas/huerta`), `guia`, `generador` or `cifras`; `sha256` is of the
    Markdown.
    """

    source: str
    built: str
    origin: str
    sha256: str


@dataclass(frozen=True, slots=True, repr=False)
class StagedAsset:
    """A file that the engine copies as it is: its place in the site, its SHA-256 and where it comes from."""

    built: str
    sha256: str
    origin: str


@dataclass(frozen=True, slots=True, repr=False)
class Staged:
    """What is on disk for the engine, and the manifest that the audit holds the built site to.

    `contact` holds the mailbox of the role that answers for the site: the one address that may be anywhere. `address`
    is that of the site, "" when it is not known; `portable` says that it is the copy that works from a disk.
    """

    docs: Path
    config: Path
    site: Path
    pages: tuple[StagedPage, ...]
    assets: tuple[StagedAsset, ...]
    contact: frozenset[str]
    address: str = ""
    portable: bool = False


class Writer:
    """Writes below one folder, over what was there, and keeps the manifest as it goes; in the end, `finish`."""

    def __init__(self, docs: Path, change: Callable[[str], str] = str) -> None:
        """`change` is done to the text of every page. All of it raises OSError."""
        self._docs = docs
        self._files = Renewed(docs)
        self._change = change
        self._pages: dict[str, StagedPage] = {}
        self._assets: dict[str, StagedAsset] = {}
        self.guide: dict[str, str] = {}

    @property
    def pages(self) -> tuple[StagedPage, ...]:
        """In the order of their names, whatever was written first."""
        return tuple(self._pages[name] for name in sorted(self._pages))

    @property
    def assets(self) -> tuple[StagedAsset, ...]:
        """In the order of their names."""
        return tuple(self._assets[name] for name in sorted(self._assets))

    def page(self, name: str, text: str, origin: str) -> None:
        data = self._change(text).encode()
        self._files.write(name, data)
        self._page(name, hashlib.sha256(data).hexdigest(), origin)

    def texts(self) -> Mapping[str, str]:
        """Source → text of every page written so far."""
        return {name: (self._docs / name).read_text(encoding="utf-8") for name in self._pages}

    def asset(self, name: str, data: bytes, origin: str) -> None:
        self._files.write(name, data)
        self._asset(name, hashlib.sha256(data).hexdigest(), origin)

    def digest_of(self, name: str) -> str:
        """The SHA-256 of a page or file that was written."""
        return (self._pages.get(name) or self._assets[name]).sha256

    def again(self, pages: Mapping[str, str], assets: Mapping[str, str], origin: str) -> bool:
        """Have these files (name → SHA-256), which an earlier run wrote, stay as they are; False where not all of them
        stand there with those bytes, and then nothing is done."""
        if not all(self._files.holds(name, sha256) for some in (pages, assets) for name, sha256 in some.items()):
            return False
        for some, declare in ((pages, self._page), (assets, self._asset)):
            for name, sha256 in some.items():
                self._files.keep(name)
                declare(name, sha256, origin)
        return True

    def _page(self, name: str, sha256: str, origin: str) -> None:
        self._pages[name] = StagedPage(name, built_path(name), origin, sha256)

    def _asset(self, name: str, sha256: str, origin: str) -> None:
        self._assets[name] = StagedAsset(name, sha256, origin)

    def finish(self) -> None:
        """Take away whatever else stands in the folder."""
        self._files.finish()


def built_path(name: str) -> str:
    """The file that a page becomes with directory addresses: `guia/ruta.md` → `guia/ruta/index.html`."""
    folder, _, file = name.rpartition("/")
    stem = file.removesuffix(".md")
    place = folder if stem in ("index", "README") else f"{folder}/{stem}".removeprefix("/")
    return f"{place}/index.html".removeprefix("/")
