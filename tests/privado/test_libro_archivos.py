"""Files as they come: hostile, damaged, from other programs, or filled in a way of their own."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from generator.diagnostics import Diagnostic
from generator.private.workbook import rows as rows_module
from generator.private.workbook import safety, sheets
from generator.private.workbook.cells import Known, NotUnderstoodError, text_of, understood
from generator.private.workbook.columns import Kind
from generator.private.workbook.lists import Filling, put
from generator.private.workbook.reading import read
from generator.private.workbook.rows import Row
from generator.private.workbook.template import template
from tests.privado.libros import plain_book, table, written

HOURS = [["Código del ciclo", "Acompañante", "Fecha", "Minutos"], ["C-1", "P-AAAAAA", "2026-02-17", 60]]
Alter = Callable[[str, bytes], bytes | None]


def codes(path: Path) -> list[str]:
    """What is told of a file, and the records that are read of it."""
    return [f"{d.path}: {d.code}" if isinstance(d, Diagnostic) else f"{d.place()} leído" for d in read(path)]


def altered(path: Path, alter: Alter = lambda name, data: data, extra: dict[str, bytes] | None = None) -> Path:
    """A good workbook with its parts changed, dropped or added to."""
    good = plain_book(path.with_name("bueno.xlsx"), {"Horas": HOURS})
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = alter(entry.filename, old.read(entry))
            if data is not None:
                new.writestr(entry.filename, data)
        for name, data in (extra or {}).items():
            new.writestr(name, data)
    return path


def in_sheet(change: Callable[[bytes], bytes]) -> Alter:
    return lambda name, data: change(data) if name == "xl/worksheets/sheet1.xml" else data


DTD = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def after_declaration(data: bytes, added: bytes) -> bytes:
    start = data.index(b"<worksheet")
    return data[:start] + added + data[start:]


def test_a_good_book_is_read(tmp_path: Path) -> None:
    assert codes(altered(tmp_path / "a.xlsx")) == ["Horas!A2 leído"]


ACTIVE = (
    "xl/vbaProject.bin",
    "xl/externalLinks/externalLink1.xml",
    "xl/activeX/activeX1.xml",
    "xl/embeddings/oleObject1.bin",
    "xl/connections.xml",
    "xl/macrosheets/sheet1.xml",
)


@pytest.mark.parametrize("name", ACTIVE)
def test_what_could_run_or_reach_out_is_refused(tmp_path: Path, name: str) -> None:
    assert codes(altered(tmp_path / "a.xlsx", extra={name: b"x"})) == ["libro: D451"]


def test_a_book_of_macros_is_refused_by_name_and_by_content(tmp_path: Path) -> None:
    macro = altered(
        tmp_path / "a.xlsx", lambda n, d: d.replace(b"spreadsheetml.sheet.main", b"x.sheet.macroEnabled.main")
    )
    assert codes(macro) == ["libro: D451"]
    assert codes(macro.rename(tmp_path / "a.xlsm")) == ["libro: D451"]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: after_declaration(data, DTD),
        lambda data: after_declaration(data, b" " * ((1 << 16) - 60) + DTD),  # across two pieces
        lambda data: after_declaration(data, DTD).decode().encode("utf-16"),
        lambda data: b'<?xml version="1.0" encoding="UTF-7"?>' + data[data.index(b"<worksheet") :],
    ],
)
def test_no_document_type_so_no_entity(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    assert codes(altered(tmp_path / "a.xlsx", in_sheet(change))) == ["libro: D451"]


def test_the_library_below_takes_no_entities_either(tmp_path: Path) -> None:
    """If the first look missed one: openpyxl reads sheets with defusedxml."""
    assert openpyxl.DEFUSEDXML
    declared = b'<!DOCTYPE x [<!ENTITY e "texto">]>'
    path = altered(tmp_path / "a.xlsx", in_sheet(lambda data: after_declaration(data, declared)))
    with path.open("rb") as raw, pytest.raises(ValueError) as caught:
        list(load_workbook(raw, read_only=True)["Horas"].iter_rows())
    assert "EntitiesForbidden" in repr((caught.value, caught.value.__context__, caught.value.__cause__))


def test_bombs_are_refused_before_they_are_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(altered(tmp_path / "a.xlsx", extra={"xl/media/a.xml": b" " * 5_000_000})) == ["libro: D451"]
    many = {f"xl/media/{n}.png": b"" for n in range(safety.MOST_ENTRIES)}
    assert codes(altered(tmp_path / "b.xlsx", extra=many)) == ["libro: D452"]
    monkeypatch.setattr(safety, "MOST_UNPACKED", 1_000)
    assert codes(altered(tmp_path / "c.xlsx")) == ["libro: D452"]
    monkeypatch.setattr(safety, "MOST_BYTES", 1_000)
    assert codes(altered(tmp_path / "d.xlsx")) == ["libro: D452"]


def test_a_size_that_lies_gives_no_more_than_it_says(tmp_path: Path) -> None:
    path = altered(tmp_path / "a.xlsx", extra={"xl/zz.xml": b" " * 3_000_000})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1_000)
    path.write_bytes(bytes(data))
    assert codes(path) == ["libro: D450"]


@pytest.mark.parametrize("data", [b"", b"hola", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x03\x04" + b"\0" * 50])
def test_what_is_no_workbook_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert codes(path) == ["libro: D450"]


@pytest.mark.parametrize("size", [400, 2_000, 4_000])
def test_a_book_that_was_cut_is_told(tmp_path: Path, size: int) -> None:
    path = altered(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:size])
    assert codes(path) == ["libro: D450"]


def test_a_damaged_sheet_is_told_without_its_words(tmp_path: Path) -> None:
    for broken in (lambda d: d[: len(d) // 2], lambda d: d.replace(b'<c r="B2"', b'<c r="Yurleidy"')):
        assert codes(altered(tmp_path / "a.xlsx", in_sheet(broken)))[-1] == "libro: D450"
    assert issubclass(InvalidFileException, Exception)


def test_formulas_are_refused_by_cell_and_text_that_looks_like_one_is_text(tmp_path: Path) -> None:
    rows: list[list[Any]] = [[*HOURS[0]], ["C-1", "P-AAAAAA", "=TODAY()", "=1+1"]]
    assert codes(plain_book(tmp_path / "a.xlsx", {"Horas": rows})) == ["Horas!C2: D453", "Horas!D2: D453"]
    shared = b'<c r="D2"><f t="shared" ref="D2:D3" si="0">1+1</f><v>2</v></c>'
    path = altered(tmp_path / "b.xlsx", in_sheet(lambda d: d.replace(b'<c r="D2" t="n"><v>60</v></c>', shared)))
    assert codes(path) == ["Horas!D2: D453"]
    quoted = b'<c r="D2" t="inlineStr"><is><t>=1+1</t></is></c>'
    path = altered(tmp_path / "c.xlsx", in_sheet(lambda d: d.replace(b'<c r="D2" t="n"><v>60</v></c>', quoted)))
    assert [row.values["minutos"] for row in read(path) if isinstance(row, Row)] == ["=1+1"]
    error = b'<c r="D2" t="e"><v>#N/A</v></c>'
    path = altered(tmp_path / "d.xlsx", in_sheet(lambda d: d.replace(b'<c r="D2" t="n"><v>60</v></c>', error)))
    assert codes(path) == ["Horas!D2: D420"]


def test_merged_cells_are_told_with_their_place(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "a.xlsx", {"Horas": [*HOURS, HOURS[1]]})
    book = load_workbook(path)
    book["Horas"].merge_cells("A2:A3")
    book["Horas"].merge_cells("B2:B3")
    book.save(path)
    assert sorted(codes(path)) == ["Horas!A2: D454", "Horas!B2: D454"]


def test_titles_and_sheets_that_resemble_ours(tmp_path: Path) -> None:
    titles = [["CÓDIGO DEL  CICLO ", "acompanante", "Fecha*", "\u200bMinutos\xa0"], HOURS[1]]
    assert codes(plain_book(tmp_path / "a.xlsx", {" horas": titles})) == ["Horas!A2 leído"]
    other = [["Código del ciclo", "Acompañamte", "Fecha", "Fecha", "Minutos"], ["C-1"]]
    findings = list(read(plain_book(tmp_path / "b.xlsx", {"Horas": other})))
    assert [(d.path, d.code, d.hint) for d in findings if isinstance(d, Diagnostic)] == [
        ("Horas!B1", "D454", "¿quiso decir «Acompañante»?"),
        ("Horas!D1", "D454", "Use los títulos de la plantilla, tal como vienen."),
    ]
    missing = plain_book(tmp_path / "c.xlsx", {"Horas": [["Código del ciclo", "Fecha"], ["C-1", 1]]})
    assert codes(missing) == ["Horas: D455", "Horas: D455"]
    untitled = plain_book(tmp_path / "d.xlsx", {"Horas": [HOURS[0], [*HOURS[1], "suelto"]]})
    assert codes(untitled) == ["Horas!E2: D454", "Horas!A2 leído"]
    unknown = plain_book(tmp_path / "e.xlsx", {"Horas": HOURS, "Acompañamiento": [["x"]], "Notas": [["x"]], "Nada": []})
    assert codes(unknown) == ["Horas!A2 leído", "hoja 2: D454", "hoja 3: D458"]
    assert codes(plain_book(tmp_path / "f.xlsx", {"Hoja1": [["x"]]})) == ["hoja 1: D458", "libro: D455"]
    twice = plain_book(tmp_path / "g.xlsx", {"Horas": HOURS, "HORAS ": HOURS})
    assert codes(twice) == ["Horas!A2 leído", "Horas: D454"]
    assert codes(plain_book(tmp_path / "h.xlsx", {"Horas": [["a", "b"], ["c", "d"]]})) == ["Horas: D455"]


def test_a_sheet_that_is_far_too_long_or_wide_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "MOST_ROWS", 20)
    far = altered(tmp_path / "a.xlsx", in_sheet(lambda d: d.replace(b'<row r="2"', b'<row r="1000000"').replace(b'2"', b'1000000"')))  # noqa: E501  # fmt: skip
    assert codes(far) in (["Horas!A1000000: D452"], ["libro: D450"])
    wide = plain_book(tmp_path / "b.xlsx", {"Horas": [HOURS[0], [*HOURS[1], *[None] * 70, "x"]]})
    assert codes(wide) == ["Horas!A2: D452"]
    wider = b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(3, 1_100))
    slow = altered(tmp_path / "d.xlsx", in_sheet(lambda d: d.replace(b"</sheetData>", wider + b"</sheetData>")))
    assert codes(slow)[-1] == "libro: D450"
    lying = altered(tmp_path / "c.xlsx", in_sheet(lambda d: d.replace(b'ref="A1:D2"', b'ref="A1:XFD1048576"')))
    assert codes(lying) == ["Horas!A2 leído"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_as_each_program_writes_it(tmp_path: Path, encoding: str, separator: str) -> None:
    read_rows = list(read(table(tmp_path / "Horas.csv", HOURS, separator, encoding)))
    assert [row.values["persona"] for row in read_rows if isinstance(row, Row)] == ["P-AAAAAA"]


def test_csv_that_is_not_understood_is_told(tmp_path: Path) -> None:
    path = tmp_path / "Horas.csv"
    for data in (b"a;b\x00", b"\xff\xfea", b"C\x81digo;Fecha", 'Acompañante;Fecha;Minutos\n"x;1;1'.encode()):
        path.write_bytes(data)
        assert codes(path)[-1] == "Horas: D459"
    path.write_bytes(b"")
    assert codes(path) == []
    assert codes(table(tmp_path / "Yurleidy.csv", HOURS)) == ["libro: D454"]
    path.unlink()
    assert codes(path) == ["Horas: D450"]
    (tmp_path / "a.ods").write_bytes(b"")
    assert codes(tmp_path / "a.ods") == ["libro: D450"]


NOBODY = Known({}, {})


@pytest.mark.parametrize(
    ("sheet", "field", "typed", "meant"),
    [
        (sheets.HORAS, "fecha", datetime(2026, 2, 17, 8), date(2026, 2, 17)),  # noqa: DTZ001
        (sheets.HORAS, "fecha", 46070, date(2026, 2, 17)),
        (sheets.HORAS, "fecha", 46070.5, date(2026, 2, 17)),
        (sheets.HORAS, "fecha", " 17/02/2026 ", date(2026, 2, 17)),
        (sheets.HORAS, "fecha", "2026-2-17", date(2026, 2, 17)),
        (sheets.HORAS, "fecha", "2026-02-17 00:00:00", date(2026, 2, 17)),
        (sheets.HORAS, "fecha", "31/02/2026", None),
        (sheets.HORAS, "fecha", "02/17/2026", None),
        (sheets.HORAS, "fecha", 7, None),
        (sheets.HORAS, "fecha", True, None),
        (sheets.HORAS, "minutos", 60.0, 60),
        (sheets.HORAS, "minutos", "60 ", 60),
        (sheets.HORAS, "minutos", 60.5, None),
        (sheets.HORAS, "minutos", "una hora", None),
        (sheets.HORAS, "minutos", True, None),
        (sheets.PLAN, "desde", time(8), time(8)),
        (sheets.PLAN, "desde", 0.375, time(9)),
        (sheets.PLAN, "desde", timedelta(hours=9, minutes=30), time(9, 30)),
        (sheets.PLAN, "desde", "2:30 p. m.", time(14, 30)),
        (sheets.PLAN, "desde", "12:15 AM", time(0, 15)),
        (sheets.PLAN, "desde", "08:00:00", time(8)),
        (sheets.PLAN, "desde", "25:00", None),
        (sheets.PLAN, "tipo", " INDIVIDUAL", "individual"),
        (sheets.PLAN, "enfasis", "tecnico pedagogico", None),
        (sheets.PLAN, "enfasis", "Tecnico-Pedagogico", "tecnico-pedagogico"),
        (sheets.CICLO, "regional", 5, "05"),
        (sheets.CICLO, "regional", "Nariño", "52"),
        (sheets.CICLO, "regional", "52 · Nariño", "52"),
        (sheets.CICLO, "centro", 9534.0, "9534"),
        (sheets.CICLO, "voluntario", True, True),
        (sheets.CICLO, "voluntario", "si", True),
        (sheets.CICLO, "voluntario", "NO ", False),
        (sheets.CICLO, "voluntario", "quizás", None),
        (sheets.CICLO, "acompanantes", "Yurleidy Muchavisoy", None),
        (
            sheets.ACOMPANAMIENTOS,
            "oportunidades",
            "evaluacion;\nNormativa y procedimientos ;",
            ["evaluacion", "normativa"],
        ),
        (sheets.ACOMPANAMIENTOS, "oportunidades", "otra cosa", None),
        (sheets.ACOMPANAMIENTOS, "lectura_contexto", " a\r\nb\xa0\u200b", "a\nb"),
        (sheets.AUTODIAGNOSTICO, "aspecto", "evaluacion · ¿Cómo evalúo?", "evaluacion"),
    ],
)
def test_what_a_cell_says(sheet: sheets.Sheet, field: str, typed: object, meant: object) -> None:
    try:
        said: object = understood(typed, sheet.by_name[field], NOBODY)
    except NotUnderstoodError as problem:
        said = None
        assert len(str(typed)) < 2 or str(typed) not in f"{problem} {problem.message} {problem.hint}"
    assert said == meant


def test_the_template_has_lists_help_and_closed_titles(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(template()))
    assert book.sheetnames == ["Instrucciones", *(s.name for s in sheets.SHEETS), "Listas"]
    assert (book["Listas"].sheet_state, book.security.lockStructure) == ("hidden", True)
    for sheet in sheets.SHEETS:
        drawn = book[sheet.name]
        assert drawn.protection.sheet
        titles = [str(cell.value) for row in drawn.iter_rows() for cell in row if cell.value and cell.protection.locked]
        assert {col.title for col in sheet.columns if col.name != "ciclo"} <= {title.rstrip("*") for title in titles}
        rules = drawn.data_validations.dataValidation
        assert len(rules) == len(sheet.columns) - (sheet is not sheets.CICLO)
        assert all(rule.prompt and rule.showInputMessage and len(rule.prompt) <= 255 for rule in rules)
        for rule in rules:
            cell = drawn[str(rule.sqref).split(":")[0]]
            assert not cell.protection.locked
            if rule.type == "list":
                assert rule.formula1.removeprefix("=") in book.defined_names
    regionales = [
        cell.value for column in book["Listas"].columns if column[0].value == "lista_regionales" for cell in column
    ]
    assert "52 · Nariño" in regionales and len([x for x in regionales if x]) == 34
    assert "NO ESCRIBA NOMBRES" in "".join(str(cell.value) for cell in book["Instrucciones"]["A"])


def test_what_word_puts_between_two_lines_is_a_line_end_and_what_nobody_sees_is_nothing() -> None:
    assert text_of("uno\x0bdos\x00\x1b\ttres\u200b") == "uno\ndos\ttres"


def test_text_of_people_is_never_a_formula(tmp_path: Path) -> None:
    filling = Filling(cycle={"codigo": "C-1", "regional": "52", "formacion_aplicada": '=HYPERLINK("http://x";"y")'})
    book = load_workbook(written(tmp_path / "a.xlsx", {}, filling))
    [cell] = [cell for row in book["Ciclo"].iter_rows() for cell in row if str(cell.value).startswith("=HYPER")]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    for sign in "=+-@":
        put(cell, f"{sign}1")
        assert cell.data_type == "s"
    # And it comes back as it was.
    assert any(r.values.get("formacion_aplicada") for r in read(tmp_path / "a.xlsx") if isinstance(r, Row))


def test_every_limit_of_a_record_reaches_its_cell() -> None:
    """Also a limit that is told where a kind of field is defined, as that of the time of a day."""
    limits = {
        (sheet.name, one.name): (one.low, one.high)
        for sheet in sheets.SHEETS
        for one in sheet.columns
        if one.kind is Kind.NUMBER and one.name != "version"
    }
    assert limits["Acompañamientos", "minutos"] == (0, 1_440)
    assert all(None not in both for both in limits.values())
