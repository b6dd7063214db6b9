"""Pagefind's files, which hold the text of every page: compressed JSON and CBOR, read whole (P301–P304, P309).

Nothing in them may come from elsewhere than the pages: each fragment is of a page and says what the page says, each
word of the index stands in a fragment. They are read with their letters back in place (`searching.letters`), as the
reader of the site will see them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from generator.audit import searchcolumns
from generator.audit.cborstrings import told_in
from generator.audit.gone import Gone
from generator.audit.inventory import LANGUAGE
from generator.audit.packed import unpack
from generator.audit.people import Reader
from generator.audit.problem import MalformedError, Report
from generator.audit.recalled import Recalled, read_json
from generator.audit.searchable import Searchable
from generator.audit.secrets import words
from generator.kept import NOTHING, Kept
from generator.searching import BESIDE
from generator.searching.letters import exchanged

_ENTRY_KEYS = frozenset(("version", "languages", "include_characters"))
_LANGUAGE_KEYS = frozenset(("hash", "wasm", "page_count"))
_VERSION = re.compile(r"\d{1,2}\.\d{1,3}\.\d{1,3}")
_STEMMED = 4
"""Letters that the Spanish stemmer may change at the end of a word, at most."""


class SearchData:
    """Reads the search data of a site after its pages were read."""

    def __init__(self, pages: Searchable, reader: Reader, gone: Gone, report: Report, kept: Kept = NOTHING) -> None:
        self._pages = pages
        self._reader = reader
        self._gone = gone
        self._report = report
        self._vocabulary: set[str] = set()
        self._named: set[str] = set()
        self._recalled = Recalled(kept)
        self._fragments: set[str] = set()

    def check(self, built: Path, paths: list[str]) -> None:
        """Check every file: fragments first, since the index is held to their words."""
        for path in sorted(paths, key=lambda p: (not p.endswith(".pf_fragment"), p)):
            data = (built / path).read_bytes()
            try:
                if path.endswith(".pf_fragment"):
                    self._fragment(path, data)
                elif BESIDE.fullmatch(PurePosixPath(path).name):
                    self._beside(path, data)
                elif path.endswith(".json"):
                    self._entry(path, read_json(data))
                elif path.endswith(".pf_index"):
                    self._words(path, self._recalled.piece(data))
                else:
                    self._words(path, told_in(unpack(data)))
            except MalformedError:
                self._report.add("P303", path, "No es un archivo de búsqueda bien formado.")
        for path in paths:
            # What the entry and the metadata do not lead to is nobody's: `es_3162fb8` for `index/es_3162fb8.pf_index`.
            name = PurePosixPath(path).name
            if not path.endswith(".json") and name.removeprefix("pagefind.").partition(".")[0] not in self._named:
                self._report.add("P303", path, "La búsqueda no usa este archivo.")

    def _beside(self, path: str, data: bytes) -> None:
        if not searchcolumns.check_beside(PurePosixPath(path).name, data, self._fragments, self._stands):
            self._report.add("P304", path, "La lista de palabras tiene una que ninguna página tiene.")

    def _stands(self, word: str) -> bool:
        return "".join(words(word)) in self._vocabulary

    def _fragment(self, path: str, data: bytes) -> None:
        told = self._recalled.fragment(data, self._pages.digests, self._pages.words)
        if isinstance(told, str):
            self._report.add("P304", path, "La búsqueda tiene un texto que no es de ninguna página.")
            self._gone.read(told, path, None)
            return
        owner = self._pages.owner(told.address)
        self._fragments.add(PurePosixPath(path).stem.partition("_")[2])
        self._vocabulary.update(told.forms)
        for text in told.leads if owner else ():
            self._gone.read(text, path, owner)
        for piece in told.apart:
            self._reader.read(piece, path, owner)

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

    def _words(self, path: str, found: list[str]) -> None:
        """Strings of the index, the filters or the metadata; only the last one names other files."""
        if path.endswith(".pf_meta"):
            self._named.update(found)
        index = path.endswith(".pf_index")
        ordered, glued = self._known
        for text in map(exchanged, found):
            letters = "".join(words(text))
            if letters and (_derives(letters, ordered) or letters in glued):
                # It comes from a text that was read already (the metadata have the first and last word of each piece);
                # alone, a word tells of nobody.
                continue
            if index and letters:
                self._report.add("P304", path, "El índice de búsqueda tiene una palabra que ninguna página tiene.")
            self._reader.read(text, path, None, shared=True)

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
