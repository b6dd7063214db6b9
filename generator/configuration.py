"""The configuration of the project, read for its plain values, and the one that the engine is given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from generator.manifest import FIGURES

CONFIG = "mkdocs.yml"
"""The name of the configuration of the project, and of the one in `.build` that the engine is given."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # libyaml, where PyYAML came with it
    """Reads mkdocs.yml for its plain values only; tags that MkDocs understands (`!ENV`) are passed over."""


_Loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def load_config(path: Path) -> dict[str, object]:
    """The plain values of an mkdocs.yml. Raises OSError and YAMLError."""
    # `_Loader` is a SafeLoader: nothing is constructed but plain values.
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    return loaded if isinstance(loaded, dict) else {}


def write_config(
    project: Path,
    work: Path,
    docs: Path,
    site: Path,
    config: Mapping[str, object],
    extra: Mapping[str, object],
    *,
    figures: bool,
) -> Path:
    """An mkdocs.yml that inherits from the project's, with absolute paths and the whole nav spelled out."""
    theme = Path(__file__).parent / "site" / "theme"
    guide_nav = config.get("nav")
    first, *rest = guide_nav if isinstance(guide_nav, list) and guide_nav else [{"Inicio": "index.md"}]
    own: dict[str, object] = {
        "INHERIT": str((project / CONFIG).resolve()),
        "docs_dir": str(docs.resolve()),
        "site_dir": str(site.resolve()),
        "use_directory_urls": True,
        "strict": False,
        "theme": {"custom_dir": str(theme.resolve())},
        "extra": dict(extra),
        "nav": [
            first,
            {"Prácticas": ["practicas/index.md"]},
            {"Expediciones": ["expediciones/index.md"]},
            *([{"Cifras": [f"{FIGURES}/index.md"]}] if figures else []),
            *rest,
            {"Buscar": ["buscar/index.md"]},
        ],
        "not_in_nav": "/practicas/*/\n/expediciones/*/\n/cifras/*/\n/por/\n/aportar/codigos.md\n/aportar/campos.md\n"
        "/novedades/\n/canales/\n/datos/\n/sin-conexion/\n/imprimir/\n"
        "/consentimiento/\n/constancias/\n",
        "exclude_docs": "",
    }
    path = work / CONFIG
    path.write_text(yaml.safe_dump(own, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
