"""Editable attachments: whole, the same every time, with nothing in them but the text; and the audit reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import openpyxl
import pytest

from generator.audit.assets import check_asset
from generator.audit.people import Reader
from generator.audit.problem import Expectations, Report
from generator.editable import About, editable
from generator.editable import files as files_module
from generator.manifest import Staged
from generator.markdown import parse
from generator.validate.tables import table

# Made from name parts, to be found by the audit; nobody is called so.
CANARIES = {"nombre": "Rosa Elena Quintero Mosquera", "cédula": "1.020.304.050", "correo": "rosa.quintero@example.com"}
OWNER = "practicas/estaciones"
ABOUT = About(
    "Lista & <más>", "Anexo de «Sesiones». Licencia CC BY-SA 4.0.", "https://example.org/practicas/estaciones/"
)
TEXT = """# Antes

Texto **fuerte *y cursivo*** con [enlace](https://example.org/?a=1&b=2) y [otro](nada.md).

- [ ] Revisar la mesa
- [x] Contar
  1. uno
  2. dos

| A | B |
|---|---|
| uno | `dos` |

### Después
"""


def files(text: str = TEXT, csv: str = "a;b\n=1+1;-5\n@x;007\n") -> Mapping[str, bytes]:
    document, sheet = parse(text, 1)[0], table(csv, "x")[0]

    def link(target: str) -> str | None:
        return target if target.startswith("https:") else None

    return {**editable(document, ABOUT, link, table=False), **editable(sheet, ABOUT, link, table=True)}


MADE = files()


def test_a_text_keeps_its_form_in_word() -> None:
    read = docx.Document(io.BytesIO(MADE[".docx"]))
    told = [(p.style.name, p.text) for p in read.paragraphs if p.style and p.text]
    assert told[:6] == [
        ("Title", "Lista & <más>"),
        ("Heading 1", "Antes"),
        ("Normal", "Texto fuerte y cursivo con enlace y otro."),
        ("List Paragraph", "☐ Revisar la mesa"),
        ("List Paragraph", "☑ Contar"),
        ("List Paragraph", "uno"),
    ]
    assert ("Heading 2", "Después") in told
    assert [[c.text for c in row.cells] for row in read.tables[0].rows] == [["A", "B"], ["uno", "dos"]]
    links = [link.address for p in read.paragraphs for link in p.hyperlinks]
    assert links == ["https://example.org/?a=1&b=2", ABOUT.address]
    runs = [(r.text, r.bold, r.italic) for p in read.paragraphs for r in p.runs if r.bold]
    assert ("fuerte ", True, None) in runs and ("y cursivo", True, True) in runs


def test_a_text_keeps_its_form_in_libreoffice() -> None:
    content = zipfile.ZipFile(io.BytesIO(MADE[".odt"])).read("content.xml").decode()
    for piece in (
        '<text:h text:style-name="Heading_20_1" text:outline-level="1">Antes</text:h>',
        '<text:span text:style-name="Negrita"><text:span text:style-name="Cursiva">y cursivo</text:span></text:span>',
        'xlink:href="https://example.org/?a=1&amp;b=2"',
        "☐ Revisar la mesa",
        '<text:list text:style-name="Numeros">',
        "<table:table-header-rows>",
    ):
        assert piece in content


def test_a_table_is_text_and_whole_numbers_and_never_a_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(MADE[".xlsx"]))["Tabla"]
    told = [[(c.value, c.data_type) for c in row] for row in sheet.rows]
    assert told == [[("a", "s"), ("b", "s")], [("=1+1", "s"), (-5, "n")], [("@x", "s"), ("007", "s")]]
    assert sheet["A2"].quotePrefix and sheet["A3"].quotePrefix and not sheet["A1"].quotePrefix


def test_the_same_bytes_and_no_trace() -> None:
    assert files() == MADE
    for suffix, data in MADE.items():
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {e.date_time for e in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}, suffix
            everything = b"".join(archive.read(e) for e in archive.infolist()).lower()
        for trace in (b"docprops", b"creator", b"generator", b"application", b"modified", b"meta.xml"):
            assert trace not in everything.replace(b"application/", b""), (suffix, trace)


def problems(suffix: str, data: bytes, secrets: frozenset[str] = frozenset()) -> set[tuple[str, str | None]]:
    nothing = Staged(Path(), Path(), Path(), (), (), frozenset())
    report = Report(frozenset())
    expected = Expectations(nothing, secrets={OWNER: secrets})
    check_asset(f"{OWNER}/anexo-1{suffix}", data, OWNER, Reader(expected, report), report)
    return {(p.diagnostic.code, p.origin) for p in report.problems}


@pytest.mark.parametrize("suffix", MADE)
def test_what_we_make_passes(suffix: str) -> None:
    assert problems(suffix, MADE[suffix]) == set()


def test_a_title_with_what_xml_cannot_hold_is_cleaned() -> None:
    about = About("Lis\ufffeta\x01", "Anexo de «Se\uffffsiones\x0b».")
    sheet = table("a;b\n1;2\n", "x")[0]
    for suffix, data in {
        **editable(parse("Algo.", 1)[0], about, lambda _: None, table=False),
        **editable(sheet, about, lambda _: None, table=True),
    }.items():
        assert problems(suffix, data) == set(), suffix


def test_the_columns_of_a_sheet_are_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured, once = [], files_module.widths
    monkeypatch.setattr(files_module, "widths", lambda rows: measured.append(rows) or once(rows))
    files(csv="a;b\n" + "1;2\n" * 40)
    assert len(measured) == 1


def changed(
    suffix: str, part: str, change: Callable[[str], str], *, date: tuple[int, ...] = (1980, 1, 1, 0, 0, 0)
) -> bytes:
    """One of our files with a part of it written otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(MADE[suffix])) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            text = old.read(entry).decode()
            again = zipfile.ZipInfo(entry.filename, (*date,))  # type: ignore[arg-type]
            again.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(again, change(text) if entry.filename == part else text)
    return out.getvalue()


