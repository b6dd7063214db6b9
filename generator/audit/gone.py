"""Submissions that must leave no trace: neither their address nor their slug is anywhere (P309)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from generator.audit.problem import Report

_FOLDER = re.compile(r"(?:practicas|expediciones)/[a-z0-9-]+")
_SEPARATORS = re.compile(r"[/?#&=.,:\s\"'<>\\]+")


class Gone:
    """Looks for folders that were withdrawn, have expired or were refused."""

    def __init__(self, gone: frozenset[str], standing: frozenset[str], report: Report) -> None:
        """`standing` are the folders that are published: a slug may be gone in one collection and not in the other."""
        self._folders = gone
        kept = {folder.rpartition("/")[2] for folder in standing}
        self._slugs = frozenset(f.rpartition("/")[2] for f in gone) - kept
        self._report = report

    def read(self, text: str, path: str, owner: str | None) -> None:
        """Look for addresses of what is gone in a text of any kind."""
        if self._folders and not self._folders.isdisjoint(_addresses(text)):
            self._report.add("P309", path, origin=owner)

    def address(self, address: str, path: str, owner: str | None) -> None:
        """Look for a slug of what is gone in the parts of an address or of a file name."""
        if self._slugs and not self._slugs.isdisjoint(_SEPARATORS.split(unquote(address))):
            self._report.add("P309", path, origin=owner)


def _addresses(text: str) -> Iterator[str]:
    yield from _FOLDER.findall(text)
    if "%" in text or "\\/" in text:
        yield from _FOLDER.findall(unquote(text).replace("\\/", "/"))
