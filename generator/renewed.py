"""A folder that is made anew over what an earlier run left in it: what is the same stays, what is not wanted goes.

At the end it holds what a run over nothing would have made, byte for byte: whatever stands there is read and compared,
and no link is followed, nor anything kept that is no plain file. It saves the disk most of its work, which is making
and unmaking thousands of files and folders.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from generator.digests import digest, whole


class Renewed:
    """Write the files, then `finish`. All of it raises OSError."""

    def __init__(self, folder: Path) -> None:
        if folder.is_symlink():
            folder.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        # By their folded names, since some disks take two names that differ in capitals for one.
        self._before: dict[str, str] = {}
        self._folders = {""}
        self._wanted = {""}
        self._scan(folder, "")

    def write(self, name: str, data: bytes) -> None:
        """Have the file `name` hold `data`."""
        before = self._before.pop(name.casefold(), None)
        self._want(name.rpartition("/")[0])
        if before is not None:
            if before == name and whole(f"{self._folder}{os.sep}{name}") == data:
                return
            (self._folder / before).unlink()  # never through it: the file may have another name somewhere else
        elif name in self._folders:
            shutil.rmtree(self._folder / name)
        (self._folder / name).write_bytes(data)

    def holds(self, name: str, sha256: str) -> bool:
        """Whether the file `name` is there already with the bytes of that digest. Raises nothing: then it does not."""
        if self._before.get(name.casefold()) != name:
            return False
        with suppress(OSError):
            return digest(f"{self._folder}{os.sep}{name}").hex() == sha256
        return False

    def keep(self, name: str) -> None:
        """Have the file `name` stay as it is, which `holds` was asked about."""
        del self._before[name.casefold()]
        self._want(name.rpartition("/")[0])

    def finish(self) -> None:
        """Take away what was there before and was not written, and the folders that are left with nothing."""
        for name in self._before.values():
            with suppress(FileNotFoundError, NotADirectoryError):
                (self._folder / name).unlink()
        for name in sorted(self._folders - self._wanted, reverse=True):
            with suppress(OSError):  # where capitals make no difference it may be one of those that are wanted
                (self._folder / name).rmdir()

    def _want(self, folder: str) -> None:
        """Have a folder and those that it is in, in place of files of those names if there were any."""
        if folder in self._wanted:
            return
        self._want(folder.rpartition("/")[0])
        self._wanted.add(folder)
        if (before := self._before.pop(folder.casefold(), None)) is not None:
            (self._folder / before).unlink()
        if folder not in self._folders:
            (self._folder / folder).mkdir(exist_ok=True)

    def _scan(self, folder: Path, within: str) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = within + entry.name
                if entry.is_dir(follow_symlinks=False):
                    self._folders.add(name)
                    self._scan(Path(entry.path), f"{name}/")
                elif entry.is_file(follow_symlinks=False):
                    self._before[name.casefold()] = name
                else:
                    Path(entry.path).unlink()
