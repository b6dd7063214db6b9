"""The search index of a built site: Pagefind's over copies of its pages, and some small files beside it."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate, chain
from pathlib import Path

from generator.diagnostics import count
from generator.digests import digest, whole
from generator.kept import NOTHING, Kept
from generator.searching.chunks import pieces
from generator.searching.columns import COLUMN, ROWS, TITLES, columns
from generator.searching.common import COMMON, COMMON_COLUMN
from generator.searching.common import files as common_files
from generator.searching.compact import ENTRY, letters_of, metadata, names_of, sealed
from generator.searching.gathering import gathered
from generator.searching.merging import fields_of, merged
from generator.searching.postings import Shard
from generator.searching.reading import Entry, entries
from generator.searching.service import LANGUAGE, ServiceError
from generator.searching.shards import in_shards
from generator.searching.wordlist import WORDS, wordlist

FOLDER = "pagefind"
_PIECE = "index/{}.pf_index"
_LISTS = (ROWS, TITLES, WORDS, COMMON)
BESIDE = re.compile("|".join((*map(re.escape, _LISTS), COLUMN.pattern, COMMON_COLUMN.pattern)))
"""The files that are not Pagefind's."""
__all__ = [
    "BESIDE",
    "COLUMN",
    "COMMON",
    "COMMON_COLUMN",
    "FOLDER",
    "ROWS",
    "TITLES",
    "WORDS",
    "Indexed",
    "ServiceError",
    "index",
    "index_entries",
]


@dataclass(frozen=True, slots=True)
class Indexed:
    """How many pages are in the index, in how many shards, and how many of these were indexed anew."""

    pages: int
    shards: int
    anew: int

    def line(self) -> str:
        """For whoever wonders: «Buscador: 301 páginas en 11 partes; 1 parte hecha de nuevo»."""
        again = count(self.anew, "parte hecha", "partes hechas")
        return f"Buscador: {count(self.pages, 'página', 'páginas')} en {self.shards} partes; {again} de nuevo"


def index(site: Path, log: Path, kept: Kept = NOTHING, published: Path | None = None) -> Indexed:
    """Write `site/pagefind` anew. `log` takes what the program prints. Raises ServiceError and OSError.

    A file that the site that is `published` has with the same bytes becomes that very file, by another name.
    """
    return index_entries(entries(site, kept), site / FOLDER, log, kept, published and published / FOLDER)


def index_entries(
    found: Sequence[Entry], output: Path, log: Path, kept: Kept = NOTHING, past: Path | None = None
) -> Indexed:
    """Write the index of these pages, the newest first, and of nothing else, into `output`; `past` is an earlier one.

    Pagefind reads the shards that no earlier run kept; whoever read them, what follows is the same.
    """
    if not found:
        raise ServiceError
    parts = list(in_shards(found[::-1]))
    starts = list(accumulate(map(len, parts), initial=0))
    digests: dict[str, str] = {}
    texts = _texts_of(past) if past else {}
    written = bytearray(len(found))

    def earlier(path: str) -> str | None:
        return f"{past}{os.sep}{path}" if past else None

    def write(path: str, data: bytes, data_digest: str, published: str | None) -> None:
        target = f"{output}{os.sep}{path}"
        if not (published and _is_again(published, target, data_digest)):
            Path(target).write_bytes(data)

    def write_named(path: str, data: bytes) -> None:
        digests[path] = sha256(data).hexdigest()
        write(path, data, digests[path], earlier(path))

    def again(piece: str, sha256_of: str) -> bool:
        path = _PIECE.format(piece)
        published = earlier(path)
        return published is not None and _is_again(published, f"{output}{os.sep}{path}", sha256_of)

    def take(place: int, shard: Shard, fragments: Sequence[bytes]) -> None:
        for number, (data, text) in enumerate(zip(fragments, shard.texts, strict=True), starts[place]):
            write(f"fragment/{number}", data, text, texts.get(text))
            written[number] = True

    shutil.rmtree(output, ignore_errors=True)
    for folder in ("fragment", "index"):
        (output / folder).mkdir(parents=True)
    shards, program, anew = gathered(parts, log, kept, take, lambda shard: texts.keys() >= {*shard.texts})
    fragment_digests = [text for shard in shards for text in shard.texts]
    named = names_of(fragment_digests, LANGUAGE)
    for number, (name, text) in enumerate(zip(named, fragment_digests, strict=True)):
        path = f"fragment/{name}.pf_fragment"
        if written[number]:
            (output / f"fragment/{number}").rename(output / path)  # only now is it known what all of them hold
        else:
            _again(texts[text], f"{output}{os.sep}{path}", text)
        digests[path] = text
    entry = program.pop(ENTRY)
    told = []
    for piece in pieces(merged(shards), LANGUAGE, kept, again):
        path = _PIECE.format(piece.told[-1])
        digests[path] = piece.sha256
        if piece.file is not None:
            write(path, piece.file, piece.sha256, earlier(path))
        told.append(piece.told)
    write_named(WORDS, wordlist(json.loads(shard.forms) for shard in shards))
    common = common_files(shards, letters_of(named[0]))
    for path, data in chain(columns(found, named[::-1]), common, program.items()):
        write_named(path, data)
    words = [many for shard in shards for many in shard.pages]
    meta = metadata(json.loads(entry)["version"], named, words, told, fields_of(shards))
    for path, data in sealed(entry, meta, digests, len(named), LANGUAGE).items():
        (output / path).write_bytes(data)
    return Indexed(len(named), len(parts), anew)


def _texts_of(past: Path) -> Mapping[str, str]:
    """The texts of an earlier index by what they hold (SHA-256), since all of them have other names now."""
    found: dict[str, str] = {}
    with suppress(OSError), os.scandir(past / "fragment") as entries:
        for entry in entries:
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(status.st_mode):
                found[digest(entry.path, status).hex()] = entry.path
    return found


def _again(earlier: str, target: str, sha256_of: str) -> None:
    """Have a published text be the new one, too, or a copy of it. Raises OSError where it is no longer what it was."""
    if not _is_again(earlier, target, sha256_of):
        data = whole(earlier)
        if sha256(data).hexdigest() != sha256_of:
            raise OSError
        Path(target).write_bytes(data)


def _is_again(earlier: str, target: str, sha256: str) -> bool:
    """Have a published file be the new one, too, where it holds the same: a disk has less to write, and to take away
    afterwards."""
    try:
        status = os.lstat(earlier)
        if not stat.S_ISREG(status.st_mode) or digest(earlier, status).hex() != sha256:
            return False
        os.link(earlier, target)
    except OSError:
        return False
    return True
