"""The ZIP of the form, whose shape is a bundle's → a draft; or the pages that Google Docs exports with their images."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping

from generator.drafting import Draft
from generator.frontmatter import split
from generator.importing.pictures import Album
from generator.importing.told import Notes, RefusedError
from generator.model import Collection
from generator.plaintext import decode, normalise
from generator.shelf import ATTACHMENT_SUFFIXES, ATTACHMENTS, HOUSE, IMAGE_SUFFIXES, INDEX, MAX_ATTACHMENT, MAX_INDEX

_SHAPE = (
    "El comprimido no trae una entrega como la del formulario.",
    "Debe traer una sola carpeta, practicas/… o expediciones/…, con su index.md y sus imágenes.",
)
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}")


def page_inside(archive: zipfile.ZipFile) -> str | None:
    """The one `.html` of an export of Google Docs; None when the ZIP is something else."""
    names = [n for n in archive.namelist() if not n.endswith("/")]
    pages = [n for n in names if n.lower().endswith((".html", ".htm"))]
    return pages[0] if len(pages) == 1 and not any(posixpath.basename(n) == INDEX for n in names) else None


def draft_of(archive: zipfile.ZipFile, notes: Notes) -> tuple[Draft, str | None]:
    """The draft and the folder's name that the ZIP suggests. Raises RefusedError."""
    folder, files = _files(archive)
    index = _text(files[INDEX], MAX_INDEX)
    front, findings = split(index, INDEX)
    if front is None:
        raise RefusedError(
            "El index.md del comprimido no se entiende.", f"{findings[0].message} {findings[0].hint or ''}"
        )
    collection = _collection(folder, front.data)
    album = Album(notes)
    renamed: dict[str, str] = {}
    attached: dict[str, bytes] = {}
    for name, data in sorted(files.items()):
        base, suffix = posixpath.basename(name), posixpath.splitext(name)[1].lower()
        if name in HOUSE:
            notes.add("house")
        elif name == base and suffix in IMAGE_SUFFIXES:
            if taken := album.take(data, ""):
                renamed[name] = taken
        elif posixpath.dirname(name) == ATTACHMENTS and suffix in ATTACHMENT_SUFFIXES and _NAME.fullmatch(base):
            attached[name] = _text(data, MAX_ATTACHMENT).encode()
        elif name != INDEX:
            notes.add("files")
    body = renamed_in(front.body, renamed)
    texts = {n: renamed_in(d.decode(), renamed, "../").encode() for n, d in attached.items()}
    fields = {**front.data}
    fields.update(listed(front.data, renamed))
    slug = posixpath.basename(folder) if folder else None
    return Draft(collection, fields, body, {**album.files, **texts}), slug


def _files(archive: zipfile.ZipFile) -> tuple[str, Mapping[str, bytes]]:
    """The folder that holds `index.md`, and every file below it by its name there. What is elsewhere is refused."""
    names = [n for n in archive.namelist() if not n.endswith("/") and not _is_litter(n)]
    homes = [posixpath.dirname(n) for n in names if posixpath.basename(n) == INDEX]
    if len(homes) != 1 or "\\" in "".join(names):
        raise RefusedError(*_SHAPE)
    home = homes[0]
    within = f"{home}/" if home else ""
    depth = home.split("/") if home else []
    if len(depth) not in (0, 2) or (depth and depth[0] not in [c.value for c in Collection]):
        raise RefusedError(*_SHAPE)
    if any(not n.startswith(within) for n in names):
        raise RefusedError(*_SHAPE)
    return home, {n.removeprefix(within): archive.read(n) for n in names}


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or posixpath.basename(name) in (".DS_Store", "Thumbs.db", "desktop.ini")


def _text(data: bytes, limit: int) -> str:
    text = decode(normalise(data), INDEX)[0] if len(data) <= limit else None
    if text is None:
        raise RefusedError("Un texto del comprimido es demasiado largo o no está en UTF-8.", "Hágalo de nuevo.")
    return text


def _collection(folder: str, fields: Mapping[str, object]) -> Collection:
    if folder:
        return Collection(folder.split("/")[0])
    own = [sum(n in c.model.model_fields for n in fields) for c in Collection]
    required = [sum(f.is_required() and n in fields for n, f in c.model.model_fields.items()) for c in Collection]
    return max(zip(required, own, Collection, strict=True), key=lambda item: item[:2])[2]


def renamed_in(text: str, renamed: Mapping[str, str], prefix: str = "") -> str:
    """The text with its images called as they are now."""
    for old, new in renamed.items():
        if old != new:
            place = rf"(\]\(\s*<?|^\[[^\]\n]+\]:\s*)(?:\./)?{re.escape(prefix + old)}(?=[\s>)]|\Z)"
            # A name that has been put in is marked until the end: it may be the old name of another image.
            text = re.sub(place, rf"\g<1>\0{prefix}{new}", text, flags=re.MULTILINE)
    return text.replace("\0", "")


def listed(fields: Mapping[str, object], renamed: Mapping[str, str]) -> dict[str, object]:
    """The field `imagenes` with the files called as they are now; nothing where there is none."""
    entries = fields.get("imagenes")
    if not isinstance(entries, list):
        return {}
    return {
        "imagenes": [
            {**e, "archivo": renamed.get(str(e.get("archivo")), e.get("archivo"))} if isinstance(e, Mapping) else e
            for e in entries
        ]
    }
