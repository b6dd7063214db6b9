"""What a bundle may hold: each file is taken, with its digest, or refused with the way to mend it."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from generator.diagnostics import MASK, Diagnostic, find
from generator.files import UnfitError, contents, hashed
from generator.model import Media
from generator.plaintext import decode, normalise

KIB, MIB = 1024, 1024 * 1024
MAX_INDEX = 256 * KIB
MAX_HOUSE_FILE = 256 * KIB
MAX_ATTACHMENT = 256 * KIB
MAX_IMAGE = 12 * MIB
MAX_FILES = 60
MAX_NAME = 120

INDEX = "index.md"
ATTACHMENTS = "anexos"
HOUSE = ("revision.yml", "consentimientos.json", "ficha.yml")
COVERED_HOUSE = ("revision.yml",)
"""House files that consent covers: receipts cannot cover themselves, and the ficha changes with the house."""

IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png")
ATTACHMENT_SUFFIXES = (".md", ".csv")
_OTHER_IMAGES = (".svg", ".gif", ".webp", ".heic", ".heif", ".bmp", ".tif", ".tiff", ".avif", ".ico")
LEFTOVERS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What operating systems leave in folders by themselves: neither read nor complained about."""
_FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")

CONVERT = {
    ".docx": "Ábralo en Word o LibreOffice, copie el texto y guárdelo como .md.",
    ".doc": "Ábralo en Word o LibreOffice, copie el texto y guárdelo como .md.",
    ".odt": "Ábralo en LibreOffice, copie el texto y guárdelo como .md.",
    ".xlsx": "En Excel: Archivo, Guardar como, CSV UTF-8. Una hoja por archivo.",
    ".xls": "En Excel: Archivo, Guardar como, CSV UTF-8. Una hoja por archivo.",
    ".ods": "En LibreOffice: Archivo, Guardar como, CSV (UTF-8). Una hoja por archivo.",
    ".pptx": "Lleve el texto de las diapositivas a un .md, y las imágenes al lado de index.md.",
    ".pdf": "Copie el texto a un .md, o las tablas a un .csv; o publíquelo en otro sitio y ponga un enlace.",
    ".ppt": "Lleve el texto de las diapositivas a un .md, y las imágenes al lado de index.md.",
    ".odp": "Lleve el texto de las diapositivas a un .md, y las imágenes al lado de index.md.",
    ".rtf": "Ábralo en Word o LibreOffice, copie el texto y guárdelo como .md.",
    ".txt": "Guárdelo con el mismo contenido y la terminación .md.",
    ".zip": "Saque los archivos del comprimido y deje los .md y .csv.",
}


_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]+")
_NUMBER = re.compile(r"\d(?:[._-]?\d){5,}")
_CAMERA = re.compile(r"(?:IMG|PXL|VID|DSC|MVIMG|Screenshot)[_-]?20\d{6}(?:[_-]\d{6})?(?!\d)")
_KNOWN_SUFFIXES = frozenset((*IMAGE_SUFFIXES, *ATTACHMENT_SUFFIXES, *_OTHER_IMAGES, *CONVERT))


def shown_name(name: str) -> str:
    """The name of a file or folder as a diagnostic may show it: a mask and its suffix when it may say who somebody is.

    Names with spaces or accents are how people call a scan of somebody's cédula, and six digits can be one.
    Those that a camera gives are dates.
    """
    folder, slash, base = name.rpartition("/")
    if _PLAIN_NAME.fullmatch(base) and not _NUMBER.search(_CAMERA.sub("", base)):
        return name
    suffix = Path(base).suffix
    return f"{folder}{slash}{MASK}{suffix if suffix.lower() in _KNOWN_SUFFIXES else ''}"


def is_leftover(name: str) -> bool:
    """Whether a file, by its name within the bundle, is of nobody's making.

    Operating systems leave some; a write of ours that was killed leaves `.index.md.tmp` (see `writing`).
    """
    folder, _, base = name.rpartition("/")
    if base in LEFTOVERS:
        return True
    if not (base.startswith(".") and base.endswith(".tmp")):
        return False
    meant = base[1:].removesuffix(".tmp")
    return meant.endswith(ATTACHMENT_SUFFIXES) if folder == ATTACHMENTS else meant in (INDEX, *HOUSE)


