"""`inspira importar`: documents made here by other programs' libraries become bundles, and nothing else comes along.

The names in them are made up from name parts (`tests/fabrica.py`); nobody is called so.
"""

from __future__ import annotations

import base64
import io
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generator.cli import main
from generator.drafting import index_md
from generator.frontmatter import split
from generator.importing import RefusedError, take, word_template
from generator.importing.asking import completed, missing, with_given
from generator.importing.clean import tree
from generator.importing.labels import field_named, section_named
from generator.importing.markup import to_markdown
from generator.importing.told import Notes
from generator.markdown import parse, plain_text
from generator.model import Collection
from generator.schema import Expedicion, Practica
from tests.fabrica import CANARY_NAME, SECTIONS, fields, text

DAY = ("--hoy", "2026-11-22")
ANSWERS = {
    "Título": "Sesiones por estaciones con un reloj a la vista",
    "Resumen": "El grupo se cansaba. Partir la sesión en estaciones cortas lo mantuvo despierto.",
    "Red de conocimiento o área": "transversal",
    "Autoría: Rol": "Instructor o instructora",
    "Autoría: Crédito": "sin nombre",
    "Reto": "Motivar y lograr que permanezcan, evaluar mejor",
    "Modalidad de formación": "PRESENCIAL",
    "Tiempo": "Una sesión",
    "Recursos": "Un reloj grande\nCuatro mesas",
}


def picture(kind: str = "JPEG", width: int = 40) -> bytes:
    """An image that names somebody and a place in its metadata."""
    out, image = io.BytesIO(), Image.new("RGB", (width, 30), (120, 40, 10))
    exif = image.getexif()
    exif[0x013B] = CANARY_NAME
    exif.get_ifd(0x8825)[1] = "N"
    image.save(out, kind, exif=exif)
    return out.getvalue()


def filled(answers: Mapping[str, str] = ANSWERS) -> Any:
    """The template of a practice, filled in as somebody would in Word."""
    document = docx.Document(io.BytesIO(word_template(Collection.PRACTICAS)))
    left = dict(answers)
    for table in document.tables:
        for row in table.rows:
            label = row.cells[0].text.split("\n")[0]
            row.cells[1].text = left.pop(label, row.cells[1].text)
    assert not left
    for paragraph in document.paragraphs:
        if paragraph.text in SECTIONS:
            paragraph._p.getnext().addnext(_words(document, SECTIONS[paragraph.text]))
        elif paragraph.text in Practica.offered_sections:
            paragraph._p.getparent().remove(paragraph._p)
    return document


def _words(document: Any, words: str) -> Any:
    paragraph = document.add_paragraph(words)._p
    paragraph.getparent().remove(paragraph)
    return paragraph


def saved(document: Any, path: Path) -> Path:
    document.save(path)
    return path


