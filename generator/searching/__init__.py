"""The search index of a built site: Pagefind's over copies of its pages, and three small files beside it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator.kept import NOTHING, Kept
from generator.searching.chunks import pieces
from generator.searching.columns import COLUMN, ROWS, TITLES, columns
from generator.searching.compact import ENTRY, metadata, names_of, sealed
from generator.searching.gathering import gathered
from generator.searching.merging import fields_of, merged
from generator.searching.reading import Entry, entries
from generator.searching.service import LANGUAGE, ServiceError
from generator.searching.shards import in_shards
from generator.searching.wordlist import WORDS, wordlist

FOLDER = "pagefind"
BESIDE = re.compile(rf"{re.escape(ROWS)}|{re.escape(TITLES)}|{re.escape(WORDS)}|{COLUMN.pattern}")
"""The files that are not Pagefind's."""
__all__ = ["BESIDE", "COLUMN", "FOLDER", "ROWS", "TITLES", "WORDS", "Indexed", "ServiceError", "index", "index_entries"]


@dataclass(frozen=True, slots=True)
class Indexed:
    """How many pages are in the index, in how many shards, and how many of these were indexed anew."""

    pages: int
    shards: int
    anew: int


def index(site: Path, log: Path, kept: Kept = NOTHING) -> Indexed:
    """Write `site/pagefind` anew. `log` takes what the program prints. Raises ServiceError and OSError."""
    return index_entries(entries(site), site / FOLDER, log, kept)


def index_entries(found: Sequence[Entry], output: Path, log: Path, kept: Kept = NOTHING) -> Indexed:
    """Write the index of these pages, the newest first, and of nothing else, into `output`.

    Pagefind reads the shards that no earlier run kept; whoever read them, what follows is the same.
    """
    if not found:
        raise ServiceError
    parts = list(in_shards(found[::-1]))
    whole, program, anew = gathered(parts, log, kept)
    digests: dict[str, str] = {}

    def write(path: str, data: bytes) -> None:
        (output / path).write_bytes(data)
        digests[path] = sha256(data).hexdigest()

    shutil.rmtree(output, ignore_errors=True)
    for folder in ("fragment", "index"):
        (output / folder).mkdir(parents=True)
    entry = program.pop(ENTRY)
    pages = [page for shard in whole for page in shard.pages]
    names = names_of(pages, LANGUAGE)
    for name, page in zip(names, pages, strict=True):
        write(f"fragment/{name}.pf_fragment", page.fragment)
    told = []
    for piece, data in pieces(merged(whole), LANGUAGE, kept):
        write(f"index/{piece[-1]}.pf_index", data)
        told.append(piece)
    write(WORDS, wordlist(shard.forms for shard in whole))
    for path, data in (*columns(found, names[::-1]), *program.items()):
        write(path, data)
    meta = metadata(json.loads(entry)["version"], names, pages, told, fields_of(whole))
    for path, data in sealed(entry, meta, digests, len(pages), LANGUAGE).items():
        (output / path).write_bytes(data)
    return Indexed(len(pages), len(parts), anew)
