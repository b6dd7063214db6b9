"""Submissions that must leave no trace: no address leads to them and no other submission names their folder (P309)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from generator.audit.facts import Gathered
from generator.audit.problem import Report

_FOLDER = re.compile(r"(?:practicas|expediciones)/[a-z0-9-]+")


class Gone:
    """Looks for folders that were withdrawn, have expired or were refused.

    Only whole folders count (`practicas/ruta`): a slug alone can be any word, and a draft called like a page of the
    guide must not stop the site.
    """

    def __init__(self, gone: frozenset[str], report: Report) -> None:
        self._folders = gone
        self._report = report
        self.told = Gathered()

    def read(self, text: str, path: str, owner: str | None) -> None:
        """Look for the folder of what is gone in the words of a submission or in a file that no one reads as prose."""
        self._found(_folders(text), path, owner)

    def address(self, address: str, path: str, owner: str | None) -> None:
        """Look at where an address leads, seen from the page that holds it."""
        base = posixpath.dirname(path)
        if address.startswith("../" * (base.count("/") + 1)):
            base = "-/" * base.count("/") + "-"  # it climbs to the root: from all folders so deep it leads to the same
        self._found(_folders_of_address(base, address), path, owner)

    def _found(self, folders: Collection[str], path: str, owner: str | None) -> None:
        self.told.folders.update(folders)
        if not self._folders.isdisjoint(folders):
            self._report.add("P309", path, origin=owner)


def _folders(text: str) -> list[str]:
    found = _FOLDER.findall(text)
    if "%" in text or "\\/" in text:
        found += _FOLDER.findall(unquote(text).replace("\\/", "/"))
    return found


@lru_cache(maxsize=5_000)
def _folders_of_address(base: str, address: str) -> tuple[str, ...]:
    try:
        aim = urlsplit(unquote(address)).path
    except ValueError:
        aim = unquote(address)
    return tuple(_folders(posixpath.normpath(posixpath.join("/", base, aim))))
