"""When nothing of a project changed since the site that stands was made of it, there is nothing to make.

What was made is remembered (`kept`) by every byte that went into it, the day and the program, with the stamp of the
site that came of it, which is a digest of all of it. It is believed only when each byte of that site is still what was
audited and promoted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple
from datetime import date
from pathlib import Path

import yaml

from generator.archive import ARCHIVE
from generator.configuration import load_config
from generator.diagnostics import Diagnostic
from generator.digests import tree_digest
from generator.kept import Kept
from generator.manifest import STAMP
from generator.outcome import Outcome
from generator.promote import SITE

_INPUTS = ("practicas", "expediciones", "content", "consentimiento", "decisiones", ARCHIVE)
_OPEN_ENDED = ("INHERIT", "hooks", "plugins")
"""Keys of mkdocs.yml with which a site may be made of more than what is read here."""
_ELSEWHERE = ("!ENV", "snippets")
"""Words of mkdocs.yml by which it asks for what stands neither in it nor in the project."""


def name_of(project: Path, today: date, strict: bool, kept: Kept) -> str | None:
    """By what the outcome of today is kept; None where it may rest on more than what can be read."""
    try:
        ways = ways_of(project)
        told = [tree_digest(project / name) for name in _INPUTS]
    except (OSError, ValueError):
        return None
    return kept.name("igual", str(project.absolute()), ways, told, today.isoformat(), strict) if ways else None


def ways_of(project: Path) -> list[str] | None:
    """A digest of each thing that decides how pages are made, besides the program: the configuration and a theme of the
    project's own. None where that may rest on more than what can be read."""
    config = project / "mkdocs.yml"
    try:
        read, written = load_config(config), config.read_text(encoding="utf-8")
        if any(read.get(key) for key in _OPEN_ENDED) or any(word in written for word in _ELSEWHERE):
            return None
        theme = read.get("theme")
        own = theme.get("custom_dir") if isinstance(theme, Mapping) else None
        return [tree_digest(path) for path in (config, *([project / str(own)] if own else []))]
    except (OSError, ValueError, yaml.YAMLError):
        return None


def remembered(project: Path, name: str | None, kept: Kept) -> Outcome | None:
    """The outcome kept by that name, where the site that came of it stands whole."""
    data = kept.get(name) if name else None
    if data is None:
        return None
    made, published, left_out, findings, searchable = json.loads(data)
    try:
        if stamp_of(project / SITE) != made or tree_digest(project / SITE, STAMP) != made:
            return None
    except (OSError, ValueError):
        return None
    kept.keep_all()
    told = tuple(Diagnostic(*row) for row in findings)
    return Outcome(True, tuple(published), frozenset(left_out), told, searchable=searchable)


def stamp_of(site: Path) -> str:
    """What the stamp of a site says that its files are. Raises OSError and ValueError."""
    return (site / STAMP).read_text(encoding="ascii").removesuffix("\n")


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
