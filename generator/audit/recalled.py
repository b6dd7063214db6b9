"""What an earlier audit read in a file of the search, where the file and the page that it is of are the same.

It is no verdict: what a fragment says besides its page and what it leads to are held to the rules in every run, and
its words are words of the index only as long as it is there. It is only not looked for again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from generator.audit.cborstrings import told_in
from generator.audit.packed import unpack
from generator.audit.problem import MalformedError
from generator.audit.squeezed import forms, sentences, squeezed
from generator.kept import Kept
from generator.searching.letters import exchanged

_KEYS = frozenset(("url", "content", "word_count", "filters", "meta", "anchors"))
_LEADS = ("/", "%")
"""Every way to write an address of a folder has one of them."""


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """A fragment: its address and the digest of its page; `forms` that the index may have of its words; the texts that
    may lead somewhere; and those `apart`, which its page does not say."""

    address: str
    page: str
    forms: list[str]
    leads: list[str]
    apart: list[str]


class Recalled:
    """Reads fragments and pieces of the index, or remembers what was read."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def piece(self, data: bytes) -> list[str]:
        """The words of a piece of the index. Raises MalformedError."""
        name = self._kept.name("pedazo leído", sha256(data).hexdigest())
        if (known := self._kept.get(name)) is not None:
            words: list[str] = json.loads(known)
            return words
        words = told_in(unpack(data))
        self._kept.put(name, json.dumps(words).encode())
        return words

    def fragment(self, data: bytes, digests: Mapping[str, str], said: Callable[[str], str]) -> Told | str:
        """What a fragment tells, or its address when no page has it. Raises MalformedError.

        `digests`: address of a page → its digest; `said` gives the words of a page.
        """
        name = self._kept.name("fragmento leído", sha256(data).hexdigest())
        if (known := self._kept.get(name)) is not None:
            told = Told(**json.loads(known))
            if digests.get(told.address) == told.page:
                return told
        fragment = read_json(unpack(data))
        if fragment.keys() != _KEYS:
            raise MalformedError
        address = str(fragment["url"])
        if address not in digests:
            return address
        told = _told(address, digests[address], fragment, squeezed(said(address)))
        self._kept.put(name, json.dumps(asdict(told)).encode())
        return told


def _told(address: str, page: str, fragment: Mapping[str, Any], said: str) -> Told:
    texts = [*map(exchanged, _texts(fragment))]
    # A text whose letters stand in the page has no sentence whose letters do not.
    odd = (text for text in texts if squeezed(text) not in said)
    apart = [piece for text in odd for piece, letters in sentences(text) if letters not in said]
    tokens = {token for text in texts for token in text.split()}
    leads = [text for text in texts if any(sign in text for sign in _LEADS)]
    return Told(address, page, sorted(set().union(*map(forms, tokens))), leads, list(dict.fromkeys(apart)))


def read_json(data: bytes) -> dict[str, Any]:
    """An object of JSON. Raises MalformedError."""
    try:
        value = json.loads(data)
    except ValueError:
        raise MalformedError from None
    if not isinstance(value, dict):
        raise MalformedError
    return value


def _texts(value: object) -> Iterator[str]:
    """Every string of a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
