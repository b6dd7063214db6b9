"""git, run with nothing of this computer in it: no hook, no filter, no configuration of whoever runs it, no terminal.

What it prints may name files or people, and is never shown.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

_LONGEST = 600
"""Seconds that git may take."""
_QUIET = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "gc.auto=0",
    "safe.directory=*",
)
_ALONE = {
    **{"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    **{"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
}


class GitError(Exception):
    """git is not there, did not answer or did not do it. Says nothing of why."""


def answer(place: Path, *words: str, given: bytes = b"", more: Mapping[str, str] | None = None) -> bytes | None:
    """What git prints in a folder; None when it ends in a failure. Raises GitError where there is no git.

    `given` is what it reads, `more` what its environment has besides: of that of this process, no word of git's.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", *(part for option in _QUIET for part in ("-c", option)), *words]
    try:
        done = subprocess.run(
            command, cwd=place, env=env | _ALONE | dict(more or {}), input=given, capture_output=True, timeout=_LONGEST
        )
    except (OSError, subprocess.TimeoutExpired):
        raise GitError from None
    return done.stdout if done.returncode == 0 else None


def told(place: Path, *words: str, given: bytes = b"", more: Mapping[str, str] | None = None) -> str:
    """What git prints, as text without its last line end. Raises GitError when it does not do it."""
    out = answer(place, *words, given=given, more=more)
    if out is None:
        raise GitError
    return out.decode("utf-8", "surrogateescape").rstrip("\n")


def signed(role: str, mail: str, today: date) -> Mapping[str, str]:
    """An environment in which a commit is by a role, on the first day of a month."""
    moment = f"{int(datetime(today.year, today.month, 1, tzinfo=UTC).timestamp())} +0000"
    what = {"NAME": role, "EMAIL": mail, "DATE": moment}
    return {f"GIT_{who}_{key}": value for who in ("AUTHOR", "COMMITTER") for key, value in what.items()}


def own_address(place: Path) -> str:
    """The address with which whoever runs this would commit there by their own configuration; empty without one."""
    try:
        command = ["git", "config", "--get", "user.email"]
        done = subprocess.run(command, cwd=place, capture_output=True, timeout=_LONGEST)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()
