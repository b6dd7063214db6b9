"""Links that say the file they lead to: from a folder on a disk nobody answers `…/guia/` with its `index.html`."""

from __future__ import annotations

import re

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_LINK = re.compile(r'(\s(?:href|action)=")([^"]*)(")')
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_PATH = re.compile(r"[^?#]*")


def explicit(html: str) -> str:
    """The same HTML with `index.html` at the end of every link to a folder. Doing it twice changes nothing more."""
    return _TAG.sub(lambda tag: _LINK.sub(lambda m: f"{m[1]}{address(m[2])}{m[3]}", tag[0]), html)


def address(link: str) -> str:
    """`../guia/#plan` → `../guia/index.html#plan`; other addresses as they are."""
    if _SCHEME.match(link):
        return link
    path = _PATH.match(link)[0]  # type: ignore[index]
    rest = link[len(path) :]
    if not path:
        return link
    last = path.rpartition("/")[2]
    if not last:
        return f"{path}index.html{rest}"
    return f"{path}/index.html{rest}" if last in (".", "..") else link
