"""Pagefind's index, which is of all pages together: compressed CBOR and JSON, read whole (P301–P304).

Nothing in it may come from elsewhere than the pages: each of its words stands in a text of the search, and those say
what their pages say (`fragments`). It is read with its letters back in place (`searching.letters`), as the reader of
the site will see it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Set
from functools import cached_property
from pathlib import Path
from posixpath import basename
from typing import Any

from generator.audit import searchcolumns
from generator.audit.fragments import read_json
from generator.audit.inventory import LANGUAGE
from generator.audit.people import Reader
from generator.audit.problem import MalformedError, Report
from generator.audit.recalled import Recalled
from generator.audit.squeezed import letters
from generator.indexfiles.cborstrings import strings
from generator.indexfiles.packed import unpack
from generator.searching import BESIDE
from generator.searching.letters import exchanged

_ENTRY_KEYS = frozenset(("version", "languages", "include_characters"))
_LANGUAGE_KEYS = frozenset(("hash", "wasm", "page_count"))
_VERSION = re.compile(r"\d{1,2}\.\d{1,3}\.\d{1,3}")
PIECE = ".pf_index"
_STEMMED = 4
"""Letters that the Spanish stemmer may change at the end of a word, at most."""


class SearchData:
    """Reads the index of a site after its pages and the texts of the search were read."""

    def __init__(
        self, vocabulary: Set[str], fragments: Set[str], reader: Reader, report: Report, recalled: Recalled
    ) -> None:
        """`vocabulary`: what the index may have of the words of the `fragments`, which are known by their names."""
        self._vocabulary = vocabulary
        self._fragments = fragments
        self._reader = reader
        self._report = report
        self._named: set[str] = set()
        self._recalled = recalled

    def check(self, built: Path, paths: list[str]) -> None:
        """Check every file."""
        pieces = (basename(path).removesuffix(PIECE) for path in paths if path.endswith(PIECE))
        named = {f"{LANGUAGE}_{name}" for name in self._fragments}.union(pieces)
        for path in sorted(paths):
            data = (built / path).read_bytes()
            try:
                if BESIDE.fullmatch(basename(path)):
                    self._beside(path, data)
                elif path.endswith(".json"):
                    self._entry(path, read_json(data))
                elif path.endswith(PIECE):
                    self._words(path, self._recalled.piece(data))
                else:
                    self._metadata(path, strings(unpack(data)), named)
            except MalformedError:
                self._report.add("P303", path, "No es un archivo de búsqueda bien formado.")
        self._recalled.close()

    def unused(self, paths: list[str]) -> None:
        """Report the files, texts included, that nothing of what was read leads to."""
        for path in paths:
            # What the entry and the metadata do not lead to is nobody's: `es_3162fb8` for `index/es_3162fb8.pf_index`.
            name = basename(path)
            if not path.endswith(".json") and name.removeprefix("pagefind.").partition(".")[0] not in self._named:
                self._report.add("P303", path, "La búsqueda no usa este archivo.")

    def _beside(self, path: str, data: bytes) -> None:
        if not searchcolumns.check_beside(basename(path), data, self._fragments, self._stands):
            self._report.add("P304", path, "La lista de palabras tiene una que ninguna página tiene.")

    def _stands(self, word: str) -> bool:
        return letters(word) in self._vocabulary

    def _entry(self, path: str, entry: dict[str, Any]) -> None:
        languages, joining = entry.get("languages"), entry.get("include_characters")
        if entry.keys() != _ENTRY_KEYS or not _VERSION.fullmatch(str(entry["version"])):
            raise MalformedError
        if not isinstance(joining, list) or not all(isinstance(c, str) and len(c) == 1 for c in joining):
            raise MalformedError
        if not isinstance(languages, dict) or not languages.keys() <= {LANGUAGE}:
            raise MalformedError
        for language in languages.values():
            if not isinstance(language, dict) or language.keys() != _LANGUAGE_KEYS:
                raise MalformedError
            self._named.add(str(language["hash"]))
            if language["wasm"] != LANGUAGE or not isinstance(language["page_count"], int):
                raise MalformedError

    def _metadata(self, path: str, found: list[str], files: Set[str]) -> None:
        """Strings of the metadata, which name the texts and the pieces of the index.

        Those names are numbers and digests in hexadecimal (`inventory` lets no other be), with nothing for a detector
        to find: they are held to what was redacted, all together.
        """
        self._named.update(found)
        self._reader.read_again("\n".join(text for text in found if text in files), path)
        self._words(path, [text for text in found if text not in files])

    def _words(self, path: str, found: list[str]) -> None:
        """Strings of the index or of its metadata."""
        index = path.endswith(PIECE)
        ordered, glued = self._known
        for text in map(exchanged, found):
            word = letters(text)
            if word and (word in self._vocabulary or _derives(word, ordered) or word in glued):
                # It comes from a text that was read already (the metadata have the first and last word of each piece);
                # alone, a word tells of nobody.
                continue
            if index and word:
                self._report.add("P304", path, "El índice de búsqueda tiene una palabra que ninguna página tiene.")
            self._recalled.text(self._reader, text, path)

    @cached_property
    def _known(self) -> tuple[list[str], str]:
        """The vocabulary of all fragments, which were read by then: in order, and as one text."""
        ordered = sorted(self._vocabulary)
        return ordered, "\0".join(ordered)


def _derives(word: str, ordered: list[str]) -> bool:
    """Whether a stem comes from a word of the vocabulary: equal but for its last letters."""
    for cut in range(_STEMMED + 1):
        start = word[: len(word) - cut] if cut else word
        if cut and (len(start) < 2 or word.isdigit()):
            return False
        place = bisect_left(ordered, start)
        if place < len(ordered) and ordered[place].startswith(start):
            return True
    return False
