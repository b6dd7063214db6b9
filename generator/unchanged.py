"""When nothing of a project changed since the site that stands was made of it, there is nothing to make.

What was made is remembered (`kept`) by every byte that went into it, the day and the program, with the digest of the
whole site that came of it. It is believed only when each byte of that site is still what was audited and promoted.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from datetime import date
from itertools import chain, islice
from pathlib import Path

import yaml

from generator.archive import ARCHIVE
from generator.configuration import load_config
from generator.diagnostics import Diagnostic
from generator.digests import digest
from generator.kept import Kept
from generator.outcome import Outcome
from generator.parallel import workers_here
from generator.promote import SITE

_INPUTS = ("practicas", "expediciones", "content", "consentimiento", "decisiones", "mkdocs.yml", ARCHIVE)
_TOGETHER, _AT_A_TIME = 64, 4_096
"""Files that a thread is handed, and those that are held at a time."""
_OPEN_ENDED = ("INHERIT", "hooks", "plugins")
"""Keys of mkdocs.yml with which a site may be made of more than what is read here."""
_ELSEWHERE = ("!ENV", "snippets")
"""Words of mkdocs.yml by which it asks for what stands neither in it nor in the project."""


def name_of(project: Path, today: date, strict: bool, kept: Kept) -> str | None:
    """By what the outcome of today is kept; None where it may rest on more than what can be read."""
    try:
        config = load_config(project / "mkdocs.yml")
        written = (project / "mkdocs.yml").read_text(encoding="utf-8")
        if any(config.get(key) for key in _OPEN_ENDED) or any(word in written for word in _ELSEWHERE):
            return None
        theme = config.get("theme")
        own = theme.get("custom_dir") if isinstance(theme, Mapping) else None
        tops = [project / name for name in _INPUTS]
        told = [tree_digest(path) for path in (*tops, *([project / str(own)] if own else []))]
    except (OSError, ValueError, yaml.YAMLError):
        return None
    return kept.name("igual", str(project.absolute()), told, today.isoformat(), strict)


def remembered(project: Path, name: str | None, kept: Kept) -> Outcome | None:
    """The outcome kept by that name, where the site that came of it stands whole."""
    data = kept.get(name) if name else None
    if data is None:
        return None
    made, published, left_out, findings, searchable = json.loads(data)
    try:
        if tree_digest(project / SITE) != made:
            return None
    except OSError:
        return None
    kept.keep_all()
    told = tuple(Diagnostic(*row) for row in findings)
    return Outcome(True, tuple(published), frozenset(left_out), told, searchable=searchable)


def remember(project: Path, name: str | None, made: str, outcome: Outcome, kept: Kept) -> None:
    """Keep the outcome of a construction that put up a whole site, of which `made` is the digest."""
    try:
        if name is None or _lacks_booklet(project):
            return
    except (OSError, ValueError, yaml.YAMLError):
        return
    rows = [astuple(d) for d in outcome.findings]
    told = (made, outcome.published, sorted(outcome.left_out), rows, outcome.searchable)
    kept.put(name, json.dumps(told).encode())


def _lacks_booklet(project: Path) -> bool:
    """Whether the guide has an edition and no PDF: the libraries that it needs may be put in tomorrow."""
    # Here, since this is asked at the end of a run that has long had it.
    from generator.site.booklet import PLACE

    extra = load_config(project / "mkdocs.yml").get("extra")
    return isinstance(extra, Mapping) and "guia" in extra and not (project / SITE / PLACE).is_file()


def tree_digest(top: Path) -> str:
    """A digest of everything below a path: names, kinds, and the bytes of every file. Raises OSError."""
    whole, root = hashlib.sha256(), len(os.fspath(top))
    below = _below(top)
    with ThreadPoolExecutor(workers_here()) as pool:  # hashing lets go of the interpreter
        while found := list(islice(below, _AT_A_TIME)):
            several = [found[at : at + _TOGETHER] for at in range(0, len(found), _TOGETHER)]
            for (path, info), data in zip(found, chain.from_iterable(pool.map(_of_entries, several)), strict=True):
                name = os.fsencode(path[root:])
                whole.update(b"%d %d " % (len(name), stat.S_IFMT(info.st_mode)) + name + b"\0" + data)
    return whole.hexdigest()


def _below(top: Path) -> Iterator[tuple[str, os.stat_result]]:
    """A path and all that is below it, in order, without following links."""
    try:
        info = top.lstat()
    except FileNotFoundError:
        return
    yield str(top), info
    waiting = [str(top)] if stat.S_ISDIR(info.st_mode) else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            yield entry.path, entry.stat(follow_symlinks=False)
        waiting += [entry.path for entry in found if entry.is_dir(follow_symlinks=False)]


def _of_entries(entries: Sequence[tuple[str, os.stat_result]]) -> list[bytes]:
    return [_of_entry(path, info) for path, info in entries]


def _of_entry(path: str, info: os.stat_result) -> bytes:
    if stat.S_ISLNK(info.st_mode):
        return os.fsencode(Path(path).readlink()) + b"\0"
    return digest(path, info) if stat.S_ISREG(info.st_mode) else b""
