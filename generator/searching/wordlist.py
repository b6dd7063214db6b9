"""The words of the published pages, for «¿Quiso decir…?»: fetched only when little or nothing was found.

Made of what can be found and nothing else, so a page that is gone leaves no word of its own.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from generator.searching.letters import exchanged
from generator.vocabulary import plain

WORDS = "palabras.json"
_LONGEST_LIST = 8_000
"""Beyond the eight thousand words of most pages, each is in one or two of five thousand."""
_SIGNS = r"\s.,;:!?¿¡()«»“”\""
_WORD = re.compile(rf"(?<![^{_SIGNS}])[^\W\d_]{{4,24}}(?![^{_SIGNS}])")
"""Whole words between spaces and the signs of ordinary prose: a piece of a code, or of a word with a sign inside that
nobody sees, is none that somebody would type."""


def counted(texts: Iterable[str]) -> dict[str, int]:
    """The words of four letters or more of these texts, in lower case, and how many of the texts have each."""
    return dict(Counter(word for text in texts for word in {found.lower() for found in _WORD.findall(text)}))


def added(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    """How many of all the texts have each word, where these were counted apart."""
    whole: Counter[str] = Counter()
    for some in counts:
        whole.update(some)
    return whole


def wordlist(counts: Iterable[Mapping[str, int]]) -> bytes:
    """The words that were counted, those of most pages first; each in the form in which it stands most often.

    Those of about as many pages, up to twice, stand by the alphabet, which takes less to send.
    """
    forms: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for word, many in added(counts).items():
        forms[_key(word)][word] = many
    total = {key: sum(forms[key].values()) for key in forms}
    chosen = sorted(forms, key=lambda key: (-total[key], key))[:_LONGEST_LIST]
    chosen.sort(key=lambda key: (-total[key].bit_length(), key))
    shown = [min(forms[key], key=lambda form: (-forms[key][form], form)) for key in chosen]
    return (json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _key(word: str) -> str:
    """The word without accents; ñ stays another letter than n."""
    return word if word.isascii() else exchanged(plain(exchanged(word)))
