"""The ZIP of the whole site that is handed out: the same files give the same bytes, and none is left half written."""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
from hashlib import sha256
from pathlib import Path

ARCHIVE = "instructores-que-inspiran.zip"
"""Where it is made by default, in the project: outside `site/`, so that nobody can download one that has grown old."""
TOP = "instructores-que-inspiran"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first date that a ZIP can hold: it says nothing of when anything was written."""
_PACKED = frozenset((".woff2", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".pdf", ".docx", ".odt", ".xlsx", ".gz"))
_SUBMISSION = re.compile(rf"{TOP}/((?:practicas|expediciones)/[^/]+)/index\.html")


def write_zip(site: Path, out: Path) -> None:
    """Pack a folder, read the pack again, and only then put it in its place. Raises OSError with the old one there."""
    temporary = out.with_name(f".{out.name}.tmp")
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        packed: dict[str, str] = {}
        with zipfile.ZipFile(temporary, "w") as pack:
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


def _put(pack: zipfile.ZipFile, name: str, data: bytes, suffix: str) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    entry.compress_type = zipfile.ZIP_STORED if suffix in _PACKED else zipfile.ZIP_DEFLATED
    pack.writestr(entry, data, compresslevel=9)


def drop_stale(out: Path, standing: frozenset[str]) -> bool:
    """Delete an archive of ours that shows what may not be shown any more; whether it did.

    One that cannot be read is deleted too: nobody can say what is in it.
    """
    if out.suffix.lower() != ".zip" or not out.is_file():
        return False
    try:
        with zipfile.ZipFile(out) as pack:
            names = pack.namelist()
    except (OSError, zipfile.BadZipFile):
        names = None
    if names is not None:
        shown = {m[1] for m in map(_SUBMISSION.fullmatch, names) if m}
        if shown <= standing:
            return False
    with contextlib.suppress(FileNotFoundError):
        out.unlink()
    return True
