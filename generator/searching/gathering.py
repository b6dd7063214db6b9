"""The shards of an index, each kept by an earlier run or made by Pagefind now, and what it brings for any pages."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from generator.kept import Kept
from generator.searching.compact import ENTRY
from generator.searching.packing import squeezed
from generator.searching.postings import Shard, made, packed, unpacked
from generator.searching.reading import Entry
from generator.searching.service import LANGUAGE, Files, ServiceError, bundles

Take = Callable[[int, Shard, Sequence[bytes]], None]
"""Is given the place of a shard, it, and the fragments of its pages, which nobody holds after that."""
_PROGRAM = f"wasm.{LANGUAGE}.pagefind"
_BROUGHT = ("pagefind.js", _PROGRAM, ENTRY)
"""What is used of all that Pagefind brings: the rest is half a megabyte that nothing asks for."""


def gathered(parts: Sequence[Sequence[Entry]], log: Path, kept: Kept, take: Take) -> tuple[list[Shard], Files, int]:
    """Every shard, Pagefind's own files, and how many shards were made. Raises ServiceError and OSError."""
    names = [kept.name("busqueda", [(entry.url, entry.digest) for entry in part]) for part in parts]
    shards: dict[int, Shard] = {}

    def there(place: int, shard: Shard, fragments: Sequence[bytes]) -> None:
        shards[place] = shard
        take(place, shard, fragments)

    for place, name in enumerate(names):
        if (data := kept.get(name)) is not None:
            there(place, *unpacked(data))
    brought = _kept_files(kept)
    wanted = [place for place in range(len(names)) if place not in shards]
    asked = wanted or ([] if brought else [0])
    try:
        for place, files in zip(asked, bundles([parts[place] for place in asked], log), strict=True):
            shard, fragments = made(files, parts[place])
            kept.put(names[place], packed(shard, fragments))
            there(place, shard, fragments)
            brought = brought or _brought(files, kept)
    except (ValueError, LookupError, TypeError):
        raise ServiceError from None
    return [shards[place] for place in range(len(names))], brought, len(wanted)


def _kept_files(kept: Kept) -> Files:
    found = {path: kept.get(kept.name("buscador", path)) for path in _BROUGHT}
    return {path: data for path, data in found.items() if data is not None} if all(found.values()) else {}


def _brought(files: Mapping[str, bytes], kept: Kept) -> Files:
    found = {path: files[path] for path in _BROUGHT}
    found[_PROGRAM] = squeezed(gzip.decompress(found[_PROGRAM]))
    for path, data in found.items():
        kept.put(kept.name("buscador", path), data)
    return found
