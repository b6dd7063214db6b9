"""Bundles on disk → `Source`. The disk is not trusted: no link is followed, no size believed, nothing raises."""

from __future__ import annotations

import itertools
import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostic, find, in_order
from generator.files import UnfitError
from generator.images.checking import bytes_of
from generator.model import Collection, Source
from generator.schema.fields import SLUG
from generator.shelf import ATTACHMENTS, HOUSE, INDEX, LEFTOVERS, MAX_FILES, Shelf, is_leftover, shown_name
from generator.vocabulary import plain

MIN_SLUG, MAX_SLUG = 3, 80

# `index` and `readme` are the list page of the folder for the engine; the rest are devices in Windows.
_RESERVED = frozenset({"index", "readme", "con", "prn", "aux", "nul"})
_DEVICE = re.compile(r"(?:com|lpt)[0-9]")


@dataclass(frozen=True, slots=True, repr=False)
class Bundle:
    """A folder below `practicas/` or `expediciones/` whose name serves as an address."""

    collection: Collection
    slug: str
    path: Path

    @property
    def folder(self) -> str:
        """`practicas/huerta-vertical`, as in `Source.folder`."""
        return f"{self.collection.value}/{self.slug}"

    def __repr__(self) -> str:
        return f"<Bundle {self.collection.value}>"


def discover(project: Path) -> tuple[list[Bundle], list[Diagnostic]]:
    """Every bundle of a project, sorted, and what stands in the two folders that cannot be one.

    Names that start with «.» or «_» are passed over. Raises nothing.
    """
    bundles: list[Bundle] = []
    findings: list[Diagnostic] = []
    for collection in Collection:
        folder = project / collection.value
        try:
            names = _folders(folder, collection.value, findings)
        except FileNotFoundError:
            continue
        except UnfitError as unfit:
            findings.append(find(unfit.code, collection.value))
            continue
        except OSError:
            findings.append(find("E010", collection.value))
            continue
        clashing = _clashes(names)
        for name in names:
            problems = [code for code, bad in (("E008", not is_slug(name)), ("E009", name in clashing)) if bad]
            findings.extend(find(code, f"{collection.value}/{shown_name(name)}") for code in problems)
            if not problems:
                bundles.append(Bundle(collection, name, folder / name))
    return bundles, in_order(findings)


def is_slug(name: str) -> bool:
    """Whether a folder's name can be an address on the site and a folder on every system."""
    usable = SLUG.fullmatch(name) is not None and MIN_SLUG <= len(name) <= MAX_SLUG
    return usable and name not in _RESERVED and not _DEVICE.fullmatch(name)


def _folders(folder: Path, where: str, findings: list[Diagnostic]) -> list[str]:
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise UnfitError("E006")
    names = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.name.startswith((".", "_")) or entry.name in LEFTOVERS:
                continue
            if entry.is_dir(follow_symlinks=False):
                names.append(entry.name)
            else:
                message, hint = "Aquí solo van carpetas, una por entrega.", "Ponga el archivo en su carpeta, o bórrelo."
                findings.append(find("E006", f"{where}/{shown_name(entry.name)}", message, hint=hint))
    return names


def _clashes(names: list[str]) -> set[str]:
    alike: dict[str, list[str]] = defaultdict(list)
    for name in names:
        alike[plain(name)].append(name)
    return {name for group in alike.values() if len(group) > 1 for name in group}


def load(project: Path, bundle: Bundle) -> tuple[Source | None, list[Diagnostic]]:
    """Read one bundle, with every problem of its files; None when there is no text to go on with.

    A Source comes back also when other files of the bundle were refused, so that the text is checked in the
    same round; a bundle with an error among its findings must not go further than validation
    (`generator.validate.read` sees to that). Raises nothing.
    """
    shelf = Shelf(bundle.folder)
    try:
        for name, info in _files(bundle.path, shelf):
            shelf.take(bundle.path / name, name, info)
    except OSError:
        shelf.report("E010", "")
    shelf.report_missing_index()
    shelf.report_twins()
    index = shelf.texts.pop(INDEX, None)
    findings = in_order(shelf.findings)
    if index is None:
        return None, findings
    house = {n: t for n, t in shelf.texts.items() if n in HOUSE}
    attachments = {n: t for n, t in shelf.texts.items() if n not in HOUSE}
    digests = dict(sorted(shelf.digests.items()))
    return Source(bundle.collection, bundle.slug, index, house, attachments, shelf.media, digests), findings


def files_of(source: Source) -> Iterator[tuple[str, bytes]]:
    """Every file of a bundle by its path in the project, with the bytes that its digests are of.

    Nothing that `load` passed over is among them. Raises OSError when an image cannot be read any more.
    """
    for name, text in {INDEX: source.index, **source.house, **source.attachments}.items():
        yield f"{source.folder}/{name}", text.encode()
    for media in source.media.values():
        yield f"{source.folder}/{media.name}", bytes_of(media)


def _files(root: Path, shelf: Shelf) -> Iterator[tuple[str, os.stat_result]]:
    """Every entry of the bundle and of its `anexos/`, by name within the bundle, without following links."""
    names = _listing(root)
    for name in names:
        info = (root / name).lstat()
        if name == ATTACHMENTS and stat.S_ISDIR(info.st_mode):
            inner = _listing(root, f"{name}/")
            shelf.seen += len(inner)
            yield from ((n, (root / n).lstat()) for n in inner)
        else:
            shelf.seen += 1
            yield name, info
    if shelf.seen > MAX_FILES:
        message = f"La carpeta tiene más de {MAX_FILES} archivos."
        shelf.findings.append(find("E003", shelf.folder, message, hint="Deje los archivos que el texto usa."))


def _listing(root: Path, within: str = "") -> list[str]:
    """What stands in a folder of the bundle, by name within the bundle."""
    # Never more than the limit and one: a folder with a million files costs no more than a full one.
    with os.scandir(root / within) as entries:
        names = (f"{within}{entry.name}" for entry in entries)
        return sorted(itertools.islice((n for n in names if not is_leftover(n)), MAX_FILES + 1))
