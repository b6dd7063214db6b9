"""The search index of a built site: Pagefind's over copies of its pages, and three small files beside it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from generator.searching.chunks import read_packed
from generator.searching.columns import COLUMN, ROWS, TITLES, write_columns
from generator.searching.compact import compact, seal
from generator.searching.reading import Entry, entries
from generator.searching.service import LANGUAGE, ServiceError, write_index
from generator.searching.wordlist import WORDS, write_wordlist

FOLDER = "pagefind"
BESIDE = re.compile(rf"{re.escape(ROWS)}|{re.escape(TITLES)}|{re.escape(WORDS)}|{COLUMN.pattern}")
"""The files that are not Pagefind's."""
__all__ = ["BESIDE", "COLUMN", "FOLDER", "ROWS", "TITLES", "WORDS", "ServiceError", "index", "index_entries"]
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.unknown.pagefind")
"""What Pagefind brings for pages that are not ours: half a megabyte that nothing asks for."""


def index(site: Path, log: Path) -> None:
    """Write `site/pagefind` anew. `log` takes what the program prints. Raises ServiceError and OSError."""
    index_entries(entries(site), site / FOLDER, log)


def index_entries(found: Sequence[Entry], output: Path, log: Path) -> None:
    """Write the index of these pages, in their order, and of nothing else, into `output`."""
    shutil.rmtree(output, ignore_errors=True)
    write_index(found, output, log)
    compact(output, LANGUAGE)
    for pattern in _UNUSED:
        for path in output.glob(pattern):
            path.unlink()
    fragments = {path.stem: _fragment(path) for path in sorted((output / "fragment").glob("*"))}
    write_columns(found, {str(fragment["url"]): name for name, fragment in fragments.items()}, output)
    write_wordlist(fragments.values(), output)
    seal(output, LANGUAGE)


def _fragment(path: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads(read_packed(path))
    return read
