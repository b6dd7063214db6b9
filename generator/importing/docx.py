"""A Word document → HTML and its images, by mammoth; what must not come along is taken out before it looks.

mammoth sees a new file with the text, its styles, notes, lists and images: no metadata, comment, header, macro or
reference to anything outside is in it.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from generator.importing.told import Notes, RefusedError
from generator.importing.xmlparts import DAMAGED, drop, packed, parents, read_xml, remove

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# ISO "strict" documents say the same with other addresses.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": _R[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": _M[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": _A[1:-1].encode(),
}
_GRAPHICS = {"chart": "charts", "chartex": "charts", "diagram": "diagrams"}
_STYLES = """
p[style-name='Title'] => h1.titulo:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
b => strong
i => em
strike => s
"""
_BESIDE = ("styles", "numbering", "footnotes", "endnotes")


def to_html(archive: zipfile.ZipFile, notes: Notes) -> tuple[str, list[bytes]]:
    """HTML whose images are `<img src="inspira:N">`, and the images by N. Raises RefusedError."""
    import mammoth  # a third of a second, and only here

    images: list[bytes] = []

    def keep(image: mammoth.documents.Image) -> dict[str, str]:
        with image.open() as file:
            images.append(file.read())
        return {"src": f"inspira:{len(images) - 1}"}

    parts = _parts(archive, notes)
    try:
        done = mammoth.convert_to_html(
            packed(parts),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(keep),
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except Exception:  # whatever it trips over in a damaged document; its words may quote it
        raise RefusedError(*DAMAGED) from None
    return done.value, images


def _parts(archive: zipfile.ZipFile, notes: Notes) -> dict[str, bytes | Element]:
    names = set(archive.namelist())
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise RefusedError("El documento trae macros.", "Guárdelo como .docx, sin macros.")
    main = _main(archive, names)
    folder = posixpath.dirname(main)
    parts: dict[str, bytes | Element] = {n: archive.read(n) for n in ("[Content_Types].xml", "_rels/.rels")}
    parts["_rels/.rels"] = _only_main(main)
    styles = _xml(archive, f"{folder}/styles.xml", names)
    hidden = _hidden_styles(styles) if styles is not None else frozenset()
    for name in (main, *(f"{folder}/{beside}.xml" for beside in _BESIDE)):
        root = _xml(archive, name, names)
        if root is None:
            continue
        relations, kept = _relations(archive, name, names)
        if not name.endswith(("styles.xml", "numbering.xml")):
            _clean(root, kept, hidden, notes)
        parts[name] = root
        if relations is not None:
            parts[_rels_of(name)] = relations
        parts |= {target: archive.read(target) for target in kept.values() if target}
    _count_left_out(archive, names, folder, notes)
    return parts


def _main(archive: zipfile.ZipFile, names: set[str]) -> str:
    if not {"[Content_Types].xml", "_rels/.rels"} <= names:
        raise RefusedError(*DAMAGED)
    for relation in read_xml(archive.read("_rels/.rels")):
        target = relation.get("Target", "").lstrip("/")
        if relation.get("Type", "").endswith("/officeDocument") and target in names and "/" in target:
            return target
    raise RefusedError(*DAMAGED)


def _only_main(main: str) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    space = _REL[1:-1]
    return (
        f'<Relationships xmlns="{space}"><Relationship Id="r1" Type="{kind}" Target="{main}"/></Relationships>'.encode()
    )


def _xml(archive: zipfile.ZipFile, name: str, names: set[str]) -> Element | None:
    if name not in names:
        return None
    data = archive.read(name)
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    return read_xml(data)


def _rels_of(name: str) -> str:
    folder, base = posixpath.split(name)
    return f"{folder}/_rels/{base}.rels"


def _relations(archive: zipfile.ZipFile, name: str, names: set[str]) -> tuple[Element | None, dict[str, str]]:
    """The relations that may stay, and by id the images among them (`""` for a link to a page).

    Everything else that is referred to, inside or outside, is not there for the converter.
    """
    root = _xml(archive, _rels_of(name), names)
    kept: dict[str, str] = {}
    for relation in list(root) if root is not None else ():
        kind = relation.get("Type", "").rpartition("/")[2]
        outside = relation.get("TargetMode", "") == "External"
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), relation.get("Target", ""))).lstrip("/")
        if kind == "hyperlink":
            kept[relation.get("Id", "")] = ""
        elif kind == "image" and not outside and target in names and "/media/" in f"/{target}":
            kept[relation.get("Id", "")] = target
        elif kind not in _BESIDE or outside:
            assert root is not None
            root.remove(relation)
    return root, kept


def _hidden_styles(styles: Element) -> frozenset[str]:
    """Styles whose text is hidden, also through the one they are based on."""
    based, hidden = {}, set()
    for style in styles.iter(f"{_W}style"):
        name, on = style.get(f"{_W}styleId", ""), style.find(f"{_W}basedOn")
        based[name] = on.get(f"{_W}val", "") if on is not None else ""
        if _vanishes(style.find(f"{_W}rPr")):
            hidden.add(name)
    for _ in range(10):
        hidden |= {name for name, on in based.items() if on in hidden}
    return frozenset(hidden)


def _vanishes(properties: Element | None) -> bool:
    mark = properties.find(f"{_W}vanish") if properties is not None else None
    return mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false", "off")


def _clean(root: Element, kept: Mapping[str, str], hidden: frozenset[str], notes: Notes) -> None:
    notes.add("insertions", sum(1 for i in root.iter(f"{_W}ins") if i.find(f".//{_W}r") is not None))
    notes.add("deletions", remove(root, _is_deleted))
    notes.add("hidden", remove(root, lambda _p, e: _is_hidden(e, hidden)))
    notes.add("contents", remove(root, _is_contents))
    remove(root, _is_placeholder)
    remove(root, lambda _p, e: e.tag in (f"{_W}commentReference", f"{_W14}checkbox"))
    notes.add("equations", remove(root, lambda _p, e: e.tag in (f"{_M}oMathPara", f"{_M}oMath")))
    notes.add("objects", remove(root, lambda _p, e: e.tag == f"{_W}object"))
    notes.add("chunks", remove(root, lambda _p, e: e.tag == f"{_W}altChunk"))
    _open_boxes(root, notes)
    for parent, child in parents(root):
        if child.tag in (f"{_W}drawing", f"{_W}pict") and (lost := _lost(child, kept)):
            drop(parent, child)
            notes.add(lost)


def _is_deleted(parent: Element, child: Element) -> bool:
    if child.tag == f"{_W}tr":
        return child.find(f"{_W}trPr/{_W}del") is not None
    changes = child.tag in (f"{_W}del", f"{_W}moveFrom")
    return changes and parent.tag not in (f"{_W}rPr", f"{_W}trPr", f"{_W}pPr", f"{_W}numPr")


def _is_hidden(child: Element, hidden: frozenset[str]) -> bool:
    if child.tag == f"{_W}r":
        properties = child.find(f"{_W}rPr")
        style = child.find(f"{_W}rPr/{_W}rStyle")
        return _vanishes(properties) or (style is not None and style.get(f"{_W}val", "") in hidden)
    if child.tag == f"{_W}p":
        style = child.find(f"{_W}pPr/{_W}pStyle")
        return style is not None and style.get(f"{_W}val", "") in hidden
    return False


def _is_contents(_parent: Element, child: Element) -> bool:
    """A table of contents, which the site makes by itself."""
    if child.tag == f"{_W}sdt":
        gallery = child.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
        return gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"
    return False


def _is_placeholder(_parent: Element, child: Element) -> bool:
    """A box that nobody filled in: «Haga clic para escribir»."""
    return child.tag == f"{_W}sdt" and child.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None


def _open_boxes(root: Element, notes: Notes) -> None:
    """Text boxes as paragraphs after their own, which is where mammoth puts those of a `pict`; each once."""
    for parent, child in parents(root):
        if child.tag not in (f"{_MC}AlternateContent", f"{_W}drawing", f"{_W}pict"):
            continue
        boxes = list(child.iter(f"{_W}txbxContent"))
        if child.tag == f"{_MC}AlternateContent":
            choice = child.find(f"{_MC}Choice")
            whole = choice if choice is not None else child
            boxes = list(whole.iter(f"{_W}txbxContent")) or boxes
            if not boxes:  # the first form of a drawing, which may hold an image
                position = list(parent).index(child)
                drop(parent, child)
                for number, inner in enumerate(list(whole)):
                    parent.insert(position + number, inner)
                continue
        if boxes and child in list(parent):
            pict = Element(f"{_W}pict")
            pict.extend(boxes)
            position = list(parent).index(child)
            drop(parent, child)
            parent.insert(position, pict)
            notes.add("boxes", len(boxes))


def _lost(drawing: Element, kept: Mapping[str, str]) -> str | None:
    """What a drawing is that does not come along; None for an image that does and for an opened text box."""
    if drawing.find(f".//{_W}txbxContent") is not None:
        return None
    for data in drawing.iter(f"{_A}graphicData"):
        if (kind := data.get("uri", "").rpartition("/")[2]) in _GRAPHICS:
            return _GRAPHICS[kind]
    pictures = [*drawing.iter(f"{_A}blip"), *drawing.iter(f"{_V}imagedata")]
    ids = [p.get(f"{_R}embed") or p.get(f"{_R}id") or "" for p in pictures]
    if ids and all(kept.get(i) for i in ids):
        return None
    return "linked images" if ids else "drawings"


def _count_left_out(archive: zipfile.ZipFile, names: set[str], folder: str, notes: Notes) -> None:
    comments = _xml(archive, f"{folder}/comments.xml", names)
    if comments is not None:
        notes.add("comments", sum(1 for _ in comments.iter(f"{_W}comment")))
    margins = sorted(n for n in names if n.startswith((f"{folder}/header", f"{folder}/footer")) and n.endswith(".xml"))
    for name in margins:
        root = _xml(archive, name, names)
        notes.add("margins", root is not None and any((t.text or "").strip() for t in root.iter(f"{_W}t")))
    notes.add("metadata", any(n.startswith("docProps/") for n in names))
