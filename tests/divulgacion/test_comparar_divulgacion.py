"""The comparison with other tools of disclosure control reads what they say as they say it. None is installed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import comparar_divulgacion as comparar
from benchmarks import comparar_divulgacion_otros as otros
from benchmarks.divulgacion import reference
from generator.disclosure.table import Dimension, Table

PLACES = [("05", "9101"), ("05", "9102"), ("08", "9103")]
BASE = {(place, (quarter,)): 3 + 4 * at for at, place in enumerate(PLACES) for quarter in ("T1", "T2")}
TABLE = Table.of([Dimension.of(["regional", "centro"], PLACES), Dimension.of(["trimestre"], [("T1",), ("T2",)])], BASE)


def job(tool: str, hidden: tuple[int, ...] = ()) -> comparar.Job:
    return comparar.Job(tool, "una", TABLE, "5 más", hidden)


def at(*cell: tuple[str, ...]) -> int:
    return list(TABLE.cells()).index(cell)


def test_the_cells_that_tau_argus_hides() -> None:
    text = (
        '"Total";"Total";42;42;42;S;0;0\n'
        '"05";"T1";10;10;10;M;0;0\n'
        '"9101";"T2";3;3;3;U;2;5\n'
        '"9103"; "T1";11;11;11;S;0;0\n'
        '"9103";"Total";0;0;0;E;0;0\n'
    )
    cells = json.loads(json.dumps(comparar.given(job("tau-mod"))))["cells"]
    assert otros.tau_hidden(text, cells) == sorted([at(("05",), ("T1",)), at(("05", "9101"), ("T2",))])


def test_what_a_tool_is_given() -> None:
    said = json.loads(json.dumps(comparar.given(job("gconfid"))))
    small = at(("05", "9101"), ("T1",))
    assert said["room"].keys() == {str(small), str(at(("05", "9101"), ("T2",)))}
    assert said["counts"][small] == 3
    parent = at(("05",), ("T1",))
    assert [parent, [small, at(("05", "9102"), ("T1",))]] in said["equations"]


def test_the_small_table_keeps_the_counts_of_its_regionales() -> None:
    whole = reference()
    small = comparar.first_regionales(whole)
    counts = dict(zip(whole.cells(), whole.counts, strict=True))
    regionales = {node[0] for node in small.dimensions[0].nodes if node}
    assert regionales == {"01", "02", "03", "04"}
    for cell, count in zip(small.cells(), small.counts, strict=True):
        assert cell[0] == () or count == counts[cell]


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        pytest.param(-11, "", "se cae (SIGSEGV)", id="crash"),
        pytest.param(1, "aviso\nValueError: no\n", "ValueError: no", id="last line"),
        pytest.param(1, "ERROR: no hay\nERROR: nada\n\n", "ERROR: no hay", id="the first error"),
        pytest.param(3, "", "termina con 3, sin explicación", id="silence"),
    ],
)
def test_why_a_tool_did_not_run(code: int, said: str, told: str) -> None:
    assert comparar.reason(subprocess.CompletedProcess([], code, "", said)) == told


def test_a_row_counts_what_is_hidden_and_what_is_found_out() -> None:
    alone = at(("05", "9101"), ("T1",))
    found = {"ocultas": [alone], "procesador": 1.25, "segundos": 2.0}
    fields = comparar.row(job("tau-mod"), found).strip("| ").split(" | ")
    assert fields[:6] == ["una", "pytauargus, MOD", "5 más", "2", "0", "7,1"]
    assert fields[-2:] == ["1 (1)", "1 (1)"]
    assert comparar.row(job("gconfid"), "se cae").endswith("| – | no: se cae |")


def test_ours_runs_as_the_others_do(tmp_path: Path) -> None:
    found = comparar.run(job("inspira"), sys.executable, tmp_path, 60)
    assert isinstance(found, dict)
    assert comparar.row(job("inspira"), found).endswith("| 0 (0) | 0 (0) |")
    assert comparar.run(job("otra"), sys.executable, tmp_path, 60) == "KeyError: 'otra'"
