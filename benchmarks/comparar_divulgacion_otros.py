"""One tool of disclosure control over one table, alone in its process: which cells it hides, and what that took.

    python benchmarks/comparar_divulgacion_otros.py TOOL GIVEN.json OUT.json

Imports nothing of the project but for `inspira`, so that it runs in the environment of each tool. GIVEN.json is what
`benchmarks/comparar_divulgacion.py` writes: `columns` and `cells` of a table, its `counts`, its `equations` [parent,
children], how far each sensitive cell has to be able to go (`room`: {cell: [up, down]}), the `reading` of the rule
and, to have a pattern audited instead, the cells that are `hidden`. A tool's own files go beside OUT.json.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

Given = dict[str, Any]
Found = dict[str, Any]
TOTAL, LEAD, SEPARATOR = "Total", "@", ";"
MINUTES = 5
"""What τ-ARGUS is told to stop at; it does not always."""


class Clock:
    """Seconds of wall and of processor since it was made (all threads of the process)."""

    def __init__(self) -> None:
        self._begin = time.perf_counter(), time.process_time()

    def spent(self) -> Found:
        wall, processor = self._begin
        return {"segundos": time.perf_counter() - wall, "procesador": time.process_time() - processor}


def main(tool: str, given: Path, out: Path) -> None:
    found = TOOLS[tool](json.loads(given.read_text(encoding="utf-8")), out.parent)
    out.write_text(json.dumps(found), encoding="utf-8")


def _inspira(given: Given, folder: Path) -> Found:
    from generator.disclosure.primary import STRICT, Rule
    from generator.disclosure.suppress import suppress
    from generator.disclosure.table import Dimension, Table

    del folder
    dimensions = [
        Dimension.of(columns, {tuple(c[d]) for c in given["cells"] if len(c[d]) == len(columns)})
        for d, columns in enumerate(given["columns"])
    ]
    table = Table(tuple(dimensions), tuple(given["counts"]))
    clock = Clock()
    made = suppress(table, Rule() if given["reading"] == "hasta-umbral" else STRICT)
    if made is None:
        raise RuntimeError("no pattern was found")
    return {"ocultas": made.suppressed(), "version": "este proyecto", **clock.spent()}


def _gconfid(given: Given, folder: Path) -> Found:
    """It asks each cell to move as far up as down, by no more than its count: for each sensitive cell it is asked for
    all of that, the most it can be asked for. Zeros are left out: it takes none, and no cell of its own makes any."""
    import gconfid
    import pandas as pd

    del folder
    counts, sensitive, hidden = given["counts"], set(map(int, given["room"])), set(given["hidden"])
    there = [i for i, n in enumerate(counts) if n]
    cells = pd.DataFrame({"CellId": [float(i + 1) for i in there], "TotalNoise": [float(counts[i]) for i in there]})
    rows = [
        (float(number), float(i + 1), sign)
        for number, (parent, children) in enumerate(given["equations"], 1)
        for i, sign in ((parent, -1), *((c, 1) for c in children))
        if counts[i]
    ]
    sums = pd.DataFrame(rows, columns=["ConstraintId", "CellId", "Coefficient"])
    cells["Type"] = "C"
    clock = Clock()
    if hidden:
        # Its audit looks for half the sensitivity to each side: twice what the rule asks below.
        cells["Sensitivity"] = [2.0 * given["room"][str(i)][1] if i in sensitive else 0.0 for i in there]
        cells["OutStatus"] = ["X" if i in hidden else "P" for i in there]
        audit = gconfid.Auditing(
            incell=cells, inconstraint=sums, outaudit="pandas", lb_factor=0.0, ub_factor=10.0, trace=False
        )
        failed = int((audit.outaudit["ProblemIndicator"] > 0).sum())
        return {"fallas": failed, "version": version("gconfid"), **clock.spent()}
    cells["Sensitivity"] = [float(counts[i]) if i in sensitive else 0.0 for i in there]
    cells["Status"] = ["S" if i in sensitive else "V" for i in there]
    made = gconfid.Suppression(incell=cells, inconstraint=sums, outsuppress="pandas", trace=False)
    out = made.outsuppress
    if out is None:
        raise RuntimeError("its solver did not reach the end")
    gone = [int(i) - 1 for i in out.loc[out["OutStatus"] == "X", "CellId"]]
    return {"ocultas": gone, "version": version("gconfid"), **clock.spent()}


def _pytauargus(given: Given, folder: Path, method: str | None) -> Found:
    """It takes what each sensitive cell has to be able to go up and down as it is: the same that is asked of ours."""
    from pytauargus.engine import Engine

    _tau_files(given, folder, method)
    clock = Clock()
    engine = Engine()
    engine.run_batch(str(folder / "tabla.arb"))
    if method is None:
        failed = sum(bool(row["unsafe"]) for row in engine.audit(0))
        return {"fallas": failed, "version": version("pytauargus"), **clock.spent()}
    text = (folder / "salida.tab").read_text(encoding="utf-8")
    return {"ocultas": tau_hidden(text, given["cells"]), "version": version("pytauargus"), **clock.spent()}


def tau_hidden(text: str, cells: list[list[list[str]]]) -> list[int]:
    """The cells that a table in τ-ARGUS's intermediate format hides: codes; …; status; lower; upper, its own order."""
    place = {tuple(node[-1] if node else TOTAL for node in cell): i for i, cell in enumerate(cells)}
    hidden = []
    for line in text.splitlines():
        fields = [field.strip('" ') for field in line.split(SEPARATOR)]
        if fields[-3] in ("U", "M"):
            hidden.append(place[tuple(fields[: len(cells[0])])])
    return sorted(hidden)


