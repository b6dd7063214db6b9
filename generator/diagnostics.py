"""Findings as objects, and the four ways to print them.

A diagnostic says where, what and how to mend it; it never holds text of a submission, because what is
printed here ends in terminals, logs and pull requests.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from generator import __version__
from generator.codes import CATALOG, Severity

MASK = "••••"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `path` is relative to the project, in POSIX form; `line` and `column` count from 1.

    `message` and `hint` are plain Spanish and hold nothing that somebody wrote in a submission.
    """

    code: str
    path: str
    message: str
    hint: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def severity(self) -> Severity:
        return CATALOG[self.code].severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def find(
    code: str,
    path: str,
    message: str | None = None,
    *,
    hint: str | None = None,
    line: int | None = None,
    column: int | None = None,
) -> Diagnostic:
    """Make a diagnostic, with the catalogue's own words where the caller has nothing more exact."""
    known = CATALOG[code]
    return Diagnostic(code, path, message or known.title, hint or known.mend, line, column)


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by place and drop exact repetitions: the order never depends on the order of the checks."""
    return sorted(dict.fromkeys(findings), key=lambda d: (d.path, d.line or 0, d.column or 0, d.code, d.message))


def count(number: int, one: str, many: str) -> str:
    """`1 error`, `2 errores`: the noun that goes with the number."""
    return f"{number} {one if number == 1 else many}"


def summary(findings: Sequence[Diagnostic]) -> str:
    """The last line of a report: how many errors and how many warnings."""
    errors = sum(d.severity is Severity.ERROR for d in findings)
    warnings = sum(d.severity is Severity.WARNING for d in findings)
    parts = [count(errors, "error", "errores")] if errors or not warnings else []
    if warnings:
        parts.append(count(warnings, "aviso", "avisos"))
    return " y ".join(parts) + "."


def as_text(findings: Sequence[Diagnostic]) -> str:
    """`ruta:línea:columna: CÓDIGO mensaje`, the hint below, as compilers do."""
    lines = []
    for d in findings:
        place = ":".join(str(part) for part in (d.path, d.line, d.column) if part is not None)
        label = "" if d.is_error else f" ({d.severity})"
        lines.append(f"{place}: {d.code}{label} {d.message}")
        if d.hint:
            lines.append(f"    pista: {d.hint}")
    return "\n".join(lines)


_GITHUB_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def _escape_property(value: str) -> str:
    return _escape_data(value).replace(":", "%3A").replace(",", "%2C")


def _escape_data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_github(findings: Sequence[Diagnostic]) -> str:
    """Workflow commands that GitHub shows as annotations beside the line."""
    lines = []
    for d in findings:
        properties = {
            "file": d.path,
            "line": d.line,
            "col": d.column,
            "title": f"{d.code} {CATALOG[d.code].title}",
        }
        shown = ",".join(f"{k}={_escape_property(str(v))}" for k, v in properties.items() if v is not None)
        text = d.message if not d.hint else f"{d.message}\npista: {d.hint}"
        lines.append(f"::{_GITHUB_LEVEL[d.severity]} {shown}::{_escape_data(text)}")
    return "\n".join(lines)


def as_json(findings: Sequence[Diagnostic]) -> str:
    """A JSON array, one object a finding, for other programs."""
    rows = [
        {
            "codigo": d.code,
            "gravedad": d.severity.value,
            "archivo": d.path,
            "linea": d.line,
            "columna": d.column,
            "mensaje": d.message,
            "pista": d.hint,
        }
        for d in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


_SARIF_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(findings: Sequence[Diagnostic]) -> str:
    """SARIF 2.1.0, the format of code-scanning dashboards."""
    used = sorted({d.code for d in findings})
    results = []
    for d in findings:
        region = {"startLine": d.line, "startColumn": d.column}
        physical: dict[str, object] = {"artifactLocation": {"uri": d.path}}
        if d.line is not None:
            physical["region"] = {k: v for k, v in region.items() if v is not None}
        results.append(
            {
                "ruleId": d.code,
                "level": _SARIF_LEVEL[d.severity],
                "message": {"text": d.message if not d.hint else f"{d.message} ({d.hint})"},
                "locations": [{"physicalLocation": physical}],
            }
        )
    rules = [
        {"id": code, "shortDescription": {"text": CATALOG[code].title}, "help": {"text": CATALOG[code].mend}}
        for code in used
    ]
    driver = {"name": "inspira", "version": __version__, "rules": rules}
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


_GITLAB_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def as_gitlab(findings: Sequence[Diagnostic]) -> str:
    """The Code Quality report of GitLab (a subset of Code Climate's), which it shows beside the lines of a proposal."""
    rows = [
        {
            "description": d.message if not d.hint else f"{d.message} ({d.hint})",
            "check_name": d.code,
            "fingerprint": sha256(f"{d.code}\0{d.path}\0{d.line}\0{d.column}".encode()).hexdigest(),
            "severity": _GITLAB_SEVERITY[d.severity],
            "location": {"path": d.path, "lines": {"begin": d.line or 1}},
        }
        for d in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


FORMATS = {"texto": as_text, "github": as_github, "gitlab": as_gitlab, "json": as_json, "sarif": as_sarif}
