"""No sheet is ever in a temporary file, where whoever kills the program would find it in the clear."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart

from generator.private.spreadsheet import saved

TEXT = "Yurleidy Muchavisoy explica despacio"  # made up from name parts


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for temporary files that cannot be written to, since it is not there."""
    missing = tmp_path / "no-está"
    monkeypatch.setattr(tempfile, "tempdir", str(missing))
    return missing


def test_a_workbook_needs_no_temporary_file(nowhere: Path) -> None:
    book = Workbook()
    book.active.append(["Realimentación", TEXT])
    again = load_workbook(BytesIO(saved(book)))
    assert [[cell.value for cell in row] for row in again.active] == [["Realimentación", TEXT]]
    with pytest.raises(FileNotFoundError):  # as openpyxl would do it, and why it is not asked to
        book.save(BytesIO())


def test_what_else_a_sheet_has_is_there_too(nowhere: Path) -> None:
    book = Workbook()
    book.active.add_chart(BarChart(), "B2")
    assert len(load_workbook(BytesIO(saved(book))).active._charts) == 1
