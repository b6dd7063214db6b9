"""Names of files and folders as a message may show them: one that names somebody is told by a mask."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from generator.diagnostics import MASK, Diagnostic


def shown(path: str) -> str:
    """A path with each part that holds a finding masked, its suffix kept: `practicas/••••/index.md`.

    Such a part cannot be published either (A205), so that whoever mends it knows which one is meant.
    """
    return "/".join(_part(part) for part in path.split("/"))


def masked(finding: Diagnostic) -> Diagnostic:
    """A diagnostic whose path, and what its words repeat of it, may be printed anywhere."""
    path = shown(finding.path)
    if path == finding.path:
        return finding
    message, hint = finding.message, finding.hint
    for part in finding.path.split("/"):
        if (safe := _part(part)) != part:
            message, hint = message.replace(part, safe), hint and hint.replace(part, safe)
    return replace(finding, path=path, message=message, hint=hint)


@lru_cache(maxsize=4096)
def _part(part: str) -> str:
    # The detectors take long to come, and most commands say nothing of a file.
    from generator.anonymize.detect import Where, detect

    if not detect(part, Where.RUTA):
        return part
    stem, dot, suffix = part.rpartition(".")
    keeps = stem and suffix.isalnum() and len(suffix) <= 5 and not detect(suffix, Where.RUTA)
    return f"{MASK}{dot}{suffix}" if keeps else MASK
