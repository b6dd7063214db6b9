"""The order of it: read, suppress, write down, attack what was written. Nothing that fails comes out."""

from __future__ import annotations

from collections.abc import Sequence

from generator.diagnostics import Diagnostic, find
from generator.disclosure.attack import audit
from generator.disclosure.primary import Rule
from generator.disclosure.reading import Columns, Released, as_released, read_counts, read_released
from generator.disclosure.suppress import suppress
from generator.disclosure.table import Table


def protect(data: bytes, path: str, columns: Columns, number: str, rule: Rule) -> tuple[str | None, list[Diagnostic]]:
    """The CSV of a table that no reader can work a count out of, or why there is none."""
    table, findings = read_counts(data, path, columns, number)
    if table is None:
        return None, findings
    try:
        text = _protected(table, path, number, rule)
    except MemoryError:
        text = None
    return text, [] if text is not None else [find("D510", path)]


def _protected(table: Table, path: str, number: str, rule: Rule) -> str | None:
    made = suppress(table, rule)
    if made is None:
        return None
    text = as_released(made, number)
    again, _ = read_released(text.encode(), path)
    if again is None or again.table.dimensions != table.dimensions or not audit([again.table], rule, table).safe:
        return None
    return text


def check(files: Sequence[tuple[str, bytes]], rule: Rule) -> tuple[int, list[Diagnostic]]:
    """Attack released tables together: how many cells are suppressed, and everything that is wrong."""
    read = [read_released(data, path) for path, data in files]
    findings = [finding for _, some in read for finding in some]
    tables = [released for released, _ in read if released is not None]
    if findings:
        return 0, findings
    verdict = audit([released.table for released in tables], rule)
    findings = [_at("D508", tables[w], at) for w, at in verdict.broken]
    findings += [_at("D509", tables[w], at) for w, at in verdict.narrow]
    return sum(len(released.table.suppressed()) for released in tables), findings


def _at(code: str, released: Released, cell: int) -> Diagnostic:
    return find(code, released.path, line=released.lines[cell], column=released.column)
