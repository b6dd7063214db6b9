"""Lay the submissions that a pull request changes over a checkout of the base branch, as data.

    python3 base/herramientas/superponer.py --git CLON --base SHA --cabeza SHA --destino base

It runs from the base branch. The files are read from git's objects, so nothing of the pull request is ever
checked out or executed: only ordinary files under `practicas/` and `expediciones/` arrive, links and submodules
are refused, and every other path it touches is only reported (`codigo=true`), to be reviewed as code.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TREES = ("practicas", "expediciones")
ORDINARY = ("100644", "100755")
# Above the limits that `inspira validar` explains file by file; these only keep the disk from filling.
MAX_FILE = 64 * 2**20
MAX_TOTAL = 512 * 2**20
MAX_FILES = 5_000
MAX_PATH = 240


class RefusedError(Exception):
    """The pull request brings something that is not laid over; the message names no path of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One path between the common ancestor and the head: its new mode and blob, or none if it went away."""

    path: str
    mode: str
    blob: str

    @property
    def is_submission(self) -> bool:
        return self.path.split("/", 1)[0] in TREES and "/" in self.path

    @property
    def is_deletion(self) -> bool:
        return self.mode == "000000"


def changes(clone: Path, base: str, head: str) -> list[Change]:
    """What the pull request changes, from the commit that both sides share; renames are a loss and a gain."""
    raw = _git(
        clone, "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", f"{_fork(clone, base, head)}", head
    )
    fields = raw.decode("utf-8", "surrogateescape").split("\0")
    found = []
    for meta, path in zip(fields[0::2], fields[1::2], strict=False):
        _, mode, _, blob, _ = meta.lstrip(":").split(" ")
        found.append(Change(path, mode, blob))
    return found


def lay(clone: Path, found: list[Change], target: Path) -> int:
    """Write and delete the submissions' files in `target`; how many. All is checked before the first write.

    Raises RefusedError on a link, a submodule, a path that leaves its tree, or too many or too large files.
    """
    submissions = [change for change in found if change.is_submission]
    if len(submissions) > MAX_FILES:
        raise RefusedError(f"más de {MAX_FILES} archivos de una vez")
    total = 0
    for change in submissions:
        _check(change)
        if not change.is_deletion:
            size = int(_git(clone, "cat-file", "-s", change.blob))
            total += size
            if size > MAX_FILE or total > MAX_TOTAL:
                raise RefusedError("archivos demasiado grandes")
    for change in submissions:
        if change.is_deletion:
            _delete(target, change.path)
    for change in submissions:
        if not change.is_deletion:
            _write(target, change.path, _git(clone, "cat-file", "blob", change.blob))
    return len(submissions)


def _check(change: Change) -> None:
    parts = change.path.split("/")
    if any(part in ("", ".", "..") or part.lower() == ".git" for part in parts):
        raise RefusedError("una ruta que sale de su carpeta")
    if len(change.path.encode("utf-8", "surrogateescape")) > MAX_PATH or re.search(
        r"[\x00-\x1f\x7f\\\udc80-\udcff]", change.path
    ):
        raise RefusedError("una ruta demasiado larga o con caracteres que no se admiten")
    if not change.is_deletion and change.mode not in ORDINARY:
        raise RefusedError("un enlace o un submódulo en lugar de un archivo")


def _place(target: Path, path: str) -> Path:
    """Where the file goes, once no folder on the way is a link."""
    place = target
    for part in path.split("/")[:-1]:
        place = place / part
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise RefusedError("una carpeta que no es carpeta")
    return target / path


def _delete(target: Path, path: str) -> None:
    place = _place(target, path)
    place.unlink(missing_ok=True)
    for parent in place.parents:
        if parent.parent == target or not parent.exists() or any(parent.iterdir()):
            break
        parent.rmdir()


def _write(target: Path, path: str, content: bytes) -> None:
    place = _place(target, path)
    if place.is_symlink() or place.is_dir():
        raise RefusedError("un archivo donde hay otra cosa")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def _fork(clone: Path, base: str, head: str) -> str:
    return _git(clone, "merge-base", base, head).decode("ascii").strip()


def _git(clone: Path, *arguments: str) -> bytes:
    command = ["git", "-c", "core.quotePath=false", "-C", str(clone), *arguments]
    return subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL).stdout


def _tell(key: str, value: bool) -> None:
    """An answer for the next steps of the workflow, and for the eyes."""
    line = f"{key}={'true' if value else 'false'}"
    print(line)
    if output := os.environ.get("GITHUB_OUTPUT"):
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def main(arguments: list[str]) -> int:
    """Exit 0 when the submissions were laid over (perhaps none), 1 when they were refused."""
    parser = argparse.ArgumentParser(description="Superpone las entregas de una propuesta sobre la rama base.")
    parser.add_argument("--git", type=Path, required=True, help="clon que tiene los dos commits")
    parser.add_argument("--base", required=True, type=_sha)
    parser.add_argument("--cabeza", required=True, type=_sha)
    parser.add_argument("--destino", type=Path, required=True, help="árbol de la rama base")
    options = parser.parse_args(arguments)
    try:
        found = changes(options.git, options.base, options.cabeza)
    except subprocess.CalledProcessError:
        print("::error title=No se recibe::La propuesta no parte de la rama base. Empiécela de nuevo desde ella.")
        return 1
    _tell("codigo", any(not change.is_submission for change in found))
    _tell("entregas", any(change.is_submission for change in found))
    try:
        number = lay(options.git, found, options.destino)
    except RefusedError as reason:
        print(f"::error title=No se recibe::La propuesta trae {reason}. Quítelo y vuelva a enviarla.")
        return 1
    print(f"Archivos de prácticas y expediciones que cambian: {number}")
    if any(change.is_submission and change.path.endswith("/ficha.yml") for change in found):
        print("::notice title=Ficha::La propuesta cambia una ficha: la decide la ENI, no quien la envía.")
    return 0


def _sha(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("no es un commit completo")
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