def _tau_files(given: Given, folder: Path, method: str | None) -> None:
    names = [f"d{d}" for d in range(len(given["columns"]))]
    rda = [f'<SEPARATOR> "{SEPARATOR}"', "<SAFE> S", "<UNSAFE> U", "<PROTECT> P"]
    for d, (name, columns) in enumerate(zip(names, given["columns"], strict=True)):
        rda += [name, "<RECODABLE>", f'<TOTCODE> "{TOTAL}"']
        if len(columns) > 1:
            tree = sorted({tuple(cell[d]) for cell in given["cells"]} - {()})
            lines = [LEAD * (len(node) - 1) + node[-1] for node in tree]
            (folder / f"{name}.hrc").write_text("\n".join(lines) + "\n", encoding="utf-8")
            rda += ["<HIERARCHICAL>", f'<HIERCODELIST> "{name}.hrc"', f'<HIERLEADSTRING> "{LEAD}"']
    rda += ["n", "<NUMERIC>", "<DECIMALS> 0", "personas", "<FREQUENCY>", "estado", "<STATUS>"]
    rda += ["abajo", "<NUMERIC> <LOWERPL>", "arriba", "<NUMERIC> <UPPERPL>"]
    (folder / "tabla.rda").write_text("\n".join(rda) + "\n", encoding="utf-8")
    hidden = set(given["hidden"])
    rows = []
    for i, (cell, count) in enumerate(zip(given["cells"], given["counts"], strict=True)):
        up, down = given["room"].get(str(i), (0, 0))
        state = "U" if str(i) in given["room"] else "M" if i in hidden else "S"
        codes = [node[-1] if node else TOTAL for node in cell]
        rows.append(SEPARATOR.join([*codes, str(count), str(count), state, str(down), str(up)]))
    (folder / "tabla.tab").write_text("\n".join(rows) + "\n", encoding="utf-8")
    batch = ['<OPENTABLEDATA> "tabla.tab"', '<OPENMETADATA> "tabla.rda"']
    batch += ["<SPECIFYTABLE> " + "".join(f'"{name}"' for name in names) + '|"n"||', "<SAFETYRULE>", "<READTABLE> 0"]
    if method:
        batch += [f"<SUPPRESS> {method}", '<WRITETABLE> (1,5,SO+,"salida.tab")']
    (folder / "tabla.arb").write_text("\n".join(batch) + "\n", encoding="utf-8")


TOOLS: dict[str, Callable[[Given, Path], Found]] = {
    "inspira": _inspira,
    "gconfid": _gconfid,
    "tau-mod": lambda given, folder: _pytauargus(given, folder, f"MOD(1,{MINUTES},1,0,0)"),
    "tau-opt": lambda given, folder: _pytauargus(given, folder, f"OPT(1,{MINUTES})"),
    "tau-auditar": lambda given, folder: _pytauargus(given, folder, None),
}

if __name__ == "__main__":
    warnings.simplefilter("ignore")  # of the tools' own dependencies
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
