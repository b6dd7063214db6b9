"""A branch of git with a new folder and nothing else, by a neutral author: what goes into a pull request."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

AUTHOR, MAIL = "Entregas", "entregas@instructores-que-inspiran.invalid"
_LONGEST = 60
"""Seconds that git may take."""


class BranchError(Exception):
    """No branch was made, and everything is as it was. Its words are ours."""


def ready(project: Path) -> None:
    """Whether a branch can be made here. Raises BranchError, before anything is written."""
    if shutil.which("git") is None:
        raise BranchError("En este computador no está git. Envíe la carpeta por el otro camino, o instálelo.")
    if _git(project, "rev-parse", "--is-inside-work-tree").stdout.strip() != "true":
        raise BranchError("Este proyecto no es un repositorio de git.")
    if _git(project, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
        raise BranchError("El repositorio todavía no tiene ninguna versión guardada.")
    if _git(project, "diff", "--cached", "--quiet").returncode:
        raise BranchError("Hay otros cambios preparados para guardar (git status). Guárdelos o quítelos primero.")


def commit(project: Path, folder: str, today: date) -> str:
    """Commit one new folder on a branch of its own, which is then the current one; returns the branch's name.

    The author is a role, the day the first of the month, and no hook or signature of this computer takes part.
    Raises BranchError with the branch that was current still so and the folder where it was.
    """
    ready(project)
    slug = folder.rpartition("/")[2]
    branch = f"entrega/{slug}"
    if not _git(project, "ls-files", "--", folder).stdout == "":
        raise BranchError("Esa carpeta ya está en una versión guardada: el cambio se propone sobre ella.")
    before = _git(project, "symbolic-ref", "--quiet", "--short", "HEAD").stdout.strip()
    if not before:
        raise BranchError("No hay una rama actual. Vuelva a la principal: git switch main.")
    if _git(project, "switch", "--quiet", "-c", branch).returncode:
        raise BranchError("Ya hay una rama con el nombre de esa entrega.")
    kind = "práctica" if folder.startswith("practicas/") else "expedición"
    added = _git(project, "add", "--", folder).returncode == 0
    options = ("-c", "commit.gpgsign=false", "-c", f"core.hooksPath={os.devnull}")
    message = f"Una {kind} nueva para revisar"
    if not added or _git(project, *options, "commit", "--quiet", "-m", message, "--", folder, today=today).returncode:
        _git(project, "reset", "--quiet", "--", folder)
        _git(project, "switch", "--quiet", before)
        _git(project, "branch", "--quiet", "-D", branch)
        raise BranchError("git no pudo guardar la carpeta. Sus archivos siguen en su lugar.")
    return branch


def _git(project: Path, *words: str, today: date | None = None) -> subprocess.CompletedProcess[str]:
    """Run git there. What it prints may name files, and is never shown."""
    when = f"{(today or date(2000, 1, 1)).replace(day=1).isoformat()}T12:00:00+00:00"
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
           for what, value in (("NAME", AUTHOR), ("EMAIL", MAIL), ("DATE", when))}  # fmt: skip
    environment = {**os.environ, **who, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        environment.pop(name, None)
    command = ["git", "-C", str(project), *words]
    try:
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_LONGEST, check=False, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired):
        raise BranchError("git no respondió. Sus archivos siguen en su lugar.") from None
