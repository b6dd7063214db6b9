"""The words of the pages that the search may find, without holding them all: packed, or read again when asked for."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.audit.inventory import Built
from generator.audit.page import read_page
from generator.audit.reading import said

_Known = tuple[str, str | None, str]


class Searchable(Mapping[str, _Known]):
    """Address (`/guia/`) → (built path, owner, all the words of the page)."""

    def __init__(self, built: Path) -> None:
        self._built = built
        self._files: dict[str, tuple[Built, bytes]] = {}

    def __repr__(self) -> str:
        return "<Searchable>"

    def add(self, file: Built, words: str) -> None:
        """Take a page; without words, they are read again from its file."""
        packed = zlib.compress(words.encode("utf-8", "surrogatepass"), 1) if words else b""
        self._files["/" + file.path.removesuffix("index.html")] = file, packed

    def __getitem__(self, address: str) -> _Known:
        file, packed = self._files[address]
        if packed:
            words = zlib.decompress(packed).decode("utf-8", "surrogatepass")
        else:
            words = said(read_page(file.path, file.origin, (self._built / file.path).read_text(encoding="utf-8")))
        return file.path, file.owner, words

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def state(self, address: str) -> str:
        """A page as it is now, for what was made of it. Raises KeyError."""
        return f"{address} {self._files[address][0].digest}"
