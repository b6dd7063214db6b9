"""A report as a Word document, with headings that can be gone through and tables that say what they are."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from generator.private.reports.document import Cell, Document, Table, legible, shown
from generator.private.reports.package import LANGUAGE, without_traces

_GREEN = RGBColor(0x00, 0x78, 0x32)
_FONT = "Calibri"
_WIDTHS, _CHARACTER = (6, 34), Pt(6)
"""Characters that a column asks for, at least and at most, and how wide one is where there is room."""
_MARGIN = Cm(2)
_PICTURE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"


def as_docx(document: Document) -> bytes:
    """The bytes of a document."""
    file = docx.Document()
    _style(file)
    page = file.sections[0]
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    if document.wide:
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    file.add_heading(document.title, level=1)
    for name, value in document.facts:
        line = file.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.add_run(f"{name}: ").bold = True
        line.add_run(legible(value))
    for section in document.sections:
        file.add_heading(section.heading, level=2)
        for paragraph in section.paragraphs:
            file.add_paragraph(paragraph)
        if section.table:
            (_records if section.table.as_records else _table)(file, section.table)
    _page_numbers(file)
    out = BytesIO()
    file.save(out)
    return without_traces(out.getvalue(), document.title, document.made)


def _style(file: Any) -> None:
    """The language, the letter and the colours; and no picture of the template."""
    for part, name in ((file.styles.element, "w:lang"), (file.settings.element, "w:themeFontLang")):
        for language in part.iter(qn(name)):
            language.set(qn("w:val"), LANGUAGE)
    for name, size in (("Normal", 11), ("Heading 1", 18), ("Heading 2", 14), ("Heading 3", 12)):
        style = file.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in list(fonts.attrib):
            del fonts.attrib[kind]  # those of the theme come first otherwise
        style.font.name, style.font.size = _FONT, Pt(size)
        if name != "Normal":
            style.font.color.rgb = _GREEN
    relations = file.part.package.rels
    for key in [k for k, r in relations.items() if r.reltype == _PICTURE]:
        del relations[key]


def _table(file: Any, table: Table) -> None:
    made = file.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    _describe(made, table.about)
    _row(made, table.columns, heading=True)
    for row in table.rows:
        _row(made, row)
    page = file.sections[0]
    asked = table.widths(*_WIDTHS)
    share = min((page.page_width - page.left_margin - page.right_margin) / sum(asked), _CHARACTER)
    for column, width in zip(made.columns, asked, strict=True):
        column.width = Emu(int(width * share))
        for cell in column.cells:
            cell.width = Emu(int(width * share))
    file.add_paragraph()


def _describe(made: Any, about: str) -> None:
    """What the table holds, for who cannot see it; and that its first row is what heads each column."""
    properties = made._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.attrib.clear()
        for name, value in (("val", "0020"), ("firstRow", "1"), ("firstColumn", "0"), ("noVBand", "1")):
            look.set(qn(f"w:{name}"), value)
    description = OxmlElement("w:tblDescription")
    description.set(qn("w:val"), about)
    properties.append(description)


def _row(made: Any, values: tuple[Cell, ...], *, heading: bool = False) -> None:
    row = made.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, value in zip(row.cells, values, strict=True):
        run = cell.paragraphs[0].add_run(shown(value))
        run.font.size = Pt(10)
        cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(2)
        if heading:
            run.bold, run.font.color.rgb = True, RGBColor(0xFF, 0xFF, 0xFF)
            _shade(cell)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", str(_GREEN))):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _records(file: Any, table: Table) -> None:
    before: Cell = None
    for row in table.rows:
        if row[0] != before:
            file.add_heading(shown(row[0]), level=3)
        before = row[0]
        for name, value in zip(table.columns[1:], row[1:], strict=True):
            if value:
                line = file.add_paragraph()
                line.add_run(f"{name}. ").bold = True
                line.add_run(shown(value))


def _page_numbers(file: Any) -> None:
    line = file.sections[0].footer.paragraphs[0]
    line.add_run("Página ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line._p.append(field)
