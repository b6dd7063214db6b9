"""The name of a new folder: what its title says, unless the detectors see somebody in it.

It becomes part of an address, and in an address nothing can be redacted (A205).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from pathlib import Path

from generator.anonymize.detect import Where, detect
from generator.drafting.draft import folder_name
from generator.load import is_slug
from generator.model import Collection
from generator.shelf import shown_name
from generator.vocabulary import plain

_LONGEST_STEM = 70


def folder_for(title: object, taken: frozenset[str], suggested: str | None = None) -> str | None:
    """A free name: the suggested one or that of the title; None where neither serves or both may name somebody."""
    words = title if isinstance(title, str) else ""
    for name in (suggested, folder_name(words)):
        if name and is_slug(name) and says_nobody(name) and not _named_in(words, name):
            return free(name, taken)
    return None


def free(name: str, taken: frozenset[str]) -> str:
    """The name, with a number behind it when it is taken."""
    return name if name not in taken else numbered(name[:_LONGEST_STEM], taken, first=2)


def numbered(stem: str, taken: frozenset[str], first: int = 1) -> str:
    """The first of `stem-1`, `stem-2`… that is free."""
    return next(name for n in count(first) if (name := f"{stem}-{n}") not in taken)


@lru_cache(maxsize=64)
def says_nobody(name: str) -> bool:
    """Whether a name of a folder can be published: the detectors find nobody in it, and a message may show it."""
    return shown_name(name) == name and not detect(name, Where.RUTA)


def _named_in(title: str, name: str) -> bool:
    """Whether the title names somebody whose words are in the folder's name: there they have no capitals to tell."""
    words = set(name.split("-"))
    return any(words & set(plain(title[s.start : s.end]).split()) for s in detect(title))


def folder_fault(slug: str, taken: frozenset[str]) -> str | None:
    """Why a folder cannot be called so, without repeating it."""
    if not is_slug(slug):
        return "El nombre de la carpeta va en minúsculas sin tildes, con números y guiones, de 3 a 80 caracteres."
    if not says_nobody(slug):
        return "Ese nombre parece de alguien, y en una dirección no se puede tachar: use otro."
    return "Ya hay una carpeta con ese nombre: use otro." if plain(slug) in taken else None


def taken_in(project: Path, collection: Collection) -> frozenset[str]:
    """The names that a collection already has."""
    home = project / collection.value
    return frozenset(plain(path.name) for path in home.iterdir()) if home.is_dir() else frozenset()
