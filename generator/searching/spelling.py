"""The forms in which a word of the index is written, told by the places where Pagefind says that it stands.

So the words that a reader types are known for those of the index without a stemmer of our own, which would have to
agree with Pagefind's in every word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from generator.searching.letters import exchanged
from generator.vocabulary import plain

_SIGNS = re.compile(r"^[\W_]+|[\W_]+$")


def forms_of(listed: Iterable[Sequence[Any]], texts: Sequence[Sequence[str]]) -> Counter[str]:
    """The forms of a word in the words of the `texts` of its shard, and in how many of these each stands.

    `listed` tells the pages of the word, and its places there. One that is written with another sign or a capital
    inside is none: Pagefind takes it for several words.
    """
    found: Counter[str] = Counter()
    page = 0
    for since, places, _ in listed:
        page += since
        found.update({form for token in _at(places, texts[page]) if (form := _form(token))})
    return found


def _at(places: Sequence[int], words: Sequence[str]) -> set[str]:
    found, place = set(), 0
    for one in places:
        place = 0 if one < 0 else place + one
        if one >= 0 and place < len(words):
            found.add(words[place])
    return found


@lru_cache(maxsize=16_384)
def _form(token: str) -> str:
    word = _SIGNS.sub("", token)
    return exchanged(plain(word)) if word.isalpha() and word[1:] in (word[1:].lower(), word[1:].upper()) else ""