def put(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


DOC, ODT, SHEET = "word/document.xml", "content.xml", "xl/worksheets/sheet1.xml"
RELS = "word/_rels/document.xml.rels"


@pytest.mark.parametrize(
    ("suffix", "data", "code"),
    [
        (".docx", changed(".docx", DOC, put("Revisar", f"{CANARIES['nombre']}: revisar")), "P301"),
        (".odt", changed(".odt", ODT, put("Revisar", f"cc {CANARIES['cédula']}")), "P301"),
        (".xlsx", changed(".xlsx", SHEET, put("@x", CANARIES["correo"])), "P301"),
        (".docx", changed(".docx", DOC, put("Con", "C</w:t></w:r><w:r><w:t>on")), None),
        (".docx", changed(".docx", DOC, put("<w:p>", "<w:p><w:fldSimple/>")), "P305"),
        (".odt", changed(".odt", ODT, put("<office:body>", "<office:scripts/><office:body>")), "P305"),
        (".xlsx", changed(".xlsx", SHEET, put("<is>", "<f>1+1</f><is>")), "P305"),
        (".docx", changed(".docx", RELS, put("/hyperlink", "/attachedTemplate")), "P306"),
        (".docx", changed(".docx", RELS, put("https://example.org/?", "file://servidor/?")), "P306"),
        (".odt", changed(".odt", ODT, put("https://example.org/?", "javascript:")), "P306"),
        (".docx", changed(".docx", DOC, lambda text: text, date=(2026, 11, 22, 0, 0, 0)), "P308"),
        (".docx", changed(".docx", DOC, put("<w:p>", "<!-- algo --><w:p>")), "P308"),
        (".docx", MADE[".docx"] + b"\0", "P308"),
        (".docx", b"algo" + MADE[".docx"], "P308"),
        (".docx", MADE[".odt"], "P308"),
        (".docx", b"PK", "P308"),
        (".docx", MADE[".docx"][:52] + b"\xff" * 20 + MADE[".docx"][72:], "P308"),
    ],
)
def test_the_audit_opens_each_and_names_whose_it_is(suffix: str, data: bytes, code: str | None) -> None:
    found = problems(suffix, data)
    assert ((code, OWNER) in found) if code else found == set()


@pytest.mark.parametrize(("suffix", "part"), [(".docx", DOC), (".odt", ODT), (".xlsx", SHEET)])
def test_what_was_redacted_does_not_come_back_in_a_file(suffix: str, part: str) -> None:
    """Even cut into pieces with marks of their own, as Word does when somebody edits."""
    cut = {".docx": "Tibaqui</w:t></w:r><w:r><w:t>ra", ".odt": "Tibaqui<text:span>ra</text:span>", ".xlsx": "Tibaquira"}
    place = "@x" if suffix == ".xlsx" else "Contar"
    data = changed(suffix, part, put(place, f"Con {cut[suffix]}"))
    assert ("P302", OWNER) in problems(suffix, data, frozenset(("Tibaquira",)))


def test_a_cell_that_no_sheet_holds_gives_no_sheet() -> None:
    assert ".xlsx" not in files(csv="a\n" + "x" * 40_000 + "\n")
