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
    """The forms in which a word stands first in the `texts` of its shard, told word by word, and in how many of them.

    `listed` tells the pages of the word, and its places there. What is written with another sign or a capital inside
    is no form: Pagefind takes it for several words.
    """
    tokens: list[str] = []
    page = 0
    for since, places, _ in listed:
        page += since
        if places:
            place = places[0] if places[0] >= 0 else places[1]  # a mark, if there is one, is followed by its places
            tokens += texts[page][place : place + 1]
    found = Counter(map(_form, tokens))
    del found[""]
    return found


@lru_cache(maxsize=16_384)
def _form(token: str) -> str:
    word = _SIGNS.sub("", token)
    return exchanged(plain(word)) if word.isalpha() and word[1:] in (word[1:].lower(), word[1:].upper()) else ""
