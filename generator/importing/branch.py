"""A branch of git with a new folder and nothing else, by a neutral author: what goes into a pull request.

It is made beside whatever stands in the work tree and in the index, which stay as they are.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.git import GitError, answer, signed, told
from generator.load import files_of
from generator.model import Source

AUTHOR, MAIL = "Entregas", "entregas@instructores-que-inspiran.invalid"
_PREFIX = "entrega/"
_NEW = "0" * 40


class BranchError(Exception):
    """No branch was made, and everything is as it was. Its words are ours."""


def ready(project: Path) -> None:
    """Whether a branch can be made here. Raises BranchError, before anything is written."""
    try:
        if answer(project, "rev-parse", "--is-inside-work-tree") != b"true\n":
            raise BranchError("Este proyecto no es un repositorio de git.")
        if answer(project, "rev-parse", "--verify", "--quiet", "HEAD") is None:
            raise BranchError("El repositorio todavía no tiene ninguna versión guardada.")
        if (answer(project, "symbolic-ref", "--quiet", "--short", "HEAD") or b"").startswith(_PREFIX.encode()):
            raise BranchError("Está en la rama de otra entrega. Vuelva a la principal (git switch main) y repita.")
    except GitError:
        raise BranchError("En este computador no está git. Envíe la carpeta por el otro camino, o instálelo.") from None


def commit(project: Path, source: Source, today: date) -> str:
    """Put the files of a new bundle, as they were read, on a branch of their own; returns its name.

    Nothing else of the folder goes. The author is a role and the day the first of the month. Raises BranchError with
    everything as it was.
    """
    ready(project)
    branch = f"{_PREFIX}{source.slug}"
    kind = source.collection.singular
    try:
        if told(project, "ls-tree", "--name-only", "HEAD", "--", source.folder):
            raise BranchError("Esa carpeta ya está en una versión guardada: el cambio se propone sobre ella.")
        if answer(project, "show-ref", "--verify", f"refs/heads/{branch}") is not None:
            raise BranchError("Ya hay una rama con el nombre de esa entrega.")
        with TemporaryDirectory() as apart:
            index = {"GIT_INDEX_FILE": str(Path(apart) / "index")}
            told(project, "read-tree", "HEAD", more=index)
            inside = told(project, "rev-parse", "--show-prefix")
            for path, data in files_of(source):
                blob = told(project, "hash-object", "-w", "--no-filters", "--stdin", given=data)
                told(project, "update-index", "--add", "--cacheinfo", f"100644,{blob},{inside}{path}", more=index)
            tree = told(project, "write-tree", more=index)
        message = f"Una {kind} nueva para revisar"
        made = told(project, "commit-tree", tree, "-p", "HEAD", "-m", message, more=signed(AUTHOR, MAIL, today))
        told(project, "update-ref", f"refs/heads/{branch}", made, _NEW[: len(made)].ljust(len(made), "0"))
    except GitError:
        raise BranchError("git no pudo guardar la carpeta. Sus archivos siguen en su lugar.") from None
    return branch
