"""The words of the pages that the search may find, without holding them all: packed, or read again when asked for."""

from __future__ import annotations

import zlib
from pathlib import Path

from generator.audit.inventory import Built
from generator.audit.page import read_page
from generator.audit.reading import said


class Searchable:
    """The pages by their addresses (`/guia/`)."""

    def __init__(self, built: Path) -> None:
        self._built = built
        self._files: dict[str, tuple[Built, bytes]] = {}
        self.digests: dict[str, str] = {}
        """Address → SHA-256 of the page, for who remembers what was found in something made of it."""

    def __repr__(self) -> str:
        return "<Searchable>"

    def add(self, file: Built, words: str) -> None:
        """Take a page; without words, they are read again from its file."""
        packed = zlib.compress(words.encode("utf-8", "surrogatepass"), 1) if words else b""
        address = "/" + file.path.removesuffix("index.html")
        self._files[address] = file, packed
        self.digests[address] = file.digest

    def words(self, address: str) -> str:
        """All the words of a page. Raises KeyError."""
        file, packed = self._files[address]
        if packed:
            return zlib.decompress(packed).decode("utf-8", "surrogatepass")
        return said(read_page(file.path, file.origin, (self._built / file.path).read_text(encoding="utf-8")))

    def owner(self, address: str) -> str | None:
        """The submission whose page it is. Raises KeyError."""
        return self._files[address][0].owner
