"""The folders of a site without its files: the next one is laid in them.

A site has more folders than anything else, and to make and take away ten thousand of them is what a disk is slowest at.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


def emptied(folder: Path) -> list[str]:
    """Take away all that a folder holds but folders. Returns those, each after the one that it is in.

    What cannot be taken away stays: nobody declared it, so the audit will find it.
    """
    if folder.is_symlink():
        folder.unlink()
    if not folder.is_dir():
        return []
    found = [str(folder)]
    for place in found:  # it grows meanwhile
        with suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    found.append(entry.path)
                    continue
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108 - of twenty thousand, making a Path of each takes longer
    return found


def unused(folders: Sequence[str]) -> None:
    """Take away those of the folders in which nothing was laid."""
    for folder in reversed(folders):
        with suppress(OSError):  # there is something in it
            os.rmdir(folder)  # noqa: PTH106 - of ten thousand, making a Path of each takes longer


def leave(old: Path, site: Path) -> None:
    """Leave of an old site the folders that `site` has, too: what was withdrawn has no name there any more."""
    root = len(os.fspath(old))
    for folder in emptied(old):
        if not os.path.isdir(f"{site}{folder[root:]}"):  # noqa: PTH112 - of ten thousand, as above
            shutil.rmtree(folder, ignore_errors=True)
