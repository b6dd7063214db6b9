"""What names everything in the index, made light for a phone, and sealed: it has a new name whenever any file changes.

A search cannot begin without the metadata, which names each page and says how many words it has: half of what Pagefind
writes is names made of chance, which do not compress. Here a name is what all texts hold together, which takes next to
nothing to repeat, and the page's number from the oldest: no browser takes one of another index for one of this.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from generator.searching import cbor
from generator.searching.packing import WELL, closed

ENTRY = "pagefind-entry.json"
_TOGETHER = 16
"""Letters of a name that say what all texts hold. `assets/inspira/buscar-motor.js` knows how many. They are hexadecimal
and no figures: beside the page's number, figures of chance could be somebody's, and the audit would find them."""


def names_of(digests: Sequence[str], language: str) -> list[str]:
    """The names of the pages of an index, whose texts have these digests, from the oldest; `buscar-motor.js` reads the
    number of a page in its name."""
    together = "".join("abcdef"[byte % 6] for byte in sha256("\n".join(digests).encode()).digest()[:_TOGETHER])
    width = len(f"{len(digests):x}")
    return [f"{language}_{together}{number:0{width}x}" for number in range(len(digests))]


def letters_of(name: str) -> str:
    """The letters of a name that all pages of its index share."""
    return name.partition("_")[2][:_TOGETHER]


def metadata(
    version: str, names: Sequence[str], words: Sequence[int], told: Sequence[Sequence[str]], fields: Sequence[str]
) -> bytes:
    """The metadata of an index: its pages and how many words each has, its pieces (first word, last, name), its
    fields."""
    named = [cbor.listed(2, (cbor.text(name), cbor.number(many))) for name, many in zip(names, words, strict=True)]
    cut = [cbor.listed(3, map(cbor.text, piece)) for piece in told]
    field = [cbor.text(name) for name in fields]
    lists = (cbor.listed(len(some), some) for some in (named, cut, (), (), field))
    return closed(cbor.listed(6, (cbor.text(version), *lists)), WELL)


def sealed(entry: bytes, meta: bytes, digests: Mapping[str, str], pages: int, language: str) -> dict[str, bytes]:
    """The entry that browsers ask after each time, and the metadata, named by all files (path → SHA-256) of the index.

    `entry` is one of Pagefind's own, of any pages.
    """
    whole = sha256()
    for path, digest in sorted({**digests, "meta": sha256(meta).hexdigest()}.items()):
        whole.update(f"{path} {digest}\n".encode())
    name = f"{language}_{whole.hexdigest()[:10]}"
    told = json.loads(entry)
    told["languages"] = {language: {"hash": name, "wasm": language, "page_count": pages}}
    line = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return {f"pagefind.{name}.pf_meta": meta, ENTRY: line}
