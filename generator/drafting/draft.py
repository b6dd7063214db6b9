"""`Draft` → a new folder below `practicas/` or `expediciones/`, written in one step and over nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from generator.drafting.template import explained
from generator.load import MAX_SLUG, is_slug
from generator.model import Collection
from generator.shelf import INDEX
from generator.vocabulary import plain
from generator.writing import write_folder

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_SMALL = frozenset("a al con de del e el en es la las lo los o para por que se sin su sus u un una unas unos y".split())
_WORDS = 7


class TakenError(ValueError):
    """There is already something where the new folder would be; nothing was written."""


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """What somebody wrote, before anybody checked it: still private.

    `fields` are the schema's keys with plain values (text, whole numbers, truth, lists and maps of them); `body` is
    the Markdown below them, from the first `##`; `files` the images and `anexos/…`, by their name in the bundle.
    `explained` asks for a comment over each field, and a place for those that are missing: somebody goes on writing.
    """

    collection: Collection
    fields: Mapping[str, object]
    body: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    explained: bool = False


def index_md(draft: Draft) -> str:
    """The text of `index.md`: the fields in the schema's order, those that it does not have after them, and the text.

    A file that is read again gives the same fields and the same text, with empty ones besides where they are explained.
    """
    if draft.explained:
        return f"---\n{explained(draft.collection.model, draft.fields)}---\n\n{draft.body.strip()}\n"
    order = {name: n for n, name in enumerate(draft.collection.model.model_fields)}
    fields = dict(sorted(draft.fields.items(), key=lambda item: order.get(item[0], len(order))))
    front = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10**6) if fields else ""
    return f"---\n{front}---\n\n{draft.body.strip()}\n"


def folder_name(title: str) -> str | None:
    """The name of the folder that a title suggests: its first words that say something, None when it has none.

    Somebody's name in the title stays in it: whoever places the draft asks the detectors first.
    """
    words = [word for word in _NOT_IN_SLUG.split(plain(title)) if word]
    telling = [word for word in words if word not in _SMALL] or words
    name = ""
    for word in telling[:_WORDS]:
        longer = f"{name}-{word}" if name else word
        if len(longer) > MAX_SLUG:
            break
        name = longer
    return name if is_slug(name) else None


def place(project: Path, slug: str, draft: Draft) -> str:
    """Write a draft as a new bundle, in one step, and return its folder (`practicas/huerta-vertical`).

    Raises ValueError when `slug` is no name for a folder, TakenError when it is taken, OSError when the disk
    refuses; in all three nothing is written.
    """
    if not is_slug(slug):
        raise ValueError("slug")
    home = project / draft.collection.value
    if home.is_dir() and any(plain(taken.name) == plain(slug) for taken in home.iterdir()):
        raise TakenError(slug)
    files = {INDEX: index_md(draft).encode(), **draft.files}
    write_folder(home / slug, files)
    return f"{draft.collection.value}/{slug}"
