"""The ZIP of the whole site that is handed out: the same files give the same bytes, and none is left half written."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ARCHIVE = "instructores-que-inspiran.zip"
"""Where it is made by default, in the project: outside `site/`, so that nobody can download one that has grown old."""
TOP = "instructores-que-inspiran"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first date that a ZIP can hold: it says nothing of when anything was written."""
_PACKED = frozenset((".woff2", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".pdf", ".docx", ".odt", ".xlsx", ".gz"))
_SUBMISSION = re.compile(rf"{TOP}/((?:practicas|expediciones)/[^/]+)/index\.html")


@dataclass(frozen=True, slots=True, repr=False)
class MayShow:
    """What an archive made earlier may show today, by folders of submissions.

    A page of `standing` may be as it was; one of `reduced`, which today goes without a name or an image, only in an
    archive that bears the same `mark`; one of `retired` only as the notice, which has no other file beside it.
    """

    standing: frozenset[str]
    reduced: frozenset[str] = frozenset()
    retired: frozenset[str] = frozenset()
    mark: str = ""


def write_zip(site: Path, out: Path, mark: str = "") -> None:
    """Pack a folder, read the pack again, and only then put it in its place. Raises OSError with the old one there.

    `mark` is what `drop_stale` compares; everybody who has the archive can read it.
    """
    temporary = _temporary(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        packed: dict[str, str] = {}
        with zipfile.ZipFile(temporary, "w") as pack:
            pack.comment = mark.encode("ascii")
            for path in sorted(p for p in site.rglob("*") if p.is_file()):
                name, data = f"{TOP}/{path.relative_to(site).as_posix()}", path.read_bytes()
                packed[name] = sha256(data).hexdigest()
                _put(pack, name, data, path.suffix.lower())
        with zipfile.ZipFile(temporary) as pack:
            if {n: sha256(pack.read(n)).hexdigest() for n in pack.namelist()} != packed:
                raise OSError("the archive does not hold what was put into it")
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)


def _temporary(out: Path) -> Path:
    return out.with_name(f".{out.name}.tmp")


def _put(pack: zipfile.ZipFile, name: str, data: bytes, suffix: str) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    entry.compress_type = zipfile.ZIP_STORED if suffix in _PACKED else zipfile.ZIP_DEFLATED
    pack.writestr(entry, data, compresslevel=9)


def is_ours(out: Path) -> bool:
    """Whether a file is an archive that was made here: a ZIP that can be read, with nothing outside our folder."""
    try:
        with zipfile.ZipFile(out) as pack:
            names = pack.namelist()
    except (OSError, zipfile.BadZipFile):
        return False
    return bool(names) and all(name.startswith(f"{TOP}/") for name in names)


def drop_stale(out: Path, may: MayShow) -> bool:
    """Delete an archive of ours that shows what may not be shown any more; whether it did.

    One that cannot be read is deleted too: nobody can say what is in it. So is, untold, the half of one that a killed
    run left. Raises OSError when the disk does not let it.
    """
    if out.suffix.lower() != ".zip":
        return False
    try:
        gone = out.is_file() and not _stands(out, may)
        if gone:
            out.unlink(missing_ok=True)
    finally:
        _temporary(out).unlink(missing_ok=True)
    return gone


def _stands(out: Path, may: MayShow) -> bool:
    try:
        with zipfile.ZipFile(out) as pack:
            names, mark = pack.namelist(), pack.comment.decode("ascii", "replace")
    except (OSError, zipfile.BadZipFile):
        return False
    shown = {m[1] for m in map(_SUBMISSION.fullmatch, names) if m}
    reduced = may.reduced if may.mark and may.mark == mark else frozenset()
    return shown <= may.standing | reduced and not any(_whole(names, folder) for folder in may.retired & shown)


def _whole(names: Collection[str], folder: str) -> bool:
    """Whether an archive holds more of a submission than one page."""
    page = f"{TOP}/{folder}/index.html"
    return any(name.startswith(f"{TOP}/{folder}/") and name != page for name in names)
