"""How often each stem stands in each submission, in little room, and remembered from one run to the next.

A stem is told by a number made of it, so a text is counted by itself, whatever the others say. One that did not change
is not taken apart again; what is kept holds nothing of one that is not there any more.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from zlib import crc32

from snowballstemmer import stemmer

from generator.kept import Kept
from generator.markdown import inlines, plain_text
from generator.model import Anonymized
from generator.nearest import Stems
from generator.parcel import pack, unpack

_WORD = re.compile(r"[^\W\d_]{3,}")
_HEAD = 3
"""How much more a word weighs in the title, the summary or the tags."""
_NUMBERS, _COUNTS, _MOST = "I", "B", 255
_KIND = "raices"


def stems_of(submissions: Sequence[Anonymized], rests: Mapping[str, str], kept: Kept) -> dict[str, Stems]:
    """The stems of these submissions, by their digests `rests`; those of texts that were here before are not counted
    again."""
    together: dict[str, dict[str, Anonymized]] = defaultdict(dict)
    for one in submissions:
        digest = rests[one.folder]
        together[digest[:1]][digest] = one
    found = {digest: one for part, some in together.items() for digest, one in _of_part(part, some, kept).items()}
    _number.cache_clear()  # after thousands of texts, tens of megabytes of words
    return found


def _of_part(part: str, wanted: Mapping[str, Anonymized], kept: Kept) -> dict[str, Stems]:
    """The stems of those whose digests begin the same, which are kept together."""
    name = kept.name(_KIND, part)
    data = kept.get(name)
    before = _unpacked(data) if data else {}
    found = {digest: before[digest] if digest in before else _stems(one) for digest, one in wanted.items()}
    if found.keys() != before.keys():
        arrays = [one.tobytes() for pair in found.values() for one in pair]
        kept.put(name, pack(list(found), arrays))
    return found


def _unpacked(data: bytes) -> dict[str, Stems]:
    digests, parts = unpack(data)
    pairs = zip(digests, parts[::2], parts[1::2], strict=True)
    return {digest: (array(_NUMBERS, numbers), array(_COUNTS, counts)) for digest, numbers, counts in pairs}


def _stems(anonymized: Anonymized) -> Stems:
    """How often each stem stands in the redacted text, its head counted more."""
    record = anonymized.record
    head = " ".join((record.titulo, record.resumen, *(t.replace("-", " ") for t in record.etiquetas)))
    body = " ".join(plain_text(inline) for inline in inlines(anonymized.document))
    terms = Counter(map(_number, _WORD.findall(body.casefold())))
    for word in _WORD.findall(head.casefold()):
        terms[_number(word)] += _HEAD
    numbers = sorted(terms)
    return array(_NUMBERS, numbers), array(_COUNTS, (min(terms[number], _MOST) for number in numbers))


@cache
def _number(word: str) -> int:
    """A number of 32 bits for the stem of a word: two stems with the same one, which are few in any bank, count as
    one."""
    return crc32(str(stemmer("spanish").stemWord(word)).encode())
