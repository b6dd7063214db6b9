"""A file that somebody sent → a `Draft`, whatever program it was written in; nothing is written here."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from generator.drafting import Draft
from generator.files import UnfitError, contents
from generator.importing import archives, docx, odt, package
from generator.importing.clean import tree
from generator.importing.markup import to_markdown
from generator.importing.pictures import Album
from generator.importing.plainer import Resolve, flatten, take_images, take_notes, with_notes
from generator.importing.plainmd import read_markdown
from generator.importing.reading import Reading, read
from generator.importing.template import instructions
from generator.importing.told import Notes, RefusedError
from generator.importing.xmlparts import DAMAGED
from generator.model import Collection
from generator.plaintext import decode, normalise
from generator.shelf import IMAGE_SUFFIXES, MAX_IMAGE

MOST_BYTES = 60_000_000
MOST_TEXT = 20_000_000
MOST_BODY = 2_000_000
"""Characters of the Markdown: more is no relato."""

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_ONLY = "Guárdelo como .docx, .odt, .html o .md, y vuelva a intentarlo."
_CONVERT = {
    ".doc": "Es un Word de antes de 2007: ábralo y guárdelo como .docx.",
    ".docm": "Lleva macros: guárdelo como .docx.",
    ".dotx": "Es una plantilla: guárdela como .docx.",
    ".rtf": "Ábralo en Word o LibreOffice y guárdelo como .docx.",
    ".pdf": "De un PDF no se puede sacar bien el texto: busque el documento con que se hizo y envíe ese.",
    ".pages": "En Pages: Archivo, Exportar a, Word.",
    ".txt": "Guárdelo con el mismo contenido y la terminación .md.",
    ".gdoc": "En Google Docs: Archivo, Descargar, Microsoft Word (.docx).",
    ".fodt": "Ábralo en LibreOffice y guárdelo como .odt.",
    ".mht": "Guárdelo como página web (.html) o como .docx.",
}


@dataclass(frozen=True, slots=True, repr=False)
class Taken:
    """What came out of a file: the draft, what is told of it, and the folder's name that it brings, if any."""

    draft: Draft
    notes: Notes
    slug: str | None = None


def take(path: Path, collection: Collection | None = None) -> Taken:
    """Read a document or the form's ZIP. Raises RefusedError, with nothing of the file in its words."""
    data, suffix = _bytes(path), path.suffix.lower()
    if data.startswith(_OLE):
        raise RefusedError("El archivo tiene contraseña o es de un Word de antes de 2007.",
                           "Quítele la contraseña, o guárdelo como .docx.")  # fmt: skip
    if suffix in _CONVERT or data.startswith(_PDF):
        raise RefusedError("De ese tipo de archivo no se importa.", _CONVERT.get(suffix, _CONVERT[".pdf"]))
    way = _WAYS.get(suffix)
    if way is None:
        raise RefusedError("De ese tipo de archivo no se importa.", _ONLY)
    if data.startswith(_ZIP) != (suffix in _PACKED):
        raise RefusedError("El archivo no es lo que dice su nombre.", _ONLY)
    try:
        return way(data, path, collection)
    except RecursionError:
        raise RefusedError(
            "El documento está anidado demasiado hondo.", "Reduzca niveles de listas o tablas."
        ) from None


def _bytes(path: Path) -> bytes:
    try:
        return contents(path, MOST_BYTES)
    except UnfitError as unfit:
        if unfit.code == "E003":
            raise RefusedError("El archivo es demasiado grande.", "Reduzca las imágenes y guárdelo de nuevo.") from None
    except OSError:
        pass
    raise RefusedError(
        "El archivo no se pudo leer.", "Revise la ruta: debe ser un archivo, no una carpeta ni un enlace."
    )


def _docx(data: bytes, _path: Path, collection: Collection | None) -> Taken:
    return _office(archives.opened(data), docx.to_html, collection)


