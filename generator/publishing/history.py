"""git: one commit without a past for each publication, in a repository that is for nothing else.

A repository remembers: who, when, from where, and what was taken out. So a publication is the whole public tree in one
commit that has no parent, signed by a role, dated by its month, and what stood before it is forgotten. No hook, no
signature and no configuration of whoever runs it takes part.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import mkdtemp

from generator.git import GitError, answer, told
from generator.model import Collection

BRANCH = "publicado"
ROLE = "Instructores que inspiran <publicacion@instructores-que-inspiran.invalid>"
_NEXT, _REF = "refs/inspira/siguiente", f"refs/heads/{BRANCH}"
_MARK = "inspira.publicacion"
_LEFT = "Quedó publicado, pero git no pudo borrar lo anterior de ese repositorio: repita la orden."
_FAILED = "git no pudo escribir en ese repositorio: revise que git esté, los permisos y el espacio en disco."


class HistoryError(Exception):
    """The repository cannot take a publication; what it says may be shown."""


def open_repository(place: Path) -> None:
    """Make the repository where there is nothing, or see that the one that is there is ours. Raises HistoryError."""
    try:
        if not place.exists() or (place.is_dir() and not any(place.iterdir())):
            _make(place)
        elif not place.is_dir() or answer(place, "config", "--get", _MARK) != b"true\n":
            raise HistoryError("Ahí hay otra cosa. El repositorio público se hace en una carpeta nueva, solo para eso.")
    except (GitError, OSError):
        raise HistoryError(_FAILED) from None


def _make(place: Path) -> None:
    """In one step: a repository without its mark would be taken for somebody else's."""
    apart = Path(mkdtemp(prefix=".inspira-", dir=place.parent))
    try:
        told(apart, "init", "--quiet", "--bare", f"--initial-branch={BRANCH}", ".")
        told(apart, "config", _MARK, "true")
        told(apart, "config", "core.logAllRefUpdates", "false")
        apart.chmod(0o755)
        apart.replace(place)
    finally:
        shutil.rmtree(apart, ignore_errors=True)  # there is nothing there any more once it took its place


def standing(place: Path) -> frozenset[str]:
    """The bundles that the last publication has."""
    try:
        names = answer(place, "ls-tree", "-d", "-z", "--name-only", _REF, *(f"{c.value}/" for c in Collection))
    except GitError:
        raise HistoryError(_FAILED) from None
    return frozenset((names or b"").decode("utf-8", "replace").split("\0")) - {""}


def record(place: Path, files: Mapping[str, bytes], today: date) -> bool:
    """Make these files the one publication; whether anything changed. Raises HistoryError with the last one in place.

    What no publication has any more is deleted from this repository, also what an earlier run could not delete.
    """
    try:
        told(place, "fast-import", "--quiet", "--done", given=b"".join(_stream(files, today)))
        before = answer(place, "rev-parse", "--verify", "--quiet", f"{_REF}^{{tree}}")
        changed = before != answer(place, "rev-parse", f"{_NEXT}^{{tree}}")
        if changed:
            told(place, "update-ref", _REF, _NEXT)
        told(place, "update-ref", "-d", _NEXT)
    except GitError:
        raise HistoryError(_FAILED) from None
    try:
        told(place, "reflog", "expire", "--expire=now", "--all")
        told(place, "gc", "--quiet", "--prune=now")
    except GitError:
        raise HistoryError(_LEFT) from None
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
        yield os.fsencode(f'M 100644 inline "{quoted}"\ndata {len(data)}\n') + data + b"\n"
    yield b"done\n"
