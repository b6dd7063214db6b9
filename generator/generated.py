"""Every file of the repository that is made from the schema: one place to write them and to see them stale."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.cms.config import artefacts as cms_artefacts
from generator.drafting import Draft, index_md, sections
from generator.forms.page import Answers, form_html
from generator.importing.template import word_template
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


def _words() -> Mapping[str, bytes]:
    """The template for whoever writes in Word, LibreOffice or Google Docs."""
    return {f"{FOLDER}/plantilla-{c.model.__name__.lower()}.docx": word_template(c) for c in Collection}


def _form() -> Mapping[str, bytes]:
    """The form that needs nothing installed, for nobody in particular: that of a site says who answers."""
    return {
        f"{FOLDER}/formulario.html": form_html(Answers("la ENI", "contacto@example.org", "Instructores que inspiran"))
    }


MAKERS: tuple[Callable[[], Mapping[str, bytes]], ...] = (_schemas, _templates, _words, _form, cms_artefacts)
"""What makes them: each gives paths within the project and their bytes, always the same for the same schema."""


def artefacts() -> Mapping[str, bytes]:
    """Every generated file: its path within the project → its bytes."""
    return {path: data for make in MAKERS for path, data in make().items()}


def stale(project: Path) -> Mapping[str, bytes]:
    """The generated files that are missing in a project or say something else. Raises OSError."""
    return {path: data for path, data in artefacts().items() if _inside(_read(project / path)) != _inside(data)}


def _inside(data: bytes | None) -> object:
    """What a file says: two computers may compress the same document to other bytes."""
    if data is None or not data.startswith(b"PK"):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {name: packed.read(name) for name in packed.namelist()}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return data


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
