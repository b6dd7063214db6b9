"""Where a link or an image points: outside, to a file of its bundle, to another submission, or where it may not.

One reading for everybody: the validator complains by it and the site resolves by it.
"""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote, urlsplit

from generator.model import Collection
from generator.schema.fields import SLUG
from generator.shelf import ATTACHMENTS, INDEX


class Kind(Enum):
    """What a target is; the last three are refused."""

    SITE = "otro sitio"
    MAIL = "correo"
    ANCHOR = "ancla"
    FILE = "archivo"
    SUBMISSION = "entrega"
    OUTSIDE = "fuera"
    FORBIDDEN = "prohibido"
    EMPTY = "vacío"


@dataclass(frozen=True, slots=True, repr=False)
class Target:
    """A target that was understood. `name` is the file within the bundle, the folder of a submission, or the
    address; `anchor` what follows `#`, as written."""

    kind: Kind
    name: str = ""
    anchor: str = ""


_INVISIBLE = re.compile(
    r"[\x00-\x20\x7f-\xa0\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]"
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_PLAIN_SITE = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)
_PLAIN_MAIL = re.compile(r"mailto:[^\s\\<>\"]+", re.IGNORECASE)
_UNWRAPPINGS = 4


def classify(target: str, folder: str, base: str = "") -> Target:
    """Understand a target written in the bundle `folder`, in a file of its subfolder `base` («» or «anexos»).

    Entities, percent signs, invisible characters and case are undone first, so that a disguised scheme or a
    way out of the folder is seen for what it is. Raises nothing.
    """
    bare = _bare(target)
    if not bare:
        return Target(Kind.EMPTY)
    scheme = _SCHEME.match(bare)
    if scheme:
        return _with_scheme(target, scheme[0].lower())
    if bare.startswith("//"):
        return Target(Kind.FORBIDDEN)
    if "\\" in bare or bare.startswith("/"):
        return Target(Kind.OUTSIDE)
    if target.startswith("#"):
        return Target(Kind.ANCHOR, anchor=target[1:])
    path, _, anchor = target.partition("#")
    path = path.partition("?")[0]
    return _relative(path, folder, base, anchor)


def _bare(target: str) -> str:
    """The target with every layer of disguise taken off."""
    for _ in range(_UNWRAPPINGS):
        undone = _INVISIBLE.sub("", unquote(html.unescape(target)))
        if undone == target:
            break
        target = undone
    return target


def _with_scheme(target: str, scheme: str) -> Target:
    if scheme == "file:" or len(scheme) == 2:  # a drive of Windows
        return Target(Kind.OUTSIDE)
    if scheme == "mailto:" and _PLAIN_MAIL.fullmatch(target):
        return Target(Kind.MAIL, target)
    if scheme in ("http:", "https:") and _PLAIN_SITE.fullmatch(target) and _has_plain_host(target):
        return Target(Kind.SITE, target)
    return Target(Kind.FORBIDDEN)


def _has_plain_host(target: str) -> bool:
    try:
        parts = urlsplit(target)
        return bool(parts.hostname) and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return False


def _relative(path: str, folder: str, base: str, anchor: str) -> Target:
    # A name of a bundle never needs percent signs, so an encoded slash or dot only hides where the path goes;
    # and a browser drops some invisible characters, so the path must stay inside with and without them.
    written, bare = (_joined(folder, base, p) for p in (unquote(path), _bare(path)))
    if re.search(r"%(?:2e|2f|5c|25)", path, re.IGNORECASE) or _owner(written) != _owner(bare):
        return Target(Kind.OUTSIDE)
    full = written
    if full == folder or full.startswith(f"{folder}/"):
        inner = full[len(folder) + 1 :]
        return Target(Kind.FILE, inner) if inner not in ("", INDEX) else Target(Kind.ANCHOR, anchor=anchor)
    collection, _, rest = full.partition("/")
    slug = rest.removesuffix(f"/{INDEX}")
    if collection in [c.value for c in Collection] and SLUG.fullmatch(slug):
        return Target(Kind.SUBMISSION, f"{collection}/{slug}", anchor)
    return Target(Kind.OUTSIDE)


def _joined(folder: str, base: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, base, path))


def _owner(full: str) -> list[str]:
    """The first two steps of a path in the project: the bundle that it is in."""
    return full.split("/")[:2]


def attachment_name(archivo: str) -> str:
    """The name within the bundle of an attachment as `anexos` lists it: with its folder or without."""
    return archivo if archivo.startswith(f"{ATTACHMENTS}/") else f"{ATTACHMENTS}/{archivo}"
