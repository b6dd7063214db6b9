"""Tables from CSV and to it: counts to protect, and released tables, which have every cell and every margin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

from generator.diagnostics import Diagnostic, count, find
from generator.disclosure.csvrows import Rows, as_csv, parse
from generator.disclosure.table import Cell, Dimension, Node, Table

SYMBOL = "c"
"""A suppressed count, whatever the reason (Eurostat's flag for «confidential»)."""
LABEL = "_nombre"
"""How the title of a column ends that only says in words what the one before it says in codes."""
MAX_CELLS = 20_000
_NUMBER, _SUM = re.compile(r"[0-9]{1,9}"), re.compile(r"[0-9]{1,15}")
_MOST_REPORTED = 20
Columns = tuple[tuple[str, ...], ...]
"""The columns of each dimension, from the outside in."""


@dataclass(frozen=True, slots=True, repr=False)
class Released:
    """A table as it was read, with the line of each cell and the column of the counts."""

    table: Table
    lines: tuple[int, ...]
    column: int
    path: str


def read_counts(data: bytes, path: str, columns: Columns, number: str) -> tuple[Table | None, list[Diagnostic]]:
    """The table of counts at the leaves; what has no row is zero. Every problem with its line (D501–D506)."""
    rows, findings = parse(data, path)
    if rows is None:
        return None, findings[:_MOST_REPORTED]
    wanted = [name for names in columns for name in names]
    if any(name not in rows.names for name in (*wanted, number)):
        return None, [find("D502", path, line=1)]
    places = [[rows.names.index(name) for name in names] for names in columns]
    at = rows.names.index(number)
    base: dict[Cell, int] = {}
    for line, cells in rows.rows:
        cell = tuple(tuple(cells[i] for i in group) for group in places)
        if cell in base:
            findings.append(find("D503", path, line=line))
        empty = next((i for group in places for i in group if not cells[i]), None)
        if empty is not None:
            findings.append(find("D505", path, "Falta el código de una dimensión.", line=line, column=empty + 1))
        if not _NUMBER.fullmatch(cells[at]):
            findings.append(find("D504", path, line=line, column=at + 1))
            base[cell] = 0
        else:
            base[cell] = int(cells[at])
    findings += _two_parents(rows, places, path)
    dimensions = [Dimension.of(names, (cell[d] for cell in base)) for d, names in enumerate(columns)]
    findings += _too_large(dimensions, path)
    return (None if findings else Table.of(dimensions, base, number)), findings[:_MOST_REPORTED]


def read_released(data: bytes, path: str) -> tuple[Released | None, list[Diagnostic]]:
    """A released table: the last column is the count, the others the dimensions; an empty code is a total.

    A column is inside the one before it when it never has a code where the other has none: were they apart, the
    margin of one over the other would be there. A column that is never empty has no total; one that ends in `LABEL`
    only says codes in words, and is passed over.
    """
    rows, findings = parse(data, path)
    if rows is None:
        return None, findings[:_MOST_REPORTED]
    if len(rows.names) < 2:
        return None, [find("D502", path, line=1)]
    last = len(rows.names)
    rows = _without_labels(rows)
    places = _hierarchies(rows)
    found: dict[Cell, tuple[int | None, int]] = {}
    for line, cells in rows.rows:
        cell = tuple(_node(cells, group) for group in places)
        if cell in found:
            findings.append(find("D503", path, line=line))
        shown = cells[-1]
        if shown != SYMBOL and not _SUM.fullmatch(shown):
            findings.append(find("D504", path, line=line, column=last))
            continue
        found[cell] = (None if shown == SYMBOL else int(shown), line)
    findings += _two_parents(rows, places, path)
    dimensions = [
        Dimension.of(
            [rows.names[i] for i in group],
            (cell[d] for cell in found),
            total=any(not cells[group[0]] for _, cells in rows.rows),
        )
        for d, group in enumerate(places)
    ]
    findings += _too_large(dimensions, path)
    if findings:
        return None, findings[:_MOST_REPORTED]
    whole = [found.get(cell) for cell in product(*(d.nodes for d in dimensions))]
    there = [pair for pair in whole if pair is not None]
    if len(there) < len(whole):
        missing = len(whole) - len(there)
        said = f"{'Falta' if missing == 1 else 'Faltan'} {count(missing, 'celda o margen', 'celdas o márgenes')}."
        return None, [find("D507", path, said)]
    table = Table(tuple(dimensions), tuple(number for number, _ in there), rows.names[-1])
    return Released(table, tuple(line for _, line in there), last, path), []


def as_released(table: Table, number: str) -> str:
    """The CSV of a protected table: every cell and every margin, in the order of the codes, totals first."""
    names = [name for d in table.dimensions for name in d.columns]
    widths = [len(d.columns) for d in table.dimensions]
    rows = (
        [
            *(code for node, width in zip(cell, widths, strict=True) for code in (*node, *[""] * (width - len(node)))),
            SYMBOL if shown is None else str(shown),
        ]
        for cell, shown in zip(table.cells(), table.counts, strict=True)
    )
    return as_csv([*names, number], rows)


def _without_labels(rows: Rows) -> Rows:
    kept = [i for i, name in enumerate(rows.names) if not name.endswith(LABEL) or i == len(rows.names) - 1]
    if len(kept) < 2:
        return rows
    return Rows(
        tuple(rows.names[i] for i in kept), tuple((line, tuple(cells[i] for i in kept)) for line, cells in rows.rows)
    )


def _hierarchies(rows: Rows) -> list[list[int]]:
    groups = [[0]]
    for column in range(1, len(rows.names) - 1):
        apart = any(cells[column] and not cells[column - 1] for _, cells in rows.rows)
        if apart or all(cells[column - 1] for _, cells in rows.rows):
            groups.append([column])
        else:
            groups[-1].append(column)
    return groups


def _node(cells: Sequence[str], group: Sequence[int]) -> Node:
    return tuple(cells[i] for i in group if cells[i])


def _two_parents(rows: Rows, places: Sequence[Sequence[int]], path: str) -> list[Diagnostic]:
    """A code that is inside two others would be one group of people in two places."""
    findings = []
    for group in places:
        for outer, inner in pairwise(group):
            inside: dict[str, str] = {}
            for line, cells in rows.rows:
                if cells[inner] and inside.setdefault(cells[inner], cells[outer]) != cells[outer]:
                    message = "Este código ya está dentro de otro."
                    findings.append(find("D505", path, message, line=line, column=inner + 1))
    return findings


def _too_large(dimensions: Sequence[Dimension], path: str) -> list[Diagnostic]:
    size = prod(len(d.nodes) for d in dimensions)
    return (
        [find("D506", path, f"La tabla, con sus márgenes, tiene más de {MAX_CELLS} celdas.")]
        if size > MAX_CELLS
        else []
    )
