"""The files of a release, and reading them back: whole and as they were written, or not at all.

Each table is a CSV and a JSON; `datapackage.json` (Frictionless Data Package) is the dictionary and holds the size and
the SHA-256 of each file; `dcat.jsonld` is the metadata that catalogues of open data harvest (DCAT 3). The same release
always gives the same bytes: no date of the day, nothing by chance.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from generator.diagnostics import Diagnostic, find
from generator.disclosure.csvrows import as_csv
from generator.disclosure.reading import LABEL, SYMBOL
from generator.figures.catalog import KINDS
from generator.figures.describing import dcat, described
from generator.figures.release import NAME, Figure, Release, Row, by_time

FOLDER = "content/cifras"
PACKAGE, DCAT = "datapackage.json", "dcat.jsonld"
_LARGEST = 2_000_000


def written(release: Release) -> dict[str, bytes]:
    """Every file of a release by its name."""
    tables: dict[str, bytes] = {}
    for figure in release.figures:
        tables[f"{figure.kind.key}.csv"] = _csv(release, figure).encode()
        tables[f"{figure.kind.key}.json"] = _json(
            {
                "tabla": figure.kind.key,
                "trimestre": release.quarter,
                "filas": [
                    {
                        figure.kind.column: row.code,
                        f"{figure.kind.column}{LABEL}": row.name,
                        figure.kind.measure: SYMBOL if row.value is None else row.value,
                    }
                    for row in figure.rows
                ],
            }
        )
    package = described(release, {name: (len(data), _digest(data)) for name, data in tables.items()})
    return {**tables, PACKAGE: _json(package), DCAT: _json(dcat(release))}


def releases(content: Path) -> tuple[list[Release], list[Diagnostic]]:
    """The releases under a folder (`content/cifras`) by time, and those that are damaged (D520)."""
    found: list[Release] = []
    findings: list[Diagnostic] = []
    for folder in sorted(content.iterdir()) if content.is_dir() else []:
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        release = read(folder)
        if release is None:
            findings.append(find("D520", f"{FOLDER}/{folder.name if NAME.fullmatch(folder.name) else ''}"))
        else:
            found.append(release)
    return sorted(found, key=by_time), findings


def read(folder: Path) -> Release | None:
    """A release that is on disk as it was written; None where anything is missing, more, or different."""
    if folder.is_symlink():
        return None
    try:
        there = {path.name: _bytes(path) for path in folder.iterdir() if not path.name.startswith(".")}
    except OSError:
        return None
    return restored(folder.name, there)


def restored(name: str, there: Mapping[str, bytes]) -> Release | None:
    """The release of that name whose files these are; None where they are no such thing. The tables are the same to the
    byte, and their digests those in the dictionary; the words about them may be those of an earlier catalogue."""
    named = NAME.fullmatch(name)
    if named is None:
        return None
    try:
        package = json.loads(there[PACKAGE])
        figures = tuple(_figure(key, json.loads(there[f"{key}.json"])) for key in KINDS if f"{key}.json" in there)
        release = Release(named["quarter"], int(named["version"] or 1), package["ilustrativo"] is True, figures)
        return release if _same(written(release), there, package) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _same(now: Mapping[str, bytes], there: Mapping[str, bytes], package: Mapping[str, list[dict[str, object]]]) -> bool:
    listed = {resource["path"]: (resource["bytes"], resource["hash"]) for resource in package["resources"]}
    tables = {name: data for name, data in there.items() if name not in (PACKAGE, DCAT)}
    return (
        now.keys() == there.keys()
        and all(now[name] == data for name, data in tables.items())
        and listed == {name: (len(data), f"sha256:{_digest(data)}") for name, data in tables.items()}
        and isinstance(json.loads(there[DCAT]), dict)
    )


def _figure(key: str, table: Mapping[str, list[dict[str, object]]]) -> Figure:
    kind = KINDS[key]
    rows = []
    for row in table["filas"]:
        code, name, value = (row[k] for k in (kind.column, f"{kind.column}{LABEL}", kind.measure))
        if value == SYMBOL:
            value = None
        elif not isinstance(value, int) or value < 0:
            raise ValueError("a number from 0, or the symbol")
        rows.append(Row(str(code), str(name), value))
    return Figure(kind, tuple(rows))


def _csv(release: Release, figure: Figure) -> str:
    column = figure.kind.column
    return as_csv(
        ["trimestre", column, f"{column}{LABEL}", figure.kind.measure],
        ((release.quarter, row.code, row.name, SYMBOL if row.value is None else str(row.value)) for row in figure.rows),
    )


def _bytes(path: Path) -> bytes:
    if path.is_symlink() or path.stat().st_size > _LARGEST:
        raise OSError
    return path.read_bytes()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
