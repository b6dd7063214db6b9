"""The files of the released figures: exactly those that a release writes, and no name in them is somebody's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from generator.audit.people import Reader
from generator.audit.problem import Report
from generator.figures.files import restored, written


def check_figures(built: Path, paths: Iterable[str], reader: Reader, report: Report) -> None:
    """Hold each folder of files to be one release, whole and to the byte (P303), and read what it says for people.

    Such files are numbers, digests of themselves, our own words and the names of the rows: only these come from
    elsewhere. A digest or a number of eight figures would look like somebody's document and is known not to be.
    """
    folders: dict[PurePosixPath, dict[str, bytes]] = defaultdict(dict)
    for path in paths:
        place = PurePosixPath(path)
        folders[place.parent][place.name] = (built / path).read_bytes()
    for folder, files in sorted(folders.items()):
        release = restored(folder.name, files)
        if release is None or written(release) != files:
            for name in sorted(files):
                report.add("P303", str(folder / name), "No es un archivo de una publicación de cifras.")
            continue
        for figure in release.figures:
            for row in figure.rows:
                for said in (row.code, row.name):
                    reader.read(said, str(folder / f"{figure.kind.key}.csv"), None)
