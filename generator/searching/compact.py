"""Pagefind's bundle made lighter for a phone, and sealed: its metadata has a new name whenever any file changes.

A search cannot begin without the metadata, which names each page and says how many words it has: half of it is names
made of chance, which do not compress. Here a name is the page's number from the oldest, so that those there are keep
theirs when one is added, and a little of what it holds, so that no browser takes an old one for a new one. And a number
of words is told as exactly as closeness needs: an eighth more or less.
"""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.searching.chunks import cut, read_packed, squeeze, write_packed

_PAGES, _CHUNKS = 1, 2
"""Where the metadata has its lists of pages (name, words) and of pieces of the index."""
_OWN = 3
"""Digits of a name that say what it holds, after those of its number. `assets/inspira/buscar-motor.js` knows."""


def compact(output: Path, language: str) -> None:
    """Rewrite the index of a bundle and rename its fragments. What names them all is `seal`ed when all is there."""
    # Here, since only a machine that builds the site has it.
    import cbor2

    meta = _meta(output, language)
    told = cbor2.loads(read_packed(meta))
    told[_CHUNKS] = cut(output / "index", told[_CHUNKS], language)
    told[_PAGES] = _pages(output / "fragment", told[_PAGES], language)
    write_packed(meta, cbor2.dumps(told))
    program = output / f"wasm.{language}.pagefind"
    squeeze(program, gzip.decompress(program.read_bytes()))


def seal(output: Path, language: str) -> None:
    """Name the metadata, and so change what names it, by the content of every file: the facets and the words, too."""
    meta, entry = _meta(output, language), output / "pagefind-entry.json"
    whole = sha256()
    for path in sorted(output.rglob("*")):
        if path.is_file() and path != entry:
            name = "meta" if path == meta else path.relative_to(output).as_posix()
            whole.update(f"{name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    old, new = meta.name.split(".")[1], f"{language}_{whole.hexdigest()[:10]}"
    meta.rename(output / f"pagefind.{new}.pf_meta")
    entry.write_text(entry.read_text(encoding="utf-8").replace(f'"{old}"', f'"{new}"'), encoding="utf-8")


def _meta(output: Path, language: str) -> Path:
    (meta,) = output.glob(f"pagefind.{language}_*.pf_meta")
    return meta


def _pages(folder: Path, pages: list[list[Any]], language: str) -> list[list[Any]]:
    width = len(f"{len(pages):x}")
    renamed = []
    for number, (name, many) in zip(reversed(range(len(pages))), pages, strict=True):
        path = folder / f"{name}.pf_fragment"
        own = f"{language}_{number:0{width}x}{sha256(read_packed(path)).hexdigest()[:_OWN]}"
        renamed.append([own, _about(many)])
        path.rename(folder / f"{own}.nuevo")
    for path in sorted(folder.glob("*.nuevo")):
        path.rename(path.with_suffix(".pf_fragment"))
    return renamed


def _about(many: int) -> int:
    """A number with its four highest bits alone."""
    low = max(0, many.bit_length() - 4)
    return many >> low << low
