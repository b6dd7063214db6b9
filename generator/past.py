"""Earlier versions of a bundle, out of the history of the private repository. Nothing of it reaches the site."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path


def versions(project: Path, folder: str, work: Path) -> Iterator[Path]:
    """Projects below `work` with a bundle as each commit that touched it left it, the newest first.

    There are none where there is no git or no history. Only ordinary files come out of it.
    """
    commits = git(project, "log", "--format=%H", "--", folder).decode("ascii", "replace").split()
    for number, commit in enumerate(commits):
        packed = git(project, "archive", "--format=zip", commit, "--", folder)
        if packed:
            root = work / str(number)
            with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                archive.extractall(root)
            yield root


def git(project: Path, *words: str) -> bytes:
    """What git prints for a question that changes nothing; empty where it fails or there is no git."""
    quiet = ("core.quotePath=false", "core.fsmonitor=false", "log.showSignature=false")
    settings = [word for setting in quiet for word in ("-c", setting)]
    command = ["git", "--no-optional-locks", *settings, "-C", str(project), *words]
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
    except OSError:
        return b""
    return done.stdout if done.returncode == 0 else b""
