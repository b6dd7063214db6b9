"""Where the store lives: one encrypted file of this person's, or a PostgreSQL server by its address.

A file is refused inside a git work tree, where somebody would commit it, and where others can read it.
"""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from generator.private.errors import refuse, unwritten

URL = "INSPIRA_ALMACEN_URL"
"""Environment variable with the address of a PostgreSQL server: it may hold a password, so never an option."""
FILE = "INSPIRA_ALMACEN"
"""Environment variable with the path of the file, where it is not the usual one."""
NAME = "almacen.db"


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """A file, or a server. Its address may hold a password: it is never printed."""

    file: Path | None = None
    url: str | None = None

    @property
    def is_server(self) -> bool:
        return self.url is not None


def place_of(file: Path | None = None) -> Place:
    """Where the store is: what was asked for, else what the environment says, else this person's data folder."""
    if file is not None:
        return Place(file=file)
    if url := os.environ.get(URL):
        return Place(url=url)
    return Place(file=Path(os.environ[FILE]) if os.environ.get(FILE) else data_folder() / NAME)


def data_folder() -> Path:
    """The folder of this person's data, by the custom of each system."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "inspira"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "inspira"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "inspira"


def require_outside_git(path: Path) -> None:
    """Refuse (D403) a path inside a git work tree, whether it exists or not."""
    for folder in path.resolve().parents:
        if (folder / ".git").exists():
            raise refuse("D403")


def require_new_file(path: Path) -> None:
    """Refuse a place where a report or a workbook must not be: a git work tree (D403), or over a file (D472, D473)."""
    require_outside_git(path)
    if path.exists() or path.is_symlink():
        raise refuse("D472")
    if not path.parent.is_dir():
        raise refuse("D473", "Esa carpeta no existe.")


def require_private(path: Path) -> None:
    """Refuse (D404) a file, or its folder, that somebody else can read or change."""
    if os.name == "nt":
        return  # its permissions are lists, and the user's own profile is closed to others
    if not stat.S_ISREG(path.lstat().st_mode):
        raise refuse("D404", "El almacén no es un archivo común.", hint="Ni carpeta, ni enlace: el archivo mismo.")
    require_own_folder(path)
    if path.stat().st_mode & 0o077 or path.stat().st_uid != os.getuid():
        raise refuse("D404", hint="Ciérrelo con: chmod 600 sobre el archivo.")


def require_place(path: Path) -> None:
    """Refuse (D403, D404, D440) a path where a store cannot be made; its folder is made, when there is none."""
    require_outside_git(path)
    make_folder(path)
    require_own_folder(path)


def require_own_folder(path: Path) -> None:
    """Refuse (D404) a path in a folder where somebody else can put another file in its place."""
    if os.name != "nt" and path.parent.stat().st_mode & 0o022:
        raise refuse("D404", "Otros pueden cambiar la carpeta del almacén.", hint="Ciérrela con: chmod 700.")


def make_folder(path: Path) -> None:
    """The folder of a file that will be made, closed to everyone else where it is new. Raises StoreError (D440)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise unwritten(problem) from None


def settle(path: Path) -> None:
    """Wait until the name of a file is on the disk, where the system has a way to ask for it."""
    if os.name == "nt":
        return
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
