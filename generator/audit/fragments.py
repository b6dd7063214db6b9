"""The texts of the search (`pagefind/fragment/`): each is of one page and says what the page says (P301–P304, P309).

They are read with their letters back in place (`searching.letters`), as the reader of the site will see them. What a
text says besides its page (a label, a filter) is read for people like any other text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from posixpath import basename
from typing import Any

from generator.audit.facts import Gathered
from generator.audit.gone import Gone
from generator.audit.inventory import FRAGMENT, Built
from generator.audit.people import Reader
from generator.audit.problem import MalformedError, Report
from generator.audit.reading import searchable
from generator.audit.squeezed import forms, sentences, squeezed
from generator.indexfiles.packed import unpack
from generator.searching.letters import exchanged

_KEYS = frozenset(("url", "content", "word_count", "filters", "meta", "anchors"))
_LEADS = ("/", "%")
"""Every way to write an address of a folder has one of them."""


class Fragments:
    """Holds the texts of the search to their pages, one after another."""

    def __init__(self, built: Path, reader: Reader, gone: Gone, report: Report) -> None:
        self._built = built
        self._reader, self._gone, self._report = reader, gone, report

    def check(self, path: str, data: bytes, page: Built | None, told: Gathered) -> bool:
        """Check one text, which is of that page or of none; what the index is held to goes to `told`.

        Whether the page was as it is told. Raises OSError when it cannot be read.
        """
        try:
            fragment = _opened(data)
        except MalformedError:
            self._report.add("P303", path, "No es un archivo de búsqueda bien formado.")
            return True
        address = str(fragment["url"])
        said = self._said(page) if page and address == address_of(page.path) else None
        if page is None or said is None:
            self._report.add("P304", path, "La búsqueda tiene un texto que no es de ninguna página.")
            self._gone.read(address, path, None)
            return False
        told.page = page.path
        digest, letters = said
        texts = [*map(exchanged, _texts(fragment))]
        told.forms.update(*map(forms, {token for text in texts for token in text.split()}))
        if page.owner:
            for text in texts:
                if any(sign in text for sign in _LEADS):
                    self._gone.read(text, path, page.owner)
        for piece in _apart(texts, letters):
            self._reader.read(piece, path, page.owner)
        return digest == page.digest

    def _said(self, page: Built) -> tuple[str, str] | None:
        """The digest of a page, and its letters and digits; None where the search may not find it."""
        data = (self._built / page.path).read_bytes()
        words = searchable(page.path, page.origin, data)
        return None if words is None else (sha256(data).hexdigest(), squeezed(words))


def address_of(page: str) -> str:
    """The address of a page as the search writes it: `/guia/`."""
    return "/" + page.removesuffix("index.html")


def address_in(data: bytes) -> str:
    """The address of the page that a text of the search says to be of. Raises MalformedError."""
    return str(_opened(data)["url"])


def name_of(path: str) -> str:
    """The name of a text in the lists beside the index: `3162fb8` of `es_3162fb8.pf_fragment`."""
    return basename(path).removesuffix(FRAGMENT).partition("_")[2]


def read_json(data: bytes) -> dict[str, Any]:
    """An object of JSON. Raises MalformedError."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise MalformedError from None
    if not isinstance(value, dict):
        raise MalformedError
    return value


def _opened(data: bytes) -> dict[str, Any]:
    fragment = read_json(unpack(data))
    if fragment.keys() != _KEYS:
        raise MalformedError
    return fragment


def _apart(texts: list[str], said: str) -> Iterator[str]:
    """The sentences that a page does not say, each once. `said`: the letters and digits of the page."""
    # A text whose letters stand in the page has no sentence whose letters do not.
    odd = (text for text in texts if squeezed(text) not in said)
    pieces = (piece for text in odd for piece, letters in sentences(text) if letters not in said)
    return iter(dict.fromkeys(pieces))


def _texts(value: object) -> Iterator[str]:
    """Every string of a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
