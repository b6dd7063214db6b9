"""git: one commit without a past for each publication, in a repository that is for nothing else.

A repository remembers: who, when, from where, and what was taken out. So a publication is the whole public tree in one
commit that has no parent, signed by a role, dated by its month, and what stood before it is forgotten. No hook, no
signature and no configuration of whoever runs it takes part.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from generator.model import Collection

BRANCH = "publicado"
ROLE = "Instructores que inspiran <publicacion@instructores-que-inspiran.invalid>"
_NEXT, _REF = "refs/inspira/siguiente", f"refs/heads/{BRANCH}"
_MARK = "inspira.publicacion"


class HistoryError(Exception):
    """The repository cannot take a publication; what it says may be shown."""


def open_repository(place: Path) -> None:
    """Make the repository where there is nothing, or see that the one that is there is ours. Raises HistoryError."""
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        _git(place, "init", "--quiet", "--bare", f"--initial-branch={BRANCH}", ".", make=True)
        _git(place, "config", _MARK, "true")
    elif not place.is_dir() or _git(place, "config", "--get", _MARK, check=False).strip() != "true":
        raise HistoryError("Ahí hay otra cosa. El repositorio público se hace en una carpeta nueva, solo para eso.")


def standing(place: Path) -> frozenset[str]:
    """The bundles that the last publication has."""
    if not _git(place, "rev-parse", "--verify", "--quiet", _REF, check=False):
        return frozenset()
    names = _git(place, "ls-tree", "-d", "--name-only", _REF, *(f"{c.value}/" for c in Collection))
    return frozenset(names.split())


def record(place: Path, files: Mapping[str, bytes], today: date) -> bool:
    """Make these files the one publication; whether anything changed. Raises HistoryError with the last one in place.

    What no publication has any more is deleted from this repository.
    """
    _git(place, "fast-import", "--quiet", "--done", given=b"".join(_stream(files, today)))
    before = _git(place, "rev-parse", "--verify", "--quiet", f"{_REF}^{{tree}}", check=False)
    changed = before != _git(place, "rev-parse", f"{_NEXT}^{{tree}}")
    if changed:
        _git(place, "update-ref", _REF, _NEXT)
    _git(place, "update-ref", "-d", _NEXT)
    _git(place, "reflog", "expire", "--expire=now", "--all")
    _git(place, "gc", "--quiet", "--prune=now")
    return changed


def _stream(files: Mapping[str, bytes], today: date) -> Iterator[bytes]:
    """What `git fast-import` reads (git-fast-import(1)): a commit with no parent and these files."""
    month = datetime(today.year, today.month, 1, tzinfo=UTC)
    said = f"Publicación {today:%Y-%m}\n".encode()
    who = f"{ROLE} {int(month.timestamp())} +0000"
    yield f"reset {_NEXT}\n\ncommit {_NEXT}\nauthor {who}\ncommitter {who}\ndata {len(said)}\n".encode() + said
    yield b"deleteall\n"
    for path, data in sorted(files.items()):
        quoted = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        yield f'M 100644 inline "{quoted}"\ndata {len(data)}\n'.encode() + data + b"\n"
    yield b"done\n"


def _git(place: Path, *words: str, given: bytes = b"", check: bool = True, make: bool = False) -> str:
    """Run git there with none of the configuration of this computer. What it prints is never shown: it may quote."""
    if make:
        place.mkdir(parents=True, exist_ok=True)
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = ["git", "-c", f"core.hooksPath={os.devnull}", "-c", "core.logAllRefUpdates=false", "-c", "gc.auto=0"]
    command += ["-c", f"safe.directory={place.resolve()}", *words]
    try:
        done = subprocess.run(command, cwd=place, env=env, input=given, capture_output=True)
    except OSError:
        raise HistoryError(
            "No se pudo usar git: instálelo, y revise que la carpeta sea suya y tenga espacio."
        ) from None
    if check and done.returncode:
        raise HistoryError("git no pudo escribir en ese repositorio: revise los permisos y el espacio en disco.")
    return done.stdout.decode("utf-8", "replace")
