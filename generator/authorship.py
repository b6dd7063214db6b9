"""Whether whoever is at this computer wrote a submission, as git tells it: who approves did not write.

Addresses are compared here and go no further: the answer is one of four words. What is asked is what the history of
the private repository says; the rule that nobody gets around is that of its main branch (`docs/propuestas.md`).
"""

from __future__ import annotations

import os
import re
from enum import Enum
from pathlib import Path

from generator.git import GitError, answer, own_address
from generator.shelf import HOUSE, INDEX

_ADDRESS = re.compile(r"<([^<>\s]+)>")
_ASKED = "--format=<%aE>%n%(trailers:key=Co-authored-by,valueonly)"
_ALIKE = "-M70%"
"""How alike two versions must be for git to take a folder as renamed, so that its author is not lost with the name."""


class Hand(Enum):
    """Who wrote a submission, next to who asks."""

    OTHER = "otra persona"
    SAME = "la misma persona"
    UNSAVED = "hay cambios que no están en la historia"
    UNKNOWN = "no se puede saber"


def hand_of(project: Path, folder: str) -> Hand:
    """Whose hand the author's files of a bundle are from: everything in it but what the house writes.

    Whoever changed a word wrote it too: there is no measure of how little is nothing. Read only, and no address leaves
    this function.
    """
    if _git(project, "rev-parse", "--is-inside-work-tree").strip() != b"true":
        return Hand.UNKNOWN
    mine = _mine(project)
    files = [folder, *(f":(exclude){folder}/{name}" for name in HOUSE)]
    theirs = _addresses(_git(project, "log", _ASKED, "--", *files))
    if mine & theirs:
        return Hand.SAME
    if not theirs or _git(project, "status", "--porcelain", "--untracked-files=all", "--", *files).strip():
        return Hand.UNSAVED
    if mine & _addresses(_git(project, "log", _ASKED, "--follow", _ALIKE, "--", f"{folder}/{INDEX}")):
        return Hand.SAME
    whole = _git(project, "rev-parse", "--is-shallow-repository").strip() == b"false"
    return Hand.OTHER if mine and whole else Hand.UNKNOWN


def _mine(project: Path) -> frozenset[str]:
    """The addresses with which this person would commit, as the project's list of aliases (`.mailmap`) has them."""
    own = {own_address(project), *(os.environ.get(f"GIT_{who}_EMAIL", "").strip() for who in ("AUTHOR", "COMMITTER"))}
    found: set[str] = set()
    for address in own - {""}:
        known = _git(project, "check-mailmap", f"<{address}>")
        found |= {address.casefold(), *_addresses(known)}
    return frozenset(found)


def _git(project: Path, *words: str) -> bytes:
    """What git answers to a question; empty where it fails or there is no git."""
    try:
        return answer(project, *words) or b""
    except GitError:
        return b""


def _addresses(printed: bytes) -> frozenset[str]:
    return frozenset(a.casefold() for a in _ADDRESS.findall(printed.decode("utf-8", "replace")))
