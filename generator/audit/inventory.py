"""Every file of the built site, and what it is by the manifest or by its bytes (P303, P304)."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from generator import digests
from generator.audit.known import PROGRAM, SEARCH, digest, from_package, search_runtime
from generator.audit.problem import MalformedError, Report
from generator.indexfiles.packed import unzip
from generator.kept import NOTHING, Kept
from generator.manifest import STAMP, Staged
from generator.searching import BESIDE

LANGUAGE = "es"
NOT_FOUND = "404.html"
_A_STAMP = re.compile(rb"[0-9a-f]{64}\n")
FRAGMENT = ".pf_fragment"
SITEMAPS = ("sitemap.xml", "sitemap.xml.gz")
_LATER = frozenset((SEARCH, STAMP))
"""What is made when the pages are there, and may be made while they are audited."""
_SEARCH_DATA = re.compile(
    rf"{SEARCH}/(?:fragment/{LANGUAGE}_[0-9a-f]+\.pf_fragment|index/{LANGUAGE}_[0-9a-f]+\.pf_index"
    rf"|pagefind\.{LANGUAGE}_[0-9a-f]+\.pf_meta|pagefind-entry\.json|{BESIDE.pattern})"
)


class Role(Enum):
    """What a built file is. KNOWN needs no reading; FOREIGN is reported already and must not be published."""

    PAGE = "page"
    ASSET = "asset"
    SEARCH = "search"
    SITEMAP = "sitemap"
    KNOWN = "known"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, repr=False)
class Built:
    """A built file: its place below the site, what it is, its origin in the manifest, and its SHA-256 and bytes where
    it is checked by itself."""

    path: str
    role: Role
    origin: str
    digest: str = ""
    size: int = 0

    @property
    def owner(self) -> str | None:
        """The submission that the file is of."""
        return self.origin if "/" in self.origin else None


def inventory(built: Path, staged: Staged, report: Report) -> list[Built]:
    """Tell the files of the site apart that are there before its search index and its stamp (`search_inventory`),
    reporting what nobody declared and what is missing."""
    pages = {p.built: p.origin for p in staged.pages}
    assets = {a.built: a for a in staged.assets}
    found: list[Built] = []
    for path, entry in _files(built, report, lambda name: name not in _LATER):
        if path in pages or path == NOT_FOUND:
            found.append(Built(path, Role.PAGE, pages.get(path, ""), *_known_by(entry)))
            continue
        if path in SITEMAPS:
            found.append(Built(path, Role.SITEMAP, ""))
            continue
        asset = assets.get(path)
        if asset is not None:
            found.append(Built(path, Role.ASSET, asset.origin, *_known_by(entry)))
            if found[-1].digest != asset.sha256:
                origin = asset.origin if "/" in asset.origin else None
                report.add("P303", path, "El archivo no es el que se preparó.", origin=origin)
            continue
        found.append(_known_or_foreign(path, from_package(path, Path(entry.path).read_bytes()), report))
    _missing(pages, assets.keys() | pages.keys(), {f.path for f in found}, report)
    return found


def search_inventory(built: Path, report: Report, kept: Kept = NOTHING) -> list[Built]:
    """The same of the search index, which is made of the pages, and of the stamp, which is made of all."""
    found: list[Built] = []
    for path, entry in _files(built, report, _LATER.__contains__):
        if _SEARCH_DATA.fullmatch(path):
            found.append(Built(path, Role.SEARCH, "", *(_known_by(entry) if path.endswith(FRAGMENT) else ())))
            continue
        data = Path(entry.path).read_bytes()
        # The stamp is a number, which has no room for a word.
        known = _A_STAMP.fullmatch(data) is not None if path == STAMP else _is_search_runtime(path, data, kept)
        found.append(_known_or_foreign(path, known, report))
    return found


def _known_or_foreign(path: str, known: bool, report: Report) -> Built:
    if not known:
        report.add("P303", path, "Nadie declaró este archivo.")
    return Built(path, Role.KNOWN if known else Role.FOREIGN, "")


def _known_by(entry: os.DirEntry[str]) -> tuple[str, int]:
    """The digest and the size of a file."""
    status = entry.stat(follow_symlinks=False)
    return digests.digest(entry.path, status).hex(), status.st_size


def _missing(pages: dict[str, str], declared: set[str], found: set[str], report: Report) -> None:
    for path in sorted(declared - found):
        origin = pages.get(path, "")
        report.add("P304", path, "Se preparó y no está en lo construido.", origin=origin if "/" in origin else None)


def _files(built: Path, report: Report, wanted: Callable[[str], bool]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Regular files below the site, by their places in it, links not followed; anything else is reported. Of what lies
    in the site itself, only what is `wanted`."""
    pending = [("", str(built))]
    while pending:
        place, folder = pending.pop()
        with os.scandir(folder) as entries:
            found = sorted((e for e in entries if place or wanted(e.name)), key=lambda entry: entry.name)
        if place and not found:
            report.add("P303", place.removesuffix("/"), "Hay una carpeta vacía que nadie declaró.")
        for entry in found:
            path, mode = place + entry.name, entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                pending.append((f"{path}/", entry.path))
            elif stat.S_ISREG(mode):
                yield path, entry
            else:
                report.add("P303", path, "No es un archivo común.")


def _is_search_runtime(path: str, data: bytes, kept: Kept) -> bool:
    try:
        return (path, digest(unzip(data) if path.endswith(PROGRAM) else data)) in search_runtime(LANGUAGE, kept)
    except (OSError, ImportError, subprocess.SubprocessError, MalformedError):
        return False
