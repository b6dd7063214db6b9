"""The engines that can build what was staged: the one that ships, driven or plain, and the two ways out of it
(docs/salidas.md).

An adapter translates the configuration and decides nothing: which pages there are, what they say and whether they may
be published is the same for all, and the audit does not know which one it was.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.configuration import load_config
from generator.lock import BUILT, DOCS


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine is called, and what it needs told otherwise.

    `changes` are laid over the staged configuration; `templates` are the packages whose files it copies as they are;
    `surplus` are files of the site that it makes for nobody. One that does not inherit as MkDocs does (it would put the
    staged navigation after the guide's own) is given one whole configuration, in plain values.
    """

    name: str
    title: str
    module: str
    templates: tuple[str, ...]
    options: tuple[str, ...] = ()
    changes: Mapping[str, object] | None = None
    surplus: tuple[str, ...] = ()
    inherits: bool = True


MKDOCS = Engine("mkdocs", "MkDocs", "mkdocs", ("material.templates", "mkdocs.templates"), ("--quiet",))
PRESS = Engine("prensa", "MkDocs", "generator.press", MKDOCS.templates)
"""MkDocs and Material as they come, driven by our press (`generator.press`): the same site, byte for byte, sooner."""
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
        "docs_dir": DOCS,
        "site_dir": BUILT,
        "theme": {"variant": "classic"},
        "plugins": [{"search": {"enabled": False}}],
    },
    # An index of its search, empty when it is off, that no page asks for.
    ("search.json",),
    inherits=False,
)
ENGINES: Mapping[str, Engine] = {engine.name: engine for engine in (MKDOCS, PROPERDOCS, ZENSICAL)}


def default() -> Engine:
    """The engine when none was asked for: the press, or plain MkDocs where INSPIRA_MOTOR says `mkdocs`."""
    return MKDOCS if os.environ.get("INSPIRA_MOTOR") == MKDOCS.name else PRESS


def configured(engine: Engine, config: Path) -> Path:
    """The configuration for an engine, beside the staged one, which stays as it is. Raises OSError."""
    if engine.changes is None:
        return config
    path = config.with_name(f"{engine.name}.yml")
    own = {"INHERIT": config.name, **engine.changes} if engine.inherits else _laid_over(_whole(config), engine.changes)
    path.write_text(yaml.safe_dump(own, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _whole(config: Path) -> Mapping[str, object]:
    """A configuration with what it inherits."""
    own = load_config(config)
    above = own.pop("INHERIT", None)
    return _laid_over(_whole(Path(str(above))), own) if above else own


def _laid_over(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """One configuration over another as MkDocs does it: key by key, lists whole."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        both = isinstance(value, Mapping) and isinstance(under, Mapping)
        merged[key] = _laid_over(under, value) if both else value  # type: ignore[arg-type]
    return merged
