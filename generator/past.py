"""Earlier versions of a bundle, out of the history of the private repository. Nothing of it reaches the site."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from generator.git import GitError, answer


def versions(project: Path, folder: str, work: Path) -> Iterator[Path]:
    """Projects below `work` with a bundle as each commit that touched it left it, the newest first.

    There are none where there is no git or no history. Only ordinary files come out of it.
    """
    try:
        commits = (answer(project, "log", "--format=%H", "--", folder) or b"").decode("ascii", "replace").split()
        for number, commit in enumerate(commits):
            if packed := answer(project, "archive", "--format=zip", commit, "--", folder):
                root = work / str(number)
                with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                    archive.extractall(root)
                yield root
    except GitError:
        return
