"""Every file of the repository that is made from the schema: one place to write them and to see them stale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.drafting import Draft, index_md, sections
from generator.model import Collection
from generator.schema.export import json_schemas

FOLDER = "esquemas"


def _schemas() -> Mapping[str, bytes]:
    return {f"{FOLDER}/{name}": text.encode() for name, text in json_schemas().items()}


def _templates() -> Mapping[str, bytes]:
    """The `index.md` with nothing answered, for whoever copies it by hand."""
    return {
        f"{FOLDER}/plantilla-{collection.model.__name__.lower()}.md": index_md(
            Draft(collection, {}, sections(collection.model), explained=True)
        ).encode()
        for collection in Collection
    }


MAKERS: tuple[Callable[[], Mapping[str, bytes]], ...] = (_schemas, _templates)
"""What makes them: each gives paths within the project and their bytes, always the same for the same schema."""


def artefacts() -> Mapping[str, bytes]:
    """Every generated file: its path within the project → its bytes."""
    return {path: data for make in MAKERS for path, data in make().items()}


def stale(project: Path) -> Mapping[str, bytes]:
    """The generated files that are missing in a project or say something else. Raises OSError."""
    return {path: data for path, data in artefacts().items() if _read(project / path) != data}


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
