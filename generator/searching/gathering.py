"""The shards of an index, each kept by an earlier run or made by Pagefind now, and what it brings for any pages.

Those that follow one another are joined by the dozen, and kept so as well: where nothing of a dozen changed and the
published site has its fragments, none of the twelve is opened.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from generator.kept import Kept
from generator.searching.compact import ENTRY
from generator.searching.merging import joined
from generator.searching.packing import WELL, squeezed
from generator.searching.postings import Shard, made, packed, unpacked
from generator.searching.reading import Entry
from generator.searching.service import LANGUAGE, Files, ServiceError, bundles
from generator.searching.shards import several

Take = Callable[[int, Shard, Sequence[bytes]], None]
"""Is given the place of a shard, it, and the fragments of its pages, which nobody holds after that."""
_PROGRAM = f"wasm.{LANGUAGE}.pagefind"
_BROUGHT = ("pagefind.js", _PROGRAM, ENTRY)
"""What is used of all that Pagefind brings: the rest is half a megabyte that nothing asks for."""


def gathered(
    parts: Sequence[Sequence[Entry]], log: Path, kept: Kept, take: Take, standing: Callable[[Shard], bool]
) -> tuple[list[Shard], Files, int]:
    """All pages in a few large shards, Pagefind's own files, and how many shards were made.

    Of a large shard that is `standing` the fragments are not asked for. Raises ServiceError and OSError.
    """
    names = [kept.name("busqueda", [(entry.url, entry.digest) for entry in part]) for part in parts]
    groups = list(several(parts))
    joint = [_joint(kept, [names[place] for place in group]) for group in groups]
    shards: dict[int, Shard] = {}
    wanted: list[int] = []
    for group, one in zip(groups, joint, strict=True):
        if one and standing(one):
            for place in group:
                kept.hold(names[place])
            continue
        for place in group:
            if (data := kept.get(names[place])) is None:
                wanted.append(place)
                continue
            shard, fragments = unpacked(data)
            take(place, shard, fragments)
            if one is None:
                shards[place] = shard
    brought = _kept_files(kept)
    asked = wanted or ([] if brought else [0])
    try:
        for place, files in zip(asked, bundles([parts[place] for place in asked], log), strict=True):
            shards[place], fragments = made(files, parts[place])
            kept.put(names[place], packed(shards[place], fragments))
            take(place, shards[place], fragments)
            brought = brought or _brought(files, kept)
    except (ValueError, LookupError, TypeError):
        raise ServiceError from None
    for number, group in enumerate(groups):
        if joint[number] is None:
            joint[number] = one = joined([shards.pop(place) for place in group])
            kept.put(_joint_name(kept, [names[place] for place in group]), packed(one, []))
    return [one for one in joint if one is not None], brought, len(wanted)


def _joint_name(kept: Kept, names: Sequence[str]) -> str:
    return kept.name("búsqueda junta", names)


def _joint(kept: Kept, names: Sequence[str]) -> Shard | None:
    """Several shards as one, as an earlier run joined them."""
    data = kept.get(_joint_name(kept, names))
    return unpacked(data)[0] if data is not None else None


def _kept_files(kept: Kept) -> Files:
    found = {path: kept.get(kept.name("buscador", path)) for path in _BROUGHT}
    return {path: data for path, data in found.items() if data is not None} if all(found.values()) else {}


def _brought(files: Mapping[str, bytes], kept: Kept) -> Files:
    found = {path: files[path] for path in _BROUGHT}
    found[_PROGRAM] = squeezed(gzip.decompress(found[_PROGRAM]), WELL)
    for path, data in found.items():
        kept.put(kept.name("buscador", path), data)
    return found