def packed(path: Path, files: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def run(project: Path, *words: str | Path) -> Result:
    project.mkdir(exist_ok=True)
    return CliRunner().invoke(main, ["importar", *map(str, words), "--proyecto", str(project), *DAY])


def told(path: Path) -> dict[str, int]:
    return dict(+take(path).notes.counted)


def body_of(path: Path) -> str:
    return take(path).draft.body


# The template and what it becomes.


@pytest.mark.parametrize("collection", Collection, ids=str)
def test_the_template_is_the_same_bytes_and_says_nothing_of_itself(tmp_path: Path, collection: Collection) -> None:
    made = word_template(collection)
    assert made == word_template(collection)
    (tmp_path / "plantilla.docx").write_bytes(made)
    taken = take(tmp_path / "plantilla.docx")
    assert taken.draft.collection is collection and taken.draft.fields == {} and not taken.notes.findings()
    headings = [s.title for s in parse(taken.draft.body, 1)[0].sections]
    assert headings == [*collection.model.sections, *collection.model.offered_sections]
    assert all(s.startswith("##") for s in taken.draft.body.split("\n\n"))


def test_a_filled_template_becomes_a_bundle_that_validates(tmp_path: Path) -> None:
    done = run(tmp_path / "p", saved(filled(), tmp_path / "relato.docx"))
    assert done.exit_code == 0, done.output
    made = tmp_path / "p/practicas/sesiones-estaciones-reloj-vista/index.md"
    front, _ = split(made.read_text(encoding="utf-8"), "index.md")
    assert front is not None
    assert front.data == fields(
        reto=["motivar_permanencia", "evaluar_mejor"], recursos=["Un reloj grande", "Cuatro mesas"]
    )
    assert front.body.strip() == split(text(), "")[0].body.strip()  # type: ignore[union-attr]
    assert "inspira anonimizar practicas/sesiones-estaciones-reloj-vista" in done.output
    again = run(tmp_path / "p", tmp_path / "relato.docx", "--carpeta", "sesiones-estaciones-reloj-vista")
    assert again.exit_code == 2 and "Ya hay una carpeta" in again.output


def test_what_is_missing_or_in_no_list_is_said_by_the_validator(tmp_path: Path) -> None:
    answers = {**ANSWERS, "Tiempo": f"lo que diga {CANARY_NAME}"}
    del answers["Autoría: Crédito"]
    done = run(tmp_path / "p", saved(filled(answers), tmp_path / "a.docx"))
    assert done.exit_code == 1
    assert "E103" in done.output and "Falta el campo «credito»" in done.output
    assert CANARY_NAME.split()[0] not in done.output


# How headings, labels and values are written.


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("1. LA SITUACION", "La situación"),
        ("Situación inicial", "La situación"),
        ("II) Lo que hicimos", "Qué hicimos"),
        ("¿Qué pasó?", "Qué pasó y cómo lo sabemos"),
        ("3.2 Que paso y como lo sabemos:", "Qué pasó y cómo lo sabemos"),
        ("Para hacerlo en su propio ambiente", "Para hacerlo en su ambiente"),
        ("Lo que no funciono", "Lo que no funcionó"),
        ("Lo que funcionó", None),
        ("Agradecimientos", None),
        ("La situación de los aprendices que llegaron tarde ese día al taller", None),
    ],
)
def test_headings_are_matched_with_tolerance(heading: str, section: str | None) -> None:
    match = section_named(heading, (*Practica.sections, *Practica.offered_sections))
    assert (match[0] if match else None) == section


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("TITULO:", ("titulo",)),
        ("Modalidad de formacion *", ("modalidad_formacion",)),
        ("Autoría 2: Crédito", ("autoria", 1, "credito")),
        ("crédito", ("autoria", 0, "credito")),
        ("autoria.rol", ("autoria", 0, "rol")),
        ("Cédula", None),
    ],
)
def test_labels_are_matched_with_tolerance(label: str, key: tuple[object, ...] | None) -> None:
    assert field_named(label, Practica) == key


def test_every_label_of_the_template_leads_to_its_field() -> None:
    from generator.importing.labels import asked

    for model in (Practica, Expedicion):
        for one in asked(model):
            found = field_named(one.label, model)
            assert found is not None and tuple(p for p in found if isinstance(p, str)) == one.key


# Documents of Word.


