"""Many plantings in few audited trees: what is planted in one page is reported of that page, whatever others hold."""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.plantas import GUIDE, PAGE, Plant

SEARCH = "pagefind/"
OTHER = "otro archivo"


@dataclass(frozen=True, slots=True)
class Planted:
    """A tree with its plantings: key → the page that holds it, or `OTHER` or `SEARCH` for another kind of file."""

    site: Path
    places: dict[str, str] = field(default_factory=dict)

    def told(self, key: str, path: str) -> bool:
        """Whether a problem with this path is of this planting."""
        place = self.places[key]
        if place == SEARCH:
            return path.startswith(f"site/{SEARCH}")
        if place == OTHER:
            pages = {f"site/{page}" for page in self.places.values()}
            return path not in pages and not path.startswith(f"site/{SEARCH}")
        return path == f"site/{place}"


def sow(clean: Path, plantings: Mapping[str, tuple[Plant, str]], pages: Iterable[str], at: Path) -> Iterator[Planted]:
    """Trees that hold every planting (by key: the plant and its text), one a page and one other file in each tree.

    `pages` are the built paths of the site's pages. What is planted in the page of the practice or of the guide may
    be in any page of its kind that has the place for it. The data of the search may say what a page says: a planting
    in them is alone in its tree.
    """
    known = frozenset(pages)
    alike = {place: sorted(p for p in known if _folder(p) == _folder(place)) for place in (PAGE, GUIDE)}
    trees: list[Planted] = []
    places: dict[Plant, str] = {}
    for key, (plant, text) in plantings.items():
        if plant not in places:
            places[plant] = _place(clean, plant, text, known, at / "prueba")
        place = places[plant]
        shared = (tree for tree in trees if SEARCH not in (place, *tree.places.values()))
        if not any(_fits(tree, key, plant, text, place, alike) for tree in shared):
            trees.append(Planted(_copy(clean, at / str(len(trees)))))
            assert _fits(trees[-1], key, plant, text, place, alike), key
    yield from trees


def _place(clean: Path, plant: Plant, text: str, known: Container[str], at: Path) -> str:
    """Where something is planted, by doing it once in a copy."""
    trial = _copy(clean, at)
    plant(trial, text)
    before, after = _entries(clean), _entries(trial)
    shutil.rmtree(trial)
    touched = sorted(p for p in before.keys() | after.keys() if before.get(p) != after.get(p))
    if any(p.startswith(SEARCH) for p in touched):
        return SEARCH
    return touched[0] if len(touched) == 1 and touched[0] in known else OTHER


def _folder(page: str) -> str:
    """The collection of a page that is one of many; nothing for the others."""
    return page.split("/")[0] if page.count("/") == 2 else page


def _fits(tree: Planted, key: str, plant: Plant, text: str, place: str, alike: Mapping[str, list[str]]) -> bool:
    """Whether it could be planted in this tree, which then holds it."""
    taken = set(tree.places.values())
    for page in alike.get(place, [place]):
        if page not in taken and _plant(tree.site, plant, text, place, page):
            tree.places[key] = page
            return True
    return False


def _plant(site: Path, plant: Plant, text: str, place: str, page: str) -> bool:
    """Plants in `page` what the plant puts in `place`; False where that page has no room for it."""
    if page == place:
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


def _entries(root: Path) -> dict[str, int]:
    """Each file by its identity; folders are only there or not."""
    return {path.relative_to(root).as_posix(): 0 if path.is_dir() else path.lstat().st_ino for path in root.rglob("*")}