@dataclass(slots=True, repr=False)
class Shelf:
    """What has been read of one bundle so far."""

    folder: str
    texts: dict[str, str] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seen: int = 0

    def report(self, code: str, name: str, message: str | None = None, hint: str | None = None) -> None:
        path = f"{self.folder}/{shown_name(name)}" if name else self.folder
        self.refused.append(name)
        self.findings.append(find(code, path, message, hint=hint))

    def take(self, path: Path, name: str, info: os.stat_result) -> None:
        """Read one file if it belongs in a bundle, or say why it does not."""
        base = name.rpartition("/")[2]
        suffix = Path(base).suffix.lower()
        if stat.S_ISDIR(info.st_mode) and not suffix:
            hint = "Las imágenes van al lado de index.md; los textos de apoyo, en anexos/, sin más carpetas."
            self.report("E007", name, "Esa carpeta no hace parte de una entrega.", hint)
        elif not stat.S_ISREG(info.st_mode):
            self.report("E006", name)
        elif not _FILE_NAME.fullmatch(base) or len(base) > MAX_NAME:
            self.report("E012", name)
        else:
            self._take_file(path, name, suffix)

    def _take_file(self, path: Path, name: str, suffix: str) -> None:
        inside = name.startswith(f"{ATTACHMENTS}/")
        try:
            if inside and suffix in ATTACHMENT_SUFFIXES:
                self._take_text(path, name, MAX_ATTACHMENT)
            elif name == INDEX:
                self._take_text(path, name, MAX_INDEX)
            elif name in HOUSE:
                self._take_text(path, name, MAX_HOUSE_FILE)
            elif not inside and suffix in IMAGE_SUFFIXES:
                self.media[name] = hashed(path, name, MAX_IMAGE)
                self.digests[name] = self.media[name].sha256
            else:
                self._refuse(name, suffix, inside)
        except UnfitError as unfit:
            self.report(unfit.code, name)
        except OSError as error:
            self.report("E006" if error.errno == errno.ELOOP else "E010", name)

    def _take_text(self, path: Path, name: str, limit: int) -> None:
        data = normalise(contents(path, limit))
        text, findings = decode(data, f"{self.folder}/{name}")
        self.findings.extend(findings)
        if text is None:
            return
        self.texts[name] = text
        if name == INDEX or name in COVERED_HOUSE or name not in HOUSE:
            self.digests[name] = hashlib.sha256(data).hexdigest()

    def _refuse(self, name: str, suffix: str, inside: bool) -> None:
        if inside and suffix in (*IMAGE_SUFFIXES, *_OTHER_IMAGES):
            self.report("E007", name, hint="Las imágenes van al lado de index.md, no en anexos/.")
        elif inside:
            self.report("E311", name, hint=CONVERT.get(suffix))
        elif suffix in _OTHER_IMAGES:
            self.report("E304", name)
        elif suffix in CONVERT or suffix in ATTACHMENT_SUFFIXES:
            self.report("E007", name, hint=CONVERT.get(suffix, "Los textos y tablas de apoyo van en anexos/."))
        else:
            self.report("E007", name)

    def report_missing_index(self) -> None:
        """E001, unless something called index.md was there and has its own finding."""
        reported = {d.path for d in self.findings}
        if INDEX in self.texts or f"{self.folder}/{INDEX}" in reported or self.folder in reported:
            return
        near = any(name.rpartition("/")[2].lower().startswith("index") for name in self.refused)
        hint = "Hay un archivo con un nombre parecido: debe llamarse exactamente index.md." if near else None
        self.findings.append(find("E001", self.folder, hint=hint))

    def report_twins(self) -> None:
        """Two files whose names differ in case only are one file on many systems."""
        groups: dict[str, list[str]] = defaultdict(list)
        for name in (*self.texts, *self.media):
            groups[name.lower()].append(name)
        for group in (g for g in groups.values() if len(g) > 1):
            for name in group:
                self.report("E012", name, "Dos archivos tienen el mismo nombre, salvo mayúsculas.", "Cambie uno.")
