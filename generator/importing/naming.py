"""The name of a new folder: what the title says, unless the detectors see somebody in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.anonymize.detect import Where, detect
from generator.drafting import Draft, folder_name
from generator.load import is_slug
from generator.shelf import shown_name

_MOST = 10_000


def name_for(project: Path, draft: Draft, suggested: str | None, today: date) -> tuple[str, bool]:
    """A free name, and whether it is a neutral one («practica-2026-11-1») because the title's does not serve."""
    title = draft.fields.get("titulo")
    told = folder_name(title) if isinstance(title, str) and title.strip() else None
    for name in (suggested, told):
        if name and is_slug(name) and says_nobody(name) and not _seen(title, name):
            return _free(project, draft, name), False
    return _free(project, draft, f"{_kind(draft)}-{today:%Y-%m}", numbered=True), True


def says_nobody(name: str) -> bool:
    """Whether the detectors find nobody in a name, and a message may show it."""
    return shown_name(name) == name and not detect(name, Where.RUTA)


def _seen(title: object, name: str) -> bool:
    """Whether the title names somebody whose words are in the folder's name: there they have no capitals to tell."""
    if not isinstance(title, str):
        return False
    words = set(name.split("-"))
    found = [folder_name(title[s.start : s.end]) or "" for s in detect(title)]
    return any(words & set(f.split("-")) for f in found)


def _kind(draft: Draft) -> str:
    return "practica" if draft.collection.value == "practicas" else "expedicion"


def _free(project: Path, draft: Draft, name: str, *, numbered: bool = False) -> str:
    home = project / draft.collection.value
    taken = {p.name.casefold() for p in home.iterdir()} if home.is_dir() else set()
    if not numbered and name not in taken:
        return name
    numbers = range(1 if numbered else 2, _MOST)
    return next(f"{name}-{n}" for n in numbers if f"{name}-{n}" not in taken)
