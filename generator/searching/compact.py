"""What names everything in the index, made light for a phone, and sealed: it has a new name whenever any file changes.

A search cannot begin without the metadata, which names each page and says how many words it has: half of what Pagefind
writes is names made of chance, which do not compress. Here a name is the page's number from the oldest, so that those
there are keep theirs when one is added, and a little of what it holds, so that no browser takes an old one for another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from generator.searching import cbor
from generator.searching.packing import closed
from generator.searching.postings import OWN, Page

ENTRY = "pagefind-entry.json"


def name_of(page: Page, number: int, many: int, language: str) -> str:
    """The name of a page, which is that number of so many, from the oldest; `buscar-motor.js` reads the number."""
    return f"{language}_{number:0{len(f'{many:x}')}x}{page.own}"


def own_of(name: str) -> str:
    """The digits of a page's name that say what it holds, whatever its number is."""
    return name[-OWN:]


def metadata(
    version: str, names: Sequence[str], pages: Sequence[Page], told: Sequence[Sequence[str]], fields: Sequence[str]
) -> bytes:
    """The metadata of an index: its pages and their words, its pieces (first word, last, name), its fields."""
    named = [cbor.listed(2, (cbor.text(n), cbor.number(page.words))) for n, page in zip(names, pages, strict=True)]
    cut = [cbor.listed(3, map(cbor.text, piece)) for piece in told]
    field = [cbor.text(name) for name in fields]
    lists = (cbor.listed(len(some), some) for some in (named, cut, (), (), field))
    return closed(cbor.listed(6, (cbor.text(version), *lists)))


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