def test_a_word_document_of_ones_own(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Un reloj a la vista de todo el grupo", 0)
    document.add_heading("1. LA SITUACIÓN", 2)
    document.add_paragraph("<script>alert(1)</script> *no* [x](javascript:alert) & `tal` # nada")
    document.add_paragraph("---")
    document.add_paragraph().add_run("Qué hicimos").bold = True
    document.add_paragraph("Uno", style="List Bullet")
    document.add_paragraph("Dos", style="List Number")
    document.add_heading("Un detalle", 3)
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "a|b", "uno\ndos"
    document.add_picture(io.BytesIO(picture(width=3000)))
    document.add_heading("Agradecimientos", 2)
    draft = take(saved(document, tmp_path / "a.docx")).draft
    assert draft.fields["titulo"] == "Un reloj a la vista de todo el grupo"
    assert draft.fields["imagenes"] == [{"archivo": "imagen-1.jpg"}]
    parsed, findings = parse(draft.body, 1, Practica.sections)
    assert not findings and [s.known for s in parsed.sections] == ["La situación", "Qué hicimos", None]
    first = parsed.sections[0].tokens
    assert [plain_text(t) for t in first if t.type == "inline"] == [
        "<script>alert(1)</script> *no* [x](javascript:alert) & `tal` # nada", "---",
    ]  # fmt: skip
    kinds = {t.type for t in parsed.sections[1].tokens}
    assert {"bullet_list_open", "ordered_list_open", "table_open", "heading_open"} <= kinds
    assert "| a\\|b |" in draft.body and "uno · dos" in draft.body and "### Un detalle" in draft.body
    with Image.open(io.BytesIO(draft.files["imagen-1.jpg"])) as image:
        assert image.width == 1600 and not image.getexif() and "exif" not in image.info


def with_everything(path: Path) -> Path:
    """A document with the canary in every place that is not its text, and things that no Markdown holds."""
    document, who = filled(), CANARY_NAME
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = who
    document.sections[0].header.paragraphs[0].text = who
    paragraph = document.add_paragraph("Texto. ")
    document.add_comment(paragraph.runs, text=who, author=who, initials="y")
    w = nsdecls("w")
    paragraph._p.append(parse_xml(f'<w:del {w} w:author="{who}"><w:r><w:delText>{who}</w:delText></w:r></w:del>'))
    paragraph._p.append(parse_xml(f'<w:ins {w} w:author="{who}"><w:r><w:t>Agregado.</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f"<w:r {w}><w:rPr><w:vanish/></w:rPr><w:t>{who}</w:t></w:r>"))
    style = document.styles.add_style("Callado", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    paragraph.add_run(who, style="Callado")
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    paragraph._p.append(parse_xml(f'<m:oMath xmlns:m="{math}"><m:r><m:t>{who}</m:t></m:r></m:oMath>'))
    paragraph._p.append(parse_xml(f"<w:r {w}><w:object><w:t>{who}</w:t></w:object></w:r>"))
    box = f"<w:txbxContent {w}><w:p><w:r><w:t>En un cuadro.</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(parse_xml(f"<w:r {w}><w:pict>{box}</w:pict></w:r>"))
    document.add_picture(io.BytesIO(picture()))
    for name in document.element.body.iter("{*}docPr"):
        name.set("descr", f"{who}.jpg")
        name.set("title", who)
    return saved(document, path)


def test_what_is_not_the_text_never_comes_along_and_is_told(tmp_path: Path) -> None:
    path = with_everything(tmp_path / f"{CANARY_NAME}.docx")
    done = run(tmp_path / "p", path)
    assert told(path) == {
        "comments": 1, "deletions": 1, "insertions": 1, "hidden": 2, "margins": 1, "metadata": 1, "equations": 1,
        "objects": 1, "boxes": 1,
    }  # fmt: skip
    for words in ("1 comentario", "1 tramo borrado", "1 ecuación", "2 tramos de texto oculto", "1 cuadro de texto"):
        assert words in done.output
    body = (tmp_path / "p/practicas/sesiones-estaciones-reloj-vista/index.md").read_text(encoding="utf-8")
    assert "Agregado." in body and "En un cuadro." in body
    everything = done.output.encode() + b"".join(
        str(p.relative_to(tmp_path / "p")).encode() + p.read_bytes() for p in (tmp_path / "p").rglob("*") if p.is_file()
    )
    for part in (*CANARY_NAME.split(), "GPS"):
        assert part.encode() not in everything
    assert "Falta el campo «alt»" in done.output and "Falta el campo «personas_reconocibles»" in done.output


def test_nothing_outside_the_document_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secreta.jpg"
    secret.write_bytes(picture())
    document = docx.Document()
    document.add_heading("La situación", 1)
    document.add_picture(io.BytesIO(picture()))
    relation = next(r for r in document.part.rels.values() if "image" in r.reltype)
    relation._is_external, relation._target = True, secret.as_uri()
    path = saved(document, tmp_path / "a.docx")
    draft = take(path).draft
    assert not draft.files and "![" not in draft.body and told(path)["linked images"] == 1
    page = f'<h1>La situación</h1><img src="{secret.as_uri()}"><img src="../secreta.jpg"><img src="https://x.invalid/a.png">'
    (tmp_path / "dentro").mkdir()
    (tmp_path / "dentro/a.html").write_text(page, encoding="utf-8")
    draft = take(tmp_path / "dentro/a.html").draft
    assert not draft.files and "![" not in draft.body


def test_a_text_longer_than_anybodys_is_read_whole(tmp_path: Path) -> None:
    page = "<h1>La situación</h1>" + "<p>Una <b>frase</b> más.</p>\n" * 2_000
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert body_of(tmp_path / "a.html").count("**frase**") == 2_000


# LibreOffice and Google Docs.

_NAMES = ("office", "text", "table", "style", "drawing", "fo")
ODF = " ".join(
    f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in _NAMES if n not in ("drawing", "fo")
)
ODF += ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
ODF += (
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
MIME = "application/vnd.oasis.opendocument.text"


def odt(path: Path, body: str, changes: str = "", more_styles: str = "") -> Path:
    hidden = '<style:style style:name="Oculto" style:family="text"><style:text-properties text:display="none"/></style:style>'  # noqa: E501
    content = (
        f'<office:document-content {ODF} office:version="1.2"><office:automatic-styles>{hidden}{more_styles}</office:automatic-styles>'  # noqa: E501
        f"<office:body><office:text>{changes}{body}</office:text></office:body></office:document-content>"
    )
    styles = f'<office:document-styles {ODF} office:version="1.2"><office:styles/></office:document-styles>'
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/></manifest:manifest>'
    )
    meta = f"<office:document-meta {ODF}><office:meta><dc:creator>{CANARY_NAME}</dc:creator></office:meta></office:document-meta>"  # noqa: E501
    return packed(path, {"mimetype": MIME, "content.xml": content, "styles.xml": styles, "meta.xml": meta,
                         "META-INF/manifest.xml": manifest, "Pictures/1.jpg": picture()})  # fmt: skip


def test_a_libreoffice_document(tmp_path: Path) -> None:
    who = CANARY_NAME
    path = odt(
        tmp_path / "a.odt",
        '<text:p text:style-name="Title">Un reloj a la vista de todo el grupo</text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>Tiempo</text:p></table:table-cell><table:table-cell>"
        "<text:p>Una sesión</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell>"
        "<text:p>Recursos</text:p></table:table-cell><table:table-cell><text:p>Reloj</text:p><text:p>Mesas</text:p>"
        "</table:table-cell></table:table-row></table:table>"
        '<text:h text:outline-level="1">La situación</text:h>'
        f"<text:p>Con &lt;b&gt; y *asteriscos*.<office:annotation><dc:creator>{who}</dc:creator><text:p>{who}</text:p>"
        f'</office:annotation> <text:span text:style-name="Oculto">{who}</text:span>'
        "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>La nota.</text:p></text:note-body></text:note></text:p>"
        "<text:p><draw:frame><draw:image xlink:href='Pictures/1.jpg'/><svg:desc>Un reloj en la pared</svg:desc>"
        "</draw:frame></text:p>",
        f"<text:tracked-changes><text:changed-region><text:deletion><text:p>{who}</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>",
    )
    draft = take(path).draft
    assert draft.fields == {
        "titulo": "Un reloj a la vista de todo el grupo", "tiempo": "una_sesion", "recursos": ["Reloj", "Mesas"],
        "imagenes": [{"archivo": "imagen-1.jpg", "alt": "Un reloj en la pared"}],
    }  # fmt: skip
    assert draft.body == (
        "## La situación\n\nCon \\<b> y \\*asteriscos\\*. [^1]\n\n![Un reloj en la pared](imagen-1.jpg)\n\n[^1]: La nota."  # noqa: E501
    )
    assert told(path) == {"comments": 1, "deletions": 1, "hidden": 1, "metadata": 1}


def test_what_a_style_says_is_looked_up_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from odfdo.style_props import StyleProps

    looked: list[str] = []
    real = StyleProps.get_properties
    monkeypatch.setattr(StyleProps, "get_properties", lambda style, area=None: looked.append("x") or real(style, area))
    style = '<style:style style:name="P1" style:family="paragraph"/>'
    many = "".join(f'<text:p text:style-name="P1">El paso {n}.</text:p>' for n in range(40))
    path = odt(tmp_path / "a.odt", f'<text:h text:outline-level="1">La situación</text:h>{many}', more_styles=style)
    assert take(path).draft.body.count("El paso") == 40 and len(looked) < 5


GOOGLE = """<html><head><style type="text/css">.c1{font-weight:700}.c2{font-weight:400}.c3{display:none}</style>
<title>NAME</title></head><body class="c9 doc-content"><p class="c4 title"><span class="c2">Un reloj a la
vista de todo el grupo</span></p><table class="c5"><tr><td><p><span>Tiempo</span></p></td><td><p><span>Una sesión</span>
</p></td></tr><tr><td><p><span>Reto</span></p></td><td><p><span>Evaluar mejor</span></p><p>Otro</p></td></tr></table>
<p class="c1"><span class="c1">La situaci&oacute;n</span></p><p><span class="c2">Hubo </span><span class="c1">prisa</span>
<span class="c3">NAME</span><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a>
</sup>. <a href="https://www.google.com/url?q=https://example.org/a&amp;sa=D">Enlace</a> <a href="javascript:x">malo</a></p>
<h2>Qu&eacute; hicimos</h2><p>H<sub>2</sub>O y m<sup>2</sup> <img alt="" src="images/image1.png"></p>
<script>alert("NAME")</script><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;La nota.</span></p></div>
<div class="c8"><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>NAME</span></p></div></body></html>"""  # noqa: E501


def test_a_page_of_google_docs_with_its_images(tmp_path: Path) -> None:
    page = GOOGLE.replace("NAME", CANARY_NAME)
    path = packed(tmp_path / "a.zip", {f"{CANARY_NAME}.html": page, "images/image1.png": picture("PNG")})
    draft = take(path).draft
    assert draft.fields == {
        "titulo": "Un reloj a la vista de todo el grupo", "tiempo": "una_sesion", "reto": ["evaluar_mejor", "otro"],
        "imagenes": [{"archivo": "imagen-1.png"}],
    }  # fmt: skip
    assert draft.body.startswith("## La situación\n\nHubo **prisa** ") and "\n[^1]: La nota." in draft.body
    assert "[Enlace](https://example.org/a) malo" in draft.body and "H₂O y m²" in draft.body
    assert CANARY_NAME not in index_md(draft)
    assert told(path) == {"comments": 1, "hidden": 1, "links": 1}
    embedded = page.replace("images/image1.png", "data:image/png;base64," + base64.b64encode(picture("PNG")).decode())
    (tmp_path / "a.html").write_text(embedded, encoding="utf-8")
    assert take(tmp_path / "a.html").draft.files.keys() == {"imagen-1.png"}


_NASTY = st.text(st.sampled_from("ab 1.)-+*_#>|<&;:=!~[]()`\\/{}^\"'$%\n\t×ñ"), min_size=1, max_size=60)


@settings(max_examples=300)
@given(_NASTY)
def test_words_stay_words(words: str) -> None:
    """Whatever a paragraph says, the site's own parser reads the same words and nothing else."""
    from html import escape

    said = " ".join(words.split())
    markdown = to_markdown(tree(f"<p>antes</p><p>{escape(words)}</p>", Notes()))
    document, findings = parse(markdown, 1)
    inline = [t for s in document.sections for t in s.tokens if t.type == "inline"]
    assert not findings and [plain_text(t) for t in inline] == (["antes", said] if said else ["antes"]), markdown


def test_code_cannot_leave_its_fence() -> None:
    markdown = to_markdown(tree("<pre>uno\n```\n&lt;script&gt;\n````</pre>", Notes()))
    assert [t.type for s in parse(markdown, 1)[0].sections for t in s.tokens] == ["fence"]


# Markdown.


def test_a_markdown_file_keeps_its_text(tmp_path: Path) -> None:
    (tmp_path / "reloj.png").write_bytes(picture("PNG"))
    (tmp_path / "a.md").write_text(
        "# Un reloj a la vista\n\n| Tiempo | Una sesión |\n|---|---|\n| Reto | otro |\n\n# 1. la situacion\n\nHubo *prisa*:\n"  # noqa: E501
        "\n    código\n\n<!-- nota -->\n\n## Detalle\n\n![Un reloj](reloj.png) ![x](../no.png)\n",
        encoding="utf-8",
    )
    draft = take(tmp_path / "a.md").draft
    assert draft.fields["titulo"] == "Un reloj a la vista" and draft.fields["tiempo"] == "una_sesion"
    assert draft.fields["reto"] == ["otro"]
    assert draft.body.strip().startswith("## La situación\n\nHubo *prisa*:\n\n    código\n")
    assert "### Detalle" in draft.body and "![Un reloj](imagen-1.png)" in draft.body and "<!--" not in draft.body
    (tmp_path / "b.md").write_text(text(), encoding="utf-8")
    assert index_md(take(tmp_path / "b.md").draft) == text()


# The form's ZIP.


def form(path: Path, folder: str = "practicas/un-reloj/", **more: bytes | str) -> Path:
    index = text({"Qué hicimos": "![Un reloj](foto.jpg)"}, imagenes=[
        {"archivo": "foto.jpg", "alt": "Un reloj en la pared", "personas_reconocibles": "ninguna"}
    ], anexos=[{"archivo": "lista.csv", "titulo": "Una lista"}])  # fmt: skip
    files = {"index.md": index, "foto.jpg": picture(), "anexos/lista.csv": "a,b\n1,2\n"}
    return packed(path, {f"{folder}{name}": data for name, data in {**files, **more}.items()})


@pytest.mark.parametrize("folder", ["practicas/un-reloj/", ""])
def test_the_zip_of_the_form_is_a_bundle(tmp_path: Path, folder: str) -> None:
    path = form(
        tmp_path / "a.zip", folder, **{"ficha.yml": "estado: publicada\n", "revision.yml": "a: 1\n", "b.exe": b"MZ"}
    )
    done = run(tmp_path / "p", path)
    made = tmp_path / "p/practicas" / ("un-reloj" if folder else "sesiones-estaciones-reloj-vista")
    found = {p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()}
    assert found == {"index.md", "imagen-1.jpg", "anexos/lista.csv"}
    index = (made / "index.md").read_text(encoding="utf-8")
    assert "![Un reloj](imagen-1.jpg)" in index and "archivo: imagen-1.jpg" in index and "foto" not in index
    assert CANARY_NAME.encode() not in (made / "imagen-1.jpg").read_bytes()
    assert "2 archivos que solo escribe la casa" in done.output and "1 archivo que no es" in done.output
    assert "E3" not in done.output.replace("E311", "") and "A206" in done.output


def _linked(path: Path) -> Path:
    entry = zipfile.ZipInfo("practicas/a/index.md")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return path


def _bomb(path: Path) -> Path:
    return packed(path, {"practicas/abc/index.md": b"a" * 30_000_000})


def _twice(path: Path) -> Path:
    return packed(path, {"practicas/abc/index.md": text(), "practicas/abc/INDEX.md": text()})


def _locked(path: Path) -> Path:
    data = bytearray(form(path).read_bytes())
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    path.write_bytes(data)
    return path


def _entities(path: Path) -> Path:
    with zipfile.ZipFile(saved(filled(), path.with_name("bueno.docx"))) as archive:
        files = {n: archive.read(n) for n in archive.namelist()}
    document = (
        files["word/document.xml"].decode().replace("<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1)
    )
    return packed(path, {**files, "word/document.xml": document})


HOSTILE: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "zip slip": ("a.zip", lambda p: packed(p, {"practicas/abc/index.md": text(), "practicas/abc/../../../x": "x"})),
    "absolute": ("a.zip", lambda p: packed(p, {"practicas/abc/index.md": text(), "/etc/x": "x"})),
    "drive": ("a.zip", lambda p: packed(p, {"practicas/abc/index.md": text(), "C:/x": "x"})),
    "link": ("a.zip", _linked),
    "bomb": ("a.zip", _bomb),
    "bomb in word": ("a.docx", _bomb),
    "many": ("a.zip", lambda p: packed(p, {f"practicas/abc/{n}.md": "" for n in range(1_100)})),
    "nested": ("a.zip", lambda p: form(p, **{"otro.zip": b"PK"})),
    "twice": ("a.zip", _twice),
    "locked": ("a.zip", _locked),
    "two folders": ("a.zip", lambda p: packed(p, {"practicas/abc/index.md": text(), "practicas/def/index.md": text()})),
    "elsewhere": ("a.zip", lambda p: packed(p, {"content/abc/index.md": text()})),
    "beside": ("a.zip", lambda p: form(p, **{"../otra/index.txt": "x"})),
    "no index": ("a.zip", lambda p: packed(p, {"practicas/abc/foto.jpg": b""})),
    "entities": ("a.docx", _entities),
    "not a zip": ("a.docx", lambda p: _bytes(p, b"hola")),
    "zip as text": ("a.md", lambda p: form(p)),
    "old word": ("a.docx", lambda p: _bytes(p, b"\xd0\xcf\x11\xe0" + bytes(600))),
    "doc": ("a.doc", lambda p: _bytes(p, b"hola")),
    "docm": ("a.docm", lambda p: _bytes(p, b"PK\x03\x04")),
    "pdf": ("a.pdf", lambda p: _bytes(p, b"%PDF-1.7")),
    "pages": ("a.pages", lambda p: _bytes(p, b"PK\x03\x04")),
    "macros": ("a.docx", lambda p: _with(p, "word/vbaProject.bin")),
    "cut": ("a.docx", lambda p: _bytes(p, saved(filled(), p).read_bytes()[:-400])),
    "empty": ("a.odt", lambda p: packed(p, {"x": ""})),
    "odt of nothing": ("a.odt", lambda p: packed(p, {"mimetype": MIME, "content.xml": "<a/>", "styles.xml": "<a/>"})),
    "deep": ("a.html", lambda p: _bytes(p, b"<ul><li>" * 3_000)),
    "missing": ("a.docx", lambda p: p),
    "bad fields": ("a.md", lambda p: _bytes(p, f"---\ntitulo: [{CANARY_NAME}\n---\n".encode())),
}


def _bytes(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _with(path: Path, name: str) -> Path:
    saved(filled(), path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"x")
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_not_safe_is_refused_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    name, make = HOSTILE[case]
    (tmp_path / "de").mkdir()
    done = run(tmp_path / "p", make(tmp_path / "de" / name))
    assert done.exit_code == 1 and "E401" in done.output and "pista:" in done.output, done.output
    assert not list((tmp_path / "p").iterdir()) and {p.name for p in tmp_path.iterdir()} == {"de", "p"}
    assert CANARY_NAME.split()[0] not in done.output
    with pytest.raises(RefusedError):
        take(tmp_path / "de" / name)


# The folder, the fields given by hand, and the branch.


def test_a_folder_names_nobody(tmp_path: Path) -> None:
    document = filled({**ANSWERS, "Título": f"La huerta de {CANARY_NAME} en el patio"})
    done = run(tmp_path / "p", saved(document, tmp_path / "a.docx"))
    assert [p.name for p in (tmp_path / "p/practicas").iterdir()] == ["practica-2026-11-1"]
    assert "nombre neutro" in done.output
    refused = run(tmp_path / "p", tmp_path / "a.docx", "--carpeta", "yurleidy-muchavisoy")
    assert refused.exit_code == 2 and "yurleidy" not in refused.output


def test_fields_given_by_hand_win_and_the_rest_is_asked(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# La situación\n", encoding="utf-8")
    given = with_given(
        take(tmp_path / "a.md").draft, ["titulo=Un reloj a la vista", "tiempo=Una sesión", "autoria.rol=instructor"]
    )
    assert given.fields == {"titulo": "Un reloj a la vista", "tiempo": "una_sesion", "autoria": [{"rol": "instructor"}]}
    left = [".".join(one.key) for one, _ in missing(given)]
    assert left == ["resumen", "area", "autoria.credito", "reto", "modalidad_formacion", "recursos"]
    answers = iter(["", "1", "4", "1, 3", "", "Reloj; mesas"])
    said: list[str] = []
    done = completed(given, lambda _how: next(answers), said.append)
    assert "resumen" not in done.fields and "modalidad_formacion" not in done.fields
    assert done.fields["autoria"] == [{"rol": "instructor", "credito": "anonimo"}]
    assert done.fields["reto"] == ["motivar_permanencia", "evaluar_mejor"] and done.fields["recursos"] == [
        "Reloj",
        "mesas",
    ]
    assert any("1. Con mi nombre" in line for line in said)
    bad = run(tmp_path / "p", tmp_path / "a.md", "--campo", f"{CANARY_NAME}=1")
    assert bad.exit_code == 2 and CANARY_NAME not in bad.output and not (tmp_path / "p/practicas").exists()


def test_a_template_that_somebody_filled_in_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "plantilla-practica.docx"
    for _ in range(2):
        assert run(tmp_path / "p", "--plantilla", "practica").exit_code == 0
    filled().save(made)
    before = made.read_bytes()
    done = run(tmp_path / "p", "--plantilla", "practica")
    assert done.exit_code == 2 and "--salida" in done.output and made.read_bytes() == before


def test_an_option_that_would_do_nothing_is_refused(tmp_path: Path) -> None:
    project = tmp_path / "p"
    (project / "practicas/una").mkdir(parents=True)
    git(project, "init", "--quiet", "-b", "main")
    git(project, "commit", "--quiet", "--allow-empty", "-m", "uno")
    for more in (("--campo", "tiempo=una_sesion"), ("--carpeta", "otra"), ("--coleccion", "practica")):
        done = run(project, project / "practicas/una", "--rama", *more)
        assert done.exit_code == 2 and "No se hizo nada" in done.output, more
    relato = saved(filled(), tmp_path / "a.docx")
    done = run(project, relato, "--salida", tmp_path / "b.docx")
    assert done.exit_code == 2 and "--plantilla" in done.output and len(list((project / "practicas").iterdir())) == 1


def git(project: Path, *words: str) -> str:
    who = ("-c", "user.name=Prueba", "-c", "user.email=prueba@example.org")
    return subprocess.run(["git", "-C", project, *who, *words], check=True, capture_output=True, text=True).stdout


def test_a_branch_holds_the_new_folder_and_nobody(tmp_path: Path) -> None:
    project = tmp_path / "p"
    project.mkdir()
    relato = saved(filled(), tmp_path / "a.docx")
    assert run(project, relato, "--rama").exit_code == 2 and not (project / "practicas").exists()
    git(project, "init", "--quiet", "-b", "main")
    (project / "otro.md").write_text("1", encoding="utf-8")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "-m", "uno")
    (project / "otro.md").write_text("2", encoding="utf-8")
    (project / "suelto.md").write_text(CANARY_NAME, encoding="utf-8")
    (project / ".git/hooks/pre-commit").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (project / ".git/hooks/pre-commit").chmod(0o755)
    done = run(project, relato, "--rama")
    assert done.exit_code == 0, done.output
    branch = "entrega/sesiones-estaciones-reloj-vista"
    assert git(project, "branch", "--show-current").strip() == "main", "what was being done goes on"
    shown = git(project, "show", "--name-only", "--format=%an|%ae|%cn|%ce|%aI|%cI", branch).split()
    who = "Entregas|entregas@instructores-que-inspiran.invalid"
    assert shown[0].startswith(f"{who}|{who}|2026-11-01T00:00:00")
    assert shown[1:] == ["practicas/sesiones-estaciones-reloj-vista/index.md"]
    assert "git push" in done.output


def test_no_branch_while_something_is_to_be_decided(tmp_path: Path) -> None:
    project = tmp_path / "p"
    project.mkdir()
    git(project, "init", "--quiet", "-b", "main")
    git(project, "commit", "--quiet", "--allow-empty", "-m", "uno")
    document = filled()
    document.add_paragraph(f"Lo propuso {CANARY_NAME}.")
    relato = saved(document, tmp_path / "a.docx")
    done = run(project, relato, "--rama")
    assert "git no olvida" in done.output and git(project, "branch").split() == ["*", "main"]
    folder = project / "practicas/sesiones-estaciones-reloj-vista"
    assert folder.is_dir() and git(project, "diff", "--cached", "--name-only") == ""
    index = folder / "index.md"
    index.write_text(index.read_text(encoding="utf-8").replace(CANARY_NAME, "alguien del grupo"), encoding="utf-8")
    assert run(project, folder, "--rama").exit_code == 0
    assert "entrega/sesiones-estaciones-reloj-vista" in git(project, "branch")
