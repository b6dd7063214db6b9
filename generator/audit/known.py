"""Files that come from installed packages as they are: known by their bytes, so that nothing in them is ours."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import generator.site
from generator import digests
from generator.engines import ENGINES
from generator.kept import NOTHING, Kept

_EMPTY = '<!doctype html><html lang="es"><head><title>a</title></head><body><p>a</p></body></html>'
_DATA = (".pf_fragment", ".pf_index", ".pf_meta", "pagefind-entry.json")
SEARCH = "pagefind"
PROGRAM = ".pagefind"


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(data).hexdigest()


@cache
def theme_roots() -> tuple[Path, ...]:
    """The folders from which an engine copies files that are not pages: our theme's, and those of what is installed."""
    roots = [Path(generator.site.__file__).parent / "theme"]
    for module in dict.fromkeys(name for engine in ENGINES.values() for name in engine.templates):
        # A package that is not installed has no place for what is inside it to be looked for.
        spec = find_spec(module) if find_spec(module.partition(".")[0]) else None
        roots += [Path(p) for p in spec.submodule_search_locations or ()] if spec else []
    return tuple(roots)


def from_package(path: str, data: bytes) -> bool:
    """Whether a built file is, byte for byte, the one that a package ships at the same place."""
    if path.endswith((".html", ".xml")):
        return False
    return any((root / path).is_file() and (root / path).read_bytes() == data for root in theme_roots())


def search_runtime(language: str, kept: Kept = NOTHING) -> frozenset[tuple[str, str]]:
    """(path, SHA-256) of the files of Pagefind that do not depend on the pages, by running it over an empty one.

    They are remembered by the bytes of the program that writes them. Raises OSError, ImportError or
    subprocess.SubprocessError when it cannot run: then nothing of its output is known.
    """
    if kept is NOTHING:
        return _written_for(language)
    # Here, since only a machine that builds the site has it.
    from pagefind.service import get_executable

    program = get_executable()
    name = kept.name("programas del buscador", language, digests.digest(program) if program else b"")
    data = kept.get(name)
    if data is None:
        found = _written_for(language)
        kept.put(name, json.dumps(sorted(found)).encode())
        return found
    return frozenset((path, told) for path, told in json.loads(data))


@cache
def _written_for(language: str) -> frozenset[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "index.html").write_text(_EMPTY, encoding="utf-8")
        command = [sys.executable, "-m", "pagefind", "--site", folder, "--output-subdir", SEARCH]
        command += ["--force-language", language, "--quiet"]
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=300,
        )
        files = [p for p in (root / SEARCH).rglob("*") if p.is_file() and not p.name.endswith(_DATA)]
        return frozenset((p.relative_to(root).as_posix(), digest(_inside(p))) for p in files)


def _inside(path: Path) -> bytes:
    """The bytes of one of Pagefind's own files; of its program, which we compress again, those that are packed."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.name.endswith(PROGRAM) else data
