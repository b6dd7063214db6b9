"""Everything besides its Markdown that the page of a submission is made of, as one digest.

What belongs to the program (our templates, MkDocs, Material, the extensions) is no part of it: the store that this is
kept in forgets everything when the program is another one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

ONLY_THE_GUIDE = "documento"
"""What the configuration says of the guide's PDF, whose size changes with every word of the guide: the templates tell
it on pages of the guide, which are printed each time."""


def environment(config: MkDocsConfig, nav: Navigation) -> str:
    """A digest of the configuration as it was written, with what it inherits, and of the menu."""
    with Path(config.config_file_path).open("rb") as written:
        told = repr((_shared(yaml_load(written, get_yaml_loader(config=config))), list(_outline(nav.items))))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def plain(config: MkDocsConfig) -> bool:
    """Whether pages are made of nothing else: a plugin or a hook may do anything, to any page, at any time."""
    return not (config.plugins or config.hooks or config.extra_templates or config.strict)


def _shared(config: dict[str, object]) -> dict[str, object]:
    extra = config.get("extra")
    if not isinstance(extra, dict):
        return config
    return {**config, "extra": {key: value for key, value in extra.items() if key != ONLY_THE_GUIDE}}


def _outline(items: Iterable[StructureItem]) -> Iterator[tuple[object, ...]]:
    for item in items:
        url = getattr(item, "url", None)
        yield type(item).__name__, item.title, url, tuple(_outline(getattr(item, "children", None) or ()))
