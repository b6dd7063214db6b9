"""Pages of ours say nothing that reads as somebody's name, whatever place, area or topic is in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.audit.page import read_page
from generator.audit.people import Reader
from generator.audit.pieces import tag
from generator.audit.problem import Expectations, MalformedError, Report
from generator.audit.reading import _values as read_values
from generator.audit.rows import rows_in
from generator.building import official_names
from generator.manifest import Staged
from generator.site.facets import BY_NAME
from generator.site.machines.channels import Channel, channels_page
from generator.site.qr import qr

HERE = Path()
NOTHING = Staged(HERE, HERE, HERE, (), (), frozenset())


def test_a_place_beside_the_formats_of_its_channel_is_no_name() -> None:
    """«Cesar» followed by «Atom» was one, and kept the whole site from being published."""
    channels = [
        Channel(f"{name}-{code}", f"{facet.title}: {label}", facet.url(code), ())
        for name, facet in BY_NAME.items()
        for code, label in facet.values
    ]
    report = Report(frozenset())
    reader = Reader(Expectations(NOTHING, allowed=official_names()), report)
    texts = [text.words for text in read_page("canales/index.html", "generador", channels_page(channels)).texts]
    assert "Cesar" in texts and "JSON de Territorio: Cesar" in texts
    for text in texts:
        reader.read(text, "canales/index.html", None)
        assert report.problems == [], text  # these words are ours


def test_only_the_bars_of_a_code_are_no_text() -> None:
    """What a QR code is drawn with is left out; any other drawing is read, as all that a tag says."""
    drawn = str(qr("https://example.org/practicas/huerta/"))
    bars = drawn[drawn.index("<path") : drawn.index(">", drawn.index("<path")) + 1]
    assert "d" in dict(tag(bars).attributes)
    assert read_values(bars) == ()
    for said in ("M1020304050", "M10 20h30v1h-20z", "M2 2h7v1h-7z 1020304050", "M102 304h50v1h-50z"):
        assert [value for value, _ in read_values(f'<path d="{said}">')] == [said]


def test_a_list_in_a_cell_is_read_line_by_line_as_its_page_is() -> None:
    """Run together, the last word of one line and the first of the next read like somebody's name."""
    written = "slug,recursos\nhuerta,Una mesa | Hacho el lo el quien lo\n"
    assert [text for row in rows_in("datos/practicas.csv", written) for text in row.told.split("\0")] == [
        "slug", "recursos", "huerta", "Una mesa", "Hacho el lo el quien lo"
    ]  # fmt: skip


def test_a_record_inside_another_is_read_text_by_text() -> None:
    """It could be of somebody else."""
    inner = '[{"url": "practicas/uno/", "con": [{"url": "practicas/dos/", "dice": "a"}]}]'
    rows = list(rows_in("datos/practicas.json", inner))
    assert len(rows) > 1 and ("a", "practicas/dos") in rows
    (row,) = rows_in("datos/practicas.json", '[{"url": "practicas/uno/", "con": ["a", "b"]}]')
    assert row == ("url\0practicas/uno/\0con\0a\0b", "practicas/uno")


def test_records_that_have_a_line_each_are_read_one_by_one_as_all_at_once() -> None:
    records = [{"url": f"practicas/n{n}/", "dice": ["}", ",\n]\u2028", "{"], "n": n} for n in range(3)]
    records.append({"url": "practicas/uno/", "con": [{"url": "practicas/dos/", "dice": "a"}]})
    lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    apart = list(rows_in("datos/practicas.json", f"[\n{lines}\n]\n"))
    one_by_one = [row for record in records for row in rows_in("datos/practicas.json", json.dumps([record]))]
    assert apart == one_by_one and ("a", "practicas/dos") in apart and len(apart) > len(records)
    assert {row.told for row in apart} >= {"url\0practicas/n0/\0dice\0}\0,\n]\u2028\0{\0n\x000"}


@pytest.mark.parametrize(
    "lines", ['{"a": 1}\n{"b": 2}', '{"a": 1},\nHola.,\n{"b": 2}', '{"a": [{"b": 1},\n{"c": 2}]}', '{"a": 1}, {"b": 2}']
)
def test_lines_that_are_no_records_are_malformed(lines: str) -> None:
    with pytest.raises(MalformedError):
        list(rows_in("datos/practicas.json", f"[\n{lines}\n]\n"))


@pytest.mark.parametrize("written", ['["a\\u0000b"]', "a\0b"])
def test_the_sign_that_parts_the_texts_of_a_row_stands_in_none(written: str) -> None:
    with pytest.raises(MalformedError):
        list(rows_in("datos/practicas.json", written))


def test_a_text_that_tells_of_that_sign_is_a_text() -> None:
    (row,) = rows_in("datos/practicas.json", r'["a\\u0000b"]')
    assert row.told == r"a\u0000b"
