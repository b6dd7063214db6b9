"""Many plantings in few audited trees: what is planted in one page is reported of that page, whatever others hold."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.plantas import GUIDE, PAGE, Plant

SEARCH = "pagefind/"


@dataclass(frozen=True, slots=True)
class Planted:
    """A tree with its plantings: key → the page that holds it, or None for what is in another kind of file."""

    site: Path
    places: dict[str, str | None] = field(default_factory=dict)


def sow(clean: Path, plantings: Mapping[str, tuple[Plant, str]], pages: Iterable[str], at: Path) -> Iterator[Planted]:
    """Trees that hold every planting (by key: the plant and its text), one a page and one other file in each tree.

    `pages` are the built paths of the site's pages. What is planted in the page of the practice or of the guide may
    be in any page of its kind that has the place for it. The data of the search answer to all pages, so a planting in
    them has a tree of its own.
    """
    known = frozenset(pages)
    alike = {PAGE: sorted(p for p in known if _kind(p) == "practicas"), GUIDE: sorted(p for p in known if _is_guide(p))}
    trees: list[Planted] = []
    made = 0
    for key, (plant, text) in plantings.items():
        trial = _copy(clean, at / "prueba")
        plant(trial, text)
        touched = _touched(clean, trial)
        shutil.rmtree(trial)
        place = touched[0] if len(touched) == 1 and touched[0] in known else None
        if any(p.startswith(SEARCH) for p in touched):
            alone = Planted(_copy(clean, at / str(made)), {key: None})
            made += 1
            plant(alone.site, text)
            yield alone
            continue
        for tree in trees:
            if _fits(tree, key, plant, text, place, alike):
                break
        else:
            trees.append(Planted(_copy(clean, at / str(made))))
            made += 1
            assert _fits(trees[-1], key, plant, text, place, alike), key
    yield from trees


def _kind(page: str) -> str:
    return page.split("/")[0] if page.count("/") == 2 else ""


def _is_guide(page: str) -> bool:
    return _kind(page) == "guia"


def _fits(tree: Planted, key: str, plant: Plant, text: str, place: str | None, alike: Mapping[str, list[str]]) -> bool:
    """Whether it could be planted in this tree, which then holds it."""
    taken = set(tree.places.values())
    for page in alike.get(place, [place]) if place else [None]:
        if page in taken or not _plant(tree.site, plant, text, place, page):
            continue
        tree.places[key] = page
        return True
    return False


def _plant(site: Path, plant: Plant, text: str, place: str | None, page: str | None) -> bool:
    """Plants in `page` what the plant puts in `place`; False where that page has no room for it."""
    if place is None or page is None or page == place:
        plant(site, text)
        return True
    own, other, aside = site / place, site / page, site.parent / "aparte.html"
    own.rename(aside)
    os.link(other, own)
    try:
        plant(site, text)
    except AssertionError:
        return False
    else:
        own.replace(other)
        return True
    finally:
        aside.replace(own)


def _copy(clean: Path, to: Path) -> Path:
    """Hard links, so that copying costs nothing: a plant replaces a file and never writes into it."""
    return shutil.copytree(clean, to, copy_function=os.link)


def _touched(clean: Path, planted: Path) -> list[str]:
    """The paths that are new, gone or another file."""
    before, after = _entries(clean), _entries(planted)
    return sorted(p for p in before.keys() | after.keys() if before.get(p) != after.get(p))


def _entries(root: Path) -> dict[str, int]:
    """Each file by its identity; folders are only there or not."""
    return {path.relative_to(root).as_posix(): 0 if path.is_dir() else path.lstat().st_ino for path in root.rglob("*")}
