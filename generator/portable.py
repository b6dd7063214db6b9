"""A built site made to work from a disk: what a browser refuses there goes, and links say their file."""

from __future__ import annotations

import re
from pathlib import Path

from generator.forms import PLACE
from generator.site.explicit import explicit

_MODULE = re.compile(r'<script type="module"[^<>]*></script>')
# Fonts asked for across origins, a manifest and alternatives: from a disk each of them is an error or leads nowhere.
_LINK = re.compile(r'<link\b[^<>]*\brel="(?:preload|modulepreload|manifest|prefetch)"[^<>]*>')
_UNUSED = ("404.html", "sitemap.xml", "sitemap.xml.gz")


def make_portable(site: Path) -> None:
    """Change a built site in place. Raises OSError.

    The audit comes afterwards, and reads what is left; it knows nothing of this step.
    """
    for name in _UNUSED:
        (site / name).unlink(missing_ok=True)
    for path in sorted(site.rglob("*.html")):
        if path == site / PLACE:
            continue  # it works from a disk as it is
        path.write_text(portable(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def portable(html: str) -> str:
    """One page. A page of ours has no such tag inside its text: the staged article stays as it is."""
    return explicit(_LINK.sub("", _MODULE.sub("", html)))
