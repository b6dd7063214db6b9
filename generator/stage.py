"""Stage: anonymized submissions and the guide become final pages and a configuration for the engine.

Everything is written under `.build/`; what the engine finds there is all it will ever know. See the design,
«Staging, not hooks».
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from generator.compose import compose
from generator.figures.files import written as files_of
from generator.figures.release import Release
from generator.model import Anonymized, Collection
from generator.site import lists, pages
from generator.site.cards import Card, card
from generator.site.fields_page import fields_page
from generator.site.figures import overview_page, release_page
from generator.site.related import Beside, beside

WORK = ".build"
GUIDE, HOUSE, FIGURES = "guia", "generador", "cifras"
"""Origins of what does not come from a submission: ENI's guide, what the generator writes itself, and the files of the
released figures (whose folder in the site has the same name)."""


@dataclass(frozen=True, slots=True, repr=False)
class StagedPage:
    """A page: its Markdown under `docs`, the file it must become in the site, and where it comes from.

    `origin` is the folder of a submission (`practicas/huerta`), `guia`, `generador` or `cifras`.
    """

    source: str
    built: str
    origin: str


@dataclass(frozen=True, slots=True, repr=False)
class StagedAsset:
    """A file that the engine copies as it is: its place in the site, its SHA-256 and where it comes from."""

    built: str
    sha256: str
    origin: str


@dataclass(frozen=True, slots=True, repr=False)
class Staged:
    """What is on disk for the engine, and the manifest that the audit holds the built site to.

    `contact` holds the mailbox of the role that answers for the site: the one address that may be anywhere.
    """

    docs: Path
    config: Path
    site: Path
    pages: tuple[StagedPage, ...]
    assets: tuple[StagedAsset, ...]
    contact: frozenset[str]


def stage(
    project: Path, submissions: Sequence[Anonymized], releases: Sequence[Release] = (), work: Path | None = None
) -> Staged:
    """Write `.build/docs` and `.build/mkdocs.yml` anew for these submissions, these figures and the project's guide.

    A rehearsal has a folder of `work` of its own. Raises OSError when the disk does not let it; the pages themselves
    cannot fail any more.
    """
    work = work or project / WORK
    clear(work)
    docs, site = work / "docs", work / "sitio"
    docs.mkdir(parents=True)
    config = load_config(project / "mkdocs.yml")
    writer = _Writer(docs)
    _guide(project / "content", writer)
    cards = {a.folder: card(a) for a in submissions}
    contact = pages.contact_of(config)
    neighbours = beside(submissions)
    for anonymized in submissions:
        compose(anonymized, cards, neighbours.get(anonymized.folder, Beside()), contact, writer)
    _house_pages(cards, writer, figures=bool(releases))
    _figures(releases, writer)
    written = _write_config(project, work, docs, site, config, figures=bool(releases))
    return Staged(docs, written, site, writer.pages, tuple(writer.assets), frozenset((contact.correo,)))


def clear(work: Path) -> None:
    """Take away what an earlier run staged or built: what was withdrawn since stays nowhere."""
    for folder in ("docs", "sitio", "reducido"):
        shutil.rmtree(work / folder, ignore_errors=True)
    for log in work.glob("*.log"):
        log.unlink()


class _Writer:
    """Writes below one folder and keeps the manifest as it goes."""

    def __init__(self, docs: Path) -> None:
        self._docs = docs
        self._pages: dict[str, StagedPage] = {}
        self.assets: list[StagedAsset] = []

    @property
    def pages(self) -> tuple[StagedPage, ...]:
        return tuple(self._pages.values())

    def page(self, name: str, text: str, origin: str) -> None:
        path = self._docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        self._pages[name] = StagedPage(name, _built(name), origin)

    def asset(self, name: str, data: bytes, origin: str) -> None:
        path = self._docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.assets.append(StagedAsset(name, hashlib.sha256(data).hexdigest(), origin))


def _built(name: str) -> str:
    """The file that a page becomes with directory addresses: `guia/ruta.md` → `guia/ruta/index.html`."""
    page = PurePosixPath(name)
    if page.stem in ("index", "README"):
        return str(page.with_name("index.html"))
    return str(page.with_suffix("") / "index.html")


def _guide(content: Path, writer: _Writer) -> None:
    """Copy ENI's pages and files. Submissions are never below `content`, so nothing here is theirs.

    Of `content/cifras` nothing is copied: its files are written anew from the releases that were read back whole.
    """
    for path in sorted(content.rglob("*")):
        name = path.relative_to(content).as_posix()
        if path.is_symlink() or not path.is_file() or any(part.startswith(".") for part in PurePosixPath(name).parts):
            continue
        if PurePosixPath(name).parts[0].casefold() == FIGURES:
            continue
        if path.suffix == ".md":
            writer.page(name, path.read_text(encoding="utf-8"), GUIDE)
        else:
            writer.asset(name, path.read_bytes(), GUIDE)


def _figures(releases: Sequence[Release], writer: _Writer) -> None:
    """The pages of the released figures and their files, the same bytes that were published."""
    for release in releases:
        writer.page(f"{FIGURES}/{release.name}/index.md", release_page(release, releases), HOUSE)
        for name, data in files_of(release).items():
            writer.asset(f"{FIGURES}/{release.name}/{name}", data, FIGURES)
    if releases:
        writer.page(f"{FIGURES}/index.md", overview_page(releases), HOUSE)


def _house_pages(cards: Mapping[str, Card], writer: _Writer, *, figures: bool) -> None:
    practicas, expediciones = ([c for f, c in cards.items() if f.startswith(k.value)] for k in Collection)
    writer.page("index.md", lists.home_page(practicas, expediciones, figures=figures), HOUSE)
    writer.page("practicas/index.md", lists.list_page(Collection.PRACTICAS, practicas), HOUSE)
    writer.page("expediciones/index.md", lists.list_page(Collection.EXPEDICIONES, expediciones), HOUSE)
    everything = [*practicas, *expediciones]
    writer.page("buscar/index.md", lists.search_page(everything), HOUSE)
    for name, text in lists.facet_pages(everything).items():
        writer.page(name, text, HOUSE)
    writer.page("sin-conexion/index.md", lists.offline_page(), HOUSE)
    writer.page("aportar/codigos.md", lists.codes_page(), HOUSE)
    writer.page("aportar/campos.md", fields_page(), HOUSE)


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml for its plain values only; tags that MkDocs understands (`!ENV`) are passed over."""


_Loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def load_config(path: Path) -> dict[str, object]:
    """The plain values of an mkdocs.yml. Raises OSError and YAMLError."""
    # `_Loader` is a SafeLoader: nothing is constructed but plain values.
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    return loaded if isinstance(loaded, dict) else {}


def _write_config(
    project: Path, work: Path, docs: Path, site: Path, config: Mapping[str, object], *, figures: bool
) -> Path:
    """An mkdocs.yml that inherits from the project's, with absolute paths and the whole nav spelled out."""
    theme = Path(pages.__file__).parent / "theme"
    guide_nav = config.get("nav")
    first, *rest = guide_nav if isinstance(guide_nav, list) and guide_nav else [{"Inicio": "index.md"}]
    own: dict[str, object] = {
        "INHERIT": str((project / "mkdocs.yml").resolve()),
        "docs_dir": str(docs.resolve()),
        "site_dir": str(site.resolve()),
        "use_directory_urls": True,
        "strict": False,
        "theme": {"custom_dir": str(theme.resolve())},
        # What tells the templates that the pages that the plain guide does not have are here.
        "extra": {"completo": True},
        "nav": [
            first,
            {"Prácticas": ["practicas/index.md"]},
            {"Expediciones": ["expediciones/index.md"]},
            *([{"Cifras": [f"{FIGURES}/index.md"]}] if figures else []),
            *rest,
            {"Buscar": ["buscar/index.md"]},
        ],
        "not_in_nav": "/practicas/*/\n/expediciones/*/\n/cifras/*/\n/por/\n/sin-conexion/\n/aportar/codigos.md\n/aportar/campos.md\n",
        "exclude_docs": "",
    }
    path = work / "mkdocs.yml"
    path.write_text(yaml.safe_dump(own, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
