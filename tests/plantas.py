"""Ways to hide something in a built site: each plants a text in one place, as a plugin or a bug could.

A plant takes the folder of the site and the text. Places are real ones of the pages that `test_auditoria` builds.
"""

from __future__ import annotations

import base64
import bz2
import codecs
import gzip
import io
import json
import quopri
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from urllib.parse import quote

import cbor2
from PIL import Image, PngImagePlugin

Plant = Callable[[Path, str], None]

PAGE = "practicas/estaciones/index.html"
GUIDE = "guia/ruta/index.html"
HOME = "index.html"
LIST = "practicas/index.html"
IMAGE = "practicas/estaciones/imagen-1-800"
_MARK = b"pagefind_dcd"


def _swap(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text, f"{path.name} has no longer the place where this is planted"
    # Trees are copied as hard links: a file is replaced, never written into.
    _write(path, text.replace(before, after, 1).encode())


def _write(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _after(page: str, mark: str, made: Callable[[str], str]) -> Plant:
    """Plants what `made` makes of the text right after a mark of a page."""

    def plant(site: Path, text: str) -> None:
        _swap(site / page, mark, mark + made(text))

    return plant


def _before(page: str, mark: str, made: Callable[[str], str]) -> Plant:
    def plant(site: Path, text: str) -> None:
        _swap(site / page, mark, made(text) + mark)

    return plant


def _file(name: str, made: Callable[[str], bytes]) -> Plant:
    """Plants a new file."""

    def plant(site: Path, text: str) -> None:
        _write(site / name.format(text.replace("/", "-")), made(text))

    return plant


def _appended(name: str, made: Callable[[str], bytes]) -> Plant:
    """Plants at the end of a file that is there."""

    def plant(site: Path, text: str) -> None:
        path = _found(site, name)
        _write(path, path.read_bytes() + made(text))

    return plant


def _found(site: Path, pattern: str) -> Path:
    """The first file by a pattern; the image's own suffix is the build's choice."""
    return sorted(site.glob(pattern))[0]


def _attribute(mark: str, name: str) -> Plant:
    return _after(PAGE, mark, lambda text: f' {name}="{escape(text)}"')


def _script(body: str, opening: str = "<script>") -> Plant:
    return _before(PAGE, "</head>", lambda text: f"{opening}{body.replace('@', text)}</script>")


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _escapes(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" for c in text)


def _png(text: str, kind: str) -> bytes:
    out, info = io.BytesIO(), PngImagePlugin.PngInfo()
    if kind == "zTXt":
        info.add_text("Author", text, zip=True)
    elif kind == "iTXt":
        info.add_itxt("Author", text)
    else:
        info.add_text("Author", text)
    Image.new("RGB", (40, 30), (0, 120, 50)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def _jpeg(text: str, how: str) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (40, 30), (0, 120, 50))
    if how == "exif":
        exif = Image.Exif()
        exif[0x013B] = text
        image.save(out, "JPEG", exif=exif)
    elif how == "com":
        image.save(out, "JPEG", comment=text.encode())
    elif how == "app13":
        image.save(out, "JPEG")
        body = b"Photoshop 3.0\0" + text.encode()
        data = out.getvalue()
        return data[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + data[2:]
    else:
        image.save(out, "JPEG")
    return out.getvalue() + (text.encode() if how == "after" else b"")


def _picture(made: Callable[[str], bytes]) -> Plant:
    """Plants in the picture of the practice."""

    def plant(site: Path, text: str) -> None:
        _write(_found(site, IMAGE + ".*"), made(text))

    return plant


def _zip(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datos.txt", text)
    return out.getvalue()


def _cbor(text: str) -> bytes:
    data = text.encode()
    return b"\x78" + bytes([len(data)]) + data


def _search(pattern: str, change: Callable[[bytes, str], bytes]) -> Plant:
    """Plants in one of Pagefind's compressed files, which stays one that Pagefind could read."""

    def plant(site: Path, text: str) -> None:
        path = _found(site, f"pagefind/{pattern}")
        content = gzip.decompress(path.read_bytes()).removeprefix(_MARK)
        _write(path, gzip.compress(_MARK + change(content, text), mtime=0))

    return plant


def _in_fragment(key: str) -> Callable[[bytes, str], bytes]:
    def change(content: bytes, text: str) -> bytes:
        fragment = json.loads(content)
        if key == "content":
            fragment["content"] += f" {text}."
        elif key == "anchors":
            fragment["anchors"].append({"element": "h2", "id": "x", "text": text, "location": 1})
        else:
            fragment[key]["x"] = text if key == "meta" else [text]
        return json.dumps(fragment, ensure_ascii=False).encode()

    return change


def _index_word(content: bytes, text: str) -> bytes:
    """The first word of the index becomes another, of any length."""
    at = content.index(b"hmuestrel") if b"hmuestrel" in content else _first_word(content)
    size = content[at] - 0x60
    return content[:at] + _cbor(text) + content[at + 1 + size :]


def _first_word(content: bytes) -> int:
    """Where the first text string of six letters or more begins: the short strings before it are too."""
    return next(
        i
        for i in range(len(content) - 8)
        if 0x66 <= content[i] < 0x77 and content[i + 1 : i + 1 + content[i] - 0x60].isalpha()
    )


def _in_metadata(content: bytes, text: str) -> bytes:
    """The canary in place of the first text of the metadata, whatever their shape."""

    def grown(value: object) -> tuple[object, bool]:
        if isinstance(value, list):
            for place, one in enumerate(value):
                if isinstance(one, str):
                    return [*value[:place], text, *value[place + 1 :]], True
                changed, done = grown(one)
                if done:
                    return [*value[:place], changed, *value[place + 1 :]], True
        return value, False

    changed, done = grown(cbor2.loads(content))
    assert done
    return cbor2.dumps(changed)


def _sitemap(site: Path, text: str) -> None:
    entry = f"<url><loc>https://example.org/{quote(text)}/</loc></url>"
    _swap(site / "sitemap.xml", "</urlset>", f"{entry}</urlset>")


def _sitemap_gz(site: Path, text: str) -> None:
    path = site / "sitemap.xml.gz"
    _write(path, gzip.compress(gzip.decompress(path.read_bytes()) + f"<!-- {text} -->".encode(), mtime=0))


def _gzip_header(site: Path, text: str) -> None:
    """The name that a gzip file gives to what it holds."""
    path = _found(site, "pagefind/fragment/*")
    out = io.BytesIO()
    with gzip.GzipFile(filename=text, mode="wb", fileobj=out, mtime=0) as file:
        file.write(gzip.decompress(path.read_bytes()))
    _write(path, out.getvalue())


def _directory(site: Path, text: str) -> None:
    (site / text.replace("/", "-")).mkdir()


def _symlink(site: Path, text: str) -> None:
    (site / "acerca" / "copia.txt").symlink_to(f"/{text}")


def _configured(site: Path, annotate: str, label: str) -> None:
    """An engine's own configuration, as Material's template writes it: ours has none, and the audit reads it."""
    body = (
        f'{{"annotate": {annotate}, "base": ".", "features": [], "tags": null, "version": null, '
        '"search": "assets/javascripts/workers/search.00000000.min.js", '
        f'"translations": {{"search.result.none": "{label}"}}}}'
    )
    _swap(site / GUIDE, "</footer>", f'</footer><script id="__config" type="application/json">{body}</script>')


def _config(site: Path, text: str) -> None:
    _configured(site, json.dumps(text), "Nada")


def _label(site: Path, text: str) -> None:
    """In the words of the theme's configuration, which scripts show."""
    _configured(site, "null", _escapes(text))


BODY = '<div class="relato"><p>'
TITLE = "<title>"

PLANTS: Mapping[str, tuple[str, Plant]] = {
    # Where readers look.
    "body": ("P301", _after(PAGE, BODY, lambda t: f"Lo propuso {escape(t)}. ")),
    "body of the guide": ("P301", _before(GUIDE, "</article>", lambda t: f"<p>Lo propuso {escape(t)}.</p>")),
    "card on the front page": ("P301", _after(HOME, '<p class="iq-tarjeta__resumen">', lambda t: f"{escape(t)} ")),
    "card in a list": ("P301", _after(LIST, '<p class="iq-tarjeta__resumen">', lambda t: f"{escape(t)} ")),
    "footer": ("P301", _before(GUIDE, "</footer>", lambda t: f"<p>{escape(t)}</p>")),
    "not found": ("P301", _before("404.html", "</article>", lambda t: f"<p>{escape(t)}</p>")),
    "table of contents": ("P301", _after(PAGE, '<a href="#que-hicimos" class="md-nav__link">', lambda t: escape(t))),
    "cut by marks": (
        "P301",
        _before(
            GUIDE, "</article>", lambda t: f"<p>Lo propuso {escape(t[:3])}<b>{escape(t[3:6])}</b>{escape(t[6:])}.</p>"
        ),
    ),
    # Where machines look.
    "title": ("P301", _after(PAGE, TITLE, lambda t: f"{escape(t)} · ")),
    "meta description": ("P301", _after(PAGE, '<meta name="description" content="', lambda t: f"{escape(t)} ")),
    "another meta": ("P301", _before(PAGE, "</head>", lambda t: f'<meta name="author" content="{escape(t)}">')),
    "alt": ("P301", _after(PAGE, 'alt="', lambda t: f"{escape(t)} ")),
    "title attribute": ("P301", _attribute('<article class="md-content__inner md-typeset"', "title")),
    "aria-label": ("P301", _attribute('<main class="md-main"', "aria-label")),
    "data attribute": ("P301", _attribute('<main class="md-main"', "data-autor")),
    "class": ("P301", _attribute('<body dir="ltr"', "class")),
    "unknown attribute": ("P301", _attribute('<main class="md-main"', "onclick")),
    "link target": (
        "P301",
        _before(GUIDE, "</article>", lambda t: f'<a href="https://example.org/?q={quote(t)}">ver</a>'),
    ),
    "mail link": (
        "P301",
        _before(GUIDE, "</article>", lambda t: f'<a href="mailto:x@example.org?subject={quote(t)}">ver</a>'),
    ),
    "anchor": ("P301", _before(GUIDE, "</article>", lambda t: f'<a id="{escape(t)}"></a>')),
    "comment": ("P301", _before(GUIDE, "</article>", lambda t: f"<!-- {t} -->")),
    "comment at the end": ("P301", _appended(GUIDE, lambda t: f"<!-- {t} -->".encode())),
    "after the end": ("P301", _appended(GUIDE, lambda t: t.encode())),
    "linked data": ("P305", _script('{"author":"@"}', '<script type="application/ld+json">')),
    "inline script": ("P305", _script('var autor="@"')),
    "script of the theme": ("P305", _after(PAGE, "<script>(()=>{let e;", lambda t: f"/*{t}*/")),
    "configuration": ("P305", _config),
    "words of the configuration": ("P301", _label),
    "inline style": ("P305", _before(PAGE, "</head>", lambda t: f"<style>/* {t} */</style>")),
    "style attribute": ("P301", _attribute('<main class="md-main"', "style")),
    "template tag": ("P301", _before(GUIDE, "</article>", lambda t: f"<template>{escape(t)}</template>")),
    "frame": ("P301", _before(GUIDE, "</article>", lambda t: f'<iframe srcdoc="{escape(t)}"></iframe>')),
    "hidden text": ("P301", _before(GUIDE, "</article>", lambda t: f"<p hidden>{escape(t)}</p>")),
    "drawing": ("P301", _before(GUIDE, "</article>", lambda t: f"<svg><title>{escape(t)}</title></svg>")),
    # Styles, scripts and data.
    "comment in a style": ("P303", _appended("assets/inspira/inspira.css", lambda t: f"/* {t} */".encode())),
    "script file": ("P303", _appended("assets/inspira/buscar.js", lambda t: f'// "{t}"'.encode())),
    "script of the engine": ("P303", _appended("assets/inspira/pagina.js", lambda t: f"//{t}".encode())),
    "script of the search": ("P303", _appended("pagefind/pagefind.js", lambda t: f"//{t}".encode())),
    "font": ("P303", _appended("assets/inspira/work-sans-400.woff2", lambda t: t.encode())),
    "source map": (
        "P303",
        _file("assets/inspira/inspira.css.map", lambda t: json.dumps({"sourcesContent": [t]}).encode()),
    ),
    "new script": ("P303", _file("assets/otro.js", lambda t: f'var autor="{t}"'.encode())),
    "json": ("P303", _file("datos.json", lambda t: json.dumps({"autor": t}).encode())),
    "search index of the engine": (
        "P303",
        _file("search/search_index.json", lambda t: json.dumps({"docs": [t]}).encode()),
    ),
    "feed": ("P303", _file("feed.xml", lambda t: f"<rss><author>{escape(t)}</author></rss>".encode())),
    "sitemap": ("P303", _sitemap),
    "compressed sitemap": ("P303", _sitemap_gz),
    "after the compressed sitemap": ("P303", _appended("sitemap.xml.gz", str.encode)),
    "robots": ("P303", _file("robots.txt", lambda t: f"# {t}\nUser-agent: *\n".encode())),
    "text": ("P303", _file("notas.txt", str.encode)),
    "csv": ("P303", _file("datos.csv", lambda t: f"autor\n{t}\n".encode())),
    "page without a source": (
        "P303",
        _file("borrador/index.html", lambda t: f"<!doctype html><p>{escape(t)}</p>".encode()),
    ),
    "markdown": ("P303", _file("practicas/estaciones/index.md", lambda t: f"# {t}\n".encode())),
    "log": ("P303", _file("mkdocs.log", str.encode)),
    # Packed and encoded.
    "gzip": ("P303", _file("datos.gz", lambda t: gzip.compress(t.encode()))),
    "zip": ("P303", _file("datos.zip", _zip)),
    "zlib": ("P303", _file("datos.bin", lambda t: zlib.compress(t.encode()))),
    "bzip2": ("P303", _file("datos.bz2", lambda t: bz2.compress(t.encode()))),
    "base64": ("P301", _before(GUIDE, "</article>", lambda t: f"<p>{_b64('Lo propuso ' + t)}</p>")),
    "base64 in an attribute": (
        "P301",
        _after(GUIDE, '<main class="md-main"', lambda t: f' data-x="{_b64("Lo propuso " + t)}"'),
    ),
    "base64 twice": ("P301", _before(GUIDE, "</article>", lambda t: f"<p>{_b64(_b64('Lo propuso ' + t))}</p>")),
    "base64 of gzip": (
        "P301",
        _before(GUIDE, "</article>", lambda t: f"<p>{base64.b64encode(gzip.compress(t.encode())).decode()}</p>"),
    ),
    "base64 inside a run": ("P301", _before(GUIDE, "</article>", lambda t: f"<p>xy{_b64('Lo propuso ' + t)}</p>")),
    "hexadecimal": ("P301", _before(GUIDE, "</article>", lambda t: f"<p>{t.encode().hex()}</p>")),
    "percent": ("P301", _before(GUIDE, "</article>", lambda t: f"<p>{''.join(f'%{b:02X}' for b in t.encode())}</p>")),
    "percent twice": ("P301", _before(GUIDE, "</article>", lambda t: f"<p>{quote(quote(f'Lo propuso {t}.'))}</p>")),
    "entities": ("P301", _before(GUIDE, "</article>", lambda t: f"<p>{''.join(f'&#{ord(c)};' for c in t)}</p>")),
    "entities twice": (
        "P301",
        _before(GUIDE, "</article>", lambda t: f"<p>{''.join(f'&amp;#x{ord(c):x};' for c in t)}</p>"),
    ),
    "escapes": ("P301", _before(GUIDE, "</article>", lambda t: f"<p>{_escapes(t)}</p>")),
    "quoted-printable": (
        "P301",
        _before(GUIDE, "</article>", lambda t: "<p>" + "".join(f"={b:02X}" for b in t.encode()) + "</p>"),
    ),
    "quoted-printable text": (
        "P301",
        _before(GUIDE, "</article>", lambda t: f"<p>{quopri.encodestring(f'Propuso: é {t}'.encode()).decode()}</p>"),
    ),
    "zero-width characters": ("P301", _before(GUIDE, "</article>", lambda t: "<p>" + "\u200b".join(t) + "</p>")),
    "full-width characters": (
        "P301",
        _before(
            GUIDE,
            "</article>",
            lambda t: "<p>" + "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t) + "</p>",
        ),
    ),
    "utf-16 file": ("P303", _file("notas.txt", lambda t: codecs.BOM_UTF16_LE + t.encode("utf-16-le"))),
    "page in utf-16": ("P305", _file(GUIDE, lambda t: f"<!doctype html><p>{escape(t)}</p>".encode("utf-16"))),
    "base64 of utf-16": (
        "P301",
        _before(GUIDE, "</article>", lambda t: f"<p>{base64.b64encode(t.encode('utf-16-le')).decode()}</p>"),
    ),
    # Images.
    "png text": ("P308", _picture(lambda t: _png(t, "tEXt"))),
    "png compressed text": ("P308", _picture(lambda t: _png(t, "zTXt"))),
    "png international text": ("P308", _picture(lambda t: _png(t, "iTXt"))),
    "jpeg exif": ("P308", _picture(lambda t: _jpeg(t, "exif"))),
    "jpeg comment": ("P308", _picture(lambda t: _jpeg(t, "com"))),
    "jpeg application data": ("P308", _picture(lambda t: _jpeg(t, "app13"))),
    "bytes after the picture": ("P308", _appended(IMAGE + ".*", str.encode)),
    "image nobody staged": ("P303", _file("practicas/estaciones/original.jpg", lambda t: _jpeg(t, "exif"))),
    "drawing file": ("P303", _file("assets/dibujo.svg", lambda t: f"<svg><text>{escape(t)}</text></svg>".encode())),
    # Names.
    "file name": ("P301", _file("assets/{}.txt", lambda _: b"nada")),
    "page name": ("P301", _file("practicas/{}/index.html", lambda _: b"<!doctype html><p>nada</p>")),
    "directory name": ("P303", _directory),
    "target of a symbolic link": ("P303", _symlink),
    # Search.
    "fragment content": ("P301", _search("fragment/*", _in_fragment("content"))),
    "fragment metadata": ("P301", _search("fragment/*", _in_fragment("meta"))),
    "fragment filter": ("P301", _search("fragment/*", _in_fragment("filters"))),
    "fragment anchor": ("P301", _search("fragment/*", _in_fragment("anchors"))),
    "fragment of nothing": (
        "P303",
        _file("pagefind/fragment/es_0000000.pf_fragment", lambda t: gzip.compress(t.encode())),
    ),
    "gzip header": ("P303", _gzip_header),
    "index word": ("P304", _search("index/*", _index_word)),
    "after the index": ("P303", _search("index/*", lambda content, t: content + _cbor(t))),
    "facet value": ("P303", _after("pagefind/faceta-tipo.json", '["practica', lambda t: json.dumps(t)[1:-1])),
    "word of the list": ("P303", _after("pagefind/palabras.json", '["', lambda t: json.dumps(t + '","x')[1:-1])),
    "word that no page has": (
        "P304",
        _after("pagefind/palabras.json", '["', lambda t: "".join(filter(str.isalpha, t)) + '","'),
    ),
    "row of the columns": ("P303", _after("pagefind/filas.json", '["', lambda t: json.dumps(t)[1:-1])),
    "order of titles": ("P303", _after("pagefind/titulos.json", "[", lambda t: f"{json.dumps(t)},")),
    "search metadata": ("P301", _search("*.pf_meta", _in_metadata)),
    "search entry": ("P303", _after("pagefind/pagefind-entry.json", '"version":"', lambda t: json.dumps(t)[1:-1])),
    "after the search data": ("P303", _appended("pagefind/fragment/*", str.encode)),
}