def _odt(data: bytes, _path: Path, collection: Collection | None) -> Taken:
    archive = archives.opened(data)
    if "mimetype" not in archive.namelist() or archive.read("mimetype").strip() != odt.MIME.encode():
        raise RefusedError(*DAMAGED)
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and b"encryption-data" in archive.read(manifest):
        raise RefusedError("El archivo tiene contraseña.", "Quítesela y vuelva a guardarlo.")
    return _office(archive, odt.to_html, collection)


def _office(
    archive: zipfile.ZipFile,
    convert: Callable[[zipfile.ZipFile, Notes], tuple[str, list[bytes]]],
    collection: Collection | None,
) -> Taken:
    notes = Notes()
    html, images = convert(archive, notes)

    def inside(source: str) -> bytes | None:
        number = source.removeprefix("inspira:")
        return images[int(number)] if number.isdecimal() and int(number) < len(images) else None

    return _from_html(html, inside, notes, collection)


def _html(data: bytes, path: Path, collection: Collection | None) -> Taken:
    return _from_html(_decoded(data), _beside(path), Notes(), collection)


def _markdown(data: bytes, path: Path, collection: Collection | None) -> Taken:
    text, _ = decode(normalise(data), "documento")
    if text is None:
        raise RefusedError("El archivo no está en UTF-8 o trae caracteres que no son de texto.", "Guárdelo como UTF-8.")
    notes = Notes()
    reading, body, album = read_markdown(text, _beside(path), notes, collection)
    return Taken(_draft(reading, body, album), notes)


def _package(data: bytes, _path: Path, collection: Collection | None) -> Taken:
    archive = archives.opened(data, nested=False)
    page = package.page_inside(archive)
    if page is not None:
        names, folder = set(archive.namelist()), posixpath.dirname(page)

        def inside(source: str) -> bytes | None:
            name = posixpath.normpath(posixpath.join(folder, unquote(source)))
            return archive.read(name) if name in names else None

        return _from_html(_decoded(archive.read(page)), inside, Notes(), collection)
    notes = Notes()
    draft, slug = package.draft_of(archive, notes)
    return Taken(draft, notes, slug)


_WAYS: dict[str, Callable[[bytes, Path, Collection | None], Taken]] = {
    ".docx": _docx, ".odt": _odt, ".html": _html, ".htm": _html, ".md": _markdown, ".zip": _package,
}  # fmt: skip
_PACKED = (".docx", ".odt", ".zip")


def _decoded(data: bytes) -> str:
    if len(data) > MOST_TEXT:
        raise RefusedError("El documento es demasiado largo.", "Divídalo, o deje las imágenes en archivos aparte.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _beside(path: Path) -> Resolve:
    """Images that stand beside the document or in a folder there; nowhere else, and through no link."""
    root = path.parent.resolve()

    def read_it(source: str) -> bytes | None:
        name = unquote(source)
        if not name.lower().endswith(IMAGE_SUFFIXES) or re.match(r"[a-zA-Z][\w+.-]*:|[/\\]", name):
            return None
        try:
            place = (root / name).resolve()
            return contents(place, MAX_IMAGE) if place.is_relative_to(root) else None
        except (OSError, ValueError, UnfitError):
            return None

    return read_it


def _from_html(html: str, resolve: Resolve, notes: Notes, collection: Collection | None) -> Taken:
    soup = tree(html, notes)
    footnotes = take_notes(soup)
    reading = read(soup, notes, collection, instructions())
    album = Album(notes)
    for tag, data, alt in take_images(soup, resolve, notes):
        name = album.take(data, alt)
        if name is None:
            tag.decompose()
        else:
            tag["src"], tag["alt"] = name, alt
    flatten(soup)
    body = with_notes(to_markdown(soup), footnotes)
    return Taken(_draft(reading, body, album), notes)


def _draft(reading: Reading, body: str, album: Album) -> Draft:
    if len(body) > MOST_BODY:
        raise RefusedError("El documento es demasiado largo.", "Deje el relato y lo que lo sostiene.")
    fields = dict(reading.fields)
    listed = fields.get("imagenes")
    if album.entries and not isinstance(listed, list):
        fields["imagenes"] = album.entries
    return Draft(reading.collection, fields, body, album.files)
