"""The engines that can build what was staged: the one that ships, and the two ways out of it (docs/salidas.md).

An adapter translates the configuration and decides nothing: which pages there are, what they say and whether they may
be published is the same for all, and the audit does not know which one it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine is called, and what it needs told otherwise.

    `changes` are laid over the staged configuration; `templates` are the packages whose files it copies as they are;
    `surplus` are files of the site that it makes for nobody.
    """

    name: str
    title: str
    module: str
    templates: tuple[str, ...]
    options: tuple[str, ...] = ()
    changes: Mapping[str, object] | None = None
    surplus: tuple[str, ...] = ()


MKDOCS = Engine("mkdocs", "MkDocs", "mkdocs", ("material.templates", "mkdocs.templates"), ("--quiet",))
PROPERDOCS = Engine(
    "properdocs",
    "ProperDocs",
    "properdocs",
    ("material.templates", "properdocs.templates"),
    ("--quiet",),
    {"theme": {"name": "materialx"}},
)
ZENSICAL = Engine(
    "zensical",
    "Zensical",
    "zensical",
    ("zensical.templates",),
    # It remembers pages by itself; what was withdrawn is remembered nowhere.
    ("--clean",),
    # It takes no absolute folders, the templates are of its look of before, and it searches unless it is told not to.
    {
        "docs_dir": "docs",
        "site_dir": "sitio",
        "theme": {"variant": "classic"},
        "plugins": [{"search": {"enabled": False}}],
    },
    # An index of its search, empty when it is off, that no page asks for.
    ("search.json",),
)
ENGINES: Mapping[str, Engine] = {engine.name: engine for engine in (MKDOCS, PROPERDOCS, ZENSICAL)}


def configured(engine: Engine, config: Path) -> Path:
    """The configuration for an engine, beside the staged one, which stays as it is. Raises OSError."""
    if engine.changes is None:
        return config
    path = config.with_name(f"{engine.name}.yml")
    own = {"INHERIT": config.name, **engine.changes}
    path.write_text(yaml.safe_dump(own, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
